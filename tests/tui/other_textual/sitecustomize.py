"""Imported by a Python whose PYTHONPATH has this folder: rewrites Textual, or the explorer, as they are imported.

REWRITE is a JSON list of (name of a module or package, pattern, replacement); GONE the name of a module that cannot
be imported, because what it contains is now in the module of that name with `_renamed` added.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType
from typing import Any

REWRITE = json.loads(os.environ["REWRITE"])
GONE = os.environ.get("GONE", "")


class Rewriting(SourceFileLoader):
    """Compiles modules from their rewritten source; those without a change come from Python's cache as usual."""

    def get_code(self, fullname: str) -> CodeType | None:
        source = text = self.get_data(self.path).decode()
        for module, pattern, replacement in REWRITE:
            if f"{fullname}.".startswith(f"{module}."):
                text = re.sub(pattern, replacement, text)
        return super().get_code(fullname) if text == source else compile(text, self.path, "exec", dont_inherit=True)


class Finder:
    """Finds the modules that may be rewritten."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        if not name.startswith(("textual.", "pctui.tui.")):
            return None
        if name == GONE:
            raise ModuleNotFoundError(name=name)
        found = PathFinder.find_spec(name.removesuffix("_renamed"), path, target)
        if not found or not isinstance(found.loader, SourceFileLoader):
            return None
        file = found.loader.path
        spec = ModuleSpec(name, Rewriting(name, file), origin=file, is_package=bool(found.submodule_search_locations))
        spec.submodule_search_locations = found.submodule_search_locations
        spec.has_location = True
        return spec


sys.meta_path.insert(0, Finder)  # type: ignore[arg-type]
