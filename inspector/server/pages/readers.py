"""Who reads in a browser: passwords that administrators give, sessions, and what forms carry against forgery.

A session is 32 random bytes in a cookie, kept as a hash; it ends after twelve hours, with the password, or when the
person is no longer active. What a form carries is made from the session (or, before signing in, from a cookie of its
own) and the server's key, so that another site cannot make one.
"""

import hmac
from collections.abc import Mapping
from dataclasses import field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.person import Person
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import people, state
from inspector.server.areas import worded
from inspector.server.core import Core
from inspector.server.identity import Session
from inspector.server.pages import passwords
from inspector.server.shapes import NAME, plain
from inspector.server.state import hashed
from inspector.server.tables import person, web_account, web_session

SESSION_S: Final = 12 * 3600
MOST_SESSIONS: Final = 10
"""Browsers in which one person is signed in; the one signed in longest is forgotten."""
SIGNED_IN: Final = sa.select(web_session.c.person, web_session.c.expires_at).where(
    web_session.c.hash == sa.bindparam("hash"), web_session.c.expires_at > sa.bindparam("now")
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody signed in: the person, and what the person may read, as a session without a device."""

    person: Person
    session: Session
    secret: str
    """The session's own text, from the cookie."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What people call areas, by id."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The areas, sorted."""
        return tuple(sorted({grant.scope for grant in self.session.grants}))

    @property
    def areas(self) -> tuple[tuple[str, str], ...]:
        """(id, what people call it) of these areas, by name."""
        return worded(self.scopes, self.names)


def give_password(core: Core, name: str) -> str:
    """A new password for a person, named by id or login; shown once. Raises Problem user_unknown."""
    made = passwords.new_password(core.here.random(passwords.GROUPS * passwords.LETTERS))
    kept = passwords.hash_of(made)
    with core.database.writing() as connection:
        state.lock(connection)
        _keep(connection, people.find_person(connection, name).id, kept, core.here.seconds)
    return made


def take_password(core: Core, name: str) -> bool:
    """Let a person read in no browser any more; whether there was a password. Raises Problem user_unknown."""
    with core.database.writing() as connection:
        state.lock(connection)
        who = people.find_person(connection, name).id
        connection.execute(sa.delete(web_session).where(web_session.c.person == who))
        return bool(connection.execute(sa.delete(web_account).where(web_account.c.person == who)).rowcount)


def sign_in(core: Core, login: str, password: str) -> str:
    """The secret of a new session. Raises Problem sign_in_refused, the same for whatever is wrong."""
    known = None
    if plain(login, NAME):
        query = sa.select(web_account.c.hash, person.c.id).join(person, person.c.id == web_account.c.person)
        with core.database.reading() as connection:
            known = connection.execute(query.where(person.c.login == login, ~person.c.inactive)).first()
    right = passwords.is_right(password, known.hash if known is not None else passwords.NOBODY)
    if known is None or not right:
        raise Problem("sign_in_refused")
    with core.database.writing() as connection:
        return _begin(core, connection, known.id)


def _begin(core: Core, connection: Connection, who: str) -> str:
    connection.execute(sa.delete(web_session).where(web_session.c.expires_at <= core.here.seconds))
    own = sa.select(web_session.c.hash).where(web_session.c.person == who).order_by(web_session.c.expires_at.desc())
    old = connection.execute(own.offset(MOST_SESSIONS - 1)).scalars().all()
    if old:
        connection.execute(sa.delete(web_session).where(web_session.c.hash.in_(old)))
    secret = core.here.random(32).hex()
    row = {"hash": hashed(secret), "person": who, "expires_at": core.here.seconds + SESSION_S}
    connection.execute(sa.insert(web_session).values(**row))
    return secret


def reader(core: Core, secret: str) -> Reader | None:
    """Who has this session; None when it is over."""
    if not secret or not plain(secret, NAME):
        return None
    with core.database.reading() as connection:
        row = connection.execute(SIGNED_IN, {"hash": hashed(secret), "now": core.here.seconds}).first()
        if row is None:
            return None
        who = people.find_person(connection, row.person)
        grants, names = people.grants_of(connection, [who.id]), state.area_names(connection)
    return Reader(who, Session("", revoked=False, grants=grants), secret, names) if who.active else None


def sign_out(core: Core, secret: str) -> None:
    """End a session."""
    with core.database.writing() as connection:
        connection.execute(sa.delete(web_session).where(web_session.c.hash == hashed(secret)))


def change_password(core: Core, who: Reader, old: str, new: str) -> str:
    """Take a password of one's own choice; the secret of the only session that is left.

    Raises Problem sign_in_refused or password_weak.
    """
    with core.database.reading() as connection:
        query = sa.select(web_account.c.hash).where(web_account.c.person == who.person.id)
        kept = connection.execute(query).scalar()
    if not passwords.is_right(old, kept or passwords.NOBODY):
        raise Problem("password_wrong")
    made = passwords.hash_of(passwords.checked(new, who.person.login))
    with core.database.writing() as connection:
        _keep(connection, who.person.id, made, core.here.seconds)
        return _begin(core, connection, who.person.id)


def _keep(connection: Connection, who: str, kept: str, now: int) -> None:
    """Another password: every session ends."""
    connection.execute(sa.delete(web_session).where(web_session.c.person == who))
    connection.execute(sa.delete(web_account).where(web_account.c.person == who))
    connection.execute(sa.insert(web_account).values(person=who, hash=kept, changed_at=now))


def form_key(core: Core, secret: str) -> str:
    """What a form of this browser carries."""
    return hmac.digest(core.here.signer.secret, f"form\n{secret}".encode("utf-8", "replace"), "sha256").hex()


def known_mark(core: Core, login: str) -> str:
    """What a browser keeps in which this login signed in; it lets nobody in."""
    salt = core.here.random(16).hex()
    return f"{salt}-{_known(core, login, salt)}"


def is_known(core: Core, login: str, mark: str) -> bool:
    """Whether this login signed in in the browser that keeps this."""
    salt, _dash, kept = mark.partition("-")
    return hmac.compare_digest(_known(core, login, salt).encode(), kept.encode("utf-8", "replace"))


def _known(core: Core, login: str, salt: str) -> str:
    text = f"known\n{salt}\n{login}".encode("utf-8", "replace")
    return hmac.digest(core.here.signer.secret, text, "sha256").hex()


def is_own_form(core: Core, secret: str, given: str) -> bool:
    """Whether a form came from a page of this browser."""
    return bool(secret) and hmac.compare_digest(form_key(core, secret).encode(), given.encode("utf-8", "replace"))
