"""The server of this workspace: join it, where and when changes go there, leave it; a new identity for a copy.

What the network takes time for runs in the pool. Being offline is a normal state; only what a person has to act on is
shown as a problem.
"""

import importlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _, describe
from inspector.problems import Problem
from inspector.ui.kit.button import Button
from inspector.ui.kit.card import Card
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.kit.fields import ComboField, Field
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.section import CARD_WIDTH, Section, card_of, choice
from inspector.ui.settings.server_cards import FIELD_WIDTH, JoinCard, NetworkField, ServerCard

EVERY: Final = (
    (60, N_("every minute")),
    (300, N_("every 5 minutes")),
    (900, N_("every 15 minutes")),
    (3600, N_("every hour")),
)
"""Seconds between rounds when nothing changes here -> words."""
FILES: Final = (("all", N_("All files")), ("small", N_("Small ones only")), ("none", N_("No files")))


def _service() -> Any:
    """The use cases, which bring the transport: loaded in the pool."""
    return importlib.import_module("inspector.services.syncing.rounds")


class ServerSection(Section):
    """Joining, pace and networks, leaving, a new identity."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._chosen: Any = None
        self._today = date.min
        self.join, self.server = JoinCard(), ServerCard()
        self.every = ComboField(_("How often"), [(str(seconds), _(words)) for seconds, words in EVERY])
        self.every.setFixedWidth(FIELD_WIDTH // 2)
        self.files = choice(_("Over metered networks"), [(key, _(words)) for key, words in FILES], "small")
        self.networks = NetworkField()
        self.renew = Button(_("New identity…"), icon="key-round")
        self._pace = card_of(
            _("When and where"),
            [
                (_("How often"), self.every),
                (_("Over metered networks"), self.files),
                (_("Allowed networks"), self.networks),
            ],
        )
        self._copied = Card(_("Copied workspace"))
        self._build()
        self.targets = {
            "sync.every_s": self.every,
            "sync.metered_files": self.files,
            "sync.networks": self.networks.field,
            "server.address": self.join.url,
        }
        self._connect()

    def _build(self) -> None:
        self._copied.setMaximumWidth(CARD_WIDTH)
        self._copied.body.addWidget(
            Text(
                _(
                    "Two laptops must not work under one identity. If this workspace was copied from another laptop "
                    "that goes on working, give this one an identity of its own and join the server anew."
                ),
                "hint",
                "text-2",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.addWidget(self.renew)
        row.addStretch(1)
        self._copied.body.addLayout(row)
        for card in (self.join, self.server, self._pace, self._copied):
            self.column.addWidget(card)
        self.column.addStretch(1)
        for hidden in (self.join, self.server):
            hidden.hide()

    def _connect(self) -> None:
        self.join.join_requested.connect(self._join)
        self.server.pause_requested.connect(self._on_pause)
        self.server.sync_requested.connect(self._sync)
        self.server.leave_requested.connect(self._on_leave)
        self.server.address_given.connect(self._on_address)
        self.every.value_committed.connect(lambda seconds: self._choose(every_s=int(seconds)))
        self.files.value_chosen.connect(lambda files: self._choose(metered_files=files))
        self.networks.value_committed.connect(lambda _text: self._on_networks())
        self.renew.clicked.connect(self._on_renew)
        self.context.tasks.busy_changed.connect(self._on_busy_changed)
        if self.context.desk is not None:
            self.context.desk.sync.state_changed.connect(self._on_state)

    # what holds -----------------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        """Fetch what is chosen and how it stands."""
        workspace = self.context.workspace

        def work() -> tuple[Any, Any, date]:
            service = _service()
            return service.sync_settings(workspace), service.sync_state(workspace), workspace.today()

        self.context.tasks.run(work, self._on_fetched, pool=True, owner=self)

    def _on_fetched(self, found: tuple[Any, Any, date]) -> None:
        self._chosen, state, self._today = found
        self.every.set_value(str(self._chosen.every_s))
        if not self.every.value():
            every = [(str(seconds), _(words)) for seconds, words in EVERY]
            words = _("every {count} seconds").format(count=self._chosen.every_s)
            self.every.set_options([*every, (str(self._chosen.every_s), words)])
            self.every.set_value(str(self._chosen.every_s))
        self.files.set_value(self._chosen.metered_files)
        self.networks.show_networks(tuple(self._chosen.networks))
        first = self.join.isHidden() and self.server.isHidden()
        self._on_state(state)
        if first:
            self.take_focus(self.join.url if state.phase == "unset" else self.server.first)

    def _on_state(self, state: Any) -> None:
        if self._chosen is None:
            return
        joined = state.phase != "unset"
        arrived = joined and not self.join.isHidden()
        self.server.setVisible(joined)
        if joined:
            self.server.show_state(state, self._today)
        if arrived:  # before the card that was used goes, and its focus with it
            self.take_focus(self.server.first)
        self.join.setVisible(not joined)
        self.targets["server.address"] = self.server.url if joined else self.join.url

    def _work(self, work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        """Run a use case of synchronising in the pool; a problem is shown once."""
        self.context.tasks.run(lambda: work(_service()), done, pool=True, owner=self)

    def _choose(self, **changed: Any) -> None:
        if self._chosen is None:
            return
        workspace, wanted = self.context.workspace, replace(self._chosen, **changed)
        self._work(lambda service: service.put_sync_settings(workspace, wanted), lambda _nothing: self.activated())

    def _on_networks(self) -> None:
        self._try(self.networks.field, networks=self.networks.networks())

    def _on_address(self, url: str) -> None:
        if url.strip():
            self._try(self.server.url, url=url.strip())

    def _try(self, field: Field, **changed: Any) -> None:
        """Choose something that may be refused; why stands at its field."""
        if self._chosen is None:
            return
        workspace, wanted = self.context.workspace, replace(self._chosen, **changed)

        def refused(problem: Problem) -> None:
            field.set_error(describe(problem))

        def done(_nothing: Any) -> None:
            field.set_error("")
            self.activated()

        self.context.tasks.run(
            lambda: _service().put_sync_settings(workspace, wanted), done, refused, pool=True, owner=self
        )

    # joining and leaving --------------------------------------------------------------------------------------------

    def _join(self, url: str, code: str, ca: str) -> None:
        workspace = self.context.workspace
        self.join.show_busy(busy=True)
        self.join.refuse("")

        def work() -> Any:
            service = _service()
            return service.enroll(workspace, url, code, ca=service.read_ca(Path(ca)) if ca else "")

        self.context.tasks.run(work, self._on_joined, self._on_join_refused, pool=True, owner=self)

    def _on_busy_changed(self, busy: bool) -> None:
        """Whatever came of joining, also what nobody foresaw: nothing is under way any more."""
        if not busy:
            self.join.show_busy(busy=False)

    def _on_joined(self, joined: Any) -> None:
        self.join.show_busy(busy=False)
        self.join.code.set_value("")
        who = _(", ").join(joined.logins)
        name = joined.server or joined.url
        words = _("Joined {server} for {people}.").format(server=name, people=who) if who else ""
        self.context.messages.success(words or _("Joined {server}.").format(server=name))
        self._sync()
        self.activated()

    def _on_join_refused(self, problem: Problem) -> None:
        self.join.show_busy(busy=False)
        words = _("The server cannot be reached ({reason}). Check the address and the network; nothing has changed.")
        away = words.format(reason=problem.params.get("reason", "—"))
        self.join.refuse(away if problem.code == "sync_offline" else describe(problem))

    def _sync(self) -> None:
        if self.context.desk is not None:
            self.context.desk.sync.hurry()

    def _on_pause(self) -> None:
        desk = self.context.desk
        if desk is None:
            return
        if desk.sync.state is not None and desk.sync.state.phase == "paused":
            desk.sync.resume()
        else:
            desk.sync.pause()

    def _on_leave(self) -> None:
        dialog = ConfirmDialog(
            self,
            _("Leave the server?"),
            _(
                "Everything stays on this laptop, and the server keeps what it has. Nothing goes there any more; to "
                "come back you need a new code."
            ),
            accept=_("Leave"),
            dangerous=True,
        )
        dialog.accepted.connect(self._leave)
        dialog.open()

    def _leave(self) -> None:
        workspace = self.context.workspace
        self._work(lambda service: service.leave_server(workspace), lambda _nothing: self._on_left())

    def _on_left(self) -> None:
        if self.context.desk is not None:
            self.context.desk.sync.look()
        self.activated()

    def _on_renew(self) -> None:
        dialog = ConfirmDialog(
            self,
            _("Give this laptop a new identity?"),
            _(
                "Its records stay. From now on it signs under a new identity, numbers carry a new code, and it has to "
                "join the server anew."
            ),
            accept=_("New identity"),
            dangerous=True,
        )
        dialog.accepted.connect(self._renew)
        dialog.open()

    def _renew(self) -> None:
        workspace = self.context.workspace

        def done(_nothing: Any) -> None:
            self.context.messages.success(_("This laptop has a new identity. Join the server with a new code."))
            self._on_left()

        self._work(lambda service: service.renew_identity(workspace), done)
