"""What other laptops are called, and what a round changed in sentences."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.i18n import set_language
from inspector.services.syncing.device_names import device_names
from inspector.services.syncing.words import change_lines
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, create_store
from inspector.storage.frames.peers import KnownDevice
from tests.unit.services.two_laptops import Pair, learn, look


@pytest.fixture
def chinese() -> Iterator[None]:
    set_language("zh_CN")
    yield
    set_language("en")


def test_laptops_of_one_name_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    first = Workspace(create_store(tmp_path / "first", source=KeySource.SAMPLE))
    pair = Pair(first, tmp_path / "second", name="vm")
    device = pair.second.store.device
    assert look(first, device_names)[device.id] == "vm"
    third = create_store(tmp_path / "third", source=KeySource.SAMPLE)
    learn(first, KnownDevice(third.device.id, third.device.code, third.device.public_key, name="vm", source="card"))
    names = look(first, device_names)
    assert names[device.id] == f"vm · {device.code}"
    assert names[third.device.id] == f"vm · {third.device.code}"
    third.close()
    pair.close()
    first.close()


@pytest.mark.usefixtures("chinese")
def test_changes_are_told_with_wide_punctuation() -> None:
    things = [{"kind": "hazard", "entity": "h", "title": "漏油", "what": ["new", "closed"]}]
    (line,) = change_lines({"things": things})
    assert line.startswith("漏油：")
    assert "、" in line
    assert ": " not in line
