"""Types that Qt names in words, spelled as names: PySide's stubs take a type and nothing else.

In `@Property(QStringList)` it is the word at run time and a type to mypy; the type tool reads the
name.
"""

from __future__ import annotations

from typing import cast

QStringList = cast("type", "QStringList")
QVariantList = cast("type", "QVariantList")
QVariantMap = cast("type", "QVariantMap")
