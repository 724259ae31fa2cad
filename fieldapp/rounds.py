"""One round of sync for an opened device, told truly in the history of rounds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Connection

from fieldapp.errors import Trouble
from fieldapp.introduction import introduce
from fieldapp.log import EventLog
from fieldapp.photos.transfer import hand_in_left
from fieldapp.session import Session
from fieldapp.store.files import disk_tight
from fieldapp.store.headroom import room_in
from fieldapp.store.left import note_revoked
from fieldapp.store.left_photos import count_owed
from fieldapp.store.round_history import RoundEntry, note_round
from fieldapp.troubles import line_troubles
from sync.client import Progress, Transport, run_round
from sync.leaving import LeavingLine
from sync.line import Unreachable

log = EventLog("sync")


def sync_now(
    session: Session,
    transport: Transport,
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Run one round and write it into the history, also when it breaks. Raises `Trouble`."""
    progress = Progress()
    started_ms = session.clock.read().wall_ms
    outcome = "broken"
    try:
        _require_room(session)
        with line_troubles():
            introduce(session.thread, transport)
            run_round(
                session.desk.replica(),
                transport,
                session.clock,
                progress=progress,
                is_cancelled=is_cancelled,
                on_progress=on_progress,
            )
        outcome = "level" if progress.is_level else "done"
    except Trouble as trouble:
        if trouble.code == "disk-full":
            outcome = "disk-tight"
            raise disk_tight() from trouble
        outcome = trouble.code
        raise
    finally:
        _write_history(session, started_ms, progress, outcome)
        _hand_in_photos(session, transport, progress, outcome, is_cancelled)
        log.info("round", sent=progress.retired, received=progress.received)
        with suppress(Trouble):
            session.look_after()
    return progress


def _hand_in_photos(
    session: Session,
    transport: Transport,
    told: Progress,
    outcome: str,
    is_cancelled: Callable[[], bool],
) -> None:
    """Hand in photographs of what was left, after the words; what breaks is for another time."""
    has_contact = outcome in ("level", "done") or told.revoked is not None
    if has_contact and isinstance(transport, LeavingLine):
        with suppress(Trouble, Unreachable):
            is_owing = bool(session.thread.run(count_owed, write=False))
            if is_owing and hand_in_left(session, transport, is_cancelled):
                session.desk.tell(frozenset({"photo", "sync"}))


def _require_room(session: Session) -> None:
    """Leave what room there is to what is typed here."""
    if room_in(session.home.path).is_tight:
        raise disk_tight()


def _write_history(session: Session, started_ms: int, told: Progress, outcome: str) -> None:
    ended_ms = session.clock.read().wall_ms
    entry = RoundEntry(started_ms, ended_ms, told.retired, told.received, outcome, told.is_level)

    def work(connection: Connection) -> None:
        note_round(connection, entry)
        if told.revoked is not None:
            note_revoked(connection, ended_ms)

    with suppress(Trouble):  # on a full disk the room left is not for this
        session.thread.run(
            work, write=True, gives_way=True, on_commit=lambda _: session.desk.tell(_SYNC)
        )


_SYNC = frozenset({"sync"})
