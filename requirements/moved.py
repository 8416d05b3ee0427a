"""Prints which packages of this environment have other versions than `requirements/dev.txt` gives."""

from __future__ import annotations

from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def committed() -> dict[str, str]:
    """The version of every package that dev.txt names for this Python and platform."""
    lines = Path(__file__).with_name("dev.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line.removesuffix("\\")) for line in lines if "==" in line and not line.startswith((" ", "#"))]
    return {
        canonicalize_name(one.name): str(one.specifier).removeprefix("==")
        for one in found
        if one.marker is None or one.marker.evaluate()
    }


def moved() -> list[str]:
    """A line for each package that differs: its name, the committed version, the one installed."""
    old = committed()
    new = {canonicalize_name(one.name): one.version for one in distributions() if one.name not in ("pctui", "uv")}
    differing = sorted(name for name in old | new if old.get(name) != new.get(name))
    return [f"  {name} {old.get(name, '(none)')} → {new.get(name, '(none)')}" for name in differing]


if __name__ == "__main__":
    lines = moved()
    print("Other versions than requirements/dev.txt:" if lines else "The versions are those of requirements/dev.txt.")
    print("\n".join(lines), end="\n" if lines else "")
