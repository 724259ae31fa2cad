"""The documents of the commands about files on a stick."""

from __future__ import annotations

from fieldapp.cli.shapes.base import Document


class BundleExported(Document, frozen=True, kw_only=True):
    """What waits was written to a sealed file; all of it is still here.

    `photos` are in it as well; `photos_left` wait and are not.
    """

    file: str
    id: str
    count: int
    bytes: int
    photos: int
    photos_left: int


class BundleImported(Document, frozen=True, kw_only=True):
    """What an answer brought. `ending`: whole, torn, damaged, stranger; `kind`: answer, receipt.

    `photos` got there as it tells; `photos_waiting` are only here.
    """

    kind: str
    ending: str
    received: int
    retired: int
    quarantined: int
    waiting: int
    is_level: bool
    was_torn_there: bool
    stuck: str
    photos: int
    photos_waiting: int


class BundleCarried(Document, frozen=True, kw_only=True):
    """What was taken into custody, handed to the server and given back; `held` still waits."""

    taken: int
    torn: int
    receipts: int
    forwarded: int
    given: int
    held: int
    is_away: bool
    sentences: tuple[str, ...]
