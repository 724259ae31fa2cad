"""The commands about the device itself: enroll, status, sync, doctor, dump."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path

import pytest

from tests.cli.homes import CODE, Console, opened_home


class Terminal(io.StringIO):
    """Somebody sits at it."""

    def isatty(self) -> bool:
        """Be a terminal."""
        return True


ENROLL = ("enroll", "--server", "http://127.0.0.1:1", "--code", CODE)


def test_enrolling_gives_the_recovery_key_and_writes_it_into_a_file_only_its_owner_reads(
    bare: Console, tmp_path: Path
) -> None:
    file = tmp_path / "recovery.txt"
    document = bare.json(*ENROLL, "--recovery-file", str(file))
    assert document["name"] == "王秀兰"
    assert file.read_text("utf-8") == document["recovery_key"] + "\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_recovery_file_that_is_there_is_left_alone_and_no_code_is_spent(
    bare: Console, tmp_path: Path
) -> None:
    file = tmp_path / "recovery.txt"
    file.write_text("of another device")
    said = bare.run(*ENROLL, "--recovery-file", str(file), "--json")
    assert (said.code, said.document["error"]) == (2, "recovery-file-exists")
    assert file.read_text() == "of another device"
    assert not (bare.path / "field.db").exists()


def test_an_enrolment_that_comes_to_nothing_leaves_neither_records_nor_a_recovery_file(
    bare: Console, tmp_path: Path
) -> None:
    file = tmp_path / "recovery.txt"
    said = bare.run(
        "enroll", "--server", "http://127.0.0.1:1", "--code", "WRONG", "--recovery-file", str(file)
    )
    assert said.code == 3
    assert not file.exists()
    assert bare.run("status").code == 3


def test_a_weak_pin_is_refused_before_anything_is_made(bare: Console, tmp_path: Path) -> None:
    pin_file = tmp_path / "pin"
    pin_file.write_text("123456\n")
    said = bare.run(*ENROLL, "--pin-file", str(pin_file), "--json")
    assert (said.code, said.document["error"]) == (2, "pin-weak")


def test_at_a_prompt_a_new_pin_is_typed_twice(
    bare: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIELDAPP_PIN")
    monkeypatch.setattr("sys.stdin", Terminal())
    typed = iter(("274951", "274952"))
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    said = bare.run(*ENROLL, "--json")
    assert (said.code, said.document["error"]) == (2, "pin-differs")
    assert not (bare.path / "field.db").exists()


def test_status_tells_scopes_outbox_and_that_nothing_is_proven(console: Console) -> None:
    document = console.json("status")
    assert document["is_proven"] is False
    assert document["outbox"] == 0
    assert len(document["scopes"]) == 4


def test_a_wrong_pin_does_not_open(console: Console, tmp_path: Path) -> None:
    pin_file = tmp_path / "pin"
    pin_file.write_text("274952")
    said = console.run("status", "--pin-file", str(pin_file), "--json")
    assert (said.code, said.document["error"]) == (2, "pin-wrong")


def test_a_pin_that_comes_too_early_is_refused_by_rule_and_says_how_long_to_wait(
    console: Console, tmp_path: Path
) -> None:
    pin_file = tmp_path / "pin"
    pin_file.write_text("274952")
    for _ in range(5):
        console.run("status", "--pin-file", str(pin_file))
    said = console.run("status", "--json")
    assert (said.code, said.document["error"]) == (4, "pin-wait")
    assert 0 < said.document["retry_after_s"] <= 30


def test_without_a_pin_and_without_a_terminal_the_input_is_wrong(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIELDAPP_PIN")
    said = console.run("status", "--json")
    assert (said.code, said.document["error"]) == (2, "pin-missing")


def test_a_home_in_use_is_the_worlds_trouble(console: Console) -> None:
    with opened_home(console.path):
        said = console.run("status", "--json")
    assert (said.code, said.document["error"]) == (3, "home-in-use")


def test_a_command_lets_go_of_the_home_whether_it_succeeds_or_not(console: Console) -> None:
    assert console.run("status").code == 0
    assert console.run("sync").code == 3
    opened_home(console.path).close()


def test_without_a_network_sync_is_the_worlds_trouble_and_is_told_in_the_history(
    console: Console,
) -> None:
    said = console.run("--json", "sync")
    assert (said.code, said.document["error"]) == (3, "network-away")
    assert console.json("status")["last_round"]["outcome"] == "network-away"


def test_doctor_finds_a_fresh_home_well(console: Console) -> None:
    document = console.json("doctor")
    assert document["is_well"] is True
    assert {one["is_well"] for one in document["findings"]} == {True}


def test_dump_prints_one_object_a_line_sorted_and_the_same_rows_as_one_document(
    console: Console,
) -> None:
    lines = [json.loads(line) for line in console.run("dump").out.splitlines()]
    document = console.json("dump")
    assert document == {"count": 5, "rows": lines}
    keys = [(row["scope"], row["kind"], row["id"]) for row in lines]
    assert keys == sorted(keys)


def test_dump_of_one_scope_holds_that_scope_only(console: Console) -> None:
    assert console.json("dump", "--scope", "grid:nowhere") == {"count": 0, "rows": []}
