"""The command: read campaign and list, play the days, show what they came to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from cli.rehearsal.audience import Audience
    from cli.rehearsal.money import Bill
    from cli.rehearsal.report import Day
    from cli.rehearsal.stage import Played
    from outreach.campaign import Campaign

_BAR = 28
_MOST_DAYS = 366
_SHOWN_REFUSED = 10
_SHOWN_LINES = 40


def rehearse(
    campaign: Annotated[Path, typer.Argument(help="A campaign file; see campaigns/ for examples.")],
    leads: Annotated[Path, typer.Option(help="CSV with company, domain, email, country (phone, consent …).")],
    days: Annotated[int, typer.Option(min=1, max=_MOST_DAYS, help="How many days to play.")] = 30,
    seed: Annotated[int, typer.Option(help="Another seed, another behaviour of the same people.")] = 1,
    start: Annotated[str, typer.Option(help="The first day, such as 2026-03-02; without, tomorrow.")] = "",
    answers: Annotated[
        str, typer.Option(help="typical, silent, or percent of the mails: bounce=2,warm=1,cold=2,away=3 …")
    ] = "typical",
    quota: Annotated[int, typer.Option(min=1, help="Mails in 24 hours that SES allows you.")] = 50_000,
    chart: Annotated[Path | None, typer.Option(help="Draw the days into this .svg or .png file.")] = None,
    calendar: Annotated[Path | None, typer.Option(help="Write every decision into this .csv file.")] = None,
    company: Annotated[str, typer.Option(help="Show every decision about this domain.")] = "",
) -> None:
    """Play a campaign on a virtual clock: what would be sent to whom, when, and why not. No AWS, no mail.

    The decisions are those of the real functions: sequence, windows, holidays, law, caps, warm-up and
    reputation. How people answer is assumed, at rates that you can give.
    """
    from cli.campaigns import load
    from cli.rehearsal import audience, money, report, stage

    assumed = audience.rates(answers)
    first = _first_day(start)
    if chart is not None:
        from cli.rehearsal.chart import check

        check(chart)
    read = load(campaign)
    listed = audience.read(leads, first)
    if not listed.companies:
        _say_refused(listed)
        raise Trouble(f"{leads} has no company that could be written to", "see the reasons above")
    settings = stage.Settings(start=first, days=days, seed=seed, assumed=assumed, quota=quota)
    with _progress(days, first.date()) as tell:
        played = stage.play(read, listed.companies, settings, tell)
    by_day = report.days_of(read, listed.companies, played)
    sums = report.totals(listed.companies, played, by_day)
    cost = money.bill(_counts(sums), read)
    try:
        if calendar is not None:
            report.write_calendar(read, listed.companies, played.lines, calendar)
        if chart is not None:
            from cli.rehearsal.chart import draw, names_of

            draw(by_day, names_of(read), f"{read.name}: {sums['sent']} mails in {days} days", chart)
    except OSError as error:
        raise Trouble(
            f"{error.filename} can't be written ({error.strerror})", "name a file in a folder"
        ) from error
    if current().json:
        return output.emit(_document(read, listed, settings.seed, sums, by_day, cost, answers, first))
    _show(read, listed, sums, by_day, cost, answers)
    if company:
        _show_company(read, listed, played, company)
    for what, file in (("The picture", chart), ("The calendar", calendar)):
        if file is not None:
            output.say(f"{what} is in {file}")
    return None


def _first_day(start: str) -> datetime:
    if not start:
        from datetime import timedelta

        tomorrow = datetime.now(UTC) + timedelta(days=1)
        return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        day = date.fromisoformat(start)
    except ValueError:
        raise Misuse(f"{start!r} is no day", "write it like 2026-03-02") from None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _progress(days: int, first: date) -> Any:
    """A bar on a terminal; nothing elsewhere: it takes seconds."""
    console = output.err()
    if not console.is_terminal:
        return nullcontext(lambda day: None)
    from contextlib import contextmanager

    from rich.progress import Progress

    @contextmanager
    def shown() -> Any:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task("Playing the days", total=days)
            tell: Callable[[date], None] = lambda day: bar.update(task, completed=(day - first).days + 1)  # noqa: E731
            yield tell

    return shown()


def _counts(sums: dict[str, Any]) -> dict[str, int]:
    return {
        "leads": sums["companies"],
        "mails": sums["sent"],
        "put_off": sum(sums["put_off"].values()),
        "answers": sum(sums["answers"].values()),
    }


def _document(
    campaign: Campaign, listed: Audience, seed: int, sums: dict[str, Any], days: list[Day], cost: Bill,
    answers: str, first: datetime,
) -> dict[str, Any]:  # fmt: skip
    from cli.rehearsal.audience import rates

    return {
        "campaign": campaign.id,
        "start": first.date().isoformat(),
        "seed": seed,
        "assumed_percent": {act.value: rate for act, rate in rates(answers).items()},
        "rows_refused": [{"line": line, "column": col, "reason": why} for line, col, why in listed.refused],
        **sums,
        "days": [day.as_json() for day in days],
        "cost": {
            "usd": round(cost.total, 4),
            "by_item": {item: round(usd, 6) for item, usd in sorted(cost.dollars.items())},
            "prices_of": cost.checked_on,
        },
    }


def _show(
    campaign: Campaign, listed: Audience, sums: dict[str, Any], days: list[Day], cost: Bill, answers: str
) -> None:
    from cli.rehearsal.audience import rates

    console = output.out()
    _say_refused(listed)
    console.print(
        output.grid(_columns(campaign), [_day_row(campaign, day, days) for day in days], right=_NUMBERS)
    )
    console.print()
    facts = [
        ("companies", f"{sums['companies']}, of which {sums['never_written_to']} got no mail in these days"),
        (
            "mails",
            f"{sums['sent']}, {sums['first_mails']} of them first ones; the last of those {_day(sums)}",
        ),
        (
            "capacity",
            f"{sums['capacity']} on {sums['open_days']} open days; {sums['busiest_day']} on the busiest",
        ),
        ("put off", _reasons(sums["put_off"])),
        ("refused", _reasons(sums["refused"])),
        ("answers", _reasons(sums["answers"])),
        ("at the end", _reasons(sums["states"])),
        ("cost", _dollars(cost)),
    ]
    for pause in sums["pauses"]:
        facts.append(("paused", f"{pause['sender']} at {pause['at'][:16]}: {pause['reason']}"))
    console.print(output.grid(("", ""), [fact for fact in facts if fact[1]]))
    assumed = ", ".join(f"{act.value} {rate:g} %" for act, rate in rates(answers).items())
    console.print()
    console.print(output.safe(f"Assumed, not known: how people answer ({assumed or 'nobody does'}).", "dim"))
    console.print(
        output.safe("Every company counts as found, and scored high enough, on the first day.", "dim")
    )


_NUMBERS = ("sent", "room", "put off", "answers")


def _columns(campaign: Campaign) -> tuple[str, ...]:
    return ("day", "", "sent", "by step", "room", "put off", "answers")


def _day_row(campaign: Campaign, day: Day, days: list[Day]) -> tuple[str, ...]:
    most = max((one.sent for one in days), default=0) or 1
    bar = "█" * round(_BAR * day.sent / most)
    steps = " + ".join(str(day.by_step.get(step, 0)) for step in range(len(campaign.steps)))
    answers = sum(day.answers.values())
    return (
        f"{day.date:%a %d %b}",
        bar or ("closed" if not day.open else ""),
        str(day.sent or ""),
        steps if day.sent else "",
        str(max(0, day.capacity - day.sent)) if day.open else "",
        str(day.put_off or ""),
        str(answers or ""),
    )


def _day(sums: dict[str, Any]) -> str:
    return f"on {sums['last_first_mail'][:10]}" if sums["last_first_mail"] else "never"


def _reasons(counts: dict[str, int]) -> str:
    return ", ".join(f"{why} {n}" for why, n in counts.items())


def _dollars(cost: Bill) -> str:
    dearest = sorted(cost.dollars.items(), key=lambda item: -item[1])[:4]
    named = ", ".join(f"{item.replace('_', ' ')} {usd:.2f}" for item, usd in dearest)
    return (
        f"about ${cost.total:.2f} on AWS ({named}; prices of {cost.checked_on}, without Salesforce and calls)"
    )


def _say_refused(listed: Audience) -> None:
    for line, column, why in listed.refused[:_SHOWN_REFUSED]:
        output.say(f"line {line}{f', {column}' if column else ''}: {why}")
    if len(listed.refused) > _SHOWN_REFUSED:
        output.say(f"{len(listed.refused) - _SHOWN_REFUSED} more rows can't be used; --json lists them all")


def _show_company(campaign: Campaign, listed: Audience, played: Played, domain: str) -> None:
    from cli.rehearsal import report

    wanted = domain.strip().lower()
    index = next((n for n, one in enumerate(listed.companies) if one.domain == wanted), None)
    if index is None:
        raise Trouble(f"{domain} is not in the list", "name a domain as the list has it")
    lines = [line for line in played.lines if line.company == index][:_SHOWN_LINES]
    cells = [
        (local, f"mail {mail}", what, why, until[:16].replace("T", " "))
        for _, local, _, _, mail, what, why, until in report.rows(campaign, listed.companies, lines)
    ]
    console = output.out()
    console.print()
    console.print(output.safe(f"{wanted} (times on its own clock)", "bold"))
    console.print(output.grid(("at", "", "what", "why", "comes back (UTC)"), cells))
    console.print(f"In the end: {played.enrolments[index].state.value}.")
