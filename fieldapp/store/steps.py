"""The steps that made this program's tables, in order; see `fieldapp.store.migrations`."""

from __future__ import annotations

from fieldapp.store.migrations import migration
from fieldapp.store.schema import create_everything

first = migration(1, "the tables of the first release")(create_everything)

STEPS = (first,)
