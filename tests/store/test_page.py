"""What is given back at once is measured as it travels."""

from __future__ import annotations

from fieldapp.store.tail import page_of
from sync.protocol import MAX_BYTES, ChangeId, Returned


def page_of_three(letter: str, count: int) -> int:
    """Give how many of three bodies of so many letters go at once."""
    found = [Returned(id=ChangeId(str(n)), body=letter * count) for n in range(3)]
    return len(page_of(found, 100))


def test_a_page_is_counted_in_bytes_and_not_in_letters() -> None:
    assert page_of_three("x", MAX_BYTES // 3) == 3
    assert page_of_three("多", MAX_BYTES // 3) == 1


def test_what_is_written_in_another_way_within_text_counts_as_it_is_written() -> None:
    assert page_of_three('"', MAX_BYTES // 3) == 1
