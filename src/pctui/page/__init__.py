"""Entries and panes as a small tree of blocks, which the explorer and every format in `render` display."""

from .blocks import Amount, Beside, Block, Bullets, Chart, Facts, Heading, Numbering, Passages, Prose, Quote, Run, Runs
from .entry import entry_blocks, kind_name, titled
from .sections import (
    SECTIONS,
    disagreements,
    listing,
    matrix,
    whole,
    whole_section,
)

__all__ = [
    "SECTIONS",
    "Amount",
    "Beside",
    "Block",
    "Bullets",
    "Chart",
    "Facts",
    "Heading",
    "Numbering",
    "Passages",
    "Prose",
    "Quote",
    "Run",
    "Runs",
    "disagreements",
    "entry_blocks",
    "kind_name",
    "listing",
    "matrix",
    "titled",
    "whole",
    "whole_section",
]
