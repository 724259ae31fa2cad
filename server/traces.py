"""Traces of bugs for the log: where it went wrong, without the words that were in hand."""

from __future__ import annotations

import traceback


def where(error: BaseException) -> str:
    """Give kinds and places of an error and its causes; messages may hold what people wrote."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < 5:
        frames = traceback.extract_tb(seen.__traceback__)[-8:]
        places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
        parts.append(f"{type(seen).__name__} at {places}")
        seen = seen.__cause__ or seen.__context__
    return " | cause ".join(parts)
