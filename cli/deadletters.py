"""``beckon dlq``: what the handlers gave up on, why, and another try."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from cli import output
from cli.connection import Connection
from cli.errors import Misuse, Trouble
from cli.invocation import current

app = typer.Typer(help="Look at what the handlers gave up on, and send it back.", no_args_is_help=True)

SUFFIX = "-dlq"
_HELD = 60  # seconds that messages are hidden from others while the command looks at them
_MOST = 1_000  # messages looked at in one go
_EMPTY_ANSWERS = 2  # SQS may answer empty although there is something: asked again this often
_MOST_BODY = 4_000  # characters of a body shown on a terminal


@dataclass(frozen=True, slots=True)
class Letter:
    """One dead letter. ``receipt`` lets it be deleted, or put back."""

    id: str
    message_id: str
    reason: str
    failed_at: str
    body: str
    receipt: str

    def document(self) -> dict[str, Any]:
        """The body as JSON; empty when it is none."""
        try:
            document = json.loads(self.body)
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}

    def subject(self) -> str:
        """What kind of message it is."""
        kind = self.document().get("detail-type")
        return str(kind) if kind else "not an event"

    def lead(self) -> str:
        """The lead it is about, as far as the message says."""
        detail = self.document().get("detail")
        data = detail.get("data") if isinstance(detail, dict) else None
        return str(data.get("lead_id", "")) if isinstance(data, dict) else ""

    def as_json(self, queue: str) -> dict[str, Any]:
        return {
            "queue": queue,
            "id": self.id,
            "message_id": self.message_id,
            "reason": self.reason,
            "failed_at": self.failed_at,
            "detail_type": self.subject(),
            "lead_id": self.lead() or None,
            "body": self.document() or self.body,
        }


@app.command("list")
def list_queues() -> None:
    """How many dead letters each queue holds."""
    run = current()
    depths = depth(run.connection)
    if run.json:
        return output.emit({"queues": depths, "total": sum(depths.values())})
    full = {name: count for name, count in depths.items() if count}
    if not full:
        return output.out().print(f"No dead letters in {len(depths)} queues.")
    output.out().print(output.grid(("queue", "dead letters"), full.items(), right=("dead letters",)))
    output.say(f"Look at them with: beckon dlq show {next(iter(full))}")


@app.command("show")
def show(
    queue: Annotated[str, typer.Argument(help="The handler, such as enrich_lead.")],
    letter_id: Annotated[str, typer.Argument(metavar="[ID]", help="Only this letter, in full.")] = "",
) -> None:
    """The dead letters of a handler, with the reasons."""
    run = current()
    name = known_queue(run.connection, queue)
    with held(run.connection, name) as letters:
        chosen = [letter for letter in letters if matches(letter, letter_id)] if letter_id else letters
    if letter_id and not chosen:
        raise _no_letter(name, letter_id)
    if run.json:
        return output.emit([letter.as_json(name) for letter in chosen])
    if not chosen:
        return output.out().print(f"No dead letters of {name}.")
    if letter_id:
        for letter in chosen:
            _print_letter(letter)
        return None
    rows = [
        (letter.id[:8], output.clock(letter.failed_at), letter.subject(), letter.reason, letter.lead()[:8])
        for letter in chosen
    ]
    output.out().print(output.grid(("id", "failed at", "message", "reason", "lead"), rows))
    output.say(f"Send them back with: beckon dlq redrive {name} --all  (or --id {chosen[0].id[:8]})")
    return None


@app.command("redrive")
def redrive(
    queue: Annotated[str, typer.Argument(help="The handler, such as enrich_lead.")],
    ids: Annotated[
        list[str] | None, typer.Option("--id", help="This letter; may be given several times.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All letters of the queue.")] = False,
) -> None:
    """Send dead letters to the handler again."""
    if bool(ids) == everything:
        raise Misuse("say which letters", "give --id ID (from `beckon dlq show`), or --all")
    run = current()
    name = known_queue(run.connection, queue)
    wanted = ids or []
    with held(run.connection, name) as letters:
        chosen = [letter for letter in letters if everything or any(matches(letter, wish) for wish in wanted)]
        for wish in wanted:
            if not any(matches(letter, wish) for letter in letters):
                raise _no_letter(name, wish)
        # Taken off the list one by one: what is left in it when something fails is put back.
        for letter in chosen:
            send_back(run.connection, name, letter)
            letters.remove(letter)
    if run.json:
        return output.emit({"queue": name, "redriven": [letter.id for letter in chosen]})
    return output.out().print(f"{len(chosen)} sent back to {name}.")


def depth(connection: Connection) -> dict[str, int]:
    """Dead letters by handler, hidden ones included."""
    return {
        name.removesuffix(SUFFIX): sum(counts(connection, url).values())
        for name, url in connection.queues()
        if name.endswith(SUFFIX)
    }


def counts(connection: Connection, url: str) -> dict[str, int]:
    """A queue's messages: ``visible``, ``in_flight`` and ``delayed``."""
    names = {
        "visible": "ApproximateNumberOfMessages",
        "in_flight": "ApproximateNumberOfMessagesNotVisible",
        "delayed": "ApproximateNumberOfMessagesDelayed",
    }
    answer = connection.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names.values()))
    return {short: int(answer["Attributes"].get(name, 0)) for short, name in names.items()}


def known_queue(connection: Connection, queue: str) -> str:
    """The handler whose dead letters are meant; raises ``Misuse`` with the ones that there are."""
    asked = queue.removeprefix(f"beckon-{connection.stage}-").removesuffix(SUFFIX)
    names = [name.removesuffix(SUFFIX) for name, _ in connection.queues() if name.endswith(SUFFIX)]
    if asked not in names:
        raise Misuse(f"there is no queue {queue!r}", f"the queues are: {', '.join(names) or 'none'}")
    return asked


@contextmanager
def held(connection: Connection, name: str) -> Iterator[list[Letter]]:
    """All dead letters of a handler, hidden from others meanwhile.

    What is still in the list at the end is shown to others again at once.
    """
    url = connection.queue_url(name + SUFFIX)
    letters: dict[str, Letter] = {}
    kept: list[Letter] = []
    try:
        misses = 0
        while misses < _EMPTY_ANSWERS and len(letters) < _MOST:
            answer = connection.sqs.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=10,
                VisibilityTimeout=_HELD,
                WaitTimeSeconds=0,
                MessageAttributeNames=["All"],
                AttributeNames=["SentTimestamp"],
            )
            new = [_letter(message) for message in answer.get("Messages", [])]
            misses = 0 if new else misses + 1
            letters |= {letter.id: letter for letter in new}
        kept = sorted(letters.values(), key=lambda letter: (letter.failed_at, letter.id))
        yield kept
    finally:
        for letter in kept:
            connection.sqs.change_message_visibility(
                QueueUrl=url, ReceiptHandle=letter.receipt, VisibilityTimeout=0
            )


def send_back(connection: Connection, name: str, letter: Letter) -> None:
    """Put a letter into the handler's queue, then take it out of the dead ones.

    A stop in between leaves it in both; the handler knows an event that it has seen.
    """
    connection.sqs.send_message(QueueUrl=connection.queue_url(name), MessageBody=letter.body)
    connection.sqs.delete_message(QueueUrl=connection.queue_url(name + SUFFIX), ReceiptHandle=letter.receipt)


def matches(letter: Letter, wish: str) -> bool:
    """Whether an id, or its beginning, means this letter (or the message that it was)."""
    return letter.id.startswith(wish) or letter.message_id.startswith(wish)


def _letter(message: dict[str, Any]) -> Letter:
    attributes = {
        name: value.get("StringValue", "") for name, value in message.get("MessageAttributes", {}).items()
    }
    if "reason" in attributes:
        reason = attributes["reason"]
    elif "ERROR_MESSAGE" in attributes or "ERROR_CODE" in attributes:
        # EventBridge writes why a target did not take an event.
        said = attributes.get("ERROR_MESSAGE") or attributes["ERROR_CODE"]
        reason = f"EventBridge could not deliver it: {said}"
    else:
        reason = "SQS moved it here after too many deliveries, without a word from the handler (see its log)"
    return Letter(
        id=message["MessageId"],
        message_id=attributes.get("message_id", message["MessageId"]),
        reason=reason,
        failed_at=attributes.get("failed_at") or _iso(message.get("Attributes", {}).get("SentTimestamp")),
        body=message["Body"],
        receipt=message["ReceiptHandle"],
    )


def _iso(milliseconds: str | None) -> str:
    from datetime import UTC, datetime

    if not milliseconds:
        return ""
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).isoformat(timespec="seconds")


def _print_letter(letter: Letter) -> None:
    console = output.out()
    for label, value in (
        ("id", letter.id),
        ("message", letter.message_id),
        ("failed at", letter.failed_at),
        ("reason", letter.reason),
    ):
        console.print(output.safe(f"{label:<10}{value}"))
    document = letter.document()
    body = json.dumps(document, indent=2, ensure_ascii=False) if document else letter.body
    cut = "" if len(body) <= _MOST_BODY else f"\n… {len(body) - _MOST_BODY} more characters; --json shows all"
    console.print(output.safe(body[:_MOST_BODY] + cut))


def _no_letter(name: str, wish: str) -> Trouble:
    return Trouble(f"{name} has no dead letter {wish}", f"see them with `beckon dlq show {name}`")
