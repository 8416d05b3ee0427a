"""Converts one document, in the process that process.py starts: nothing else of the program is loaded here."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from dataclasses import replace
from importlib import import_module
from typing import Any

import msgspec

from ..errors import FilesError
from ..text import clean, one_line
from .forms import HEAD, INSTALL, Form, MissingLibrary, form_of
from .model import Block, Converted, Found, Role
from .process import BROKEN, Limits

_NEVER = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_FILES = 64  # that can be open at the same time: those of the libraries, as they are imported


class Answer(msgspec.Struct):
    """What the process answers: the document and the SHA-256 of what was read, or what was wrong and what to do."""

    converted: Converted | None = None
    sha256: str = ""
    fault: str = ""  # the name of its class
    message: str = ""
    hint: str = ""


def main() -> None:
    """Convert the document on stdin, and write an `Answer` as JSON to what was stdout when the process started."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (1, 2):
        os.dup2(nowhere, number)
    _limit(Limits(*json.loads(sys.argv[2])))
    sys.addaudithook(_refuse)
    answers.write(msgspec.json.encode(_answer(sys.stdin.buffer.read(), sys.argv[3])))
    answers.flush()
    os._exit(0)  # what a library does at its end is no longer of interest


def _limit(limits: Limits) -> None:
    """Set the limits that the platform has; the one on the clock holds everywhere."""
    with contextlib.suppress(ImportError):
        import resource

        for name, most in (
            ("RLIMIT_AS", limits.memory),
            ("RLIMIT_CPU", limits.processor),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_CORE", 0),
            ("RLIMIT_NOFILE", _FILES),
        ):
            with contextlib.suppress(AttributeError, OSError, ValueError):
                # One more is the end for good: at the first, a process is ended with the reason.
                resource.setrlimit(getattr(resource, name), (most, most + 1))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what no converter needs: connections, programs, and writing a file."""
    if (event == "open" and arguments[2] & _WRITING) or event.startswith(_NEVER):
        raise PermissionError(event)


def _answer(data: bytes, encoding: str) -> Answer:
    try:
        return Answer(_tidied(_converted(data, encoding or None)), hashlib.sha256(data).hexdigest())
    except FilesError as error:
        return _fault(error)
    except ImportError as error:
        library = (error.name or "a library").partition(".")[0]
        return _fault(MissingLibrary(f"{library}, which reads its format, is not installed", INSTALL))
    except MemoryError:
        return _fault(FilesError("reading it takes too much memory", BROKEN))
    except Exception as error:  # noqa: BLE001 - whatever a parser raises at a document that was made to break it
        return _fault(FilesError(f"it cannot be read as what it seems to be ({type(error).__name__})", BROKEN))


def _fault(error: FilesError) -> Answer:
    return Answer(fault=type(error).__name__, message=error.message, hint=error.hint)


def _converted(data: bytes, encoding: str | None) -> Converted:
    form = form_of(data[:HEAD])
    module = {Form.PDF: "pdf", Form.HTML: "html", Form.ARCHIVE: "archive", Form.TEXT: "plain"}[form]
    convert = import_module(f"pctui.convert.{module}").convert
    result: Converted = convert(data, encoding) if form in (Form.HTML, Form.TEXT) else convert(data)
    return result


def _tidied(converted: Converted) -> Converted:
    """Return the document with text that is safe to show, and without blocks that have none."""
    found = converted.found
    return replace(
        converted,
        blocks=tuple(block for each in converted.blocks if (block := _tidied_block(each)).text),
        found=Found(
            title=one_line(found.title),
            authors=tuple(filter(None, map(one_line, found.authors))),
            issued=one_line(found.issued),
            doi=one_line(found.doi),
            publisher=one_line(found.publisher),
            language=one_line(found.language),
        ),
        left_out={name: count for name, count in converted.left_out.items() if count},
        doubts=tuple(map(one_line, converted.doubts)),
    )


def _tidied_block(block: Block) -> Block:
    text = clean(block.text).strip() if block.role is Role.TABLE else one_line(block.text)
    return replace(block, text=text, page=one_line(block.page or "") or None)
