"""One form while it is filled in: what stands in each field, and what is not right yet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from ui.viewmodels.form_fields import Choice, Form, FormField
from ui.viewmodels.list_model import RowList


class FormSheet:
    """The form, drawn in `rows`. Under `key_id` lies what a field that finds has found."""

    def __init__(self, rows: RowList) -> None:
        self.rows = rows
        self.form: Form | None = None
        self.values: dict[str, str] = {}

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The fields as they are drawn."""
        return self.rows.rows

    def field(self, key: str) -> FormField | None:
        """Give a field as it is drawn, None where the form has no such field."""
        return next((one for one in self.fields if one.key == key), None)

    def clear(self) -> None:
        """Be empty, before another form comes."""
        self.form, self.values = None, {}
        self.rows.swap(())

    def fill(self, form: Form, kept: str = "") -> None:
        """Begin with what the form holds, and what was typed over it when it was kept."""
        self.values = _held(form)
        if form.live is None and kept:
            self.values |= {str(key): str(value) for key, value in json.loads(kept).items()}

    def draw(self, form: Form) -> None:
        """Draw the fields of a form that was asked for again; what is typed and blamed stays."""
        self.form = form
        blamed = {one.key: one.problem for one in self.fields}
        self.rows.swap(
            [self._as_typed(replace(one, problem=blamed.get(one.key, ""))) for one in form.fields]
        )

    def draw_saved(self, form: Form) -> None:
        """Draw the form as it is without anything typed."""
        self.values = _held(form)
        self.rows.swap([self._as_typed(replace(one, problem="")) for one in form.fields])

    def write(self, key: str, value: str) -> None:
        """Take what was typed; what the field found before counts no more."""
        self.values[key] = value
        self.values.pop(f"{key}_id", None)
        self.forgive(key)

    def pick(self, field: FormField, choice: str) -> None:
        """Choose one of several, or one more or less of several."""
        self.values[field.key] = _picked(field, self.values.get(field.key, ""), choice)
        self.forgive(field.key)
        self.put(field.holding(self.values[field.key]))

    def found(self, field: FormField, id_: str, label: str) -> None:
        """Take the record that a field found."""
        self.values[f"{field.key}_id"], self.values[field.key] = id_, label
        self.put(replace(field, value=label, choices=(), problem=""))

    def offer(self, key: str, typed: str, choices: Iterable[Choice], problem: str = "") -> None:
        """Show what a text may mean; without anything to offer a blamed field keeps its choices."""
        field = self.field(key)
        if field is not None:
            kept = tuple(choices) or (field.choices if problem else ())
            blamed = problem or field.problem
            self.put(replace(field, value=typed, choices=kept, problem=blamed))

    def unfound(self) -> FormField | None:
        """Give the first field whose text does not name a record yet."""
        return next((one for one in self.fields if one.finds and self._is_unfound(one)), None)

    def blame(self, key: str, problem: str) -> bool:
        """Say at a field what is not right yet; False where the form has no such field."""
        field = self.field(key)
        if field is None:
            return False
        self.put(replace(self._as_typed(field), problem=problem))
        return True

    def forgive(self, key: str) -> None:
        """Say no more that something is not right there."""
        field = self.field(key)
        if field is not None and field.problem:
            self.put(replace(field, value=self.values.get(key, ""), problem=""))

    def put(self, field: FormField) -> None:
        """Draw one field anew."""
        self.rows.swap([field if one.key == field.key else one for one in self.fields])

    def to_keep(self) -> str:
        """Write down what was typed, "" where nothing was."""
        assert self.form is not None
        return "" if self.values == _held(self.form) else json.dumps(self.values)

    def _is_unfound(self, field: FormField) -> bool:
        return bool(
            self.values.get(field.key, "").strip() and not self.values.get(f"{field.key}_id")
        )

    def _as_typed(self, field: FormField) -> FormField:
        if self.form is not None and self.form.live is not None and field.shape == "ticks":
            return field
        if field.finds:
            return replace(field, value=self.values.get(field.key, ""))
        return field.holding(self.values.get(field.key, ""))


def _held(form: Form) -> dict[str, str]:
    return {one.key: one.value for one in form.fields if one.value}


def _picked(field: FormField, before: str, choice: str) -> str:
    if field.shape != "ticks":
        return "" if before == choice and field.shape == "chips" else choice
    held = before.split()
    return " ".join([one for one in held if one != choice] if choice in held else [*held, choice])
