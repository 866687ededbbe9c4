"""A cluster over TLS, started by the commands of docs/series.md."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from manifests import MANIFEST, URL, write_series
from quietude.series.site.record import read_record

DOC = Path(__file__).parents[3] / "docs" / "series.md"
_OWN = "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT"
_KEY = "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY"
PERSONAL = MANIFEST + "listeners: people.csv\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("openssl"), reason="certificates are made by openssl"),
]


def documented(what: str) -> str:
    """A block of commands from the documentation, by something that stands in it."""
    blocks = re.findall(r"```sh\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    return str(next(block for block in blocks if what in block))


@contextmanager
def running(command: str, folder: Path, until: str) -> Iterator[str]:
    """Run a command of the documentation; yield the first line of its output with some text."""
    words = command.split()
    assert words[0] == "dask"
    with (folder / f"{words[1]}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words[1:]],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stderr
            for line in process.stderr:
                log.write(line)
                if until in line:
                    yield line
                    break
            else:
                pytest.fail((folder / f"{words[1]}.log").read_text())
        finally:
            process.terminate()
            process.communicate(timeout=300)


def build(folder: Path, address: str, **around: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "quietude", "series", "build", "series.yaml", "-o", "site",
         "--base-url", URL, "--cluster", address],
        cwd=folder, env={**os.environ, **around}, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip


def test_personal_sessions_over_tls_as_it_is_documented(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    write_series(tmp_path, PERSONAL)
    (tmp_path / "people.csv").write_text("id,name\n1,Ada\n2,Tom\n", encoding="utf-8")
    subprocess.run(
        ["sh", "-e"], input=documented("openssl"), cwd=tmp_path, text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=forged",
         "-keyout", "forged-key.pem", "-out", "forged.pem"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    started = documented("--protocol tls").replace("\\\n", " ").strip().splitlines()
    commands = [line.partition("#")[0].strip() for line in started if line.startswith("dask")]
    settings = dict(re.findall(r"export (\w+)=(\S+)", documented("export DASK")))
    with ExitStack() as stack:
        scheduler = f"{commands[0]} --host 127.0.0.1 --port 0 --no-dashboard"
        line = stack.enter_context(running(scheduler, tmp_path, "Scheduler at:"))
        address = line.split()[-1]
        assert address.startswith("tls://")
        worker = commands[1].replace("tls://scheduler:8786", address)
        stack.enter_context(running(f"{worker} --no-dashboard", tmp_path, "Starting established"))
        stranger = build(tmp_path, address)
        assert stranger.returncode == 2
        assert "needs a certificate" in stranger.stderr
        forged = build(
            tmp_path, address, **{**settings, _OWN: "forged.pem", _KEY: "forged-key.pem"}
        )
        assert forged.returncode == 1
        assert "no scheduler responds" in forged.stderr
        assert "Traceback" not in forged.stderr
        done = build(tmp_path, address, **settings)
    assert done.returncode == 0, done.stderr
    folders = [path for path in (tmp_path / "site").iterdir() if path.is_dir()]
    assert len(folders) == 2
    for folder in folders:
        site = read_record(folder)
        assert site
        assert len(site.episodes) == 2
