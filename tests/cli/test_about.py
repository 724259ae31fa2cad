"""`fieldapp about` and `--version`: which edition this is, and the licences of its parts."""

from __future__ import annotations

import json

import pytest

from fieldapp import edition
from server.admin import main as fieldserver
from ui.__main__ import main


def test_both_programs_tell_their_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    with pytest.raises(SystemExit):
        fieldserver(["--version"])
    said = capsys.readouterr().out
    assert said == f"fieldapp {edition.version()}\nfieldserver {edition.version()}\n"


def test_every_part_is_told_with_its_licence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["about", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    licences = {one["part"].partition(" ")[0]: one["licence"] for one in told["parts"]}
    assert licences["PySide6-Essentials"] == "LGPL-3.0-only"
    assert all(licences.values())


def test_the_words_of_a_licence_can_be_read() -> None:
    assert "Permission is hereby granted" in edition.licence_text("sqlalchemy")


def test_a_source_tree_has_no_changed_files_to_tell() -> None:
    assert (edition.manifest(), edition.changed_files()) == ({}, [])
