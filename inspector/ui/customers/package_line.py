"""离线资料: what of the customer is on this laptop, and since when, in one line at the end of the tabs."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from inspector.services.planning.package_views import CustomerPackage
from inspector.ui.kit.text import ElidedLabel


class PackageLine(ElidedLabel):
    """Empty until `show_package`; the tooltip names every part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "hint", "text-2", parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_package(self, package: CustomerPackage) -> None:
        """Say whether everything is here, and when it was brought up to date."""
        missing = package.missing
        if missing:
            words = _("Not all on this computer: {part}").format(part=missing[0].name)
        else:
            words = _("Everything is on this computer")
        when = _("updated {when}").format(when=when_words(package.updated)) if package.updated else ""
        told = _(", ").join(part for part in (words, when) if part)
        self.set_token("orange-text" if missing else "text-2")
        self.setText(told)
        parts = "\n".join(f"{part.name}: {part.words}" for part in package.parts)
        self.setToolTip(f"{told}\n{parts}")
        self.setAccessibleName(told)
        self.setAccessibleDescription(parts)


def when_words(moment: datetime) -> str:
    """A moment as people say it: today with the time, this year the day, else the whole date."""
    local, now = moment.astimezone(), datetime.now().astimezone()
    if local.date() == now.date():
        return _("today {time}").format(time=f"{local:%H:%M}")
    return f"{local:%m-%d %H:%M}" if local.year == now.year else f"{local:%Y-%m-%d}"
