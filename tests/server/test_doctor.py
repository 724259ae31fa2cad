"""The doctor finds whatever was changed behind the judge's back."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from server.doctor import examine
from server.tables import FACT, HEAD, ROW, STAFFING, STREAM
from tests.server.town import GRID_SCOPE, Phone, Town

STATEMENTS = {
    "a head moved": (update(HEAD).where(HEAD.c.scope == GRID_SCOPE).values(seq=1), "head"),
    "sums changed": (
        update(HEAD).where(HEAD.c.scope == GRID_SCOPE).values(sums='{"village_group":1}'),
        "checksum",
    ),
    "a fact lost": (delete(FACT).where(FACT.c.scope == GRID_SCOPE, FACT.c.seq == 1), "gap_in_log"),
    "a verdict changed": (
        update(FACT).where(FACT.c.scope == GRID_SCOPE).values(verdict='{"word":"nothing"}'),
        "fact_columns",
    ),
    "a row changed": (
        update(ROW).where(ROW.c.scope == GRID_SCOPE).values(fields='{"name":"x"}'),
        "row_differs",
    ),
    "a row lost": (delete(ROW).where(ROW.c.scope == GRID_SCOPE), "row_missing"),
    "a stream set back": (
        update(STREAM).where(STREAM.c.scope == GRID_SCOPE).values(n=0),
        "stream_behind",
    ),
    "the index of staff lost": (delete(STAFFING), "staffing"),
}


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_what_was_changed_by_hand_is_found(town: Town, wang: Phone, name: str) -> None:
    statement, code = STATEMENTS[name]
    wang.say(wang.create("village_group", name="上沟组"), wang.create("village_group", name="下沟"))
    with town.service.store.write() as connection:
        connection.execute(statement)
    found = examine(town.service.store, town.service.keys).findings
    assert code in {finding.code for finding in found}


def test_words_changed_in_a_fact_break_its_chain(town: Town, wang: Phone) -> None:
    wang.say(wang.create("village_group", name="上沟组"))
    with town.service.store.write() as connection:
        wire = connection.execute(FACT.select().where(FACT.c.scope == GRID_SCOPE)).one().wire
        changed = wire.replace("上沟组", "下沟组")
        connection.execute(update(FACT).where(FACT.c.scope == GRID_SCOPE).values(wire=changed))
    found = examine(town.service.store, town.service.keys).findings
    assert {"chain", "change_id", "row_differs"} <= {finding.code for finding in found}


def test_a_busy_town_is_clean(town: Town, wang: Phone, miao: Phone) -> None:
    made = wang.create("village_group", name="上沟组")
    wang.say(made)
    miao.say()
    wang.say(wang.patch(made, "name", "上沟组", "东"), wang.create("village_group", name=5))
    miao.say(miao.patch(made, "name", "上沟组", "西"))
    miao.push(miao.send_body(b"{}", wang.send(wang.create("village_group", name="x"))[0].id))
    assert examine(town.service.store, town.service.keys).findings == []
