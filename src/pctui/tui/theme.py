"""Colours and roles. Everything that is drawn names a role; each theme defines here what a role looks like.

There is one accent colour. Meaning never depends on colour alone: it is also shown by a sign, bold or reverse video.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from .. import settings
from ..terminal import colours

if TYPE_CHECKING:
    from textual.app import App

_DARK, _LIGHT, _CONTRAST, _TERMINAL = (f"pctui-{name}" for name in settings.THEMES)
ACCENT_DARK, ACCENT_LIGHT, ACCENT_CONTRAST = "#6cb6a8", "#0b6e5f", "#ffff00"

DARK = Theme(
    name=_DARK,
    primary=ACCENT_DARK,
    accent=ACCENT_DARK,
    foreground="#d5dbdf",
    background="#14181b",
    surface="#14181b",
    panel="#1c2226",
    warning="#d8b26a",
    error="#e07a6c",
    success=ACCENT_DARK,
    dark=True,
    variables={"input-cursor-background": "#d5dbdf", "footer-background": "#14181b"},
)
LIGHT = Theme(
    name=_LIGHT,
    primary=ACCENT_LIGHT,
    accent=ACCENT_LIGHT,
    foreground="#22292d",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#efede6",
    warning="#7d5a00",
    error="#a3301f",
    success=ACCENT_LIGHT,
    dark=False,
)
# Black, white and yellow: nothing is grey, and no meaning depends on a shade.
CONTRAST = Theme(
    name=_CONTRAST,
    primary=ACCENT_CONTRAST,
    accent=ACCENT_CONTRAST,
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    warning=ACCENT_CONTRAST,
    error="#ffffff",
    success=ACCENT_CONTRAST,
    dark=True,
    variables={
        "input-cursor-background": "#ffff00",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#ffff00",
        "input-selection-foreground": "#000000",
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "text-muted": "#ffffff",
        "text-disabled": "#ffffff",
        "foreground-muted": "#ffffff",
        "footer-background": "#000000",
    },
)
TERMINAL = Theme(
    name=_TERMINAL,
    ansi=True,
    primary="ansi_cyan",
    accent="ansi_cyan",
    secondary="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_cyan",
    variables=BUILTIN_THEMES["ansi-dark"].variables
    | {
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_cyan",
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
        "border": "ansi_cyan",
        "border-blurred": "ansi_default",
        "scrollbar": "ansi_cyan",
        "scrollbar-hover": "ansi_cyan",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "scrollbar-corner-color": "ansi_default",
    },
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST, TERMINAL)}

_DARK_ROLES = {
    "": "#d5dbdf",
    "label": "#d5dbdf",
    "strong": "bold #f0f3f5",
    "muted": "#8b979e",
    "accent": f"{ACCENT_DARK}",
    "title": f"bold {ACCENT_DARK}",
    "heading": "bold #f0f3f5",
    "rule": "#3b454b",
    "link": "underline #d5dbdf",
    "cite": f"{ACCENT_DARK}",
    "cursor": f"bold #0e1214 on {ACCENT_DARK}",
    "blurred": "bold #f0f3f5 on #2a3237",
    "new": f"bold {ACCENT_DARK}",
    "warn": "bold #d8b26a",
    "cited": "#f0f3f5 on #253530",
    "uncited": "#8b979e",
    "found": f"bold #0e1214 on {ACCENT_DARK}",
    "match": f"bold underline {ACCENT_DARK}",
    "selected": "#14181b on #aab4ba",
    "bar": "#0e1214 on #8b979e",
    "fill": "#8b979e",
    "planned": "#aab4ba",
    "key": "bold #d5dbdf",
}
_LIGHT_ROLES = {
    "": "#22292d",
    "label": "#22292d",
    "strong": "bold #000000",
    "muted": "#667178",
    "accent": f"{ACCENT_LIGHT}",
    "title": f"bold {ACCENT_LIGHT}",
    "heading": "bold #000000",
    "rule": "#c3c7c4",
    "link": "underline #22292d",
    "cite": f"{ACCENT_LIGHT}",
    "cursor": f"bold #ffffff on {ACCENT_LIGHT}",
    "blurred": "bold #000000 on #dedbd1",
    "new": f"bold {ACCENT_LIGHT}",
    "warn": "bold #7d5a00",
    "cited": "#000000 on #e0ece6",
    "uncited": "#667178",
    "found": f"bold #ffffff on {ACCENT_LIGHT}",
    "match": f"bold underline {ACCENT_LIGHT}",
    "selected": "#fbfaf7 on #515b61",
    "bar": "#ffffff on #667178",
    "fill": "#667178",
    "planned": "#515b61",
    "key": "bold #22292d",
}
_CONTRAST_ROLES = {
    "": "#ffffff",
    "label": "#ffffff",
    "strong": "bold #ffffff",
    "muted": "#ffffff",
    "accent": "#ffff00",
    "title": "bold #ffff00",
    "heading": "bold underline #ffffff",
    "rule": "#ffffff",
    "link": "underline #ffffff",
    "cite": "#ffff00",
    "cursor": "bold #000000 on #ffff00",
    "blurred": "bold #000000 on #ffffff",
    "new": "bold #ffff00",
    "warn": "bold #ffff00",
    "cited": "underline #ffffff",
    "uncited": "#ffffff",
    "found": "bold #000000 on #ffff00",
    "match": "bold underline #ffff00",
    "selected": "#000000 on #ffffff",
    "bar": "#000000 on #ffffff",
    "fill": "#ffffff",
    "planned": "#ffffff",
    "key": "bold #ffff00",
}
# The terminal's own colours, also used if it has only 16 or none.
_TERMINAL_ROLES = {
    "": "default",
    "label": "default",
    "strong": "bold",
    "muted": "dim",
    "accent": "cyan",
    "title": "bold cyan",
    "heading": "bold",
    "rule": "dim",
    "link": "underline",
    "cite": "cyan",
    "cursor": "bold reverse",
    "blurred": "bold",
    "new": "bold cyan",
    "warn": "bold yellow",
    "cited": "default",  # not underlined, as links are; uncited text is dim instead
    "uncited": "dim",
    "found": "bold reverse",
    "match": "bold underline cyan",
    "selected": "reverse",
    "bar": "reverse",
    "fill": "default",
    "planned": "default",
    "key": "bold",
}


def _styles(roles: dict[str, str]) -> dict[str, Style]:
    return {name: Style.parse(style) for name, style in roles.items()}


ROLES = {
    DARK.name: _styles(_DARK_ROLES),
    LIGHT.name: _styles(_LIGHT_ROLES),
    CONTRAST.name: _styles(_CONTRAST_ROLES),
    TERMINAL.name: _styles(_TERMINAL_ROLES),
}


def roles(app: App[object]) -> dict[str, Style]:
    """Return the styles of the current theme by role; those of the terminal theme if the theme is not ours."""
    return ROLES.get(app.theme, ROLES[TERMINAL.name])


def chosen_theme(setting: str | None = None) -> str:
    """Return the theme to start with: `PCTUI_THEME`, else the setting, else what the terminal's colours allow.

    `NO_COLOR` overrides the setting: it is about this terminal, while the setting is about all.
    """
    named = f"pctui-{os.environ.get('PCTUI_THEME', '')}"
    if named in THEMES:
        return named
    if "NO_COLOR" in os.environ:
        return TERMINAL.name
    if setting:
        return f"pctui-{setting}"
    return DARK.name if colours() >= 256 else TERMINAL.name
