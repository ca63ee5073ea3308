"""Who asks: enrolment codes for one device each, challenges that are answered once, short opaque tokens, revocation.

Codes and tokens are kept as hashes. A challenge is kept by nobody: it carries its end and the server's own seal, and is
written down only when it was answered. A revoked device may still sign in to hand over what it has (it goes to
quarantine); it holds no grants and is given nothing.
"""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from sqlalchemy.engine import Connection

from inspector.domain.ids import device_code
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import people
from inspector.server.shapes import plain
from inspector.server.state import Surroundings, area_names, hashed, is_signed
from inspector.server.tables import device, enrolment_code, frame, permission, token, used_nonce
from inspector.sync.messages import Challenge, Enrolment, Grant, PeopleNames, Token, TokenRequest, Welcome
from inspector.sync.protocol import challenge_proof, enrolment_proof

CODE_GROUPS: Final = 3
CODE_LETTERS: Final = 4
"""A code has 3 groups of 4 letters out of 31: 59 bits, good for a code that expires and is asked for slowly."""
CHALLENGE_S: Final = 120
TOKEN_S: Final = 3600
NAME: Final = 200
"""Characters of a device's name and of ids."""
HOLDER: Final = sa.select(device).join(
    token,
    (token.c.device == device.c.id)
    & (token.c.hash == sa.bindparam("hash"))
    & (token.c.expires_at > sa.bindparam("now")),
)
"""Who holds a token. Every request asks it, and making a statement takes six times as long as running it."""
MOST_CLAIMS: Final = 20
MOST_PEOPLE: Final = 50
"""Persons on one device that a message names."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who sends a request. `grants` are those of every person on the device; none when it is revoked."""

    device: str
    revoked: bool
    grants: tuple[Grant, ...]

    def reads(self, scope: str) -> bool:
        """Whether anybody on the device may read a scope: every grant includes that."""
        return any(given.scope == scope for given in self.grants)


def new_code(connection: Connection, here: Surroundings, who: Sequence[str], hours: float) -> str:
    """A one-time code that lets these persons work on one laptop; shown once."""
    letters = device_code(here.random(CODE_GROUPS * CODE_LETTERS))
    code = "-".join(letters[at : at + CODE_LETTERS] for at in range(0, len(letters), CODE_LETTERS))
    row = {"hash": hashed(_letters(code)), "people": json.dumps(list(dict.fromkeys(who))), "used_at": 0}
    connection.execute(sa.insert(enrolment_code).values(**row, expires_at=here.seconds + int(hours * 3600)))
    return code


def _letters(code: str) -> str:
    """A code as it is compared: people type it in small letters and with other separators."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def enrol(connection: Connection, here: Surroundings, asked: Enrolment) -> Welcome:
    """Let a device in, or more persons onto a device that is in. Asked again with the code it used, it is told again.

    Raises Problem enrolment_invalid, enrolment_code_invalid, device_known, device_revoked.
    """
    _check(asked)
    who, again = _use_code(connection, here, asked)
    known = connection.execute(sa.select(device).where(device.c.id == asked.device)).first()
    if known is not None and known.public_key != asked.public_key:
        raise Problem("device_known")
    if known is not None and known.revoked:
        raise Problem("device_revoked")
    if not again:
        _let_in(connection, here, asked, who, new=known is None)
    return _welcome(connection, here, asked.device, who)


def _let_in(connection: Connection, here: Surroundings, asked: Enrolment, who: Sequence[str], *, new: bool) -> None:
    if new:
        _add_device(connection, here, asked, who[0])
    for one in who:
        people.settle(connection, asked.device, one)
    people.call(connection, asked.device, who[0], asked.person)
    people.name_people(connection, asked.device, asked.people)
    _claim(connection, asked.scopes, who)
    people.show_in(connection, asked.device, {scope for one in who for scope in people.scopes_of(connection, one)})


def _welcome(connection: Connection, here: Surroundings, dev: str, who: Sequence[str]) -> Welcome:
    row = connection.execute(sa.select(device).where(device.c.id == dev)).one()
    certificate = people.certificate(row, 0, here.signer)
    grants, everybody = people.grants_of(connection, who), people.working_on(connection, dev)
    return Welcome(who[0], grants, certificate, code_taken=row.alias != row.code, people=everybody)


def name_people(connection: Connection, asker: Session, asked: PeopleNames) -> None:
    """Keep by which ids the records of a device name its persons. Raises Problem device_revoked, enrolment_invalid."""
    if asker.revoked:
        raise Problem("device_revoked")
    _check_names(asked.people)
    people.name_people(connection, asker.device, asked.people)


def _check(asked: Enrolment) -> None:
    texts = {"device": asked.device, "device_code": asked.device_code, "name": asked.name, "person": asked.person}
    for name, value in texts.items():
        if not plain(value, NAME) or (not value and name not in ("name", "person")):
            raise Problem("enrolment_invalid", reason=name)
    if len(asked.scopes) > MOST_CLAIMS or not all(scope and plain(scope, NAME) for scope in asked.scopes):
        raise Problem("enrolment_invalid", reason="scopes")
    _check_names(asked.people)
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(asked.public_key))
        X25519PublicKey.from_public_bytes(bytes.fromhex(asked.exchange_key))
        proof = bytes.fromhex(asked.proof)
    except (ValueError, UnsupportedAlgorithm):
        raise Problem("enrolment_invalid", reason="key") from None
    if asked.public_key != asked.public_key.lower() or asked.exchange_key != asked.exchange_key.lower():
        raise Problem("enrolment_invalid", reason="key")
    if not plain(asked.code, NAME):
        raise Problem("enrolment_code_invalid")
    said = enrolment_proof(asked.code, asked.device, asked.public_key, asked.exchange_key)
    if not is_signed(asked.public_key, proof, said):
        raise Problem("enrolment_invalid", reason="proof")


def _check_names(names: Sequence[tuple[str, str]]) -> None:
    if len(names) > MOST_PEOPLE or not all(plain(text, NAME) for pair in names for text in pair):
        raise Problem("enrolment_invalid", reason="people")


def _use_code(connection: Connection, here: Surroundings, asked: Enrolment) -> tuple[tuple[str, ...], bool]:
    """The persons a code is for, and whether this device has used it before: the answer to that may have been lost.

    For every other device it is used up by this transaction.
    """
    this = enrolment_code.c.hash == hashed(_letters(asked.code))
    row = connection.execute(sa.select(enrolment_code).where(this, enrolment_code.c.expires_at > here.seconds)).first()
    if row is None or (row.used_at and row.device != asked.device):
        raise Problem("enrolment_code_invalid")
    connection.execute(sa.update(enrolment_code).where(this).values(used_at=here.seconds, device=asked.device))
    return tuple(json.loads(row.people)), bool(row.used_at)


def _add_device(connection: Connection, here: Surroundings, asked: Enrolment, who: str) -> None:
    """Keep a new device, under an alias if its short code belongs to another one already."""
    others = connection.execute(sa.select(sa.func.count()).where(device.c.code == asked.device_code)).scalar_one()
    connection.execute(
        sa.insert(device).values(
            id=asked.device,
            code=asked.device_code,
            alias=f"{asked.device_code}-{others + 1}" if others else asked.device_code,
            public_key=asked.public_key,
            exchange_key=asked.exchange_key,
            name=asked.name,
            person=who,
            revoked=False,
            enrolled_at=here.seconds,
        )
    )


def _claim(connection: Connection, scopes: Sequence[str], who: Sequence[str]) -> None:
    """Areas the laptop made by itself before it knew a server: theirs who come with them, if they are nobody's yet."""
    for scope in sorted(set(scopes)):
        granted = sa.select(permission.c.person).where(permission.c.scope == scope)
        written = sa.select(frame.c.seq).where(frame.c.scope == scope)
        if not any(connection.execute(query.limit(1)).first() for query in (granted, written)):
            for one in who:
                people.grant(connection, one, scope, people.AUTHOR)


def challenge(here: Surroundings, dev: str) -> Challenge:
    """A challenge for a device, whether it is known or not: the answer shows."""
    ends = here.seconds + CHALLENGE_S
    stem = f"{ends}.{here.random(16).hex()}"
    return Challenge(f"{stem}.{_seal(here, stem, dev)}", _iso(ends))


def _seal(here: Surroundings, stem: str, dev: str) -> str:
    return hmac.digest(here.signer.secret, f"{stem}\n{dev}".encode("utf-8", "replace"), "sha256").hex()


def sign_in(connection: Connection, here: Surroundings, answer: TokenRequest) -> Token:
    """A token for a device that answered its challenge. Raises Problem challenge_invalid."""
    ends = _checked_end(here, answer)
    row = connection.execute(sa.select(device).where(device.c.id == answer.device)).first() if ends else None
    if row is None or not _is_answer(row.public_key, answer):
        raise Problem("challenge_invalid")
    used = hashed(answer.nonce)
    if connection.execute(sa.select(used_nonce.c.hash).where(used_nonce.c.hash == used)).first():
        raise Problem("challenge_invalid")
    connection.execute(sa.insert(used_nonce).values(hash=used, expires_at=ends))
    for table in (used_nonce, token):
        connection.execute(sa.delete(table).where(table.c.expires_at < here.seconds))
    text = here.random(32).hex()
    connection.execute(
        sa.insert(token).values(hash=hashed(text), device=answer.device, expires_at=here.seconds + TOKEN_S)
    )
    everybody = () if row.revoked else people.working_on(connection, answer.device)
    grants = _grants(connection, row)
    names = area_names(connection)
    areas = tuple((scope, names[scope]) for scope in sorted({one.scope for one in grants}) if scope in names)
    return Token(text, TOKEN_S, grants, everybody, revoked=bool(row.revoked), areas=areas)


def _checked_end(here: Surroundings, answer: TokenRequest) -> int:
    """When the challenge of an answer ends; 0 for one that is not ours, not for this device, or over."""
    stem, _dot, seal = answer.nonce.rpartition(".")
    if not plain(answer.device, NAME) or not plain(answer.nonce, NAME):
        return 0
    if not hmac.compare_digest(seal.encode(), _seal(here, stem, answer.device).encode()):
        return 0
    ends = int(stem.partition(".")[0])
    return ends if ends >= here.seconds else 0


def _is_answer(public_key: str, answer: TokenRequest) -> bool:
    try:
        sig = bytes.fromhex(answer.sig)
    except ValueError:
        return False
    return is_signed(public_key, sig, challenge_proof(answer.nonce, answer.device))


def session(connection: Connection, here: Surroundings, text: str) -> Session:
    """Who holds a token. Raises Problem token_invalid."""
    asked = {"hash": hashed(text), "now": here.seconds} if plain(text, NAME) else {}
    row = connection.execute(HOLDER, asked).first() if asked else None
    if row is None:
        raise Problem("token_invalid")
    return Session(row.id, bool(row.revoked), _grants(connection, row))


def _grants(connection: Connection, row: "sa.Row[tuple[object, ...]]") -> tuple[Grant, ...]:
    if row.revoked:
        return ()
    return people.grants_on(connection, str(row.id))


def revoke(connection: Connection, dev: str) -> None:
    """Lock a device out; everybody who knew it is told. Raises Problem device_unknown."""
    if not connection.execute(sa.update(device).where(device.c.id == dev).values(revoked=True)).rowcount:
        raise Problem("device_unknown", device=dev)
    people.show_in(connection, dev, people.shown_in(connection, dev))


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
