"""The bill of materials names what is installed, and what needs what."""

from __future__ import annotations

from importlib.metadata import version

from make_sbom import NAME, bill, installed


def test_the_bill_names_every_package_with_its_version() -> None:
    packages = installed(NAME)
    found = bill(packages)
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    purls = {one["purl"] for one in found["components"]}
    assert {f"pkg:pypi/{name}@{version(name)}" for name in ("numpy", "starlette", "h11")} <= purls
    known = purls | {found["metadata"]["component"]["purl"]}
    for row in found["dependencies"]:
        assert {row["ref"], *row["dependsOn"]} <= known
    assert bill(packages) == found
