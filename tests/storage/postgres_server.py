"""A PostgreSQL server of one's own, for tests and benchmarks: on a free port of loopback, in a folder that goes away.

PostgreSQL refuses to run as root, so root hands it to an unprivileged user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_USERS = ("postgres", "nobody")
QUICK = (  # nothing is synced to disk: for tests. A commit outlives the server, which `restart("immediate")` is about
    "fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=40",
    "autovacuum=off", "max_wal_size=1GB", "wal_level=minimal", "max_wal_senders=0", "deadlock_timeout=100ms",
)  # fmt: skip


class NoServerError(Exception):
    """There is no PostgreSQL here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `url(name)` is the address of a database."""

    port: int
    folder: Path
    binaries: Path

    def url(self, database: str) -> str:
        return f"postgresql://desk@127.0.0.1:{self.port}/{database}"

    def restart(self, mode: str = "fast") -> None:
        self._control("restart", "-m", mode)

    def stop(self, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)

    def start(self) -> None:
        self._control("start")

    def _control(self, *arguments: str) -> None:
        _run(self.binaries / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", *arguments)


def binaries() -> Path:
    """The folder with initdb and pg_ctl. Raises NoServerError."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    if found is None:
        raise NoServerError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return Path(found).resolve().parent


@contextmanager
def running(settings: Sequence[str] = QUICK, folder: Path | None = None) -> Iterator[Server]:
    """A server with these settings; one in a `folder` of the caller's stays there, stopped. Raises NoServerError."""
    tools = binaries()
    with TemporaryDirectory(prefix="dateline-pg-") if folder is None else nullcontext(folder) as name:
        server = Server(_free_port(), Path(name), tools)
        data = server.folder / "data"
        if not data.exists():
            server.folder.mkdir(exist_ok=True, parents=True)
            user = owner()
            if user is not None:
                os.chown(server.folder, user.pw_uid, user.pw_gid)
            server.folder.chmod(0o755)
            _run(tools / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        places = [f"port={server.port}", "listen_addresses='127.0.0.1'", f"unix_socket_directories='{server.folder}'"]
        (data / "postgresql.auto.conf").write_text("\n".join([*settings, *places]) + "\n")
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate" if folder is None else "fast")


def owner() -> pwd.struct_passwd | None:
    """Who the server runs as, where that is not us."""
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServerError("PostgreSQL does not run as root, and there is no other user here")


def _run(*command: object) -> None:
    user = owner()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user is not None else {}
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        cwd="/",
        timeout=60,
        check=False,
        **identity,  # type: ignore[call-overload]
    )
    if done.returncode:
        raise NoServerError(f"{Path(str(command[0])).name} failed: {done.stdout.decode(errors='replace')[-400:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
