"""The second corpus that is built in: it comes with its documents, whose text is shown from the first start."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import PROJECT, Run
from test_every_export import EXPORTS  # noqa: F401
