"""Devices, passwords and the audit: who may come in, how fast one may guess, what is noted."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from fieldapp.domain.roles import Role
from server import snapshots
from server.accounts import add_account, caller_of, new_account
from server.credentials import hashed
from server.exchange import SNAPSHOT_FROM
from server.problems import Number, Problem
from server.tables import AUDIT, DEVICE, ENROL_CODE
from server.traces import where
from sync.protocol import MAX_REVEALS, Reveal, ScopeId
from tests.server.town import COMMUNITY, GRID, NINE, Phone, Town

PASSWORD = "明湖边的老槐树"


@pytest.fixture
def clerk(town: Town) -> Town:
    """A town with an account that has a password."""
    account = new_account(COMMUNITY, "街道员", Role.street, "560102001")
    with town.service.store.write() as connection:
        add_account(connection, town.service.keys, account, PASSWORD, NINE)
    return town


def events(town: Town, event: str) -> list[tuple[str, str]]:
    with town.service.store.read() as connection:
        query = select(AUDIT.c.person, AUDIT.c.scope).where(AUDIT.c.event == event)
        return [(one.person, one.scope) for one in connection.execute(query)]


def wrong(town: Town, user: str = "街道员", address: str = "10.0.0.1") -> Number:
    with pytest.raises(Problem) as caught:
        town.service.sign_in(user, "wrong", address)
    return caught.value.number


def test_the_right_password_opens(clerk: Town) -> None:
    assert clerk.service.sign_in("街道员", PASSWORD, "10.0.0.1").role is Role.street


def test_a_wrong_password_and_an_unknown_name_are_told_alike(clerk: Town) -> None:
    assert wrong(clerk) is Number.wrong_password
    assert wrong(clerk, "没有的人") is Number.wrong_password


def test_an_account_without_a_password_cannot_sign_in(town: Town) -> None:
    with pytest.raises(Problem):
        town.service.sign_in("王海示例", "", "10.0.0.1")


def test_guessing_a_password_is_slowed_down_and_remembered(clerk: Town) -> None:
    for _ in range(5):
        wrong(clerk)
    with pytest.raises(Problem) as caught:
        clerk.service.sign_in("街道员", PASSWORD, "10.0.0.1")
    assert caught.value.number is Number.too_many_tries
    assert clerk.service.sign_in("街道员", PASSWORD, "10.0.0.2")
    clerk.time.ms += 30_000
    assert clerk.service.sign_in("街道员", PASSWORD, "10.0.0.1")


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(clerk: Town) -> None:
    for _ in range(4):
        wrong(clerk)
    waits = [_wait_after_another(clerk) for _ in range(7)]
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def _wait_after_another(clerk: Town) -> int:
    """Guess wrong once more, wait as long as told, and give how long that was."""
    wrong(clerk)
    with pytest.raises(Problem) as caught:
        clerk.service.sign_in("街道员", PASSWORD, "10.0.0.1")
    waited = caught.value.retry_after_s or 0
    clerk.time.ms += waited * 1000
    return waited


def test_secrets_are_kept_as_hashes_only(town: Town, wang: Phone) -> None:
    code = town.code("王海示例")
    with town.service.store.read() as connection:
        tokens = set(connection.scalars(select(DEVICE.c.token_hash)))
        codes = set(connection.scalars(select(ENROL_CODE.c.code_hash)))
    assert hashed(wang.token) in tokens
    assert hashed(code) in codes
    assert wang.token not in tokens
    assert code not in codes


def test_a_caller_knows_all_devices_she_ever_had(town: Town, wang: Phone) -> None:
    second = town.phone("王海示例")
    with town.service.store.read() as connection:
        caller = caller_of(connection, second.token)
    assert caller.devices == {wang.caller.device, second.caller.device}


def test_enrolling_is_noted(town: Town, wang: Phone) -> None:
    assert events(town, "enrolled") == [(wang.caller.person, "")]


def test_what_is_confidential_is_noted_when_it_is_delivered(town: Town, wang: Phone) -> None:
    care = f"care:{GRID}"
    wang.say(wang.create("care", care, resident_id="r"), scope=care)
    assert events(town, "care_delivered") == [(wang.caller.person, care)]
    wang.say(scope=care)
    assert len(events(town, "care_delivered")) == 1


def test_masks_lifted_on_a_device_are_noted_once(town: Town, wang: Phone) -> None:
    reveal = Reveal(
        id="r1", at_ms=NINE, scope=ScopeId(f"care:{GRID}"), entity="care", row="x", field="id_no"
    )
    offer = replace(wang.offer(), reveals=(reveal, replace(reveal, id="r2")))
    for _ in range(2):
        assert wang.exchange(offer).reveals_taken == ("r1", "r2")
    assert events(town, "revealed") == [(wang.caller.person, f"care:{GRID}")] * 2


def test_a_strange_reveal_stops_nothing(town: Town, wang: Phone) -> None:
    reveal = Reveal(
        id="\0" * 99, at_ms=-1, scope=ScopeId("\0" * 99), entity="\0", row="\0", field="\0"
    )
    assert wang.exchange(replace(wang.offer(), reveals=(reveal,))).reveals_taken == (reveal.id,)
    assert events(town, "revealed") == [(wang.caller.person, "")]


def test_more_reveals_than_fit_wait_for_the_next_exchange(town: Town, wang: Phone) -> None:
    one = Reveal(
        id="r", at_ms=NINE, scope=ScopeId(f"care:{GRID}"), entity="care", row="x", field="id_no"
    )
    reveals = tuple(replace(one, id=f"r{number}") for number in range(MAX_REVEALS + 20))
    taken = wang.exchange(replace(wang.offer(), reveals=reveals)).reveals_taken
    assert len(taken) == len(events(town, "revealed")) == MAX_REVEALS
    rest = tuple(each for each in reveals if each.id not in set(taken))
    assert len(wang.exchange(replace(wang.offer(), reveals=rest)).reveals_taken) == 20


def test_a_reveal_cannot_fill_the_audit(town: Town, wang: Phone) -> None:
    long = "长" * 100_000
    reveal = Reveal(id="r1", at_ms=1, scope=ScopeId(long), entity=long, row=long, field=long)
    assert wang.exchange(replace(wang.offer(), reveals=(reveal,))).reveals_taken == ("r1",)
    with town.service.store.read() as connection:
        details = connection.scalars(select(AUDIT.c.detail).where(AUDIT.c.event == "revealed"))
        assert all(len(detail) < 500 for detail in details)


def test_snapshots_of_yesterday_are_thrown_away(town: Town, wang: Phone, lin: Phone) -> None:
    folder: Path = town.service.folder / "snapshots"
    for round_ in range(3):
        count = SNAPSHOT_FROM if round_ == 0 else snapshots.FRESH_FACTS + 1
        for start in range(0, count, 100):
            wang.say(
                *(
                    wang.create("village_group", name=f"{start + index}")
                    for index in range(min(100, count - start))
                )
            )
        lin.push()
        town.time.ms += snapshots.KEEP_MS + 1
    assert len(list(folder.iterdir())) == 1


@pytest.fixture
def records() -> Iterator[list[str]]:
    """What the server logs."""
    found: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    keeper = Keeper()
    logging.getLogger("server").addHandler(keeper)
    yield found
    logging.getLogger("server").removeHandler(keeper)


def test_a_bug_is_traced_without_the_words_in_hand(records: list[str]) -> None:
    try:
        {}["高玉芬"]
    except KeyError as error:
        trace = where(error)
    assert trace.startswith("KeyError at test_a_bug_is_traced")
    assert "高玉芬" not in trace
    assert records == []
