"""What was done on this device lately and still holds, newest first, each with its way back."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.queries.telling import main_change, tell_changes
from fieldapp.store import made
from fieldapp.store.kept import kept
from fieldapp.verbs import Query, Reader, answers
from sync.protocol import Change

_LOOKED_AT = 400
_UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class ActRow:
    """One thing done. `id` is for `UndoAct` when `is_act`, else for `UndoChange`."""

    id: str
    is_act: bool
    kind_word: str
    text: str
    at_ms: int
    changes: int


@dataclass(frozen=True, slots=True)
class ActsQuery(Query[tuple[ActRow, ...]]):
    """Ask for the last things done here that were not undone."""

    limit: int = 20


@answers(ActsQuery)
def acts(reader: Reader, query: ActsQuery) -> tuple[ActRow, ...]:
    """List them; an act or a group of changes is one thing."""
    undone = set(kept(reader.connection, _UNDONE) or ())
    author = reader.author
    newest = made.last_of(reader.connection, author.person, author.device, _LOOKED_AT)
    gathered: dict[str, list[tuple[str, Change]]] = {}
    for id_, change in newest:
        if id_ in undone or change.act in undone:
            continue
        if made.still_stands(reader.connection, change):
            gathered.setdefault(_name(id_, change), []).append((id_, change))
    shown = list(gathered.values())[: query.limit]
    main = [main_change([change for _, change in one]) for one in shown]
    told = tell_changes(reader.connection, main)
    return tuple(
        ActRow(
            change.act or next(id_ for id_, found in one if found is change),
            change.act is not None,
            words.kind_word,
            words.text,
            change.time.wall_ms,
            len(one),
        )
        for one, change, words in zip(shown, main, told, strict=True)
    )


def _name(id_: str, change: Change) -> str:
    if change.act is not None:
        return change.act
    return change.group.id if change.group else id_
