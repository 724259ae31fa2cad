"""What each form stands on: the queries it needs, and how it is built from their answers.

An argument is "form:id" or "form:kind:id": `new:DOOR home:DOOR dwelling:PLACE building: compound:
group: household:ID person:HOUSEHOLD:ID resident:HOUSEHOLD movein: moveout: split: head: deceased:
transfer:HOUSEHOLD transfer:KIND:ID transfers:DOOR edit:KIND:ID tags:KIND:ID phones:ID
archive:KIND:ID`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fieldapp.queries.household import HouseholdQuery
from fieldapp.queries.lookup import ChoicesQuery, LookupQuery
from fieldapp.queries.record import RecordQuery
from fieldapp.queries.tag_offers import TagOffersQuery
from fieldapp.queries.transfers import TransferPlanQuery
from fieldapp.verbs import Query
from ui.viewmodels.form_edit import archive_form, edit_form, phones_form, tags_form
from ui.viewmodels.form_fields import Form
from ui.viewmodels.form_menus import Menu, household_menu, new_menu, person_menu
from ui.viewmodels.form_people import CARD_FORMS, household_form, resident_form
from ui.viewmodels.form_places import building_form, compound_form, door_form, group_form
from ui.viewmodels.form_transfer import transfer_form, transfer_menu

Asked = tuple[Any, ...]
Build = Callable[[Asked, str, str], Form | Menu]


@dataclass(frozen=True, slots=True)
class Sources:
    """The queries of a form in order, and what makes it of their answers."""

    queries: tuple[Query[Any], ...]
    build: Build


def sources_of(argument: str, now_ms: int) -> Sources:
    """Say what a form needs; an unknown one is the list of what can be noted down."""
    what, _, rest = argument.partition(":")
    kind, _, id_ = rest.partition(":")
    places = {
        "building": building_form,
        "compound": compound_form,
        "group": group_form,
    }
    if what in places:
        return Sources((ChoicesQuery(),), lambda asked, _w, _s: places[what](asked[0]))
    if what == "dwelling":
        return Sources((ChoicesQuery(),), lambda asked, _w, _s: door_form(asked[0], rest))
    if what == "resident" and not rest:
        return Sources((), lambda _a, _w, _s: resident_form(None, now_ms))
    if what in CARD_FORMS:
        return _on_card(rest, lambda asked, _w, _s: CARD_FORMS[what](asked[0], now_ms))
    if what == "transfer":
        query = TransferPlanQuery(kind, id_) if id_ else TransferPlanQuery("household", rest)
        return Sources((query,), lambda asked, _w, _s: transfer_form(asked[0]))
    if what == "household" and rest:
        return _on_card(rest, lambda asked, _w, _s: household_menu(asked[0]))
    if what == "person":
        return _on_card(kind, lambda asked, _w, _s: person_menu(asked[0], id_))
    return _on_record(what, kind, id_, now_ms) or _on_door(what, rest)


def _on_card(household: str, build: Build) -> Sources:
    return Sources((HouseholdQuery(household),), build)


def _on_record(what: str, kind: str, id_: str, now_ms: int) -> Sources | None:
    match what:
        case "edit":
            return Sources(
                (RecordQuery(kind, id_),), lambda asked, _w, _s: edit_form(asked[0], now_ms)
            )
        case "archive":
            return Sources((RecordQuery(kind, id_),), lambda asked, _w, _s: archive_form(asked[0]))
        case "phones":
            query = RecordQuery("resident", kind)
            return Sources((query,), lambda asked, _w, _s: phones_form(asked[0]))
        case "tags":
            return Sources(
                (TagOffersQuery(kind, id_),),
                lambda asked, wanted, shown: tags_form(kind, id_, asked[0], wanted, shown),
            )
    return None


def _on_door(what: str, dwelling: str) -> Sources:
    """The household that is new, and the list of everything new; perhaps behind a chosen door."""
    is_home = what in ("home", "household")
    is_transfer = what == "transfers"

    def build(asked: Asked, _wanted: str, _shown: str) -> Form | Menu:
        door = asked[0].label if dwelling else ""
        if is_home:
            return household_form(dwelling, door)
        if is_transfer:
            return transfer_menu(asked[-1], asked[1] if dwelling else None, door)
        return new_menu(dwelling, door, asked[1] if dwelling else None, asked[-1])

    behind: tuple[Query[Any], ...] = ()
    if dwelling:
        behind = (LookupQuery("dwelling", dwelling), RecordQuery("dwelling", dwelling))
    return Sources(behind if is_home else (*behind, ChoicesQuery()), build)
