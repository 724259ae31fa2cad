"""An examination of one device's records: each finding in a sentence, none with any content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select

from fieldapp.errors import Trouble
from fieldapp.photos.album import Album
from fieldapp.queries.notices import notices_in
from fieldapp.session import Session
from fieldapp.store import outbox, scopes
from fieldapp.store.database import find_damage
from fieldapp.store.fold import sums_from_rows
from fieldapp.store.health import require_whole
from fieldapp.store.schema import TABLES, base_image, tail
from fieldapp.store.sweeping import is_due
from sync.codec import change_id, decode
from sync.protocol import Fact


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: str
    is_well: bool
    sentence: str


def examine(session: Session) -> list[Finding]:
    """Run every check. Reads only, but that a file found damaged is rebuilt on the way."""
    with suppress(Trouble):
        session.thread.run(require_whole, write=False)
    now_ms = session.clock.read().wall_ms
    findings = session.thread.run(lambda one: list(_findings(one, now_ms)), write=False)
    return [*findings, _photos(session)]


def _photos(session: Session) -> Finding:
    """Every photograph that should be here can be opened."""
    kept, missing = Album(session).missing()
    return _finding("photos", not missing, f"照片 {kept} 张都在", f"照片缺 {missing} 张")


def _findings(connection: Connection, now_ms: int) -> Iterator[Finding]:
    yield _pages(connection)
    for stand in scopes.all_stands(connection):
        yield _sums(connection, stand)
        yield _stream(connection, stand)
        yield _tail(connection, stand)
    yield _images(connection)
    yield _erased(connection)
    yield from _known(connection, now_ms)


def _pages(connection: Connection) -> Finding:
    bad = find_damage(connection)
    return _finding("file", not bad, "记录文件每一页都完好", "记录文件有坏页，先别删这个文件夹")


def _sums(connection: Connection, stand: scopes.ScopeStand) -> Finding:
    is_well = sums_from_rows(connection, stand.scope) == {
        kind: total for kind, total in stand.sums.items() if total
    }
    return _finding(
        f"sums:{stand.scope}",
        is_well,
        f"{named(stand.scope)}：校验和与记录相符",
        f"{named(stand.scope)}：校验和与记录不符，下次同步会逐条核对",
    )


def _stream(connection: Connection, stand: scopes.ScopeStand) -> Finding:
    """Own changes stand in one unbroken chain of slots, each under the name of its content."""
    waiting = outbox.pending(connection, stand.scope)
    pairs = list(pairwise(waiting))
    is_well = all(
        after.n == before.n + 1 and after.prev == before.id for before, after in pairs
    ) and all(change_id(entry.change(), entry.body.encode()) == entry.id for entry in waiting)
    return _finding(
        f"outbox:{stand.scope}",
        is_well,
        f"{named(stand.scope)}：待送的 {len(waiting)} 条次序完好",
        f"{named(stand.scope)}：待送的次序有断",
    )


def _tail(connection: Connection, stand: scopes.ScopeStand) -> Finding:
    """Each fact kept is the one its place in the chain names, also where the log went on anew."""
    query = select(tail.c.seq, tail.c.hash, tail.c.change_id, tail.c.wire)
    kept = connection.execute(query.where(tail.c.scope == stand.scope))
    is_well = all(
        (fact.seq, fact.hash, fact.id) == (seq, hash_, id_)
        for seq, hash_, id_, wire in kept
        for fact in [decode(Fact, wire.encode())]
    )
    return _finding(
        f"tail:{stand.scope}",
        is_well,
        f"{named(stand.scope)}：读过的记录都在",
        f"{named(stand.scope)}：读过的记录有对不上的",
    )


def _images(connection: Connection) -> Finding:
    """A base image is kept exactly where changes wait."""
    waiting = {
        (entry.entity, entry.row)
        for stand in scopes.all_stands(connection)
        for entry in outbox.pending(connection, stand.scope)
        if entry.entity != "conflict"
    }
    kept = {(row.kind, row.id) for row in connection.execute(select(base_image))}
    return _finding("images", waiting <= kept, "底稿齐全", "有改动缺底稿")


def _erased(connection: Connection) -> Finding:
    """What was erased by law lies nowhere on this disk, not in a damaged file kept aside either."""
    marks = connection.execute(select(TABLES["purged"].c.id).limit(1)).first()
    well = "按规定删掉的，本机都清了，坏了留着的旧文件也一起销毁了"
    ill = "按规定删掉的还没清干净，旧文件清不掉，腾出地方再同步一次"
    return _finding("erased", not is_due(connection), well if marks else "没有按规定删掉的", ill)


_NOTHING_KNOWN = {
    "rebuilt": "记录文件没有坏过",
    "copy": "记录不是从旧备份来的",
    "repaired": "没有改成和社区一样的记录",
    "returning": "社区的记录没有退回",
    "storage": "地方够用",
    "older": "所有的记录这个程序都认得",
    "clock": "本机时间没有差",
    "away": "和社区没有断得太久",
    "leaving": "没有正在交给别人的网格",
    "left": "没有刚交清的网格",
    "revoked": "这台平板没有停用",
}


def _known(connection: Connection, now_ms: int) -> Iterator[Finding]:
    """What the device found out about itself, in the words of the sync screen."""
    told = {one.code.partition("-")[0]: one for one in notices_in(connection, now_ms)}
    for code, well in _NOTHING_KNOWN.items():
        one = told.get(code)
        sentence = well if one is None else f"{one.sentence}{one.advice}"
        yield Finding(code, one is None or not one.wants_care, sentence)


_SCOPES = {"grid": "网格", "care": "须保密的", "diary": "日记", "community": "社区"}


def named(scope: str) -> str:
    """Name a scope for a person; ids only, no names."""
    kind, _, code = scope.partition(":")
    return f"{_SCOPES.get(kind, kind)} {code if kind != 'diary' else ''}".strip()


def _finding(check: str, is_well: bool, well: str, ill: str) -> Finding:
    return Finding(check, is_well, well if is_well else ill)
