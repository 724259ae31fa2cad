"""The form that hands a household to another grid, with one sentence of what happens."""

from __future__ import annotations

from fieldapp.queries.household import HouseholdCard
from fieldapp.queries.moves import Destinations
from fieldapp.services.transfer import TransferHousehold
from ui.viewmodels.form_fields import Choice, Form, FormField, Values, chips

_HOW = (Choice("home", "这家搬过去住"), Choice("door", "这个门归那边管"))
_HINT = "这家的人、来过的记录和答应过的都跟着去，这里就看不到了；送到社区以后才转。"


def transfer_form(card: HouseholdCard, to: Destinations) -> Form:
    """Choose the grid, and whether the door goes along; where there is no choice, say so."""
    can_go = bool(to.grids) and not to.leaving
    return Form(
        "转到另一网格",
        _choices(to) if can_go else (),
        lambda values: TransferHousehold(
            card.household, values.get("grid", ""), values.get("how") == "door"
        ),
        lambda values: f"{card.title}转到{_named(to, values)}",
        button="转过去" if can_go else "",
        context=f"{card.door} {card.title}",
        hint=_hint(to),
    )


def _choices(to: Destinations) -> tuple[FormField, ...]:
    return (
        FormField("grid", "转到哪个网格", "chips", choices=chips(to.grids)),
        FormField("how", "怎么转", "chips", "home", choices=_HOW),
    )


def _hint(to: Destinations) -> str:
    if to.leaving:
        return f"已经在转到{to.leaving}，同步以后就过去。"
    return _HINT if to.grids else "这个社区只有这一个网格，没有别处可转。"


def _named(to: Destinations, values: Values) -> str:
    return dict(to.grids).get(values.get("grid", ""), "那个网格")
