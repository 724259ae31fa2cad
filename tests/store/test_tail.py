"""The tail of what was read: kept, and let go of by age, at the same cost however long it is."""

from __future__ import annotations

from msgspec import Raw
from sqlalchemy import Connection, create_engine, event

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
    deletes: list[tuple[str, tuple[object, ...]]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _note(
        _: Connection, __: object, sql: str, values: tuple[object, ...], *___: object
    ) -> None:
        deletes.extend([(sql, values)] if sql.startswith("DELETE") else [])

    with engine.connect() as connection:
        keep_tail(connection, [FACT])
        plans = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).scalars(3).all()
            for sql, values in list(deletes)
        ]
    assert [plan[0].rpartition("(")[2] for plan in plans] == ["scope=? AND at_ms<?)"]
