"""Answers the questions of a device whose rows differ from ours, at the head of a scope's log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from anyio.to_thread import run_sync
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection, select

from server.access import Caller
from server.audit import Entry, note
from server.log import Head, read_head, within
from server.problems import Number, Problem
from server.row_writes import read_row
from server.service import Service
from server.tables import ROW
from sync.codec import canonical, decode
from sync.drill import DrillAnswer, DrillQuestion, Key, answer, sums_of
from sync.merge import Row

MAX_QUESTION = 200_000
"""Bytes of one question: the ids of 500 rows, and then some."""

AnyRequest = Request[Any, Any, Any]


def drill_route(
    service: Service,
    body: Callable[[AnyRequest, int], Awaitable[bytes]],
    token: Callable[[AnyRequest], str],
) -> HTTPRouteHandler:
    """Make the route by which a device finds the rows that differ."""

    @post("/v1/drill", status_code=200)
    async def drill(request: AnyRequest) -> Response[bytes]:
        content, who = await body(request, MAX_QUESTION), token(request)
        return await run_sync(lambda: _drill(service, content, who))

    return drill


def _drill(service: Service, body: bytes, token: str) -> Response[bytes]:
    told = drill(service, service.caller(token), decode(DrillQuestion, body))
    return Response(canonical(told), media_type="application/json")


def drill(service: Service, caller: Caller, question: DrillQuestion) -> DrillAnswer:
    """Answer one question of a member who stands at the head. Raises `Problem`."""
    now_ms = service.clock()
    with service.store.read() as connection:
        head = read_head(connection, question.scope)
        ties = service.exchange.access.ties(connection, caller.person, now_ms)
        if head is None or question.scope not in ties:
            raise Problem(Number.not_member)
        if (head.seq, head.hash) != (question.cursor, question.hash):
            raise Problem(Number.moved_on)
        rows = _rows(connection, head)
    told = answer(question, sums_of((*key, row) for key, row in rows.items()), rows.get)
    if told.rows:
        _note(service, caller, question, len(told.rows), now_ms)
    return told


def _rows(connection: Connection, head: Head) -> dict[Key, Row]:
    query = select(ROW.c.kind, ROW.c.id, ROW.c.fields, ROW.c.stamps).where(*within(ROW, head))
    return {
        (kind, id_): read_row(fields, stamps)
        for kind, id_, fields, stamps in connection.execute(query)
    }


def _note(
    service: Service, caller: Caller, question: DrillQuestion, count: int, now_ms: int
) -> None:
    """Put on record that rows were shown, as for a snapshot."""
    who = (caller.community, caller.person, caller.device)
    with service.store.write() as connection:
        note(connection, Entry(*who, "rows_repaired", now_ms, question.scope, {"rows": count}))
