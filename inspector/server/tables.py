"""Tables of the server, the same on SQLite and PostgreSQL. Moments are seconds since 1970.

`frame` is the truth; `event`, `entity` and `ruling` can be read from it again. Personal data stand in `person` and
inside the frames only.
"""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, key: bool = False, unique: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False, unique=unique or None)


def _int(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("false"))


meta = Table("meta", metadata, _text("key", key=True), _text("value"))
"""Server id, name, epoch, and the number up to which there is a backup."""

counter = Table("counter", metadata, _text("name", key=True), _int("value"))
"""One row for each number that readers follow. Whoever writes locks the row `frame` until the commit."""

frame = Table(
    "frame",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _text("id", unique=True),
    _text("scope"),
    _text("dev"),
    _int("n"),
    _text("prev"),
    _text("hash"),
    Column("raw", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    _int("size"),
    _int("events"),
    _flag("forked"),
    _text("digest"),
    _int("nth"),
    Index(None, "scope", "seq"),
    Index(None, "dev", "scope", "n"),
)
"""`digest` and `nth`: set digest and count of the scope up to this frame, so that any head can be answered for."""

event = Table(
    "event",
    metadata,
    _text("id", key=True),
    _int("seq"),
    Column("place", Integer, nullable=False),
    _text("entity"),
    Index(None, "entity"),
)
"""Where an event stands: its frame and its place in it."""

entity = Table("entity", metadata, _text("id", key=True), _text("kind"), _text("scope"))
"""The scope an entity lives in: that of the first frame that spoke of it with effect."""

ruling = Table(
    "ruling",
    metadata,
    _text("event", key=True),
    _text("id", unique=True),
    _text("frame"),
    _text("scope"),
    _text("code"),
    _int("seq"),
    _text("adopted"),
    Index(None, "scope", "seq"),
    Index(None, "frame"),
)
"""Judged event, the ruling on it, the frame it came in, and the event that adopted it ("" = still in quarantine)."""

blob_ref = Table(
    "blob_ref",
    metadata,
    _text("scope", key=True),
    _text("sha256", key=True),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    _flag("present"),
    Column("nth", BigInteger, nullable=False, server_default=text("0")),
)
"""Files that frames of a scope refer to. `present`: somebody who may write there sent the whole file, as the `nth`."""

person = Table(
    "person",
    metadata,
    _text("id", key=True),
    _text("login", unique=True),
    _text("name"),
    _text("team"),
    _text("roles"),
    _flag("inactive"),
)

permission = Table(
    "permission",
    metadata,
    _text("person", key=True),
    _text("scope", key=True),
    _text("role", key=True),
    Index(None, "scope"),
)
"""Grants: `author`, `reader` or `reviewer` of a scope."""

device = Table(
    "device",
    metadata,
    _text("id", key=True),
    _text("code"),
    _text("alias"),
    _text("public_key"),
    _text("exchange_key"),
    _text("name"),
    _text("person"),
    _flag("revoked"),
    _int("enrolled_at"),
)
"""`person` is the first one enrolled on it; `alias` tells two devices with the same short code apart."""

device_person = Table(
    "device_person",
    metadata,
    _text("device", key=True),
    _text("person", key=True),
    _text("alias"),
    Index(None, "person"),
    Index(None, "alias"),
)
"""Who works on a device; `alias` is the id that records of the device use, if it made them before it was enrolled."""

directory = Table(
    "directory",
    metadata,
    _text("device", key=True),
    _text("scope", key=True),
    _int("number"),
    Index(None, "scope", "number"),
)
"""Devices that the readers of a scope have to know, with the number of the latest change."""

enrolment_code = Table(
    "enrolment_code",
    metadata,
    _text("hash", key=True),
    _text("people"),
    _int("expires_at"),
    _int("used_at"),
    Column("device", Text, nullable=False, server_default=""),
)
"""One-time codes, hashed; `people`: ids of those they let in, as JSON; `used_at` 0 = not yet; `device` used it."""

used_nonce = Table("used_nonce", metadata, _text("hash", key=True), _int("expires_at"))
"""Challenges that were answered; kept until they expire."""

token = Table(
    "token", metadata, _text("hash", key=True), _text("device"), _int("expires_at"), Index(None, "expires_at")
)

exchange_peer = Table(
    "exchange_peer", metadata, _text("device", key=True), _int("received"), _int("sent"), _text("state")
)
"""Laptops that came with an exchange file: number of the last one from and to them, and what the former said (JSON)."""

web_account = Table("web_account", metadata, _text("person", key=True), _text("hash"), _int("changed_at"))
"""Who may read the ledgers in a browser: `hash` of the password as `pages.passwords` writes it."""

web_session = Table(
    "web_session",
    metadata,
    _text("hash", key=True),
    _text("person"),
    _int("expires_at"),
    Index(None, "person"),
    Index(None, "expires_at"),
)
"""Who is signed in, in a browser."""

shown_mark = Table("shown_mark", metadata, _text("name", key=True), _int("seq"), _text("epoch"), _int("shape"))
"""One row `mark`: up to which frame the tables below are folded, in which epoch and by which version of the rows."""

shown_hazard = Table(
    "shown_hazard",
    metadata,
    _text("id", key=True),
    _text("scope"),
    _text("number"),
    _text("customer"),
    _text("visit"),
    _int("grade"),
    _text("status"),
    _flag("unclosed"),
    _text("found_on"),
    _text("deadline"),
    _text("trouble"),
    _text("closed_on"),
    _text("prior_on"),
    _int("reopened"),
    _flag("recurrent"),
    _text("by_hand"),
    _text("words"),
    _text("data"),
    Index(None, "scope", "unclosed", "grade", "deadline"),
    Index(None, "trouble"),
    Index(None, "customer"),
    Index(None, "visit"),
)
"""Hazards as the web page lists them; `grade` is its rank, `status` as people count it, `words` what is searched."""

shown_visit = Table(
    "shown_visit",
    metadata,
    _text("id", key=True),
    _text("scope"),
    _text("number"),
    _text("customer"),
    _text("kind"),
    _text("signed_on"),
    _text("words"),
    _text("data"),
    Index(None, "scope", "signed_on"),
    Index(None, "customer"),
)
"""Signed visits as the web page lists them."""

shown_thing = Table(
    "shown_thing",
    metadata,
    _text("id", key=True),
    _text("kind"),
    _text("scope"),
    _text("name"),
    _text("account"),
    _text("data"),
    Index(None, "kind"),
)
"""Names of customers, equipment and persons, and what else the ledgers show of them."""

SHOWN: Final = (shown_mark, shown_hazard, shown_visit, shown_thing)
"""Tables of the web page: folded from the frames, so that no backup holds them."""
