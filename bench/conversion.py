"""Measures how well documents are converted, against the same text as HTML or plain text.

    python bench/conversion.py FOLDER [NAME…]

FOLDER has documents (`policy.pdf`) and, beside each, what it ought to read: `policy.html`, a folder `policy/` of HTML
files, or `policy.txt` with a blank line between paragraphs. docs/conversion.md says what the outcomes mean. Documents
without such a text are only converted; with --show N, N random blocks of each are printed, to be judged by eye.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pctui.convert.model import Converted
from pctui.errors import FilesError
from pctui.text import words

_ADDRESS = re.compile(r"\(\s?(?:https?|ftp)://[^)]*\)")
LEAST = 6  # words
OUTCOMES = ("right", "joined", "cut", "otherwise", "lost")
_INTERNAL = "a[href]:not([href^=http]):not([href^=mailto]):not([href^=ftp]):not([href^=news])"
_BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, dd, dt"
_LEFT_OUT = (
    "script, style, nav, pre, table, sup, header, footer, head, .headerlink, .toc, .toctree-wrapper, "
    ".footnote-reference, .navheader, .navfooter, .related, .sphinxsidebar, .index, .contents, "
    ".list-of-tables, .header, .title-logo, .shortcontents, .indexterm, .genindextable, "
    "#SEC_Contents, .element-contents, .summary-letter, .nav-panel, .printindex-index-entries, "
    ".cp-entries, .programlisting, .screen, .example, .remark"
)


def expected(path: Path) -> list[tuple[str, bool]]:
    """Return the paragraphs that a document should have, in order, and whether they have links within it."""
    folder, page, plain = path.with_suffix(""), path.with_suffix(".html"), path.with_suffix(".txt")
    pages = sorted(folder.rglob("*.html")) if folder.is_dir() else [page] if page.exists() else []
    if pages:
        return [text for each in pages for text in _paragraphs(each.read_text(encoding="utf-8", errors="replace"))]
    if not plain.exists():
        return []
    return [(text, False) for text in re.split(r"\n\s*\n", plain.read_text(encoding="utf-8"))]


def _paragraphs(html: str) -> Iterator[tuple[str, bool]]:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    for node in tree.css(_BLOCKS):
        if node.tag in ("li", "dd", "dt") and node.css_first("p, li, dd") is not None:
            inner = node.css("p, li, dd, dl, ul, ol")
            if any(each.mem_id != node.mem_id for each in inner):
                continue
        yield node.text(), any(link.text().strip() for link in node.css(_INTERNAL))


def _tokens(text: str) -> str:
    return " ".join(word.text for word in words(text))


def _bare(tokens: str) -> str:
    """Return words without the number before them."""
    return re.sub(r"^(?:(?:chapter|appendix|table|figure|表|図|图|第|章|\d+|[a-z]) )+", "", tokens)


def outcomes(wanted: list[tuple[str, bool]], blocks: Sequence[str]) -> tuple[Counter[str], list[tuple[str, str]]]:
    """Return how many of the wanted paragraphs came out how, and those that are not right."""
    tokens = [_tokens(block) for block in blocks]
    # A heading or item may be numbered, or the address of a link printed, in one and not in the other.
    whole = {*tokens, *(_tokens(_ADDRESS.sub("", block)) for block in blocks)}
    whole |= {_bare(each) for each in list(whole)}
    stream = f" {' '.join(tokens)} "
    within = "\n".join(f" {each} " for each in tokens)
    known = {four for each in [stream.split()] for four in zip(each, each[1:], each[2:], each[3:], strict=False)}
    counted: Counter[str] = Counter()
    wrong = []
    seen: set[str] = set()
    for text, linked in wanted:
        needle = _tokens(text)
        parts = needle.split()
        if len(parts) < LEAST or needle in seen:
            continue
        seen.add(needle)
        if needle in whole or _bare(needle) in whole:
            outcome = "right"
        elif f" {needle} " in within:
            outcome = "joined"
        elif f" {needle} " in stream:
            outcome = "cut"
        else:
            fours = list(zip(parts, parts[1:], parts[2:], parts[3:], strict=False))
            share = sum(four in known for four in fours) / len(fours)
            outcome = "otherwise" if share >= 0.8 else "lost"
        if linked and outcome in ("otherwise", "lost"):
            continue
        counted[outcome] += 1
        if outcome != "right":
            wrong.append((outcome, " ".join(text.split())))
    return counted, wrong


def by_pdftotext(path: Path) -> list[str]:
    """Return what pdftotext reads, cut at blank lines."""
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=False)
    return re.split(r"\n\s*\n|\f", done.stdout.decode("utf-8", "replace"))


def converted(path: Path) -> Converted:
    """Return a PDF as converted in this process, so that its time is measured."""
    from pctui.convert.pdf import convert

    return convert(path.read_bytes())


def main() -> None:
    """Print a line for each document."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--show", type=int, default=0)
    arguments.add_argument("--wrong", type=int, default=0)
    given = arguments.parse_args()
    print("| document | pages | s | blocks | paragraphs | right | joined | cut | otherwise | lost | pdftotext |")
    print("| --- " + "| ---: " * 10 + "|")
    for path in sorted(given.folder.glob("*.pdf")):
        if given.names and path.stem not in given.names:
            continue
        start = time.process_time()
        try:
            document = converted(path)
        except FilesError as error:
            print(f"| {path.stem} | refused: {error.message} |")
            continue
        seconds = time.process_time() - start
        wanted = expected(path)
        blocks = [block.text for block in document.blocks]
        row = f"| {path.stem} | {document.pages} | {seconds:.1f} | {len(blocks)} "
        wrong: list[tuple[str, str]] = []
        if wanted:
            counted, wrong = outcomes(wanted, blocks)
            total = counted.total() or 1
            row += f"| {total} " + "".join(f"| {counted[each] / total:.1%} " for each in OUTCOMES)
            other, _ = outcomes(wanted, by_pdftotext(path))
            row += f"| {other['right'] / total:.1%} "
        print(row + "|", flush=True)
        chance = random.Random(7)
        for outcome, text in chance.sample(wrong, min(given.wrong, len(wrong))):
            print(f"    {outcome}: {text[:300]}")
        for at in sorted(chance.sample(range(len(blocks)), min(given.show, len(blocks)))):
            block = document.blocks[at]
            print(f"    {block.role} {block.level or ''} p. {block.page}: {block.text[:400]!r}")


if __name__ == "__main__":
    main()
