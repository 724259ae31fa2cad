"""What nobody here wrote: its words, and the names that it bears."""

from __future__ import annotations

import hashlib

from sync.protocol import ChangeId, Fact

FORGED = "伪造"


def fresh_id(words: bytes) -> ChangeId:
    """Make an id that has the form of one."""
    return _id_of(hashlib.sha256(words).hexdigest())


def is_forged(fact: Fact) -> bool:
    """Tell a forged fact even where it has lost its words: it is named by their digest."""
    return fact.digests is not None and fact.id == _id_of(fact.digests[0])


def _id_of(digest: str) -> ChangeId:
    return ChangeId(
        f"{digest[:8]}-{digest[8:12]}-8{digest[12:15]}-8{digest[15:18]}-{digest[18:30]}"
    )
