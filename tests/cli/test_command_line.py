"""The command line itself: help, complaints, exit codes, and what is printed where."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from fieldapp.cli.main import parser
from tests.cli.homes import Console


def all_parsers(root: argparse.ArgumentParser | None = None) -> Iterator[argparse.ArgumentParser]:
    """Walk the parser of the program and of every command."""
    top = root or parser()
    yield top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from all_parsers(below)


PARSERS = {one.prog: one for one in all_parsers()}


@pytest.mark.parametrize("prog", PARSERS)
def test_every_command_explains_itself_in_chinese(prog: str, bare: Console) -> None:
    said = bare.bare(*prog.split()[1:], "--help")
    assert said.code == 0
    assert said.out.startswith("用法：fieldapp")
    assert "usage" not in said.out
    assert "show this help" not in said.out
    assert "positional" not in said.out


@pytest.mark.parametrize("prog", PARSERS)
def test_every_argument_says_what_it_is(prog: str) -> None:
    silent = [
        action.dest
        for action in PARSERS[prog]._actions
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]
    assert silent == []


def test_json_may_stand_before_or_after_the_command(console: Console) -> None:
    before = console.bare("--json", "--home", str(console.path), "status")
    after = console.bare("status", "--home", str(console.path), "--json")
    assert before.document == after.document


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "还缺：COMMAND"),
        (("knock",), "COMMAND 没有 knock"),
        (("enroll",), "还缺：--server, --code"),
        (("enroll", "--server"), "--server 后面要跟一个值"),
        (("status", "quickly"), "多出来的，认不得：quickly"),
        (("status", "--json=yes"), "--json 后面不跟值"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese_with_its_usage(
    bare: Console, words: tuple[str, ...], part: str
) -> None:
    said = bare.bare(*words)
    assert (said.code, said.out) == (2, "")
    assert part in said.err
    assert "用法：fieldapp" in said.err


def test_a_wrong_command_line_with_json_prints_one_document(bare: Console) -> None:
    said = bare.bare("--json", "knock")
    assert (said.code, said.document["error"]) == (2, "bad-command-line")


def test_options_are_not_guessed_from_their_beginning(bare: Console) -> None:
    assert bare.bare("status", "--js").code == 2


def test_bytes_that_are_no_text_are_wrong_input(bare: Console) -> None:
    said = bare.bare("status", "--home", "\udce4\udcb8", "--json")
    assert (said.code, said.document["error"]) == (2, "bad-command-line")


def test_a_bug_prints_no_word_of_its_message(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("高玉芬 274951")

    monkeypatch.setattr("fieldapp.cli.device.examine", broken)
    said = console.run("doctor", "--json")
    assert (said.code, said.document["error"]) == (1, "bug")
    assert "RuntimeError" in said.err
    assert "高玉芬" not in said.err + said.out
    assert "274951" not in said.err + said.out
