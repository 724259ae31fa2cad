"""One device per test of a service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.devices import Device, make_device


@pytest.fixture
def device() -> Iterator[Device]:
    """Give the responsible worker's device, empty."""
    made = make_device()
    yield made
    made.close()
