"""Entries and panes as a small tree of blocks, which `plain`, `export` and `tui` each render in their own way."""

from .blocks import Amount, Beside, Block, Bullets, Chart, Facts, Heading, Numbering, Passages, Prose, Quote, Run, Runs
from .entry import entry_blocks, kind_name
from .sections import (
    PANES,
    SECTIONS,
    disagreements,
    evidence,
    ladder,
    listing,
    matrix,
    organisations,
    recommendations,
    sources,
    timeline,
    whole,
)

__all__ = [
    "PANES",
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
    "evidence",
    "kind_name",
    "ladder",
    "listing",
    "matrix",
    "organisations",
    "recommendations",
    "sources",
    "timeline",
    "whole",
]
