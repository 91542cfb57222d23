"""``beckon consent``: what people agreed to, kept as a ledger that is only added to.

A consent to be written to opens what a country's law keeps shut (``outreach.country_rules``); withdrawing it
holds for the very next mail. It does not outweigh the suppression list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from cli.connection import Connection
    from store.writes import Write

app = typer.Typer(help="What people agreed to: add, list, withdraw.", no_args_is_help=True)
_Address = Annotated[str, typer.Argument(help="The person's e-mail address.")]


@app.command()
def add(
    address: _Address,
    text: Annotated[str, typer.Option(help="The words they agreed to, or what they bought or asked.")],
    origin: Annotated[str, typer.Option(help="Where it was given: a form, a contract, a list.")],
    version: Annotated[str, typer.Option(help="The version of those words.")] = "1",
    at: Annotated[str, typer.Option(help="When: 2026-01-31, or with a time. Now, if left out.")] = "",
    basis: Annotated[str, typer.Option(help="express, customer (they bought) or inquiry (they asked).")] = (
        "express"
    ),
) -> None:
    """Record that somebody may be written to, and why. The same consent twice is one."""
    from outreach.consent import Consent
    from store import consents

    run = current()
    connection = run.connection
    consent = Consent(
        text=_needed(text, "--text"),
        version=_needed(version, "--version"),
        given_at=_moment(at, connection),
        origin=_needed(origin, "--origin"),
        basis=_basis(basis),
    )
    contact = _contact(connection, address)
    new = _commit(
        connection, lambda: consents.give(connection.table, contact, consent, connection.clock.now())
    )
    if run.json:
        return output.emit({"recorded": new})
    return output.say("Recorded." if new else "This very consent was recorded before.")


@app.command("list")
def list_entries(address: _Address) -> None:
    """Every consent and withdrawal of somebody, and what stands now."""
    from outreach.consent import expires_at
    from store import consents

    run = current()
    table = run.connection.table
    contact = _contact(run.connection, address)
    stands = consents.to_be_written_to(table, contact)
    items = [item for one in _contacts(run.connection, address) for item in consents.ledger(table, one)]
    names = ("kind", "act", "at", "basis", "text", "version", "origin", "recorded_at")
    rows = [{name: item.get(name, "") for name in names} for item in items]
    end = expires_at(stands) if stands else None
    if run.json:
        return output.emit(
            {
                "standing": stands._asdict() if stands else None,
                "expires_at": end,
                "entries": [{name: value for name, value in row.items() if value} for row in rows],
            }
        )
    if not rows:
        return output.say(f"Nothing is recorded for {output.plain(address)}.")
    cells = [
        (
            row["kind"],
            row["act"],
            output.clock(row["at"]),
            row["basis"],
            output.line(row["text"], 50),
            row["origin"],
        )
        for row in rows
    ]
    output.out().print(output.grid(("for", "what", "when", "basis", "words", "by"), cells))
    if stands is None:
        return output.say("Nothing stands of a consent to be written to.")
    if stands.withdrawn_at:
        return output.say(f"Withdrawn on {stands.withdrawn_at[:10]}: nothing is sent until another is given.")
    until = f" until {end:%Y-%m-%d}" if end else ""
    return output.say(f"May be written to{until}: {stands.basis.value}, since {stands.given_at[:10]}.")


@app.command()
def withdraw(
    address: _Address,
    why: Annotated[str, typer.Option(help="How it was taken back, for the ledger.")] = "asked for it",
) -> None:
    """Take back every consent of somebody, to be written to and to be called. Holds for the very next one."""
    from store import consents

    run = current()
    connection = run.connection
    contact = _contact(connection, address)
    kinds = []
    if _commit(
        connection,
        lambda: consents.withdraw(connection.table, contact, why, "cli", connection.clock.now()),
    ):
        kinds.append(consents.MAIL)
    for lead_id, one in _called(connection, address):
        writes = consents.withdraw_call(lead_id, one, why, "cli", connection.clock.now())
        if _commit(connection, lambda writes=writes: list(writes)):
            kinds.append(consents.CALL)
    if run.json:
        return output.emit({"withdrawn": kinds})
    if not kinds:
        raise Trouble(
            f"no consent of {output.plain(address)} stands",
            f"to never write to them again: beckon suppress add {output.plain(address)}",
        )
    return output.say(f"Withdrawn: consent to {' and to '.join(_WORDS[kind] for kind in kinds)}.")


_WORDS = {"mail": "be written to", "call": "be called"}


def _contacts(connection: Connection, address: str) -> list[str]:
    """The ids under which somebody may be known: of the address as written, and without what they added."""
    from outreach.ids import contact_id
    from outreach.suppression import plain_form
    from scrapers.emails import parse_address

    if parse_address(address) is None:
        raise Misuse(f"{output.plain(address)} is no e-mail address", "give one, such as ada@example.com")
    return list(dict.fromkeys(contact_id(one, connection.pepper) for one in (plain_form(address), address)))


def _contact(connection: Connection, address: str) -> str:
    """The id under which consents to be written to are kept."""
    return _contacts(connection, address)[0]


def _called(connection: Connection, address: str) -> list[tuple[str, str]]:
    """The leads under which a consent to be called stands, with the contact that gave it."""
    from store import consents, leads

    return [
        (lead_id, one)
        for one in _contacts(connection, address)
        for lead_id in leads.with_contact(connection.table, one)
        if consents.to_be_called(connection.table, lead_id, one) is not None
    ]


def _commit(connection: Connection, decide: Any) -> bool:
    """Commit what is decided on the ledger as it is; once more when somebody has just added to it."""
    from store.table import Refusal

    for _ in range(5):
        writes: list[Write] = decide()
        if not writes:
            return False
        try:
            connection.table.commit(writes)
        except Refusal:
            continue
        return True
    raise Trouble("others keep adding to this ledger", "try again in a moment")


def _needed(text: str, option: str) -> str:
    if not text.strip():
        raise Misuse(f"{option} is empty", "a consent without its words proves nothing")
    return text.strip()


def _moment(text: str, connection: Connection) -> str:
    from outreach.consent import moment

    now = connection.clock.now()
    if not text:
        return now.isoformat()
    try:
        return moment(text, now)
    except ValueError as error:
        raise Misuse(f"--at {output.plain(text)}: {error}", "write it like 2026-01-31") from error


def _basis(text: str) -> Any:
    from outreach.consent import Basis

    if text not in set(Basis):
        raise Misuse(f"there is no basis {output.plain(text)!r}", f"write one of: {', '.join(Basis)}")
    return Basis(text)
