"""Voices from Debian's or Ubuntu's own packages, without root: fetched by apt, for one user.

apt checks the signatures as always. Nothing is installed: the packages are unpacked into the
user's data folder, and the programs are run from there.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.dirs import data_dir
from quietude._util.files import is_file
from quietude._util.work_folder import work_folder
from quietude.errors import EngineError, SpeechError, UsageError
from quietude.speech.engines.subprocesses import Program, run_program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROOM = "Make room, or name another folder in QUIETUDE_DATA_DIR."
_NETWORK = "Is there a network, a proxy to set (https_proxy), and room on the disk? Then try again."
TIMEOUT_S = 600.0
"""How long an installation may take in all, in seconds, unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Packages that make a voice together.

    Attributes:
        name: What it is called here.
        packages: What is fetched whether the system has it or not: they must fit each other.
        libraries: Packages of shared libraries, as the beginning of their names (they carry a
            version); what these need in turn is fetched too where the system lacks it.
        engine: The engine that speaks with it.
        executable: The program, below the folder it is unpacked into.
    """

    name: str
    packages: tuple[str, ...]
    libraries: str
    engine: str
    executable: str


BUNDLES = {
    "festival-slt": Bundle(
        "festival-slt",
        ("festival", "festlex-cmu", "festlex-poslex", "festvox-us-slt-hts"),
        "libestools",
        "festival",
        "usr/bin/festival",
    ),
    "flite": Bundle("flite", ("flite",), "libflite", "flite", "usr/bin/flite"),
}


def can_install() -> bool:
    """Whether this system has what it takes: apt and dpkg."""
    return all(map(shutil.which, ("apt-get", "apt-cache", "dpkg-deb")))


def installed(bundle: Bundle) -> bool:
    """Whether it is in the user's folder."""
    return is_file(_home(bundle) / bundle.executable)


def install_bundle(name: str, say: Callable[[str], None], *, timeout_s: float = TIMEOUT_S) -> Path:
    """Fetch and unpack a bundle; what is there already is replaced only once the new one is whole.

    Args:
        name: One of :data:`BUNDLES`.
        say: Told what is being done.
        timeout_s: How long it may take in all, in seconds.

    Returns:
        The folder it was unpacked into.

    Raises:
        UsageError: if there is no such bundle.
        EngineError: if this is not Debian or a relative, or it could not be fetched in time.
    """
    if name not in BUNDLES:
        message = f'there is no bundle "{name}"'
        raise UsageError(message, hint=f"Choose one of: {', '.join(BUNDLES)}.")
    bundle = BUNDLES[name]
    if not can_install():
        message = f"{name} can be installed like this on Debian, Ubuntu and their relatives only"
        raise EngineError(message, hint="See the voices there are with: quietude voices list")
    home = _home(bundle)
    try:
        with work_folder(home.parent) as work:
            unpacked = _Apt(work.absolute(), say, time.monotonic() + timeout_s).unpack(bundle)
            if not (unpacked / bundle.executable).is_file():
                message = f"the packages fetched for {name} hold no {bundle.executable}"
                raise EngineError(message)
            _put_in_place(unpacked, home, work)
    except OSError as error:
        message = f"{name} cannot be unpacked here ({(error.strerror or str(error)).lower()})"
        raise EngineError(message, path=home.parent, hint=_ROOM) from error
    return home


def _home(bundle: Bundle) -> Path:
    return data_dir() / "programs" / bundle.name


def _put_in_place(unpacked: Path, home: Path, work: Path) -> None:
    """Swap the new folder in; the old one goes away with the work folder."""
    if home.exists():
        home.rename(work / "old")
    unpacked.rename(home)


class _Apt:
    """apt in a work folder, with one deadline for everything it does."""

    def __init__(self, work: Path, say: Callable[[str], None], deadline: float) -> None:
        self._work = work
        self._say = say
        self._deadline = deadline
        self._options: list[str] = []

    def unpack(self, bundle: Bundle) -> Path:
        """Fetch a bundle and unpack it; answers the folder."""
        try:
            names = self._wanted(bundle)
        except SpeechError:
            # Package lists that are missing or out of date can be fetched without root,
            # into a folder of our own.
            self._own_lists()
            names = self._wanted(bundle)
        self._say(f"fetching {len(names)} packages: {', '.join(names)}")
        try:
            self._fetch(names)
        except SpeechError:
            if self._options:
                raise
            self._own_lists()
            self._fetch(names)
        root = self._work / "root"
        root.mkdir()
        for package in sorted(self._work.glob("*.deb")):
            self._run("dpkg-deb", ["-x", str(package), str(root)], hint=_ROOM)
        return root

    def _wanted(self, bundle: Bundle) -> list[str]:
        """The packages of a bundle, its libraries, and what these need and the system lacks."""
        depends = self._run("apt-cache", [*self._options, "depends", bundle.packages[0]])
        needed = [it.split()[-1] for it in depends.splitlines() if "Depends:" in it]
        libraries = [it for it in needed if it.startswith(bundle.libraries)]
        if not libraries:
            message = f"apt knows no package {bundle.packages[0]}"
            raise EngineError(message)
        simulated = self._run(
            "apt-get", [*self._options, "-s", "--no-install-recommends", "install", *libraries]
        )
        lacking = [it.split()[1] for it in simulated.splitlines() if it.startswith("Inst ")]
        return list(dict.fromkeys([*bundle.packages, *libraries, *lacking]))

    def _fetch(self, names: Sequence[str]) -> None:
        self._run("apt-get", [*self._options, "download", *names])

    def _own_lists(self) -> None:
        self._say("fetching the lists of packages")
        for folder in ("lists/partial", "archives/partial"):
            (self._work / folder).mkdir(parents=True, exist_ok=True)
        self._options = [
            "-o", f"Dir::State::Lists={self._work / 'lists'}",
            "-o", f"Dir::Cache={self._work}",
            "-o", f"Dir::Cache::Archives={self._work / 'archives'}",
        ]  # fmt: skip
        # By itself apt is content with the lists it could not renew.
        self._run("apt-get", [*self._options, "-o", "APT::Update::Error-Mode=any", "update"])

    def _run(self, name: str, arguments: Sequence[str], *, hint: str = _NETWORK) -> str:
        left_s = self._deadline - time.monotonic()
        if left_s <= 0:
            message = "there was not enough time to fetch the packages"
            raise EngineError(message, hint="Is the network slow? Try again later.")
        program = Program(Path(shutil.which(name) or name), environment={"LC_ALL": "C"})
        try:
            # apt writes what it fetches into the folder it is started in.
            return run_program(program, arguments, timeout_s=left_s, tries=1, folder=self._work)
        except EngineError:
            raise
        except SpeechError as error:
            raise SpeechError(error.message, hint=hint) from error
