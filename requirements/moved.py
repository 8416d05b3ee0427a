"""Prints the packages of this environment whose versions differ from those in `requirements/dev.txt`."""

from __future__ import annotations

from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def committed() -> dict[str, str]:
    """Return the versions of all packages in dev.txt for this Python and platform."""
    lines = Path(__file__).with_name("dev.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line.removesuffix("\\")) for line in lines if "==" in line and not line.startswith((" ", "#"))]
    return {
        canonicalize_name(one.name): str(one.specifier).removeprefix("==")
        for one in found
        if one.marker is None or one.marker.evaluate()
    }


def moved() -> list[str]:
    """Return a line for each package that differs, with its committed and its installed version."""
    old = committed()
    new = {canonicalize_name(one.name): one.version for one in distributions() if one.name not in ("pctui", "uv")}
    differing = sorted(name for name in old | new if old.get(name) != new.get(name))
    return [f"  {name} {old.get(name, '(none)')} → {new.get(name, '(none)')}" for name in differing]


if __name__ == "__main__":
    lines = moved()
    print("Versions other than in requirements/dev.txt:" if lines else "All versions are as in requirements/dev.txt.")
    print("\n".join(lines), end="\n" if lines else "")
