"""What comes of a form: the command's result as the page tells it, and the way on from there."""

from __future__ import annotations

from typing import Any

from fieldapp.errors import Refused, Trouble
from fieldapp.services.places import BuildingAdded
from ui.viewmodels.form_fields import Form


def way_on(argument: str, form: Form, result: Any) -> tuple[str, str]:
    """Say where one can go after saving: "page|argument" and the words for it, or nothing."""
    what, _, rest = argument.partition(":")
    if what == "home":
        return f"forms|resident:{result}", "添一口人"
    if what == "transfer":
        return "handover|", "看转得怎么样"
    if form.opens == "dwelling":
        return f"forms|home:{result}", "记这家的人"
    if form.opens == "household":
        return f"household|{result}", "看新的一户"
    if what in ("resident", "movein") and rest:
        return f"household|{rest}", "看这一户"
    return "", ""


def told_of(result: Any, told: str) -> tuple[str, str]:
    """Say what was saved, and the act to undo where it was more than one change."""
    if isinstance(result, BuildingAdded):
        return f"{told}，{result.doors} 个门", result.act
    return told, ""


def field_of(error: Refused | Trouble) -> str:
    """Name the field of a form that an error is about, "" for none."""
    field = error.field if isinstance(error, Refused) else None
    return {"number": "phones", "code": "tags"}.get(field or "", field or "")
