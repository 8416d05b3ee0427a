"""Pieces of SQL that are made from Python values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def quoted(values: Iterable[str]) -> str:
    """Return a list for an IN, `('planned', 'forecast')`, from words of the program (never from typed text)."""
    return f"({', '.join(map(_literal, values))})"


def case(of: str, results: Mapping[str, str | int], otherwise: str | int | None = None) -> str:
    """Return `CASE e.kind WHEN 'event' THEN 1 … END`, with a result for each value of the expression `of`."""
    whens = " ".join(f"WHEN {_literal(value)} THEN {_literal(result)}" for value, result in results.items())
    return f"CASE {of} {whens}{'' if otherwise is None else f' ELSE {_literal(otherwise)}'} END"


def place_in(of: str, words: Iterable[str]) -> str:
    """Return SQL for the position of a word in a vocabulary, from 0; any other word comes last."""
    places = {word: place for place, word in enumerate(words)}
    return case(of, places, len(places))


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
