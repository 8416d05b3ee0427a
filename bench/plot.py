"""Draws small multiples as SVG: how a cost grows with the number of entries, beside that of its floor.

Both axes are logarithmic. All panels of a unit have the same scale, so that they can be compared. The colours follow
the reader's light or dark scheme, and no meaning rests on them alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor, log10
from typing import NamedTuple
from xml.sax.saxutils import escape

_COLUMNS, _WIDTH, _HEIGHT = 5, 168, 96  # panels in a row, and the size of what is drawn in one
_LEFT, _TOP, _GAP_X, _GAP_Y, _FOOT = 40, 46, 32, 44, 24
_STYLE = """
  text { font: 11px system-ui, sans-serif; fill: #1f2328 }
  .axis { font-size: 9px; fill: #59636e }
  .grid { stroke: #d1d9e0; stroke-width: 0.6 }
  .ours { stroke: #0b57d0; fill: none; stroke-width: 1.8 }
  .point { fill: #0b57d0 }
  .floor { stroke: #6e7781; fill: none; stroke-width: 1.4; stroke-dasharray: 4 3 }
  .fails { fill: #c62828; font-weight: bold }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .axis { fill: #9198a1 } .grid { stroke: #3d444d }
    .ours { stroke: #79b8ff } .point { fill: #79b8ff } .floor { stroke: #9198a1 } .fails { fill: #ff7b72 }
  }
"""
_PLURALS = ("", "k", "M")


class Panel(NamedTuple):
    """One cost: its figures and those of its floor by number of entries; None where the program failed."""

    title: str
    unit: str
    ours: Mapping[int, float | None]
    floor: Mapping[int, float | None]


class Scale(NamedTuple):
    """A logarithmic scale over whole decades, `length` long."""

    low: int
    high: int
    length: float

    @classmethod
    def of(cls, values: Iterable[float], length: float) -> Scale:
        logs = [log10(value) for value in values if value > 0] or [0.0]
        low, high = floor(min(logs)), ceil(max(logs))
        return cls(low, max(high, low + 1), length)

    def __call__(self, value: float) -> float:
        share = (log10(max(value, 10.0**self.low)) - self.low) / (self.high - self.low)
        return round(share * self.length, 1)

    @property
    def decades(self) -> range:
        return range(self.low, self.high + 1)


def svg(panels: Sequence[Panel], caption: str) -> str:
    """Return a picture of `panels`."""
    entries = Scale.of((size for panel in panels for size in panel.ours), _WIDTH)
    scales = {
        unit: Scale.of(
            (value for panel in panels if panel.unit == unit for value in _known(panel.ours, panel.floor)), _HEIGHT
        )
        for unit in {panel.unit for panel in panels}
    }
    rows = ceil(len(panels) / _COLUMNS)
    width = _LEFT + _COLUMNS * (_WIDTH + _GAP_X)
    height = _TOP + rows * (_HEIGHT + _GAP_Y) + _FOOT
    drawn = [f"<defs>{''.join(_grid(unit, entries, scale) for unit, scale in sorted(scales.items()))}</defs>"]
    drawn.append(f'<text x="8" y="16">{escape(caption)}</text>')
    for number, panel in enumerate(panels):
        x = _LEFT + number % _COLUMNS * (_WIDTH + _GAP_X)
        y = _TOP + number // _COLUMNS * (_HEIGHT + _GAP_Y)
        drawn += [f'<g transform="translate({x} {y})">', *_panel(panel, entries, scales[panel.unit]), "</g>"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">\n'
        f"<title>{escape(caption)}</title>\n<style>{_STYLE}</style>\n" + "\n".join(drawn) + "\n</svg>\n"
    )


def _known(*figures: Mapping[int, float | None]) -> list[float]:
    return [value for one in figures for value in one.values() if value is not None]


def _grid(unit: str, entries: Scale, scale: Scale) -> str:
    """Return the lines and figures of both axes, which all panels of a unit share."""
    drawn = []
    for decade in scale.decades:
        y = _down(scale(10.0**decade))
        drawn.append(f'<line class="grid" x1="0" x2="{_WIDTH}" y1="{y}" y2="{y}"/>')
        drawn.append(f'<text class="axis" x="-4" y="{y + 3:g}" text-anchor="end">{_short(decade)}</text>')
    for decade in entries.decades:
        x = entries(10.0**decade)
        drawn.append(f'<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{_HEIGHT}"/>')
        drawn.append(f'<text class="axis" x="{x}" y="{_HEIGHT + 12}" text-anchor="middle">{_short(decade)}</text>')
    return f'<g id="{unit}">{"".join(drawn)}</g>'


def _down(height: float) -> float:
    return round(_HEIGHT - height, 1)


def _panel(panel: Panel, entries: Scale, scale: Scale) -> Iterable[str]:
    yield f'<text x="0" y="-8">{escape(panel.title)}, {panel.unit}</text><use href="#{panel.unit}"/>'
    for style, figures in (("floor", panel.floor), ("ours", panel.ours)):
        points = [(entries(size), _down(scale(value))) for size, value in sorted(figures.items()) if value is not None]
        yield f'<polyline class="{style}" points="{" ".join(f"{x},{y}" for x, y in points)}"/>'
        if style == "ours":
            yield from (f'<circle class="point" cx="{x}" cy="{y}" r="2.4"/>' for x, y in points)
    for size in (size for size, value in panel.ours.items() if value is None):
        yield f'<text class="fails" x="{entries(size)}" y="10" text-anchor="end">× fails</text>'


def _short(decade: int) -> str:
    """Return a power of ten in few characters: 0.1, 10, 1k, 100k, 1M."""
    if decade < 0:
        return f"{10.0**decade:g}"
    return f"{10 ** (decade % 3)}{_PLURALS[min(decade // 3, 2)]}"
