"""A fresh workspace for each test, with the sample key (no passphrase to derive)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.storage import KeySource, Store, create_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create_store(tmp_path / "w", source=KeySource.SAMPLE) as made:
        yield made
