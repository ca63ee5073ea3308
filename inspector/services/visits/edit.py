"""One write to an open visit: everything that changes is committed together, then taken over in memory.

An answer counts as taken when its commit returned; until then the session in memory is unchanged, so a full disk leaves
both as they were. An edit of content clears the signatures in the same commit.
"""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime

from inspector.services.visits.edits import NO_STEP, EditStep
from inspector.services.visits.session import VisitSession
from inspector.storage import Database

CONTENT_FREE = frozenset({"signature", "position"})
"""Kinds of items that are not content: writing them leaves the signatures alone."""


class Edit:
    """Collects changes of items of one visit and commits them as one step that can be undone.

    `text` names the text field that is being saved: quick saves of one field are one step.
    """

    def __init__(self, session: VisitSession, db: Database, now: datetime, text: str = "") -> None:
        self.session = session
        self.text = text
        self.db = db
        self.now = now
        self._puts: list[tuple[str, str, dict[str, object], Sequence[str]]] = []
        self._deletes: list[tuple[str, str]] = []
        self.signatures_cleared = False

    def put(self, kind: str, key: str, body: Mapping[str, object], heads: Sequence[str] = ()) -> None:
        """Write an item; `heads` are the heads of the entity that the author had on the screen."""
        self._puts.append((kind, key, dict(body), heads))

    def delete(self, kind: str, key: str) -> None:
        """Remove an item, if it is there."""
        if key in self.session.of(kind):
            self._deletes.append((kind, key))

    def after(self, kind: str, key: str) -> Mapping[str, object] | None:
        """An item as it will be once this edit is committed; None if there is none."""
        for put_kind, put_key, body, _heads in reversed(self._puts):
            if (put_kind, put_key) == (kind, key):
                return body
        return None if (kind, key) in self._deletes else self.session.of(kind).get(key)

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self._puts or self._deletes)

    def commit(self, *, step: bool = True) -> datetime:
        """Write everything durably; returns the time the saved mark shows.

        `step` says that it can be undone: what a person did can, what the program put right by itself cannot.
        Raises Problem visit_handed_over or visit_signed_already.
        """
        if self.session.shut is not None:
            raise self.session.shut.problem(self.session.number)
        done = self._step() if step else None
        kinds = {kind for kind, *_rest in (*self._puts, *self._deletes)}
        if kinds - CONTENT_FREE and self.session.of("signature"):
            self._deletes += [("signature", key) for key in self.session.of("signature")]
            self.signatures_cleared = True
        drafts = self.db.drafts
        alone = len(self._puts) + len(self._deletes) == 1  # one statement is a durable commit by itself
        with nullcontext() if alone else self.db.transaction():
            for kind, key in self._deletes:
                drafts.item_delete(self.session.id, kind, key)
            for kind, key, body, heads in self._puts:
                drafts.item_put(self.session.id, kind, key, body, tuple(heads), self.now)
        for kind, key in self._deletes:
            self.session.of(kind).pop(key, None)
        for kind, key, body, _heads in self._puts:
            self.session.of(kind)[key] = body
        self.session.saved_at = self.now
        if done is not None:
            self.session.edits.push(done)
        return self.now

    def _step(self) -> EditStep | None:
        """What this edit changes, before and after; None if that is nothing a person could undo."""
        keys = [*((kind, key) for kind, key, *_rest in self._puts), *self._deletes]
        found = {(kind, key): self.session.of(kind).get(key) for kind, key in keys if kind not in NO_STEP}
        after = {(kind, key): self.after(kind, key) for kind, key in found}
        return EditStep(found, after, self.now, self.session.today, self.text) if found else None
