"""The console of a grid that changes hands: real homes and a server in the same process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.cli.main import main
from fieldapp.services.diary import SubmitDiary, WriteDiary
from tests.bundles.team import PIN, Mate, NearConnect, Team
from tests.server.town import GRID


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    """A town and its homes."""
    monkeypatch.setenv("FIELDAPP_PIN", PIN)
    made = Team(tmp_path)
    yield made
    made.close()


@pytest.fixture
def miao(team: Team) -> Mate:
    """The next worker, after one who held two buildings gave up her grid yesterday."""
    miao, wang = team.enrol("苗长根"), team.enrol("王海示例")
    for mate in (miao, wang):
        mate.sync()
    wang.build("甲1")
    wang.build("甲2")
    team.town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))
    wang.sync()
    miao.sync()
    miao.session.close()
    return miao


def say(
    mate: Mate, team: Team, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, dict[str, Any]]:
    """Run one command on a closed home."""
    capsys.readouterr()
    line = ["--home", str(mate.session.home.path), "--json", *words]
    code = main(line, NearConnect(team.town))
    return code, json.loads(capsys.readouterr().out)


def test_what_was_held_is_listed_taken_and_taken_back(
    team: Team, miao: Mate, capsys: pytest.CaptureFixture[str]
) -> None:
    _, listed = say(miao, team, capsys, "handover", "list")
    assert [group["place"] for group in listed["groups"]] == ["甲1", "甲2"]
    assert listed["turns"][0]["leaving"] == "王海示例"
    # Nothing is certain to be of the time before: its author's clock is today's.
    assert say(miao, team, capsys, "handover", "take", "--in-time")[1]["taken"] == 0
    first = listed["groups"][0]["rows"][0]
    code, done = say(miao, team, capsys, "handover", "take", first["ids"][0])
    assert (code, done["taken"], done["left"]) == (0, len(first["ids"]), [])
    assert say(miao, team, capsys, "handover")[1]["count"] == 1
    assert say(miao, team, capsys, "undo", done["act"])[0] == 0
    assert say(miao, team, capsys, "handover")[1] == listed | {
        "waiting": say(miao, team, capsys, "status")[1]["outbox"]
    }
    assert say(miao, team, capsys, "handover", "take", "--all")[1]["left"] == []
    assert say(miao, team, capsys, "handover")[1]["count"] == 0


@pytest.mark.parametrize("words", [(), ("--all", "--in-time"), ("nobody",)])
def test_what_is_to_be_taken_must_be_named(
    team: Team, miao: Mate, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert say(miao, team, capsys, "handover", "take", *words)[0] == 2


def test_papers_are_counted_over(
    team: Team, miao: Mate, capsys: pytest.CaptureFixture[str]
) -> None:
    lin = team.enrol("林示范")
    lin.sync()
    draft = lin.desk.do(WriteDiary("房本原件在我这里")).result()
    lin.desk.do(SubmitDiary(draft.entry)).result()
    lin.session.close()
    (paper,) = say(lin, team, capsys, "handover")[1]["originals"]
    assert say(lin, team, capsys, "handover", "returned", paper["id"])[0] == 0
    (counted,) = say(lin, team, capsys, "handover")[1]["originals"]
    assert (paper["is_returned"], counted["is_returned"]) == (False, True)
    assert say(lin, team, capsys, "handover", "returned", "nothing")[0] == 2


def test_a_handover_is_signed_and_the_signature_taken_back(
    team: Team, miao: Mate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say(miao, team, capsys, "handover", "sign", "--gives")[0] == 2  # it is not hers
    code, signed = say(miao, team, capsys, "handover", "sign", "--takes", "--grid", GRID)
    assert code == 0
    (turn,) = say(miao, team, capsys, "handover")[1]["turns"]
    assert (turn["takes"]["name"], turn["may_take"]) == ("苗长根", False)
    assert say(miao, team, capsys, "handover", "unsign", signed["id"])[0] == 0
    assert say(miao, team, capsys, "handover")[1]["turns"][0]["takes"] is None
