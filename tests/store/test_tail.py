"""The tail of what was read: kept, and let go of by age, at the same cost however long it is."""

from __future__ import annotations

from typing import Any

from msgspec import Raw
from sqlalchemy import create_engine

from fieldapp.store.schema import metadata
from fieldapp.store.tail import keep_tail
from sync.protocol import ChangeId, Estimate, Fact, ScopeId, Verdict, Word

FACT = Fact(
    scope=ScopeId("grid:1"),
    seq=1,
    id=ChangeId("a"),
    body=Raw(b"{}"),
    slot=None,
    verdict=Verdict(word=Word.nothing),
    effect=(),
    estimate=Estimate(at_ms=1),
    at_ms=1,
    was="",
    hash="",
)


def test_facts_that_are_too_old_are_found_without_looking_at_the_others() -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    ran: list[str] = []
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(ran.append)
        keep_tail(connection, [FACT])
        driver.set_trace_callback(None)
        plans = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").scalars(3).all()
            for sql in ran
            if sql.startswith("DELETE")
        ]
    assert [plan[0].rpartition("(")[2] for plan in plans] == ["scope=? AND at_ms<?)"]
