"""The line at the end of the tabs of a customer file: what is on this laptop, and since when."""

from datetime import datetime

from pytestqt.qtbot import QtBot

from inspector.services.planning.package_views import CustomerPackage, PackagePart, Part, Readiness
from inspector.ui.customers.package_line import PackageLine
from tests.ui.customers.conftest import Bench

PHOTOS = PackagePart(Part.PICTURES, "photos", Readiness.MISSING, "3 of 9 not on this laptop")


def test_what_is_missing_is_named(qtbot: QtBot) -> None:
    line = PackageLine()
    qtbot.addWidget(line)
    line.show_package(CustomerPackage((PHOTOS,), datetime.now().astimezone()))
    assert PHOTOS.name in line.full_text()
    assert PHOTOS.words in line.accessibleDescription()
    line.show_package(CustomerPackage(()))
    assert PHOTOS.name not in line.full_text()


def test_the_file_of_a_customer_says_it(bench: Bench) -> None:
    file = bench.open()
    bench.settle()
    assert file.head.package.full_text()
    assert file.head.package.isVisible()
