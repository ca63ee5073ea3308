"""The server without a network: every request is a method.

Clock and randomness come from outside, so that a seeded simulation can drive it in one process; `app` calls the same
methods for real.

Safe for threads: nothing is kept here but connections. Raises Problem and nothing else, whatever it is given.
"""

from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import identity, people, state, store
from inspector.server.blobs import Blobs
from inspector.server.database import Database, chunks
from inspector.server.identity import Session
from inspector.server.migrate import bring_up
from inspector.server.push import Numbering, own_device, push
from inspector.server.shapes import NAME, SHA256, plain
from inspector.server.state import DIRECTORY, FILE, FRAME, Surroundings, surroundings, told
from inspector.server.tables import blob_ref, counter, ruling
from inspector.sync.digests import Buckets, SetDigest, hash_of
from inspector.sync.messages import (
    Challenge,
    Cursor,
    Enrolment,
    Hashes,
    Hello,
    IdBuckets,
    Offset,
    Packet,
    Page,
    PageHead,
    People,
    PeopleNames,
    Receipts,
    Token,
    TokenRequest,
    Welcome,
    malformed,
)
from inspector.sync.protocol import MOST_ASKED, MOST_BLOB, PIECE, VERSIONS

DEEPEST = 16
"""Digits of a bucket's name; more ids than MOST_ASKED with 16 digits of their hash in common do not exist."""


@dataclass(frozen=True, slots=True)
class Core:
    """A server: its database, its files, its surroundings."""

    database: Database
    blobs: Blobs
    here: Surroundings
    numbering: Numbering = field(default=store.Numbers)

    # --- who -----------------------------------------------------------------------------------------------------

    def hello(self) -> Hello:
        """Who the server is."""
        with self.database.reading() as connection:
            facts = told(connection)
        at = self.here.now().isoformat(timespec="seconds")
        signer, epoch = self.here.signer, facts["epoch"]
        newest, keys = VERSIONS[-1], (signer.public_key, signer.exchange_key)
        return Hello(facts["server"], facts["name"], epoch, VERSIONS[0], newest, keys[0], at, epoch, keys[1])

    def enroll(self, asked: Enrolment) -> Welcome:
        """Let a device in. Raises Problem enrolment_invalid, enrolment_code_invalid, device_known, device_revoked."""
        with self.database.writing() as connection:
            state.lock(connection)
            return identity.enrol(connection, self.here, asked)

    def challenge(self, device: str) -> Challenge:
        """A number for a device to sign."""
        return identity.challenge(self.here, device)

    def token(self, answer: TokenRequest) -> Token:
        """A token for who signed the number. Raises Problem challenge_invalid."""
        with self.database.writing() as connection:
            state.lock(connection)  # of two answers at once only one is the first
            return identity.sign_in(connection, self.here, answer)

    def session(self, token: str) -> Session:
        """Who holds a token. Raises Problem token_invalid."""
        with self.database.reading() as connection:
            return identity.session(connection, self.here, token)

    def people(self, session: Session, asked: PeopleNames) -> People:
        """Keep by which ids the laptop's records name its persons; all of them. Raises Problem device_revoked."""
        with self.database.writing() as connection:
            state.lock(connection)
            identity.name_people(connection, session, asked)
            return People(people.working_on(connection, session.device))

    # --- frames --------------------------------------------------------------------------------------------------

    def push(self, session: Session, packets: Iterable[Packet]) -> Receipts:
        """Take frames in, from whoever is enrolled: their authors are known by their signatures.

        What a revoked device sends, by itself or through another one, is stored and ruled out. Raises Problem
        protocol_too_large: several frames in one push have the common cap of `protocol.batches`.
        """
        del session  # being enrolled is enough: laptops carry frames of others, from exchange files
        return push(self.database, self.here, packets, self.numbering)

    def pull(self, session: Session, scope: str, after: Cursor, *, head: int | None = None, directory: int = 0) -> Page:
        """The next page of a scope. `head`: that of the first page; `directory`: the last certificate's number.

        Raises Problem scope_forbidden or cursor_unknown (with `epoch`).
        """
        _need(session, scope)
        with self.database.reading() as connection:
            facts = told(connection)
            if not store.knows(connection, scope, after):
                raise Problem("cursor_unknown", epoch=facts["epoch"])
            last, digest = store.tip(connection, scope, head)
            packets = store.page(connection, scope, after.seq, last.seq)
            certificates = people.listed(connection, scope, directory, self.here.signer)
        reached = packets[-1].seq if packets else after.seq
        more = (reached or 0) < last.seq or len(certificates) == people.DIRECTORY_PAGE
        backup = int(facts["backup_seq"]), int(facts.get("backup_at", "0"))
        return Page(
            PageHead(facts["epoch"], scope, last.seq, digest.text, digest.count, more, *backup, certificates), packets
        )

    def ids(self, session: Session, scope: str, prefix: str = "") -> IdBuckets:
        """What a scope holds, to be compared with what a laptop holds of it.

        Digests of the buckets below a prefix of the ids' hashes (hexadecimal, two digits a step), or the sorted ids
        where they are few enough for one answer.
        Raises Problem scope_forbidden or protocol_malformed.
        """
        _need(session, scope)
        if len(prefix) > DEEPEST or len(prefix) % 2 or any(digit not in "0123456789abcdef" for digit in prefix):
            raise malformed("prefix")
        with self.database.reading() as connection:
            every = store.ids(connection, scope)
        if not prefix:
            return IdBuckets(digests=Buckets.of(every).digests())
        below = [one for one in every if hash_of(one).hex().startswith(prefix)]
        if len(below) <= MOST_ASKED:
            return IdBuckets(ids=tuple(sorted(below)))
        deeper: dict[str, SetDigest] = {}
        for one in below:
            deeper.setdefault(hash_of(one).hex()[: len(prefix) + 2], SetDigest()).add(one)
        return IdBuckets(digests={name: deeper[name].text for name in sorted(deeper)})

    # --- files ---------------------------------------------------------------------------------------------------

    def blobs_missing(self, session: Session, scope: str, asked: Hashes) -> Hashes:
        """Those of these files that frames of the scope refer to and that nobody sent for it yet.

        Raises Problem scope_forbidden or protocol_too_large.
        """
        with self.database.reading() as connection:
            return self._asked(connection, session, scope, asked, lambda rows: any(not row.present for row in rows))

    def blobs_unsaved(self, session: Session, scope: str, asked: Hashes) -> Hashes:
        """Those of these files that frames of the scope refer to and that are in no backup yet.

        Raises Problem scope_forbidden or protocol_too_large.
        """
        with self.database.reading() as connection:
            last = int(told(connection).get("backup_files", "0"))
            unsaved = lambda rows: not any(row.present and 0 < row.nth <= last for row in rows)  # noqa: E731
            return self._asked(connection, session, scope, asked, unsaved)

    def _asked(
        self,
        connection: Connection,
        session: Session,
        scope: str,
        asked: Hashes,
        wanted: Callable[[list[sa.Row[Any]]], bool],
    ) -> Hashes:
        """The files among those asked for of which it holds, in their order; only those the device may know of."""
        if len(asked.sha256) > MOST_ASKED:
            raise Problem("protocol_too_large")
        hashes = [sha256 for sha256 in dict.fromkeys(asked.sha256) if SHA256.fullmatch(sha256)]
        rows: dict[str, list[sa.Row[Any]]] = {}
        own = self._sendable(connection, session, scope)
        for some in chunks([sha256 for sha256 in hashes if own is None or sha256 in own]):
            query = sa.select(blob_ref).where(blob_ref.c.scope == scope, blob_ref.c.sha256.in_(some))
            for row in connection.execute(query):
                rows.setdefault(row.sha256, []).append(row)
        return Hashes(tuple(sha256 for sha256 in hashes if sha256 in rows and wanted(rows[sha256])))

    def blob_offset(self, session: Session, scope: str, sha256: str) -> Offset:
        """How much of a file is here; one that is gone is asked for again.

        Raises Problem blob_unknown or scope_forbidden.
        """
        with self.database.reading() as connection:
            own = self._sendable(connection, session, scope)
            if own is not None and sha256 not in own:
                raise Problem("scope_forbidden")
            sizes, present = self._refs(connection, scope, sha256)
        size = self._size(sha256) if present else -1
        if size >= 0:
            return Offset(size, complete=True)
        if not sizes:
            raise Problem("blob_unknown")
        return Offset(self.blobs.received(scope, sha256))

    def blob_put(self, session: Session, scope: str, sha256: str, offset: int, data: bytes) -> Offset:
        """Add a piece of a file.

        It counts as sent for this scope only, whoever has it elsewhere: knowing the hash of a photo must not be enough
        to read it.
        Raises Problem blob_unknown, scope_forbidden, blob_offset, blob_wrong, protocol_too_large.
        """
        if len(data) > PIECE:
            raise Problem("protocol_too_large")
        before = self.blob_offset(session, scope, sha256)
        if before.complete:
            return before
        with self.database.reading() as connection:
            sizes, _present = self._refs(connection, scope, sha256)
        whole = self.blobs.append(scope, sha256, offset, data, sizes)
        if whole:
            with self.database.writing() as connection:
                sent = (blob_ref.c.scope == scope) & (blob_ref.c.sha256 == sha256)
                number = state.next_file_number(connection)
                connection.execute(sa.update(blob_ref).where(sent).values(present=True, nth=number))
        return Offset(offset + len(data), complete=whole)

    def blob_size(self, session: Session, sha256: str) -> int:
        """Bytes of a file that somebody on the device may read; one that is gone is asked for again.

        Raises Problem blob_unknown.
        """
        scopes = sorted({given.scope for given in session.grants})
        here = (blob_ref.c.sha256 == sha256) & blob_ref.c.present & blob_ref.c.scope.in_(scopes)
        with self.database.reading() as connection:
            found = connection.execute(sa.select(blob_ref.c.scope).where(here).limit(1)).first()
        size = self._size(sha256) if found and SHA256.fullmatch(sha256) else -1
        if size < 0:
            raise Problem("blob_unknown")
        return size

    def blob_get(self, session: Session, sha256: str, start: int = 0, length: int = MOST_BLOB) -> bytes:
        """Bytes of a file. Raises Problem blob_unknown."""
        self.blob_size(session, sha256)
        return self.blobs.read(sha256, start, length)

    def _size(self, sha256: str) -> int:
        """Bytes of a file that was sent; -1 if it is gone: it counts as not sent from now on, whoever sent it."""
        size = self.blobs.size(sha256)
        if size < 0:
            with self.database.writing() as connection:
                connection.execute(sa.update(blob_ref).where(blob_ref.c.sha256 == sha256).values(present=False))
        return size

    def _refs(self, connection: Connection, scope: str, sha256: str) -> tuple[frozenset[int], bool]:
        """Sizes that frames of the scope say the file has, and whether it was sent."""
        if not SHA256.fullmatch(sha256):
            raise malformed("sha256")
        query = sa.select(blob_ref).where(blob_ref.c.scope == scope, blob_ref.c.sha256 == sha256)
        rows = connection.execute(query).all()
        return frozenset(row.size for row in rows), any(row.present for row in rows)

    def _sendable(self, connection: Connection, session: Session, scope: str) -> frozenset[str] | None:
        """Files the device may send for a scope; None = all that the scope refers to.

        Who reads nothing there (any more) may send the photos of what he has sent: nobody else has them.
        Raises Problem scope_forbidden.
        """
        if not plain(scope, NAME):
            raise malformed("scope")
        if session.reads(scope):
            return None
        own = store.own_files(connection, session.device, scope)
        if not own:
            raise Problem("scope_forbidden")
        return own

    def health(self) -> None:
        """Whether the database answers. Raises Problem server_database."""
        with self.database.reading() as connection:
            connection.execute(sa.select(sa.literal(1))).scalar_one()

    def figures(self) -> dict[str, int]:
        """Figures of the whole server for whoever watches it. Raises Problem server_database."""
        held = sa.select(sa.func.count()).select_from(ruling).where(ruling.c.adopted == "")
        with self.database.reading() as connection:
            facts = told(connection)
            query = sa.select(counter.c.value).where(counter.c.name == FRAME)
            return {
                "last_frame": connection.execute(query).scalar_one(),
                "last_frame_in_backup": int(facts["backup_seq"]),
                "backup_at_seconds": int(facts.get("backup_at", "0")),
                "quarantined": connection.execute(held).scalar_one(),
            }


def _need(session: Session, scope: str) -> None:
    if not session.reads(scope):
        raise Problem("scope_forbidden")


def start(
    database: Database,
    blobs: Blobs,
    key: bytes,
    now: Callable[[], datetime],
    random: Callable[[int], bytes],
    numbering: Numbering = store.Numbers,
) -> Core:
    """A server on a database that `found` has prepared."""
    return Core(database, blobs, surroundings(now, random, key), numbering)


def found(database: Database, here: Surroundings, name: str) -> None:
    """Make the tables, and give a new server its identity; one that is there stays as it is."""
    bring_up(database)
    with database.writing() as connection:
        if told(connection):
            return
        connection.execute(sa.insert(counter), [{"name": name, "value": 0} for name in (FRAME, DIRECTORY, FILE)])
        state.put(connection, server=here.ids.new(), name=name, backup_seq="0")
        begin_epoch(connection, here)


def begin_epoch(connection: Connection, here: Surroundings) -> str:
    """A new epoch: after the database was restored from a backup. The server writes as another device from now on."""
    epoch = here.ids.new()
    state.put_epoch(connection, epoch)
    own_device(connection, here, epoch)
    return epoch
