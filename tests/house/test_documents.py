"""What the documents promise is there: the pages they link to, the commands they tell to run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, name_of, tracked

_PAGES = tracked("*.md")
_TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", _PAGES, ids=name_of)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_that_the_code_names_exists() -> None:
    missing = {
        named: name_of(path)
        for path in tracked("*.py", "*.qml", "*.sh", "Makefile", "pyproject.toml")
        for named in re.findall(r"\bdocs/[\w/.-]+\.md\b", path.read_text("utf-8"))
        if not (ROOT / named).exists()
    }
    assert missing == {}


@pytest.mark.parametrize("page", _PAGES, ids=name_of)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))
    assert named <= _TARGETS


def test_the_readme_opens_with_the_two_commands() -> None:
    first_block = (ROOT / "README.md").read_text("utf-8").split("```")[1]
    assert re.findall(r"^make \w+", first_block, re.MULTILINE) == ["make demo", "make test"]


def test_decisions_are_numbered_without_a_gap_and_state_their_price() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(len(pages)))
    assert [page.name for page in pages if "## Price" not in page.read_text("utf-8")] == []
