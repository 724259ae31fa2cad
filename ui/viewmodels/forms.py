"""记一笔新的: the page's view-model."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtQml import QmlElement

from ui.viewmodels.base import ViewModel

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class FormsModel(ViewModel):
    """记一笔新的."""

    stateChanged = Signal()

    @Slot()
    def back(self) -> None:
        """Return to where this page was opened from."""
        self.place.back()
