"""The two ways a request can end badly without being a bug.

    Exception
    ├── Refused   a rule says no; the person can put it right      (exit code 2 or 4)
    └── Trouble   the world is in the way: disk, network, key      (exit code 3)

Both carry a Chinese sentence for the person (what happened · what is safe · what to do now)
and a stable English code for programs. Neither sentence ever holds a name, number or note.
"""

from __future__ import annotations


class Refused(Exception):
    """A rule says no. `code` is stable, `field` names the input at fault where there is one.

    `is_input` tells a slip of typing (exit code 2) from a rule of the work (exit code 4).
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        field: str | None = None,
        is_input: bool = False,
        candidates: tuple[str, ...] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.field = field
        self.is_input = is_input
        self.candidates = candidates


class Trouble(Exception):
    """The world is in the way. Nothing typed was lost; `sentence` says what to do now."""

    def __init__(self, code: str, sentence: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.retry_after_s = retry_after_s
