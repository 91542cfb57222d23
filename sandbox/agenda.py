"""What will happen later: deliveries, replies, calls.

A job is a kind and a JSON payload, written to disk before it is due and struck out when done, so a restart
of the sandbox loses no reply. Jobs may therefore run twice; what they do has ids derived from the payload.
"""

import heapq
import itertools
import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

log = logging.getLogger("sandbox.agenda")

Job = dict[str, Any]
Action = Callable[[Job], None]

MAX_ATTEMPTS = 8
RETRY_SECONDS = 0.5


class Agenda:
    """Runs jobs when they are due, on a few threads. `failed` is told of a job that gave up, with the
    error."""

    def __init__(self, folder: Path, failed: Callable[[str, Job, str], None], workers: int = 6) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "agenda.jsonl"
        self._failed = failed
        self._actions: dict[str, Action] = {}
        self._condition = threading.Condition()
        self._heap: list[tuple[float, int, str, str, Job, int]] = []
        self._order = itertools.count()
        self._open: set[str] = set()
        self._generation = 0
        self._stopping = False
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="agenda")
        self._thread = threading.Thread(target=self._run, name="agenda", daemon=True)
        self._unfinished = self._load()
        self._file = self._path.open("a", encoding="utf-8")

    def _load(self) -> dict[str, tuple[str, Job]]:
        unfinished: dict[str, tuple[str, Job]] = {}
        if not self._path.exists():
            return unfinished
        for line in self._path.read_text(encoding="utf-8").split("\n"):
            try:
                entry = json.loads(line)
            except ValueError:  # the empty last line, or one cut off by a kill
                continue
            if "kind" in entry:
                unfinished[entry["id"]] = (entry["kind"], entry["job"])
            else:
                unfinished.pop(entry["id"], None)
        lines = [json.dumps({"id": i, "kind": kind, "job": job}) for i, (kind, job) in unfinished.items()]
        self._path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return unfinished

    def on(self, kind: str, action: Action) -> None:
        """Say what a kind of job does. All kinds are registered before `start`."""
        self._actions[kind] = action

    def start(self) -> None:
        """Begin; what a former process left undone comes first."""
        for job_id, (kind, job) in self._unfinished.items():
            self._push(0.0, job_id, kind, job, 0)
        self._unfinished = {}
        self._thread.start()

    def later(self, seconds: float, kind: str, job_id: str, **job: Any) -> None:
        """Do a job after a delay. An id that is already open is not added again."""
        if kind not in self._actions:
            raise LookupError(f"no action for jobs of kind {kind}")
        with self._condition:
            if job_id in self._open:
                return
            self._write({"id": job_id, "kind": kind, "job": job})
        self._push(seconds, job_id, kind, job, 0)

    def _write(self, entry: Job) -> None:
        self._file.write(json.dumps(entry) + "\n")
        self._file.flush()

    def _push(self, seconds: float, job_id: str, kind: str, job: Job, attempt: int) -> None:
        with self._condition:
            self._open.add(job_id)
            due = time.monotonic() + seconds
            heapq.heappush(self._heap, (due, next(self._order), job_id, kind, job, attempt))
            self._condition.notify()

    @property
    def pending(self) -> int:
        """Jobs waiting or running."""
        with self._condition:
            return len(self._open)

    def _run(self) -> None:
        while True:
            with self._condition:
                while not self._stopping and (not self._heap or self._heap[0][0] > time.monotonic()):
                    wait = self._heap[0][0] - time.monotonic() if self._heap else None
                    self._condition.wait(wait)
                if self._stopping:
                    return
                _, _, job_id, kind, job, attempt = heapq.heappop(self._heap)
                generation = self._generation
                self._pool.submit(self._perform, generation, job_id, kind, job, attempt)

    def _perform(self, generation: int, job_id: str, kind: str, job: Job, attempt: int) -> None:
        try:
            self._actions[kind](job)
        except Exception as error:
            if generation != self._generation or self._stopping:
                return
            if attempt + 1 < MAX_ATTEMPTS:
                log.warning("job %s failed (%s), trying again", job_id, type(error).__name__)
                self._push(RETRY_SECONDS * 2**attempt, job_id, kind, job, attempt + 1)
                return
            log.exception("job %s gave up", job_id)
            self._failed(kind, job, f"{type(error).__name__}: {error}")
        with self._condition:
            if generation == self._generation:
                self._open.discard(job_id)
                if not self._file.closed:
                    self._write({"id": job_id, "done": True})

    def clear(self) -> None:
        """Forget what is planned."""
        with self._condition:
            self._generation += 1
            self._heap.clear()
            self._open.clear()
            self._file.close()
            self._file = self._path.open("w", encoding="utf-8")

    def stop(self) -> None:
        """Stop taking up jobs; what is open stays on disk for the next start."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        self._pool.shutdown(wait=True, cancel_futures=True)
        with self._condition:
            self._file.close()
