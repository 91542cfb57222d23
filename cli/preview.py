"""``beckon preview``: the mail that a step would write to a company, and what each sentence rests on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.errors import Misuse
from cli.invocation import current

if TYPE_CHECKING:
    from cli.previewing import Preview


def preview(
    company: Annotated[
        str,
        typer.Argument(metavar="[DOMAIN|ID]", help="A lead of the stage; leave out with --page or --facts."),
    ] = "",
    campaign: Annotated[str, typer.Option(help="A campaign of the stage.")] = "",
    step: Annotated[int, typer.Option(min=0, help="Which mail of the sequence, from 0.")] = 0,
    template: Annotated[str, typer.Option(help="Another template than the step's, or auto.")] = "",
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the HTML part here.")] = None,
    page: Annotated[
        list[Path] | None, typer.Option(help="Saved pages of the company. Needs no stage.")
    ] = None,
    facts: Annotated[Path | None, typer.Option(help="Facts as JSON, instead of pages.")] = None,
    campaign_file: Annotated[Path | None, typer.Option(help="A campaign's file. Needs no stage.")] = None,
) -> None:
    """Show a mail without sending it: subject, text, the fact behind each sentence, and what would forbid it.

    The plain template is shown; a model's draft differs each time it is asked.

    Exit code 0: it would be written and sent. 1: it would be blocked or refused; the reason is told.
    """
    from cli.previewing import from_files, from_table, look

    offline = bool(page or facts)
    if offline == bool(company):
        raise Misuse(
            "name a lead, or give --page or --facts",
            "for example: beckon preview shop.example --campaign demo",
        )
    if page and facts:
        raise Misuse("--page and --facts stand beside each other", "give one of them")
    run = current()
    if offline:
        if campaign_file is None:
            raise Misuse("there is no campaign", "add --campaign-file campaigns/demo.yml")
        case = from_files(campaign_file, page or [], facts)
    else:
        if not campaign:
            raise Misuse("there is no campaign", "add --campaign ID; see `beckon campaign list`")
        case = from_table(run.connection, company, campaign)
    seen = look(case, step, template)
    if html is not None and seen.written is not None:
        from cli.previewing import bodies

        html.write_text(bodies(seen)[1], encoding="utf-8")
    if run.json:
        output.emit(document(seen))
    else:
        _print(seen)
        if html is not None and seen.written is not None:
            output.say(f"The HTML part is in {html}")
    if seen.blocked or seen.refusal or not seen.parts_agree:
        raise typer.Exit(1)


def document(seen: Preview) -> dict[str, Any]:
    """The JSON form."""
    from cli.previewing import bodies

    written, known = seen.written, seen.facts
    found: dict[str, Any] = {
        "company": seen.case.profile.company,
        "domain": seen.case.profile.domain,
        "campaign": seen.case.campaign.id,
        "step": seen.step,
        "blocked": seen.blocked or None,
        "detail": seen.detail or None,
        "refused": seen.refusal.rule if seen.refusal else None,
        "meaning": seen.refusal.meaning if seen.refusal else None,
        "address_known": seen.case.recipient is not None,
    }
    if written is None:
        return found
    text, html = bodies(seen)
    return found | {
        "language": written.language,
        "template": written.template,
        "subject": written.subject,
        "text": text,
        "html": html,
        "parts_agree": seen.parts_agree,
        "sentences": [
            {
                "text": sentence.text,
                "facts": [
                    {"id": fact.id, "kind": fact.kind, "value": fact.value, "page": fact.page}
                    for fact in (known[identity] for identity in sentence.facts)
                ],
            }
            for sentence in written.sentences
        ],
    }


def _print(seen: Preview) -> None:
    from rich.panel import Panel

    from cli.previewing import bodies

    screen, written = output.out(), seen.written
    screen.print(output.safe(f"{seen.case.profile.company}  {seen.case.profile.domain}", "bold"))
    if written is None:
        screen.print(output.safe(f"No mail would be written: {seen.blocked}", "red"))
        screen.print(output.safe(seen.detail))
    else:
        told = f"step {seen.step}, template {written.template}, {written.language}"
        screen.print(output.safe(told, "dim"))
        screen.print(Panel(output.safe(bodies(seen)[0].rstrip()), title=output.safe(written.subject, "bold")))
        screen.print(output.grid(("sentence", "rests on", "page"), _rows(seen)))
        screen.print(
            output.safe("The mail passed the checks of grounding, honesty, spam, length and language.")
        )
        if not seen.parts_agree:
            screen.print(output.safe("The HTML part and the text part do not say the same.", "red"))
    screen.print(_standing(seen))


def _rows(seen: Preview) -> list[tuple[str, str, str]]:
    assert seen.written is not None
    known, rows = seen.facts, []
    for sentence in seen.written.sentences:
        facts = [known[identity] for identity in sentence.facts]
        rest = "\n".join(f"{fact.kind}: {output.line(fact.value, 40)}" for fact in facts)
        rows.append(
            (
                output.line(sentence.text, 60),
                rest or "the campaign's own words",
                "\n".join(f.page for f in facts),
            )
        )
    return rows


def _standing(seen: Preview) -> Any:
    if seen.refusal is not None:
        return output.safe(f"It would not be sent: {seen.refusal.rule} ({seen.refusal.meaning})", "red")
    if seen.case.recipient is None:
        return output.safe("No address is known, so nobody could be written to.", "yellow")
    return output.safe("No rule forbids to send it.", "green")
