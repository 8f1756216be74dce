"""One run at a time for an asset and partition.

Among processes with the same folder of locks a file lock decides, which the kernel frees when its process dies, even
by kill -9. Between machines (that share a remote database) a heartbeat in the journal's row does: a run that died there
is taken over after a minute; their clocks must agree to within half of that.
"""

import fcntl
import os
import socket
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from crawl_assets.durable.errors import JournalError, JournalInUse, JournalLost, JournalUnreadable
from crawl_assets.durable.records import Scope
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.values import timestamp_text

FORMAT = 1  # of the rows of journals and journal_steps that this version writes
READABLE = (1,)  # the formats it can go on with
LEASE = timedelta(seconds=60)

_READ = "SELECT * FROM journals WHERE asset = ? AND partition = ?"
_TAKE = """
INSERT INTO journals (asset, partition, state, format, run_id, owner, host, locks, pid, opened_at, heartbeat_at)
VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (asset, partition) DO UPDATE SET state = 'open', format = excluded.format, run_id = excluded.run_id,
    owner = excluded.owner, host = excluded.host, locks = excluded.locks, pid = excluded.pid,
    heartbeat_at = excluded.heartbeat_at
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
    is_lost: bool = False  # taken over
    is_left: bool = False  # given back

    def beat(self) -> Statement:
        """Return the statement that says we are still alive; it affects no row once another has taken over."""
        now = timestamp_text(datetime.now(UTC))
        return Statement(_BEAT, (now, self.scope.asset, self.scope.partition, self.owner), "journals")

    def check(self) -> None:
        """Raise JournalLost when another process has taken over, JournalError when this one has given it back."""
        if self.is_lost:
            raise JournalLost(
                f"the journal of {self.scope} was taken over by another process, because this one was not heard of "
                f"for {LEASE.total_seconds():.0f} s. Let that one finish; nothing that is stored was lost."
            )
        if self.is_left:
            raise JournalError(f"the journal of {self.scope} is closed; run its steps inside the `with` block.")

    def leave(self, state: str) -> None:
        """Give the journal back, `open` (to be continued) or `ended`."""
        self.is_left = True
        try:
            args = (state, self.scope.asset, self.scope.partition, self.owner)
            self.database.transaction([Statement(_LEAVE, args, "journals")])
        finally:
            os.close(self.lock)


def take(database: Database, folder: Path, scope: Scope, run_id: str, *, any_format: bool = False) -> Lease:
    """Open the journal of `scope` for this process; raises JournalInUse, or JournalUnreadable without `any_format`."""
    lock = _locked(folder, scope, run_id)
    try:
        now, host, locks = datetime.now(UTC), socket.gethostname(), str(folder.resolve())
        found = next(iter(database.query(_READ, (scope.asset, scope.partition))), None)
        if found and not any_format:
            _check_format(scope, found["format"])
        if found and found["owner"] and (found["host"], found["locks"]) != (host, locks):
            _check_heartbeat(scope, found, now)
        owner, text = uuid.uuid4().hex, timestamp_text(now)
        place = (owner, host, locks, os.getpid(), text, text)
        before = found["owner"] if found else None
        taken = Statement(_TAKE, (scope.asset, scope.partition, FORMAT, run_id, *place, before), "journals")
        if database.transaction([taken])[0].affected == 0:
            raise JournalInUse(f"{scope} was opened by another run just now; wait for it to end, then try again.")
    except BaseException:
        os.close(lock)
        raise
    return Lease(database, scope, owner, lock)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a journal open, or had when it died."""

    run_id: str
    is_alive: bool
    silent: timedelta  # since its heart beat last, every 15 s


def holder_of(database: Database, scope: Scope, now: datetime) -> Holder | None:
    """Return who has the journal of `scope` open, dead or alive; None when it was given back, or there is none."""
    row = next(iter(database.query(_READ, (scope.asset, scope.partition))), None)
    if row is None or not row["owner"]:
        return None
    return Holder(row["run_id"], is_alive(row, now), now - datetime.fromisoformat(row["heartbeat_at"]))


def is_alive(row: dict[str, Any], now: datetime) -> bool:
    """Tell whether the process of a journal's row still has it open: by its id here, by its heartbeat elsewhere."""
    if not row["owner"]:
        return False
    if row["host"] != socket.gethostname():
        return now - datetime.fromisoformat(row["heartbeat_at"]) < LEASE
    try:
        os.kill(row["pid"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


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
            f"{scope} is being materialized by {holder or 'another process'}. "
            "Wait for it to end, or stop it; then run again: finished steps are kept."
        ) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"run {run_id}, process {os.getpid()}".encode(), 0)
    return handle


def _check_format(scope: Scope, found: int) -> None:
    if found not in READABLE:
        partition = f" --partition '{scope.partition}'" if scope.partition else ""
        raise JournalUnreadable(
            f"the journal of {scope} has format {found}; this version reads {', '.join(map(str, READABLE))}. Finish it "
            "with the version that wrote it, or give its finished steps up: "
            f"crawl-assets journal clear {scope.asset}{partition}"
        )


def _check_heartbeat(scope: Scope, found: dict[str, Any], now: datetime) -> None:
    silent = now - datetime.fromisoformat(found["heartbeat_at"])
    if silent < LEASE:
        raise JournalInUse(
            f"{scope} is being materialized by run {found['run_id']} (process {found['pid']} on {found['host']}), last "
            f"heard of {silent.total_seconds():.0f} s ago. Wait for it to end; if it died, wait a minute."
        )
