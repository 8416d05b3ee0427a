"""Runs a converter in a process of its own, with limits: what a document does to its parser ends there.

The process gets the open file as its stdin, and answers in JSON. It has no environment but what Python itself needs to
start, and inherits no other file. What a library prints goes nowhere.
"""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO, NamedTuple

from ..errors import FilesError

_MIB = 1024 * 1024
# What Python itself may need to find its libraries.
_PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
WORKER = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from pctui.convert.worker import main; main()"

BROKEN = "Open it in the program that made it, save it again, or give its plain text."


class Limits(NamedTuple):
    """What a process may use: bytes of memory, seconds of the processor and of the clock, bytes of its answer."""

    memory: int = 2048 * _MIB
    processor: int = 120
    clock: int = 300
    answer: int = 128 * _MIB


def run(file: BinaryIO, arguments: list[str], limits: Limits, program: str = WORKER) -> bytes:
    """Return what `program` prints, given the open `file` as its stdin; FilesError if it fails or passes a limit.

    Its arguments are Python's path, the limits, and `arguments`.
    """
    import signal
    import subprocess
    from threading import Event, Timer

    file.seek(0)
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", program]
    command += [json.dumps([os.path.abspath(each) for each in sys.path]), json.dumps(limits), *arguments]  # noqa: PTH100
    try:
        process = subprocess.Popen(
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
    except OSError as error:
        raise FilesError(f"cannot start the converter: {(error.strerror or str(error)).lower()}") from error
    late = Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = Timer(limits.clock, end)
    timer.daemon = True
    with process:
        try:
            timer.start()
            answer = process.stdout.read(limits.answer + 1) if process.stdout else b""
            if len(answer) <= limits.answer:
                process.wait()
        finally:
            timer.cancel()
            process.kill()
    if late.is_set():
        raise FilesError(f"reading it took more than {limits.clock} seconds", BROKEN)
    if len(answer) > limits.answer:
        raise FilesError(f"it has more than {limits.answer:,} bytes of text", BROKEN)
    if process.returncode == -getattr(signal, "SIGXCPU", 0):
        raise FilesError(f"reading it took more than {limits.processor} seconds of the processor", BROKEN)
    if process.returncode:
        raise FilesError("it made its reader fail", BROKEN)
    return answer
