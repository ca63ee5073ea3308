"""The web page of the server: the ledgers, to be read in a browser by people who work without the program.

Read-only but for signing in and out and for one's own password; made on the server, without scripts. Who may read what
are the grants of the areas, as for laptops.
"""

from inspector.server.pages import problems  # noqa: F401 - registers its sentences
