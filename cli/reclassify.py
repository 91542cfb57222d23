"""``beckon reclassify``: what the rules and models of today would make of answers that were read before.

Shows each change first. What it changes, it lets ``classify_reply`` change, with all that follows from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cli import output
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from cli.connection import Connection
    from inbox.second_reading import Model, Reading, Stands
    from store.table import Item

_READERS = 8  # messages fetched side by side
_AGO = re.compile(r"(\d{1,4})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_FUNCTION = "classify_reply"


class Case(NamedTuple):
    """One answer that was read before, and what is made of it now."""

    row: Item
    found: Reading | Stands

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        return getattr(self.found, "changes", {})


def reclassify(
    since: Annotated[
        str, typer.Option(help="Answers since a day (2026-11-01), or as long ago as 12h, 7d, 4w.")
    ],
    campaign: Annotated[str, typer.Option(help="Of this campaign only.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    ask: Annotated[
        bool,
        typer.Option("--ask", help="Ask the stage's model again too, where rules don't decide. It costs."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Change it without asking first.")] = False,
) -> None:
    """Read answers again, by the rules and models of this version.

    Nobody is called and nothing that was stopped or suppressed starts again: who reads as warm now waits for
    a person, who reads as an unsubscribe now is suppressed at once. What people decided stands.
    """
    run = current()
    if run.json and not (dry_run or yes):
        raise Misuse("--json asks no questions", "say --dry-run or --yes")
    connection = run.connection
    beginning = moment(since, connection.clock.now())
    rows = [row for row in _rows(connection, beginning) if not campaign or row["campaign_id"] == campaign]
    model = _model(connection) if ask else None
    cases = list(_read(connection, rows, model))
    changed = [case for case in cases if case.changes]
    if run.json:
        _apply(connection, changed if yes and not dry_run else [], ask)
        return output.emit(_summary(cases) | {"applied": bool(yes and not dry_run)})
    _print(cases, changed)
    if dry_run or not changed:
        return None
    if not yes and not typer.confirm(f"Change {len(changed)} answers?", default=False):
        raise Trouble("nothing was changed", "say --dry-run to look only")
    _apply(connection, changed, ask)
    output.out().print(f"Said for {len(changed)} answers. What follows is under way; see `beckon replies`.")
    return None


def moment(since: str, now: datetime) -> datetime:
    """What ``since`` means. Raises ``Misuse``."""
    ago = _AGO.fullmatch(since.strip())
    if ago:
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        given = datetime.fromisoformat(since.strip())
    except ValueError:
        raise Misuse(f"{since!r} is no day and no time ago", "write 2026-11-01, 12h, 7d or 4w") from None
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def _rows(connection: Connection, beginning: datetime) -> list[Item]:
    """The answers under leads that came in since then, oldest first."""
    from store import keys, mail

    since = keys.stamp(beginning)
    states = (mail.CLASSIFIED, mail.BOUNCE, mail.COMPLAINT, mail.AUTOMATIC)
    filed = [
        item for state in states for item in mail.in_state(connection.table, state) if item["at"] >= since
    ]
    wanted = [keys.reply(item["lead_id"], item["reply_id"]) for item in filed if item.get("lead_id")]
    rows = connection.table.get_many(wanted).values()
    return sorted(rows, key=lambda row: (row["received_at"], row["reply_id"]))


def _read(connection: Connection, rows: list[Item], model: Model | None) -> Iterator[Case]:
    """Read each again; several are fetched at once, in order, with a line of progress."""
    from rich.progress import track

    def one(row: Item) -> Case:
        return Case(row, _reading(connection, row, model))

    _ = connection.table, connection.mail  # made once, before threads share them
    with ThreadPoolExecutor(_READERS) as readers:
        done: Iterable[Case] = readers.map(one, rows)
        if output.err().is_terminal:
            done = track(done, "Reading again", total=len(rows), console=output.err(), transient=True)
        yield from done


def _reading(connection: Connection, row: Item, model: Model | None) -> Reading | Stands:
    from inbox.second_reading import Stands, read_again
    from store import enrolments, sends

    send = sends.get(connection.table, row["lead_id"], row["send_id"])
    if send is None:
        return Stands.GONE
    try:
        content = connection.mail.get(row["key"])
    except KeyError:
        return Stands.GONE
    stored = enrolments.get(connection.table, send.lead_id, send.campaign_id)
    country = stored.enrolment.country if stored else ""
    return read_again(row, send, content, country=country or None, model=model)


def _model(connection: Connection) -> Model:
    """The model that the stage's own function asks."""
    from adapters.bedrock import Bedrock
    from inbox.second_reading import Model

    function = f"beckon-{connection.stage}-{_FUNCTION}"
    settings = connection.client("lambda").get_function_configuration(FunctionName=function)
    model_id = settings.get("Environment", {}).get("Variables", {}).get("BECKON_MODEL_CLASSIFY", "")
    if not model_id:
        raise Trouble(f"{function} names no model", "leave out --ask, or deploy the stage with one")
    client = connection.outside("bedrock-runtime", "bedrock")
    return Model(model_id, Bedrock(lambda: client).converse)


def _apply(connection: Connection, changed: list[Case], ask: bool) -> None:
    from cli.said import say_root
    from events.rereading_requested import RereadingRequested
    from outreach.ids import digest

    at = connection.clock.now().isoformat()
    for case in changed:
        row = case.row
        event = RereadingRequested(
            lead_id=row["lead_id"], campaign_id=row["campaign_id"], reply_id=row["reply_id"], ask=ask
        )
        say_root(connection, event, digest(event.TYPE, at, row["reply_id"]))


def _summary(cases: list[Case]) -> dict[str, Any]:
    from inbox.second_reading import Stands

    stands = Counter(case.found.value for case in cases if isinstance(case.found, Stands))
    return {
        "read": len(cases),
        "unchanged": sum(not case.changes for case in cases) - sum(stands.values()),
        "stand": dict(sorted(stands.items())),
        "labels": {f"{was} → {now}": n for (was, now), n in sorted(_labels(cases).items())},
        "changed": [
            {
                "reply_id": case.row["reply_id"],
                "lead_id": case.row["lead_id"],
                "received_at": case.row["received_at"],
                "changes": {name: {"was": was, "would_be": now} for name, (was, now) in case.changes.items()},
                "was_decided_by": case.row.get("model") or case.row.get("rule"),
                "decided_by": _decider(case),
            }
            for case in cases
            if case.changes
        ],
    }


def _labels(cases: list[Case]) -> Counter[tuple[str, str]]:
    return Counter(case.changes["label"] for case in cases if "label" in case.changes)


def _decider(case: Case) -> str | None:
    row = getattr(case.found, "row", {})
    return row.get("model") or row.get("rule")


def _print(cases: list[Case], changed: list[Case]) -> None:
    from inbox.second_reading import Stands

    console = output.out()
    if changed:
        cells = [
            (
                output.clock(case.row["received_at"]),
                case.row["reply_id"][:8],
                _told(case),
                _decider(case) or "",
                output.line(case.row.get("visible") or case.row.get("subject") or "", 44),
            )
            for case in changed
        ]
        console.print(output.grid(("at", "reply", "would change", "decided by", "text"), cells))
    for (was, now), n in sorted(_labels(cases).items()):
        console.print(output.safe(f"{was} → {now}: {n}"))
    stands = Counter(case.found.value for case in cases if isinstance(case.found, Stands))
    for why, n in sorted(stands.items()):
        console.print(output.safe(f"left as they are, {why}: {n}"))
    console.print(f"{len(cases)} answers were read again; {len(changed)} would change.")


def _told(case: Case) -> str:
    told = [f"{_word(was)} → {_word(now)}" for name, (was, now) in case.changes.items() if name == "label"]
    told += [
        f"{name.replace('_', ' ')}: {_word(now)}"
        for name, (_, now) in case.changes.items()
        if name != "label"
    ]
    return "; ".join(told)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else str(value)
