"""Prints the known advisories for the packages in `requirements/run.txt`, as pip-audit finds them.

Exits with 1 if there are any, and with 2 if not every package could be looked up: of those, pip-audit itself says that
they have no advisories.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PINS = Path(__file__).with_name("run.txt")


def report(found: dict[str, Any]) -> tuple[int, list[str]]:
    """Return the exit code and the lines to print, for the JSON that pip-audit writes."""
    packages = found["dependencies"]
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    lines = [
        f"{one['name']} {one['version']}: {', '.join([known['id'], *known['aliases']])}; "
        f"{'corrected in ' + ', '.join(known['fix_versions']) if known['fix_versions'] else 'not corrected yet'}"
        for one in packages
        for known in one.get("vulns", ())
    ]
    if lines:
        return 1, lines
    if unknown:
        which = "none of" if len(unknown) == len(packages) else f"only {len(packages) - len(unknown)} of"
        return 2, [f"not audited: {which} the {len(packages)} packages could be looked up in an index of advisories"]
    return 0, [f"no known advisories for the {len(packages)} packages"]


def main() -> None:
    """Run pip-audit of this environment."""
    options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
    command = [sys.executable, "-m", "pip_audit", *options, "--requirement", str(PINS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        code, lines = report(json.loads(done.stdout))
    except ValueError:  # pip-audit failed, and printed why
        reason = (done.stderr.strip().splitlines() or ["pip-audit printed nothing"])[-1]
        code, lines = 2, [f"not audited: {reason}"]
    print("\n".join(lines))
    sys.exit(code)


if __name__ == "__main__":
    main()
