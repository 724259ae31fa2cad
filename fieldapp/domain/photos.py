"""What a photograph may be: how large, how it travels, and how it is told in words."""

from __future__ import annotations

import re

MAX_BYTES = 400_000
"""A photograph as it is kept and sent; a scaled JPEG of 1,600 pixels is about half of it."""
LONGEST_SIDE = 1600
"""Pixels of the longer side: a meter's number or a notice on a door can still be read."""
CHUNK = 65_536
"""Bytes of one step of a transfer: a few seconds on a 2G line, so little is sent twice."""

_NAME = re.compile(r"[0-9a-f]{64}")


def is_name(text: object) -> bool:
    """Tell whether this can name a photograph: the SHA-256 of its bytes in hex."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def count_text(received: int, total: int) -> str:
    """Say how many photographs have reached the community: 照片 3/5; "" where there are none."""
    return f"照片 {received}/{total}" if total else ""
