"""The command: all checks, what each found, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.doctor.finding import Finding, State, fail
from cli.invocation import current

if TYPE_CHECKING:
    from cli.connection import Connection
    from outreach.campaign import Campaign

_STYLES = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red", State.UNKNOWN: "magenta"}
_AT_ONCE = 8


def doctor(
    sender: Annotated[
        list[str] | None,
        typer.Option("--sender", help="A From address to check; without, those of all campaigns."),
    ] = None,
) -> None:
    """Look at DNS, SES, Bedrock, Salesforce and the one-click address, and say how to mend what is wrong.

    Changes nothing. Ends with 1 when mails would not arrive, answers not come back, or a login is refused.
    """
    run = current()
    connection = run.connection
    findings = list(_all(connection, sender or []))
    counts = Counter(finding.state for finding in findings)
    if run.json:
        output.emit(
            {
                "stage": connection.stage,
                "findings": [finding._asdict() for finding in findings],
                "counts": {state.value: counts[state] for state in State},
            }
        )
    else:
        _print(findings, counts)
    if counts[State.FAIL]:
        raise typer.Exit(1)


def _all(connection: Connection, senders: list[str]) -> Iterator[Finding]:
    """Side by side, since each mostly waits; told in a fixed order."""
    # It keeps modules out while it is imported, which no thread beside it must meet.
    import adapters.salesforce  # noqa: F401

    settings = _settings(connection)
    if isinstance(settings, Finding):
        yield settings
        return
    campaigns = _campaigns(connection)
    addresses = senders or sorted({s.address for c in campaigns for s in (c.sender, *c.other_senders)})
    planned = _planned(campaigns)
    checks: list[Callable[[], list[Finding]]] = [
        lambda: _account(connection, planned),
        *(partial(_sender, connection, address) for address in addresses),
        lambda: _answers(connection, settings),
        lambda: _services(connection, settings),
    ]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for found in threads.map(lambda check: check(), checks):
            yield from found
    if not addresses:
        yield Finding(
            "sender", connection.stage, State.UNKNOWN, "there is no campaign whose sender could be checked",
            "create one, or say --sender ADDRESS",
        )  # fmt: skip


def _account(connection: Connection, planned: int) -> list[Finding]:
    from cli.doctor import ses

    client = connection.outside("sesv2", "ses")
    return [
        *ses.account(client, planned),
        *ses.configuration(
            client, connection.outputs.get("MailConfigurationSetName", f"beckon-{connection.stage}")
        ),
    ]


def _sender(connection: Connection, address: str) -> list[Finding]:
    """All that decides whether the mails of one From address arrive."""
    from cli.doctor import names, ses

    domain = address.rpartition("@")[2].lower()
    identity, findings = ses.identity(connection.outside("sesv2", "ses"), address)
    resolver = names.resolver(connection.dns)
    if identity.signer:
        findings.append(names.dkim(identity.signer, list(identity.tokens), resolver))
    if identity.mail_from:
        findings.append(names.spf(identity.mail_from, resolver))
    policy, adkim, aspf = names.dmarc(domain, resolver)
    return [*findings, policy, names.alignment(domain, identity.signer, identity.mail_from, adkim, aspf)]


def _answers(connection: Connection, settings: dict[str, str]) -> list[Finding]:
    from cli.doctor import names, services, ses

    domain = settings["BECKON_REPLY_DOMAIN"]
    return [
        names.reply_domain(domain, connection.region, names.resolver(connection.dns)),
        ses.receipt(connection.outside("ses", "ses"), domain, connection.bucket_name, connection.stage),
        *services.one_click(settings["BECKON_PUBLIC_URL"]),
    ]


def _services(connection: Connection, settings: dict[str, str]) -> list[Finding]:
    from cli.doctor import services

    client = connection.outside("bedrock-runtime", "bedrock")
    return [
        *services.secrets(connection),
        services.salesforce(connection),
        services.model(client, settings["BECKON_MODEL_DRAFT"], "drafts"),
        services.model(client, settings["BECKON_MODEL_CLASSIFY"], "answers"),
    ]


def _settings(connection: Connection) -> dict[str, str] | Finding:
    """What the deployed functions work with."""
    from botocore.exceptions import BotoCoreError, ClientError

    found: dict[str, str] = {}
    client = connection.client("lambda")
    for name in ("send_email", "draft_email", "classify_reply"):
        function = f"beckon-{connection.stage}-{name}"
        try:
            answer: dict[str, Any] = client.get_function_configuration(FunctionName=function)
        except (ClientError, BotoCoreError) as error:
            return fail("stage", function, f"not found: {type(error).__name__}", "deploy the stage")
        found |= answer.get("Environment", {}).get("Variables", {})
    return found


def _campaigns(connection: Connection) -> list[Campaign]:
    from outreach.campaign import Campaign
    from store import overview

    return [Campaign.from_item(item) for item in overview.campaigns(connection.table)]


def _planned(campaigns: list[Campaign]) -> int:
    """Mails a day that the caps of all senders together allow."""
    caps: dict[str, int] = {}
    for campaign in campaigns:
        for one in (campaign.sender, *campaign.other_senders):
            caps[one.address] = max(caps.get(one.address, 0), campaign.caps.sender_per_day)
    return sum(caps.values())


def _print(findings: list[Finding], counts: Counter[State]) -> None:
    console = output.out()
    cells = [
        (output.safe(f.check), output.safe(f.about), output.safe(f.state.value, _STYLES[f.state]), f.said)
        for f in findings
    ]
    console.print(output.grid(("check", "of", "", "found"), cells))
    wrong = [finding for finding in findings if finding.fix]
    if wrong:
        console.print()
        console.print(output.safe("What to do", "bold"))
    for finding in wrong:
        console.print(output.safe(f"  {finding.check}, {finding.about}: {finding.fix}"), soft_wrap=True)
    console.print()
    console.print(", ".join(f"{counts[state]} {state.value}" for state in State if counts[state]))
