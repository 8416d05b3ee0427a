"""Runs a command and prints what it took: ms, ms of CPU, its peak memory in the system's unit, its exit code.

    python -I -S bench/launch.py OUTPUT ERRORS COMMAND …

A small process of its own with nothing imported, for the peak memory of a process is at least what the one that starts
it has.
"""

import os
import sys
import time

output, errors, *command = sys.argv[1:]
files = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
files += [(os.POSIX_SPAWN_OPEN, fd, path, os.O_WRONLY | os.O_CREAT, 0o600) for fd, path in ((1, output), (2, errors))]
started = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawn(command[0], command, os.environ, file_actions=files), 0)
taken = time.perf_counter() - started
print(taken * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
