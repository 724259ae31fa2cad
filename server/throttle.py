"""Slows guessing down: wrong codes and passwords per address and account, kept in the database."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from server.problems import Number, Problem
from server.tables import NOWHERE, THROTTLE

FREE_TRIES = 5
FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 15 * 60_000
FORGET_MS = 24 * 3_600_000


def require_patience(connection: Connection, subject: str, now_ms: int) -> None:
    """Raise `Problem` while `subject` has to wait."""
    found = connection.execute(select(THROTTLE.c.until_ms).where(*_is(subject))).one_or_none()
    if found is not None and found.until_ms > now_ms:
        wait_s = -(-(found.until_ms - now_ms) // 1000)
        raise Problem(Number.too_many_tries, retry_after_s=wait_s)


def note_miss(connection: Connection, subject: str, now_ms: int) -> None:
    """Count a wrong try; after five each further one doubles the wait, up to 15 minutes."""
    query = select(THROTTLE.c.tries, THROTTLE.c.last_ms).where(*_is(subject)).with_for_update()
    found = connection.execute(query).one_or_none()
    is_forgotten = found is not None and now_ms - found.last_ms > FORGET_MS
    tries = 1 if found is None or is_forgotten else found.tries + 1
    values = {"tries": tries, "last_ms": now_ms, "until_ms": now_ms + _wait_ms(tries)}
    if found is None:
        connection.execute(
            insert(THROTTLE).values(community_id=NOWHERE, subject=subject[:200], **values)
        )
    else:
        connection.execute(update(THROTTLE).where(*_is(subject)).values(**values))


def forgive(connection: Connection, subject: str) -> None:
    """Forget the wrong tries of `subject` after a right one."""
    connection.execute(delete(THROTTLE).where(*_is(subject)))


def _wait_ms(tries: int) -> int:
    if tries < FREE_TRIES:
        return 0
    return int(min(FIRST_WAIT_MS * 2 ** min(tries - FREE_TRIES, 16), LONGEST_WAIT_MS))


def _is(subject: str) -> tuple[ColumnElement[bool], ...]:
    return THROTTLE.c.community_id == NOWHERE, THROTTLE.c.subject == subject[:200]
