"""One run at a time for an asset and partition.

On one machine a file lock decides, which the kernel frees when its process dies, even by kill -9. Between machines
(that share a remote database) a heartbeat in the journal's row does: a run that died there is taken over
after a minute.
"""

import fcntl
import os
import socket
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from crawl_assets.durable.errors import JournalInUse, JournalLost, JournalTooNew
from crawl_assets.durable.records import Scope
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.values import timestamp_text

FORMAT = 1  # of the rows of journals and journal_steps; older readable ones would be listed here
LEASE = timedelta(seconds=60)

_READ = "SELECT * FROM journals WHERE asset = ? AND partition = ?"
_TAKE = """
INSERT INTO journals (asset, partition, state, format, run_id, owner, host, pid, opened_at, heartbeat_at)
VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (asset, partition) DO UPDATE SET state = 'open', run_id = excluded.run_id, owner = excluded.owner,
    host = excluded.host, pid = excluded.pid, heartbeat_at = excluded.heartbeat_at
WHERE journals.owner IS ?
"""
_BEAT = "UPDATE journals SET heartbeat_at = ? WHERE asset = ? AND partition = ? AND owner = ?"
_LEAVE = "UPDATE journals SET owner = NULL, state = ? WHERE asset = ? AND partition = ? AND owner = ?"


@dataclass(slots=True)
class Lease:
    """The right to write one journal; made by `take`."""

    database: Database
    scope: Scope
    owner: str
    lock: int  # handle of the locked file
    lost: bool = False

    def renew(self) -> None:
        """Say that we are still alive; notes when another process has taken over."""
        now = timestamp_text(datetime.now(UTC))
        args = (now, self.scope.asset, self.scope.partition, self.owner)
        self.lost = self.database.transaction([Statement(_BEAT, args, "journals")])[0].affected == 0

    def check(self) -> None:
        """Raise JournalLost when another process has taken over."""
        if self.lost:
            raise JournalLost(
                f"the journal of {_named(self.scope)} was taken over by another process, because this one did not "
                "answer for a minute. Let that one finish; nothing that is stored was lost."
            )

    def leave(self, state: str) -> None:
        """Give the journal back, `open` (to be continued) or `ended`."""
        try:
            args = (state, self.scope.asset, self.scope.partition, self.owner)
            self.database.transaction([Statement(_LEAVE, args, "journals")])
        finally:
            os.close(self.lock)


def take(database: Database, folder: Path, scope: Scope, run_id: str) -> Lease:
    """Open the journal of `scope` for this process; raises JournalInUse or JournalTooNew."""
    lock = _locked(folder, scope, run_id)
    try:
        now = datetime.now(UTC)
        found = next(iter(database.query(_READ, (scope.asset, scope.partition))), None)
        before = found["owner"] if found else None
        if found:
            _check_format(scope, found["format"])
            if before and found["host"] != socket.gethostname():
                _check_heartbeat(
                    scope, found["host"], found["run_id"], datetime.fromisoformat(found["heartbeat_at"]), now
                )
        owner, text = uuid.uuid4().hex, timestamp_text(now)
        place = (owner, socket.gethostname(), os.getpid(), text, text)
        taken = Statement(_TAKE, (scope.asset, scope.partition, FORMAT, run_id, *place, before), "journals")
        if database.transaction([taken])[0].affected == 0:
            raise JournalInUse(
                f"{_named(scope)} was opened by another run just now; wait for it to end, then try again."
            )
    except BaseException:
        os.close(lock)
        raise
    return Lease(database, scope, owner, lock)


def _locked(folder: Path, scope: Scope, run_id: str) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    name = sha256(f"{scope.asset}\0{scope.partition}".encode()).hexdigest()[:24]
    handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 200, 0).decode(errors="replace").strip()
        os.close(handle)
        raise JournalInUse(
            f"{_named(scope)} is being materialized by {holder or 'another process'}. "
            "Wait for it to end, or stop it; then run again: finished steps are kept."
        ) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"run {run_id}, process {os.getpid()}".encode(), 0)
    return handle


def _check_format(scope: Scope, found: int) -> None:
    if found > FORMAT:
        raise JournalTooNew(
            f"the journal of {_named(scope)} has format {found}, this version knows {FORMAT}. Run it with the version "
            f"that wrote it, or give its finished steps up: crawl-assets journal clear {scope.asset} "
            f"--partition '{scope.partition}'"
        )


def _check_heartbeat(scope: Scope, host: str, run_id: str, beaten: datetime, now: datetime) -> None:
    if now - beaten < LEASE:
        raise JournalInUse(
            f"{_named(scope)} is being materialized by run {run_id} on {host}, last heard of "
            f"{(now - beaten).total_seconds():.0f} s ago. Wait for it to end; if it died, wait a minute."
        )


def _named(scope: Scope) -> str:
    return f"{scope.asset} [{scope.partition}]" if scope.partition else scope.asset
