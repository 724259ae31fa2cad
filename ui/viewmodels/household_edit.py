"""A few fields of a person, a door or a household, edited in place and saved as each is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.person import PersonRow
from fieldapp.services.fields import SetFields
from ui.bridge import Known
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class EditField:
    """One field of what is being edited."""

    key: str
    label: str
    value: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class EditState:
    """What is being edited, "" for nothing."""

    title: str = ""


@QmlElement
class HouseholdEditor(ViewModel):
    """The sheet over the card. `saved` tells the label of a field that was saved."""

    stateChanged = Signal()
    saved = Signal(str)

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: EditState = EditState()
        self._record: tuple[str, str] = ("", "")
        self._fields = RowList(EditField, self)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def title(self) -> str:
        """What is being edited, or ""."""
        return self.state.title

    @Property(QObject, notify=stateChanged)
    def fields(self) -> QObject:
        """The fields being edited."""
        return self._fields

    @Slot(str, str)
    def setField(self, name: str, value: str) -> None:
        """Save one field as soon as it is left; a refused one says why and stays as typed."""
        kind, id_ = self._record
        row = next((one for one in self._fields.rows if one.key == name), None)
        if row is None or row.value == value.strip():
            return

        def refused(error: Known) -> None:
            self._mark(name, row.value, error.sentence)

        def saved(_: int) -> None:
            self._mark(name, value.strip(), "")
            self.saved.emit(row.label)

        self.do(SetFields(kind, id_, {name: value.strip()}), saved, refused)

    @Slot()
    def end(self) -> None:
        """Leave off editing; every field is saved already."""
        self.publish(EditState())

    # --- for the card ----------------------------------------------------------------------------

    def begin(self, kind: str, id_: str, title: str, fields: Iterable[EditField]) -> None:
        """Edit a record's fields under a title."""
        self._record = (kind, id_)
        self._fields.swap(tuple(fields))
        self.publish(EditState(title))

    def _mark(self, name: str, value: str, problem: str) -> None:
        self._fields.swap(
            [
                replace(one, value=value, problem=problem) if one.key == name else one
                for one in self._fields.rows
            ]
        )


def person_fields(person: PersonRow) -> tuple[EditField, ...]:
    """Give the fields of a person that are edited on the card, as they stand."""
    return (
        EditField("name", "姓名", person.name),
        EditField("birth_date", "出生日期", person.birth),
        EditField("hearing_note", "怎么说话", person.hearing_note),
        EditField("emergency_relation", "紧急联系人是谁", person.emergency_relation),
        EditField("emergency_phone", "紧急电话", person.emergency_phone),
        EditField("note", "备注", person.note),
    )
