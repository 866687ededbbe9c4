"""A bill of materials of Quietude as it is installed here, in CycloneDX 1.6 (JSON).

Lists the packages that a default installation brings on this system, each with its version,
licence and purl, what needs what, and the SHA-256 of the model that speaks by default.

    python scripts/make_sbom.py > quietude.cdx.json
    python scripts/make_sbom.py --extra natural --extra cluster
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
NAME = "quietude"
_MODELS = (".onnx",)


def installed(name: str, extras: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Packages that a package needs on this system, itself included, and what each needs."""
    found: dict[str, list[str]] = {}
    todo = [(canonicalize_name(name), extras)]
    while todo:
        package, wanted = todo.pop()
        if package in found:
            continue
        try:
            lines = _own(wanted) if package == NAME else distribution(package).requires or ()
        except PackageNotFoundError:
            continue
        needs = [Requirement(line) for line in lines]
        markers = [{"extra": extra} for extra in wanted or {""}]
        here = [
            need
            for need in needs
            if need.marker is None or any(need.marker.evaluate(marker) for marker in markers)
        ]
        found[package] = sorted({canonicalize_name(need.name) for need in here})
        todo += [(canonicalize_name(need.name), frozenset(need.extras)) for need in here]
    return {package: [need for need in needs if need in found] for package, needs in found.items()}


def _own(extras: frozenset[str]) -> list[str]:
    """Requirements of the project file: the metadata of a checkout may be of an earlier day."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    more = (project["optional-dependencies"][extra] for extra in sorted(extras))
    return [*project["dependencies"], *(line for lines in more for line in lines)]


def bill(packages: dict[str, list[str]]) -> dict[str, Any]:
    """The bill of materials; the same packages give the same bill."""
    about = {package: distribution(package) for package in sorted(packages)}
    components = [_component(one) for package, one in about.items() if package != NAME]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**_component(about[NAME]), "type": "application"}},
        "components": components,
        "dependencies": [
            {"ref": _purl(about[package]), "dependsOn": [_purl(about[need]) for need in needs]}
            for package, needs in sorted(packages.items())
        ],
    }


def _component(package: Distribution) -> dict[str, Any]:
    about = package.metadata.json
    licence = str(about.get("license_expression") or about.get("license") or "")
    licences = [
        line.rpartition(" :: ")[2]
        for line in package.metadata.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    told = licence if len(licence.splitlines()) == 1 else "; ".join(licences)
    models = [
        {
            "type": "file",
            "name": path.name,
            "hashes": [{"alg": "SHA-256", "content": _sha256(path)}],
        }
        for path in sorted(Path(str(file.locate())) for file in package.files or ())
        if path.suffix in _MODELS and path.is_file()
    ]
    return {
        "type": "library",
        "bom-ref": _purl(package),
        "name": package.metadata["Name"],
        "version": package.version,
        "purl": _purl(package),
        **({"licenses": [{"license": {"name": told}}]} if told else {}),
        **({"components": models} if models else {}),
    }


def _purl(package: Distribution) -> str:
    name = re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()
    return f"pkg:pypi/{name}@{package.version}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """Print the bill of materials."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--extra", action="append", default=[], help="an extra to include")
    given = parser.parse_args()
    json.dump(bill(installed(NAME, frozenset(given.extra))), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
