"""Finding the record that a person means: by id, or by an address or name that fits one only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from fieldapp.domain.tags import BUILT_IN, NEVER_KEPT
from fieldapp.errors import Refused
from fieldapp.queries.household import HouseholdQuery
from fieldapp.queries.lookup import ChoicesQuery, LookupQuery
from fieldapp.queries.search import SearchQuery
from fieldapp.queries.search_rows import SearchRow
from fieldapp.queries.staff import StaffQuery, WhoAmIQuery
from fieldapp.session import Session

LOOKED_UP = ("dwelling", "household", "resident")
"""Kinds that may be named by an address or a name."""
_LIKE_IT = 8


class Named(Protocol):
    """Something that can be picked from a list."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> str: ...


def find(session: Session, kind: str, text: str) -> str:
    """Give the id of the dwelling, household or resident that was typed.

    Raises `Refused` (wrong input) when several fit, or nothing does: with those that are meant,
    or that look like it.
    """
    try:
        return _find(session, kind, text)
    except Refused as refused:
        if refused.code != "not-found":
            raise
        raise _none_but_like(session, kind, text, refused) from None


def _none_but_like(session: Session, kind: str, text: str, refused: Refused) -> Refused:
    """Offer what a part of a name, its sound or the end of a telephone number leads to."""
    kinds = ("resident",) if kind == "resident" else ("resident", "dwelling")
    found = session.desk.ask(SearchQuery(text, _LIKE_IT, kinds)).result()
    rows = (*found.people, *found.doors)
    like = {_id_in(row, kind): f"{row.door} {row.title}".strip() for row in reversed(rows)}
    like.pop("", None)
    if not like:
        return refused
    return Refused(
        refused.code,
        "没有正好叫这个的。看看是不是下面这些，写全了再来。",
        field=refused.field,
        is_input=True,
        candidates=tuple(f"{id_} {label}" for id_, label in reversed(like.items())),
    )


def _id_in(row: SearchRow, kind: str) -> str:
    return {"household": row.household, "dwelling": row.dwelling}.get(kind, row.id)


def _find(session: Session, kind: str, text: str) -> str:
    try:
        return session.desk.ask(LookupQuery(kind, text)).result().id
    except Refused as refused:
        if kind != "dwelling" or refused.code != "not-found":
            raise
    # No such address: then it is the name of somebody who lives behind the door.
    household = _find(session, "household", text)
    return session.desk.ask(HouseholdQuery(household, 0)).result().dwelling


def find_if_typed(session: Session, kind: str, text: str | None) -> str | None:
    """Give the id of what was typed, or None when nothing was."""
    return None if text is None else find(session, kind, text)


def find_all(session: Session, kind: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Give the ids of all that were typed, each once, in their order."""
    return tuple(dict.fromkeys(find(session, kind, text) for text in texts))


class Person(Protocol):
    """Somebody shown behind a door."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


def find_person(session: Session, here: Sequence[Person], text: str) -> str:
    """Give the id of somebody of these, or else of anybody."""
    named = [one.id for one in here if text.strip() in (one.id, one.name)]
    return named[0] if len(named) == 1 else find(session, "resident", text)


def pick(offered: Sequence[Named], text: str | None, what: str) -> str | None:
    """Give the id of the one in a list that was typed, by id or label; None when nothing was."""
    if text is None:
        return None
    fitting = _fitting(offered, text.strip())
    if len(fitting) == 1:
        return fitting[0].id
    raise Refused(
        "nothing-fits" if not fitting else "several-fit",
        f"没有叫这个的{what}。看看下面这些。"
        if not fitting
        else f"叫这个的{what}不止一个，写编号。",
        is_input=True,
        candidates=tuple(f"{one.id} {one.label}" for one in fitting or offered),
    )


def _fitting(offered: Sequence[Named], text: str) -> list[Named]:
    ways: tuple[Callable[[Named], bool], ...] = (
        lambda one: one.id == text,
        lambda one: one.label == text,
        lambda one: text in one.label.split(),
    )
    for fits in ways:
        found = [one for one in offered if fits(one)]
        if found:
            return found
    return []


def pick_tag(session: Session, text: str) -> str:
    """Give the code of a tag typed as code, name or short word.

    What may never be kept passes as it is: the rule that refuses it is elsewhere.
    """
    typed = text.strip()
    if typed.upper() in NEVER_KEPT:
        return typed.upper()
    # The catalogue is the community's, so any of the grids gives the same.
    grid = next((code for code, _ in session.desk.ask(WhoAmIQuery()).result().grids), None)
    offered = session.desk.ask(ChoicesQuery(grid)).result().tags
    shorts = {kind.short: code for code, kind in BUILT_IN.items() if kind.short}
    computed = [code for code, kind in BUILT_IN.items() if kind.is_computed]
    if typed.upper() in computed:
        return typed.upper()
    code = shorts.get(typed, typed.upper() if typed.isascii() else typed)
    return pick(offered, code, "标签") or code


def pick_person(session: Session, text: str | None) -> str | None:
    """Give the id of one of the staff, by id or name; None when nobody was typed."""
    if text is None:
        return None
    staff = session.desk.ask(StaffQuery()).result().values()
    fitting = [one for one in staff if text.strip() in (one.id, one.name)]
    if len(fitting) == 1:
        return fitting[0].id
    raise Refused(
        "several-fit" if fitting else "nothing-fits",
        "叫这个的不止一个，写编号。" if fitting else "没有这位同事。看看下面这些。",
        is_input=True,
        candidates=tuple(f"{one.id} {one.name}" for one in fitting or staff),
    )
