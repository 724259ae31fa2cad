"""Rows on their way from one scope to another: what leaves here, what arrives there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldapp.domain.moving import residents_of
from server.log import OpenLog, RowKey
from server.logs import Logs
from sync.merge import Judgement, Row
from sync.protocol import RowEffect, RowId, Verdict, Word
from sync.stamps import pack_stamps, unpack_stamps

GRID, CARE = "grid:", "care:"


@dataclass(slots=True)
class Load:
    """Effects where rows leave and where they arrive; `care` are the legs in masked scopes."""

    leaving: list[RowEffect] = field(default_factory=list)
    arriving: list[RowEffect] = field(default_factory=list)
    keys: tuple[RowKey, ...] = ()
    care: dict[str, Judgement] = field(default_factory=dict)


def carry(
    logs: Logs,
    here: OpenLog,
    there: OpenLog,
    rows: Mapping[RowKey, Row],
    keys: Sequence[RowKey],
) -> Load:
    """Hand rows over, and what is kept masked of the residents among them."""
    load = _hand_over(here, there, rows, keys)
    residents = residents_of(keys)
    pair = [CARE + code_of(here), CARE + code_of(there)] if residents else []
    masked = logs.all_at(pair)
    if len(masked) == 2:
        known = masked[0].everything()
        own = [key for key, row in known.items() if _is_of(key, row, residents)]
        care = _hand_over(masked[0], masked[1], known, own, residents)
        load.care = {pair[0]: taken(care.leaving), pair[1]: taken(care.arriving)}
    return load


def _hand_over(
    here: OpenLog,
    there: OpenLog,
    rows: Mapping[RowKey, Row],
    keys: Sequence[RowKey],
    marked: Sequence[str] = (),
) -> Load:
    """Take rows out, leave a mark for each, and put them down whole with their writers."""
    ids = [RowId(id_) for id_ in dict.fromkeys([*(id_ for _, id_ in keys), *marked])]
    leaving = [gone(kind, id_) for kind, id_ in keys if here.row(kind, RowId(id_)) is not None]
    leaving += [effect("moved", id_, {"to": there.head.scope}) for id_ in ids]
    arriving = [gone("moved", id_) for id_ in ids if there.row("moved", id_) is not None]
    arriving += [_whole(key, rows[key]) for key in keys]
    return Load(leaving, arriving, tuple(keys))


def _is_of(key: RowKey, row: Row, residents: Sequence[str]) -> bool:
    return (key[1] if key[0] == "care" else row.fields.get("on_row")) in residents


def _whole(key: RowKey, row: Row) -> RowEffect:
    stamps = tuple(pack_stamps(row.stamps))
    return RowEffect(entity=key[0], row=RowId(key[1]), fields=dict(row.fields), stamps=stamps)


def effect(kind: str, id_: str, fields: Mapping[str, object]) -> RowEffect:
    """Set fields of a row, in the name of whoever made the change."""
    return RowEffect(entity=kind, row=RowId(id_), fields=dict(fields))


def gone(kind: str, id_: str) -> RowEffect:
    """Take a row out of a scope."""
    return RowEffect(entity=kind, row=RowId(id_), is_gone=True)


def taken(effects: Sequence[RowEffect]) -> Judgement:
    """Judge that all of this was done."""
    return Judgement(Verdict(word=Word.taken), tuple(effects))


def code_of(log: OpenLog) -> str:
    """Give the code of the grid whose log this is."""
    return log.head.scope.partition(":")[2]


def brought_rows(effects: Sequence[RowEffect]) -> dict[RowKey, Row]:
    """Give the rows that a leg once brought into a log, without the door made on arrival."""
    return {
        (one.entity, str(one.row)): Row(dict(one.fields), unpack_stamps(one.stamps))
        for one in effects
        if one.stamps and not one.is_gone
    }


def later(one: Row, other: Row) -> Row:
    """Join two states of a row; where both know a field, the later hand counts."""
    fields, stamps = dict(one.fields), dict(one.stamps)
    for name, stamp in other.stamps.items():
        if name not in stamps or stamps[name].at_ms < stamp.at_ms:
            stamps[name] = stamp
            fields.pop(name, None)
            fields |= {name: other.fields[name]} if name in other.fields else {}
    return Row(fields, stamps)
