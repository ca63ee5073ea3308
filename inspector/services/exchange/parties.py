"""Who exchange files go to and come from: the server of this laptop, and laptops whose cards were compared.

A laptop is believed when the server vouches for it, or when two people compared its fingerprint. What a trusted laptop
says about others counts only while this one belongs to no server: afterwards only the server vouches for authors.
Everything here runs on the worker, or on a connection that reads.
"""

import platform
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector.domain.fields import from_fields, to_json
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.exchange.views import CardView, Partner, Standing
from inspector.services.workspace import Workspace
from inspector.storage.frames.peers import KnownDevice
from inspector.sync.engine.session import membership
from inspector.sync.exchange.cards import SERVER, Card, card_bytes, read_card, same_fingerprint
from inspector.sync.exchange.envelope import printable

if TYPE_CHECKING:
    from inspector.storage import Database
    from inspector.storage.folder.device import DeviceInfo

register(
    ProblemKind.INPUT,
    {
        "exchange_partner_unknown": N_(
            "There is nobody called “{name}” to exchange files with. Known are: {names}. Bring the card of another "
            "laptop or of the server, and trust it: inspector exchange trust CARD."
        ),
        "exchange_partner_needed": N_("Say for whom the file is: --to NAME or --card FILE. Known are: {names}."),
        "exchange_revoked_partner": N_("The laptop {name} was locked out by the administrator. Nothing goes to it."),
        "exchange_fingerprint_wrong": N_(
            "The fingerprint of this card is {fingerprint}. That is not what was given; do not trust this card."
        ),
        "exchange_card_own": N_("This is the card of this laptop itself. It is meant for others."),
        "exchange_card_changed": N_(
            "{name} is known here with another key. Ask its user whether it was set up anew, and the administrator if "
            "there is any doubt; nothing was changed."
        ),
        "exchange_other_server": N_(
            "This laptop belongs to the server {server}. The card is that of another one; leave the server first if "
            "that is what you want."
        ),
    },
)

SERVER_CARD: Final = "sync_exchange_server"
"""Setting: the card of a server that was trusted without a network (`Card`)."""
TRUSTED: Final = frozenset({"server", "card"})
"""Sources of a known device that files are exchanged with."""


def own_card(workspace: Workspace, device: "DeviceInfo") -> Card:
    """This laptop's card."""
    private = X25519PrivateKey.from_private_bytes(workspace.store.exchange_private_key())
    exchange = private.public_key().public_bytes_raw().hex()
    name = printable(platform.node()[:80]) or device.code
    return Card(device.id, device.code, device.public_key.hex(), exchange, name)


def own_card_file(workspace: Workspace) -> tuple[bytes, CardView]:
    """This laptop's card as a file for others, and what to compare. Any thread."""
    card = own_card(workspace, workspace.store.device)
    return card_bytes(card, workspace.store.sign), _view(card, "own")


def server_card(db: "Database") -> Card | None:
    """The server of this laptop, or one whose card was trusted; None without either."""
    member = membership(db)
    if member is not None and member.exchange_key:
        return Card(member.server, "", member.public_key, member.exchange_key, member.name, kind=SERVER)
    kept = db.settings.get(SERVER_CARD)
    card = from_fields(Card, kept) if isinstance(kept, dict) else None
    if card is None or member is None:
        return card
    return card if (card.device, card.public_key) == (member.server, member.public_key) else None


def joined(db: "Database") -> bool:
    """Whether this laptop belongs to a server."""
    return membership(db) is not None


def partners(workspace: Workspace) -> tuple[Partner, ...]:
    """Everybody that files can be written for: the server first, then laptops by code."""
    db = workspace.db
    people = {person.id: person.name for person in db.registers.persons()}
    return tuple(_partners(db, people))


def partners_of(db: "Database") -> tuple[Partner, ...]:
    """The same, without the names of persons."""
    return tuple(_partners(db, {}))


def _partners(db: "Database", people: dict[str, str]) -> "list[Partner]":
    found, peers = [], {peer.id: peer for peer in db.exchange.peers()}
    server, own = server_card(db), db.own_devices()
    if server is not None:
        peer = peers.get(server.device)
        moments = (peer.sent_at, peer.received_at) if peer is not None else ("", "")
        found.append(
            Partner(
                server.device, "server", server.name, source="card" if membership(db) is None else "server",
                exchange_key=server.exchange_key, sent_at=moments[0], received_at=moments[1], enrolled=joined(db),
            )
        )  # fmt: skip
    for device in db.peers.devices():
        if device.id in own or device.source not in TRUSTED or not device.exchange_key or not device.code:
            continue  # the server's own devices have no code
        peer = peers.get(device.id)
        moments = (peer.sent_at, peer.received_at) if peer is not None else ("", "")
        found.append(
            Partner(
                device.id, "laptop", device.name or device.code, device.code, people.get(device.person, ""),
                device.source, device.exchange_key.hex(), device.revoked, *moments,
            )
        )  # fmt: skip
    return found


def partner_named(db: "Database", name: str) -> Partner:
    """A partner by id, code or name; "" means the server, or the only one there is.

    Raises Problem exchange_partner_unknown, exchange_partner_needed, exchange_revoked_partner.
    """
    every = partners_of(db)
    names = ", ".join(sorted({one.name if not one.code else f"{one.name} ({one.code})" for one in every})) or "–"
    if not name:
        servers = [one for one in every if one.kind == "server"]
        chosen = servers or [one for one in every if not one.revoked]
        if len(chosen) != 1:
            raise Problem("exchange_partner_needed", names=names)
    else:
        chosen = [one for one in every if name in (one.id, one.code, one.name)]
        chosen = [one for one in chosen if one.id == name] or chosen
        if len(chosen) != 1:
            raise Problem("exchange_partner_unknown", name=name, names=names)
    if chosen[0].revoked:
        raise Problem("exchange_revoked_partner", name=chosen[0].name)
    return chosen[0]


# --- trust -----------------------------------------------------------------------------------------------------------


def standing_of(db: "Database", device: str, public_key: str, kind: str) -> Standing:
    """How a card or the sender of a file stands here."""
    if device in db.own_devices():
        return "own"
    if kind == SERVER:
        server = server_card(db)
        if server is None or server.device != device:
            return "unknown"
        return "server" if server.public_key == public_key else "changed"
    known = db.peers.device(device)
    if known is None:
        return "unknown"
    if known.public_key.hex() != public_key:
        return "changed"
    if known.revoked:
        return "revoked"
    return "known" if known.source in TRUSTED else "unknown"


def card_facts(workspace: Workspace, path: Path) -> CardView:
    """What a card says. A pool thread. Raises Problem card_damaged, exchange_newer, exchange_unreadable."""
    card = read_card(path)
    return _view(card, workspace.store.read(lambda db: standing_of(db, card.device, card.public_key, card.kind)))


def trust_card(workspace: Workspace, path: Path, fingerprint: str) -> CardView:
    """Trust a card whose fingerprint was compared: files can be exchanged from now on. A pool thread.

    Raises Problem as `card_facts`, exchange_fingerprint_wrong, exchange_card_own, exchange_card_changed,
    exchange_other_server, exchange_revoked_partner.
    """
    card = read_card(path)
    if not same_fingerprint(card.fingerprint, fingerprint):
        raise Problem("exchange_fingerprint_wrong", fingerprint=card.fingerprint)
    workspace.store.call(lambda db: trust(db, card))
    return card_facts(workspace, path)


def trust(db: "Database", card: Card) -> None:
    """Take note of a card that was compared. Raises Problem as `trust_card`."""
    standing = standing_of(db, card.device, card.public_key, card.kind)
    name = card.name or card.code
    if standing == "own":
        raise Problem("exchange_card_own")
    if standing == "changed":
        raise Problem("exchange_card_changed", name=name)
    if standing == "revoked":
        raise Problem("exchange_revoked_partner", name=name)
    if card.kind == SERVER:
        _trust_server(db, card)
        return
    known = db.peers.device(card.device)
    with db.transaction():
        if known is not None and known.source not in TRUSTED:
            db.peers.forget(card.device)
        keys = bytes.fromhex(card.public_key), bytes.fromhex(card.exchange_key)
        if known is None or known.source != "server":
            db.peers.learn(KnownDevice(card.device, card.code, *keys, card.person, card.name, source="card"))
        db.frames.retry_parked()


def _trust_server(db: "Database", card: Card) -> None:
    member = membership(db)
    if member is not None and member.server != card.device:
        raise Problem("exchange_other_server", server=member.name)
    db.settings.put(SERVER_CARD, to_json(card))


def _view(card: Card, standing: Standing) -> CardView:
    kind = "server" if card.kind == SERVER else "laptop"
    return CardView(card.device, "server" if kind == "server" else "laptop", card.name, card.code, card.fingerprint,
                    standing)  # fmt: skip
