"""Which input-method plug-ins Qt is told to try: Chinese must arrive under ibus and fcitx5."""

import sys

import pytest

from inspector.ui.start.input_method import bundled_modules, modules_to_try

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


if sys.platform.startswith("linux"):

    def test_this_qt_brings_ibus_and_compose() -> None:
        assert bundled_modules() >= BUNDLED
