"""Text that was typed but not saved: kept while somebody types, given back when the field shows again. Worker thread.

A key is a path with colons whose first parts say what is edited (`visit:<id>:note:…`, `customer:new:name`); a prefix
without its last colon would also name its neighbours, so end prefixes with one.
"""

from inspector.services.workspace import Workspace


def keep_typing(workspace: Workspace, key: str, text: str) -> None:
    """Keep what stands in a field now."""
    workspace.db.typing.keep(key, text, workspace.now())


def kept_typing(workspace: Workspace, prefix: str) -> dict[str, str]:
    """Kept text by key, of all fields whose key begins so."""
    return workspace.db.typing.of(prefix)


def drop_typing(workspace: Workspace, prefix: str) -> None:
    """Forget kept text, because it was saved or thrown away."""
    workspace.db.typing.drop(prefix)
