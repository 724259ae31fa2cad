"""The answers to a preview's questions, and the file that holds them.

The file (`import-roster --answers F`) is JSON:

    {"version": 1, "answers": {
        "B05@名单!C7": "to18",               the key of an option
        "B37@名单!B9": {"name": "丁䶮"},      or the fields as they should read
        "DIFF@名单!12": "take",               one row, or one field of it:
        "DIFF@名单!12!note": "keep",
        "DIFF@*": "take"}}                   a star answers all questions of that code

A question that has no answer keeps its row out. `skip` leaves a row out on purpose.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldapp.errors import Refused

SKIP = "skip"
Answer = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by question id."""

    by_id: Mapping[str, Answer] = field(default_factory=dict)

    def to(self, question_id: str) -> Answer | None:
        """Give the answer to one question, its own before one for all of its code."""
        code = question_id.partition("@")[0]
        own = self.by_id.get(question_id)
        return own if own is not None else self.by_id.get(f"{code}@*")

    def exactly(self, question_id: str) -> Answer | None:
        """Give the answer to one question that a star does not answer."""
        return self.by_id.get(question_id)


def answers_from_json(text: str) -> Answers:
    """Read an answers file. Raises `Refused` when it is none."""
    try:
        given = json.loads(text)["answers"]
        return Answers({str(key): _answer(value) for key, value in given.items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(
            "roster-bad-answers", "回答文件读不懂，什么都没导入。", field="answers", is_input=True
        ) from error


def answers_to_json(answers: Answers) -> str:
    """Write an answers file that `answers_from_json` reads back."""
    whole = {"version": 1, "answers": dict(answers.by_id)}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _answer(value: object) -> Answer:
    if isinstance(value, Mapping):
        return {str(name): str(text) for name, text in value.items()}
    if isinstance(value, str):
        return value
    raise TypeError(value)
