"""Every command line that a page tells somebody to type is one that the programs can read."""

from __future__ import annotations

import re
import shlex

import pytest

from fieldapp.cli.main import parser
from server.admin import build_parser
from tests.house.sources import ROOT

_PAGES = ("README.md", "docs/operations.md", "docs/server.md", "docs/bundle.md")
_PARSERS = {"fieldapp": parser, "fieldserver": build_parser}


def _told() -> list[tuple[str, str]]:
    lines = []
    for page in _PAGES:
        text = (ROOT / page).read_text("utf-8").replace("\\\n", " ")
        for block in re.findall(r"^```(?:sh)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            lines += [(page, line) for line in block.splitlines() if line.startswith("field")]
    return lines


@pytest.mark.parametrize(("page", "line"), _told())
def test_a_command_that_a_page_tells_is_understood(page: str, line: str) -> None:
    program, *words = shlex.split(line, comments=True)
    if words:
        assert _PARSERS[program]().parse_args(words), page


def test_the_pages_tell_both_programs() -> None:
    assert {line.split()[0] for _, line in _told()} == set(_PARSERS)
