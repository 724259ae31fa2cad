"""What every answer of `fieldserver` is, and how it writes a moment."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from fieldapp.domain.roles import SHANGHAI


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all answers."""

    def words(self) -> str:
        """Say it to a person."""
        raise NotImplementedError


def moment(at_ms: int) -> str:
    """Write a moment as the community's clock shows it, to the minute."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(SHANGHAI)
    return at.strftime("%Y-%m-%d %H:%M")
