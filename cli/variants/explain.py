"""Why a mail is the variant it is: worked out again from what was kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.errors import Misuse, Trouble
from cli.invocation import current
from outreach import ids, variants

if TYPE_CHECKING:
    from cli.connection import Connection
    from outreach.variants import Allocation
    from store.drafts import Draft

_ID = re.compile(r"[0-9a-f]{6,32}")


def explain(
    send: Annotated[str, typer.Argument(help="A mail's id, or how it begins.")],
    campaign: Annotated[str, typer.Option(help="Look in this campaign only.")] = "",
) -> None:
    """How a mail came to be the variant it is: where its id falls, and how the mails were divided then.

    Both are worked out anew and compared with what was kept. Exit code 1: they differ.
    """
    run = current()
    draft = _find(run.connection, send, campaign)
    if not draft.arm:
        raise Trouble(f"mail {draft.send_id[:8]} is no variant", "its step can be written in one way only")
    made = _allocation(run.connection, draft)
    drawn = made.arm_of(draft.send_id)
    again = variants.allocate(made.experiment, made.version, made.standings, made.harm_cost, made.made_at)
    told = _told(draft, made) | {
        "assignment_repeats": drawn.id == draft.arm,
        "allocation_repeats": again.parts == made.parts,
    }
    if run.json:
        output.emit(told)
    else:
        _print(told)
    if not (told["assignment_repeats"] and told["allocation_repeats"]):
        raise typer.Exit(1)


def _told(draft: Draft, made: Allocation) -> dict[str, Any]:
    start, divided = 0, []
    for standing, part in zip(made.standings, made.parts, strict=True):
        end = start + part
        divided.append(
            {
                "variant": standing.arm.name,
                "arm": standing.arm.id,
                "from": start / variants.WHOLE,
                "to": end / variants.WHOLE,
                **standing.tally._asdict(),
            }
        )
        start = end
    return {
        "send_id": draft.send_id,
        "lead_id": draft.lead_id,
        "campaign": draft.campaign_id,
        "step": draft.step,
        "variant": draft.variant,
        "place": variants.place(made.key, draft.send_id),
        "key": made.key,
        "allocation": made.version,
        "experiment": made.experiment,
        "made_at": made.made_at,
        "seed": made.seed,
        "harm_cost": made.harm_cost,
        "divided": divided,
    }


def _print(told: dict[str, Any]) -> None:
    console = output.out()
    console.print(
        output.safe(
            f"Mail {told['step'] + 1} of {told['campaign']} stands at {told['place']:.4f}: "
            f"variant {told['variant']}, by allocation {told['allocation']} "
            f"of {output.clock(told['made_at'].isoformat())}."
        )
    )
    cells = [
        (
            f"{one['variant']}{' *' if one['variant'] == told['variant'] else ''}",
            f"{one['from']:.3f}-{one['to']:.3f}",
            one["sends"],
            one["warm"],
            one["unsubscribed"],
            one["complained"],
        )
        for one in told["divided"]
    ]
    columns = ("variant", "gets", "sent", "warm", "left", "complained")
    console.print(output.grid(columns, cells, right=columns[2:]))
    words = {True: "the same", False: "NOT the same"}
    output.say(f"Drawn again from the id: {words[told['assignment_repeats']]}.")
    output.say(
        f"Divided again from the counts above (seed {told['seed']}): {words[told['allocation_repeats']]}."
    )


def _allocation(connection: Connection, draft: Draft) -> Allocation:
    from store import campaigns
    from store import variants as stored

    campaign = campaigns.version(connection.table, draft.campaign_id, draft.campaign_version)
    step = campaign.step(draft.step) if campaign else None
    if campaign is None or step is None:
        raise Trouble(
            f"version {draft.campaign_version} of {draft.campaign_id} is gone", "nothing can be worked out"
        )
    experiment = variants.experiment_id(
        draft.campaign_id, draft.step, variants.arms(step), campaign.experiment
    )
    made = stored.allocation(connection.table, draft.campaign_id, draft.step, experiment, draft.allocation)
    if made is None:
        raise Trouble(f"allocation {draft.allocation} of {experiment} is gone", "nothing can be worked out")
    return made


def _find(connection: Connection, asked: str, campaign: str) -> Draft:
    """The draft of a send. A send's id follows from lead, campaign and step: only enrolments are read."""
    from cli import reading
    from store import drafts

    wanted = asked.strip().lower()
    if not _ID.fullmatch(wanted):
        raise Misuse(
            f"{asked} is no id of a mail, nor the beginning of one (six letters or more)",
            "see `beckon lead COMPANY`",
        )
    table = connection.table
    items = [item for item in reading.campaigns(table) if not campaign or item["id"] == campaign]
    fitting = [
        (row["lead_id"], name)
        for item in items
        for row in reading.enrolments(table, item["id"])
        for step in range(row["step"] + 1)
        if (name := ids.send_id(row["lead_id"], item["id"], step)).startswith(wanted)
    ]
    if len(fitting) > 1:
        raise Trouble(f"{len(fitting)} mails begin with {asked}", "give more of the id")
    draft = drafts.get(table, *fitting[0]) if fitting else None
    if draft is None:
        raise Trouble(f"there is no mail {asked}", "see `beckon lead COMPANY`")
    return draft
