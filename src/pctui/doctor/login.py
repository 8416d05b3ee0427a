"""Whether a read-only login is set up as docs/ssh.md describes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ..restricted import PASSED_ON, SECURE, secure
from .checks import Check, State

_RECIPE = "See docs/ssh.md."
_SHOWN = 3  # variables named in a fault
_MANY = 4096  # processes: what systems allow by default is more, and no protection
_LIMITS = {"memory": "memory.max", "processes": "pids.max"}
_CGROUPS = Path("/sys/fs/cgroup")
_OWN_GROUP = Path("/proc/self/cgroup")


def checks(database: Path) -> Iterator[Check]:
    """Yield how a read-only login is set up, or that this is none."""
    if not secure():
        yield Check("Read-only login", f"no: {SECURE} is not set")
        return
    yield Check("Read-only login", f"yes: {SECURE} is set")
    yield _isolation()
    yield _environment()
    if os.name == "posix":
        yield _user()
        yield from _writable(database)
        yield from _limits()


def _isolation() -> Check:
    if sys.flags.isolated:
        return Check("Python", "isolated (-I)")
    advice = f"Start it as `python -I -m pctui`: otherwise variables and files of the guest's can load code. {_RECIPE}"
    return Check("Python", "not isolated", State.FAULT, advice)


def _environment() -> Check:
    more = sorted(set(os.environ) - PASSED_ON)
    if not more:
        return Check("Environment", "only what the login needs")
    advice = f"Start it with /usr/bin/env -i, which passes nothing on. {_RECIPE}"
    others = f" and {len(more) - _SHOWN} more" if len(more) > _SHOWN else ""
    return Check("Environment", f"also has {', '.join(more[:_SHOWN])}{others}", State.FAULT, advice)


def _user() -> Check:
    if os.geteuid():
        return Check("User", "not root")
    return Check("User", "root", State.FAULT, f"Give the login a user of its own. {_RECIPE}")


def _writable(database: Path) -> Iterator[Check]:
    """Yield a fault for each file or folder that the login must not be able to change, but can."""
    program = Path(__file__).parents[1]
    for name, path in {"Program": program, "Python": Path(sys.prefix), "Database": database}.items():
        if os.access(path, os.W_OK) or (path.is_file() and os.access(path.parent, os.W_OK)):
            yield Check(name, f"this login can change {path}", State.FAULT, f"Let another user own it. {_RECIPE}")


def _limits() -> Iterator[Check]:
    for name, file in _LIMITS.items():
        least = limit(file)
        if least is None or (name == "processes" and least > _MANY):
            advice = f"A guest can take all {name} of the machine: set a limit in the service manager. {_RECIPE}"
            yield Check(f"Limit of {name}", "none found", State.FAULT, advice)
        else:
            yield Check(f"Limit of {name}", f"{least:,} {'bytes' if name == 'memory' else ''}".strip())


def limit(file: str) -> int | None:
    """Return the narrowest limit that the control groups of this process set, or its own resource limit."""
    found = [each for each in (_of_group(file), _of_process(file)) if each is not None]
    return min(found, default=None)


def _of_group(file: str) -> int | None:
    try:
        line = _OWN_GROUP.read_text(encoding="utf-8").strip().splitlines()[-1]
    except (OSError, IndexError):
        return None  # not on Linux
    group = _CGROUPS / line.rpartition(":")[2].lstrip("/")
    limits = []
    for folder in (group, *group.parents):
        if not folder.is_relative_to(_CGROUPS):
            break
        try:
            limits.append(int((folder / file).read_text(encoding="ascii")))
        except (OSError, ValueError):
            continue  # no such limit here, or `max`
    return min(limits, default=None)


def _of_process(file: str) -> int | None:
    import resource

    which = resource.RLIMIT_AS if file == _LIMITS["memory"] else getattr(resource, "RLIMIT_NPROC", None)
    if which is None:
        return None
    soft, _ = resource.getrlimit(which)
    return None if soft == resource.RLIM_INFINITY else soft
