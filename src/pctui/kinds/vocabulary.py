"""The vocabularies that the format fixes. Everything that names their terms, or a group of them, reads them here."""

from __future__ import annotations

# How a statement is put. What was intended is drawn hollow and counted apart from what happened; what was argued is
# somebody's view.
INTENDED = ("planned", "forecast", "proposed")
ARGUED = ("claimed", "opinion")
MODALITIES = ("happened", *INTENDED, *ARGUED)
NOT_HAPPENED = INTENDED + ARGUED  # a page names these; that something happened goes without saying
