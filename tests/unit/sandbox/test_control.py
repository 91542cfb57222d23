"""Running this world: books, quiet, faults, reset, the ready file, and what survives a kill."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.__main__ import main
from sandbox.agenda import Agenda
from sandbox.books import Books
from sandbox.clock import WorldClock
from tests.unit.sandbox.conftest import Sandbox


def wait_for(true: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.005)


def test_the_ready_file_says_where_and_who(sandbox: Sandbox) -> None:
    ready = json.loads((sandbox.town.settings.state / "sandbox.json").read_text())
    assert ready["url"] == sandbox.town.url
    assert Path(ready["salesforce"]["private_key_file"]).read_text().startswith("-----BEGIN PRIVATE KEY-----")


def test_quiet_is_false_while_something_is_planned(start: Callable[..., Sandbox]) -> None:
    sandbox = start(patience=100.0)
    assert sandbox.http("/control/quiet").json()["quiet"] is True
    sandbox.send("info@stillwatertea.example")
    quiet = sandbox.http("/control/quiet").json()
    assert quiet["quiet"] is False
    assert quiet["pending"] >= 2


def test_an_unknown_fault_is_refused_with_the_known_ones(sandbox: Sandbox) -> None:
    answer = sandbox.http("/control/faults", {"service": "ses", "fault": "sneeze"})
    assert answer.status == 400
    assert "throttle" in answer.json()["message"]
    assert sandbox.http("/control/faults", b"{").status == 400


def test_faults_are_counted_down(sandbox: Sandbox) -> None:
    order = {"service": "search", "fault": "down", "count": 2}
    assert sandbox.http("/control/faults", order).json() == {"search.down": 2}
    sandbox.http("/search/res/v1/web/search?q=x")
    assert sandbox.http("/control/faults").json() == {"search.down": 1}


def test_reset_brings_back_the_first_day(sandbox: Sandbox) -> None:
    sandbox.send("omar@nowhere.example")
    sandbox.settle()
    assert sandbox.http("/control/reset", {}).status == 200
    books = sandbox.books()
    assert books["ses"]["accepted"] == []
    assert (books["salesforce"]["leads"], books["salesforce"]["contacts"]) == (2, 1)
    assert "info@lodestaroptics.example" in books["ses"]["suppressed"]


def test_a_reply_can_be_ordered_for_a_mail(sandbox: Sandbox) -> None:
    sandbox.send("info@stillwatertea.example", send_id="s1")
    sandbox.settle()
    assert sandbox.account.mails == {}
    assert sandbox.http("/control/deliver", {"send_id": "s1", "character": "cold"}).status == 202
    sandbox.settle()
    assert [entry["expected_label"] for entry in sandbox.books()["inbound"]] == ["COLD"]
    assert sandbox.http("/control/deliver", {"send_id": "none", "character": "cold"}).status == 404
    assert sandbox.http("/control/deliver", {"send_id": "s1", "character": "jolly"}).status == 400


def test_the_world_tells_who_is_who(sandbox: Sandbox) -> None:
    world = sandbox.http("/control/world").json()
    first = world["companies"][0]
    assert (first["email"], first["character"], first["caller"]) == (
        "hello@juniperandloom.example",
        "warm_call",
        "interested",
    )


def test_unknown_paths_and_methods_are_told_apart(sandbox: Sandbox) -> None:
    assert sandbox.http("/nowhere").status == 404
    assert sandbox.http("/control/books", {}).status == 405


def test_the_domains_command_writes_a_list_of_prospects(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["domains"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "domain,note"
    assert "juniperandloom.example," in lines
    assert len(lines) > 36


def test_a_busy_port_is_one_sentence(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = str(sandbox.town.server.port)
    needed = ["--state", str(tmp_path / "other"), "--mail-bucket", "b", "--lex-function", "f"]
    assert main(["--port", port, *needed]) == 1
    assert "cannot start" in capsys.readouterr().err


def test_books_forget_half_a_line_and_nothing_else(tmp_path: Path) -> None:
    books = Books(tmp_path, WorldClock())
    books.write("pages", host="a")
    books.close()
    with (tmp_path / "books.jsonl").open("a") as file:
        file.write('{"book": "pages", "ho')
    again = Books(tmp_path, WorldClock())
    again.write("pages", host="b")
    again.close()
    last = Books(tmp_path, WorldClock())
    assert [entry["host"] for entry in last.read("pages")] == ["a", "b"]
    last.close()


def test_the_clock_can_live_on_another_day() -> None:
    clock = WorldClock(86_400.0)
    assert abs((clock.now() - clock.wall()).total_seconds() - 86_400) < 1


def test_a_job_that_keeps_failing_is_given_up_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.agenda.RETRY_SECONDS", 0.0001)
    failed: list[tuple[str, str]] = []
    agenda = Agenda(tmp_path, lambda kind, job, error: failed.append((kind, error)))
    runs: list[Any] = []

    def action(job: dict[str, Any]) -> None:
        runs.append(job)
        raise ValueError("no")

    agenda.on("work", action)
    agenda.start()
    agenda.later(0.0, "work", "w1", n=1)
    wait_for(lambda: agenda.pending == 0)
    agenda.stop()
    assert len(runs) == 8
    assert failed == [("work", "ValueError: no")]


def test_jobs_left_by_a_killed_process_are_done_by_the_next_and_done_ones_are_not(tmp_path: Path) -> None:
    first = Agenda(tmp_path, lambda kind, job, error: None)
    done: list[int] = []
    first.on("work", lambda job: done.append(job["n"]))
    first.start()
    first.later(0.0, "work", "now", n=1)
    first.later(3600.0, "work", "later", n=2)
    wait_for(lambda: done == [1] and first.pending == 1)
    first.stop()
    second = Agenda(tmp_path, lambda kind, job, error: None)
    second.on("work", lambda job: done.append(job["n"]))
    second.start()
    wait_for(lambda: done == [1, 2])
    second.stop()


def test_a_job_that_is_planned_already_is_not_planned_again(tmp_path: Path) -> None:
    agenda = Agenda(tmp_path, lambda kind, job, error: None)
    agenda.on("work", lambda job: None)
    agenda.later(3600.0, "work", "same")
    agenda.later(3600.0, "work", "same")
    assert agenda.pending == 1
    with pytest.raises(LookupError):
        agenda.later(0.0, "unheard-of", "x")
    agenda.start()
    agenda.stop()
