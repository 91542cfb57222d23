"""A stage on which each message of the suite answers a mail of its own; and what became of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from outreach import tokens
from store import keys, mail
from store.sends import Send
from tests.unit.inbox.stage import KEY, Stage
from tests.unit.injections.mails import Case, Ours, compose


class Outcome(NamedTuple):
    """What became of a message: its row, what was said of it, the consent to a call, who is suppressed."""

    row: dict[str, Any]
    classified: dict[str, Any]
    said: dict[str, Any]
    consent: dict[str, Any] | None
    suppressed: bool


def play(stage: Stage, case: Case, number: int, model: Any) -> Outcome:
    """Let the message come in, with this model in place of Bedrock, and see what follows."""
    domain = f"firm-{number}.example"
    address = f"ann@{domain}"
    send = stage.given_send(address, domain)
    raw = compose(case, _ours(send, address), number)
    stage.deps.bedrock = model
    if hasattr(model, "whole"):
        model.whole = raw.decode("utf-8", errors="replace") + repr(case.said)
    reply_id = stage.receive(raw)
    said = stage.events(keys.lead_pk(send.lead_id))
    return Outcome(
        row=mail.get(stage.table, send.lead_id, reply_id) or {},
        classified=said.get("reply.classified", {}),
        said=said,
        consent=stage.table.get(keys.consent(send.lead_id, send.contact_id, "call")),
        suppressed=stage.suppressed(address),
    )


def _ours(send: Send, address: str) -> Ours:
    subject = tokens.subject_id(send.lead_id, send.send_id)
    return Ours(
        address,
        tokens.sign("reply", subject, KEY),
        tokens.sign("unsubscribe", subject, KEY),
        "0100019a-injection-000000",
    )
