"""Whether values fit the fields they are meant for, in the words of the person who typed them."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.domain.entities import SCHEMA
from fieldapp.errors import Refused
from sync.fitness import edit_problem
from sync.protocol import Edit


def require_fitting(kind: str, edits: Mapping[str, Edit]) -> None:
    """Raise `Refused` for the first value that its field cannot hold."""
    entity = SCHEMA.entities[kind]
    for name, edit in edits.items():
        problem = edit_problem(entity.by_name[name], edit)
        if problem:
            label = entity.by_name[name].label
            raise Refused(
                problem.replace("_", "-"),
                f"“{label}”这样填不了，改一下再存。",
                field=name,
                is_input=True,
            )
