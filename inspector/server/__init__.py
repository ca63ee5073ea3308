"""The server: keeps what laptops push, judges it, and gives it to those who may read it (sync.md, "Server").

`core` is the whole of it without a network; `app` puts it on the web. Nothing here knows the laptop's own storage.
"""

from inspector.server import problems

__all__ = ["problems"]
