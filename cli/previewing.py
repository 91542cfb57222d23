"""A mail as it would be written and judged, and where its company and campaign come from. Sends nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.errors import Misuse, Trouble

if TYPE_CHECKING:
    from cli.connection import Connection
    from outreach.campaign import Campaign
    from outreach.compliance import Recipient, Refusal
    from outreach.facts import Fact
    from outreach.profile import Profile
    from templates.composing import Written

# Where nothing is known of a stage, the links of a mail lead here, and the card says so.
_NOWHERE = "https://your-stage.example"
_MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Case:
    """Whom would be written to, by which campaign. ``recipient`` is None where no address is known."""

    campaign: Campaign
    profile: Profile
    recipient: Recipient | None
    public_url: str
    reply_domain: str
    now: datetime


@dataclass(frozen=True)
class Preview:
    """What became of it: the mail, or why there is none; and what would forbid to send it."""

    case: Case
    step: int
    written: Written | None
    blocked: str
    detail: str
    refusal: Refusal | None
    parts_agree: bool

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts that the mail's sentences may cite, by id."""
        from templates import material

        return {fact.id: fact for fact in material.mentionable(self.case.profile)}


def look(case: Case, step: int, template: str = "") -> Preview:
    """Write the step's mail from a template, as it would be, and ask every rule. Raises ``Misuse``."""
    from outreach import compliance
    from outreach.campaign import Writer
    from templates import checks, composing

    campaign = case.campaign
    if campaign.step(step) is None:
        count = len(campaign.steps)
        raise Misuse(f"{campaign.id} has no step {step}", f"its {count} steps are numbered from 0")
    named = campaign.steps[step]._replace(writer=Writer.TEMPLATE)
    if template:
        named = named._replace(template=template)
    steps = (*campaign.steps[:step], named, *campaign.steps[step + 1 :])
    written, blocked, detail = None, "", ""
    try:
        written = composing.write(replace(campaign, steps=steps), step, case.profile, model="", ask=_no_model)
    except composing.Blocked as why:
        blocked, detail = why.reason, why.detail
    refusal = None
    if case.recipient is not None:
        refusal = compliance.check(
            campaign, case.recipient, public_url=case.public_url, reply_domain=case.reply_domain, now=case.now
        )
    agree = written is None or checks.parts_agree(written.paragraphs, campaign.sender)
    return Preview(case, step, written, blocked, detail, refusal, agree)


def bodies(preview: Preview) -> tuple[str, str]:
    """The text part and the HTML part as they would go on the wire, with a link that leads nowhere."""
    from outreach import message

    case, written = preview.case, preview.written
    assert written is not None
    spoken = case.campaign.spoken(written.language)
    recipient = case.recipient
    page = recipient.source if recipient else f"https://{case.profile.domain}/"
    seen = (recipient.seen_at if recipient else case.profile.seen_at)[:10]
    mail = message.Mail(
        send_id="preview",
        sender=case.campaign.sender,
        to_address="reader@example.com",
        subject=written.subject,
        paragraphs=written.paragraphs,
        reply_to=f"reply@{case.reply_domain}",
        unsubscribe_url=f"{case.public_url}/u/preview",
        unsubscribe_mailto=f"unsub@{case.reply_domain}",
        source_notice=message.notice(spoken, message.Notice(page, seen, case.profile.company)),
        language=written.language,
    )
    return message.text_body(mail), message.html_body(mail)


def from_table(connection: Connection, company: str, campaign_id: str) -> Case:
    """A lead of the stage. Raises ``Trouble`` where there is none, or nothing was read of it yet."""
    from cli.campaigns import known
    from cli.leads import find
    from outreach.campaign import Campaign
    from store import recipients

    lead_id = find(connection, company)
    profile = recipients.profile(connection.table, lead_id)
    if profile is None:
        raise Trouble(f"nothing was read of {company} yet", f"see `beckon lead {company}`")
    campaign = Campaign.from_item(known(connection, campaign_id)).seen_by(lead_id)
    contact_id = recipients.chosen(connection.table, lead_id)
    contact = recipients.get(connection.table, lead_id, contact_id) if contact_id else None
    recipient = None
    if contact is not None:
        recipient = _recipient(profile, contact.address, contact.page, contact.seen_at, contact.kind)
        consent = _consent(connection, contact.address)
        recipient = replace(recipient, consent=consent)
    url = connection.outputs.get("PublicUrl", _NOWHERE)
    return Case(campaign, profile, recipient, url, "reply.example.com", connection.clock.now())


def from_files(campaign_file: Path, pages: Sequence[Path], facts: Path | None) -> Case:
    """A company from saved pages, or from facts in a file, and a campaign from its own. No stage, no AWS."""
    from cli.campaigns import load

    profile = _from_facts(facts) if facts is not None else _from_pages(pages)
    address = profile.best("email")
    recipient = None
    if address is not None:
        kind = address.detail.get("kind", "")
        recipient = _recipient(profile, address.value, address.page, address.seen_at, kind)
    return Case(load(campaign_file), profile, recipient, _NOWHERE, "reply.example.com", datetime.now(UTC))


def _recipient(profile: Profile, address: str, page: str, seen_at: str, kind: str) -> Recipient:
    from outreach import compliance

    names = [fact.value for name in ("company", "address") for fact in profile.of_kind(name)]
    published = page.startswith(("https://", "http://")) and compliance.is_own_page(page, profile.domain)
    return compliance.Recipient(
        address=address,
        country=profile.country,
        subscriber=compliance.subscriber(names),
        source=page,
        seen_at=seen_at,
        published=published,
        impersonal=kind == "role",
        refuses_mail=bool(profile.of_kind("mail_refusal")),
    )


def _consent(connection: Connection, address: str) -> Any:
    from outreach import suppression
    from store import consents

    plain = suppression.address_gate(suppression.plain_form(address), connection.pepper).hashed
    return consents.to_be_written_to(connection.table, plain)


def _from_pages(paths: Sequence[Path]) -> Profile:
    from cli.scraping.saved import NotAPage, read
    from scrapers.profile import build_profile

    try:
        return build_profile([read(str(path), "")[0] for path in paths])
    except NotAPage as why:
        raise Trouble(f"{', '.join(map(str, paths))}: {why}", "name saved pages of one company") from why


def _from_facts(path: Path) -> Profile:
    """A JSON file: ``{"domain": …, "facts": [{"kind": …, "value": …, "page": …}, …]}``."""
    from outreach.facts import KINDS, Fact
    from outreach.ids import digest
    from outreach.profile import Profile

    example = 'write {"domain": "shop.example", "facts": [{"kind": "company", "value": "Shop Ltd"}]}'
    try:
        data = json.loads(path.read_text(encoding="utf-8")[:_MOST_BYTES])
        domain, listed = str(data["domain"]), list(data["facts"])
        given = [(str(one["kind"]), str(one["value"]), one) for one in listed]
    except OSError as error:
        raise Trouble(f"{path} cannot be read", str(error.strerror)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Misuse(f"{path} holds no facts", example) from error
    unknown = sorted({kind for kind, _, _ in given} - KINDS.keys())
    if unknown:
        raise Misuse(
            f"{path}: there is no kind of fact {unknown[0]!r}", "see outreach/facts.py for all kinds"
        )
    now = datetime.now(UTC).isoformat()
    facts = tuple(
        Fact(
            id=str(one.get("id") or digest(kind, value)[:12]),
            kind=kind,
            value=value,
            page=str(one.get("page") or f"https://{domain}/"),
            rule="by hand",
            confidence=float(one.get("confidence", 0.9)),
            seen_at=str(one.get("seen_at") or now),
            detail={str(name): str(told) for name, told in (one.get("detail") or {}).items()},
        )
        for kind, value, one in given
    )
    return Profile(domain, now, facts)


def _no_model(_: object) -> Any:
    raise AssertionError("a template asks no model")
