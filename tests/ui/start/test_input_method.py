"""Which input-method plug-ins Qt is told to try: Chinese must arrive under ibus and fcitx5."""

import sys
from pathlib import Path

import pytest

from inspector.ui.start.input_method import bundled_modules, machine_is_named, modules_to_try, prepare

BUNDLED = frozenset({"ibus", "compose"})


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "ibus;compose"),
        ({"QT_IM_MODULE": "fcitx"}, "ibus;compose"),
        ({"QT_IM_MODULE": "fcitx5"}, "ibus;compose"),
        ({"QT_IM_MODULE": "xim"}, "ibus;compose"),
        ({"QT_IM_MODULE": "ibus"}, "ibus;compose"),
        ({"QT_IM_MODULE": "compose"}, "compose;ibus"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland;ibus;compose"),
        ({"WAYLAND_DISPLAY": "wayland-0", "QT_IM_MODULE": "fcitx"}, "ibus;compose"),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus", "QT_IM_MODULE": "fcitx"}, "wayland;ibus;compose"),
        ({"QT_IM_MODULE": "none"}, None),
    ],
)
def test_what_is_asked_for_and_missing_gives_way_to_ibus(environment: dict[str, str], expected: str | None) -> None:
    assert modules_to_try(environment, BUNDLED) == expected


def test_a_plugin_for_fcitx_beside_this_qt_is_used() -> None:
    assert modules_to_try({"QT_IM_MODULE": "fcitx"}, BUNDLED | {"fcitx"}) == "fcitx;ibus;compose"


def test_a_machine_without_a_name_has_no_ibus_and_dead_keys_stay() -> None:
    assert modules_to_try({"QT_IM_MODULE": "ibus"}, BUNDLED - {"ibus"}) == "compose"


def test_a_machine_has_a_name_if_one_of_the_files_has_one(tmp_path: Path) -> None:
    empty, named = tmp_path / "empty", tmp_path / "named"
    empty.write_text("\n")
    named.write_text("0123456789abcdef0123456789abcdef\n")
    assert not machine_is_named((tmp_path / "missing", empty))
    assert machine_is_named((tmp_path / "missing", empty, named))


def test_a_missing_machine_id_does_not_end_the_program_unless_somebody_wants_that() -> None:
    usual: dict[str, str] = {}
    strict = {"DBUS_FATAL_WARNINGS": "1"}
    prepare(usual)
    prepare(strict)
    assert (usual["DBUS_FATAL_WARNINGS"], strict["DBUS_FATAL_WARNINGS"]) == ("0", "1")


if sys.platform.startswith("linux"):

    def test_this_qt_brings_ibus_and_compose() -> None:
        assert bundled_modules() >= BUNDLED
