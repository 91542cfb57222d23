"""The comparisons. Each is pure, and each has a test in which it finds something."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta

from cli.accounting.books import Accepted, Check, Finding, Ours, World
from cli.eventlog import of_type
from outreach.enrolment import State
from outreach.ids import lead_id, reply_id
from store.counters import NO_CAMPAIGN, metric

OVERDUE = timedelta(seconds=90)
"""How far behind its moment a waiting lead may be: the Scheduler's minute, and the way through the queue."""

MOVING = frozenset({State.FOUND.value, State.ENRICHED.value})
"""States in which a handler still has to act: nobody is left in them once the loop is quiet."""
WAITING = frozenset({State.ACTIVE.value, State.POSTPONED.value})

INBOUND = "inbound mail"
TERMINAL_CALLS = frozenset({"COMPLETED", "REFUSED"})
TOLD = {
    "delivered": "email.delivered",
    "bounced": "email.bounced",
    "complained": "email.complained",
    "opened": "email.opened",
    "clicked": "email.clicked",
}
"""What SES tells, and the event that we say of it."""


def leads(world: World, ours: Ours) -> Check:
    """Every company that was found rests, or waits, with a reason."""
    found = {(event["lead_id"], event["campaign_id"]) for event in of_type(ours.events, "lead.discovered")}
    enrolled = {(row.lead_id, row.campaign_id): row for row in ours.enrolled}
    held = _held(ours)
    findings: list[Finding] = []
    for lead, campaign in sorted(found | set(enrolled)):
        row = enrolled.get((lead, campaign))
        if row is None:
            findings.append(Finding(lead, f"was found for {campaign} and is not enrolled"))
        elif (lead, campaign) not in found:
            findings.append(Finding(lead, f"is enrolled in {campaign} and no event says it was found"))
        elif row.state in MOVING:
            findings.append(Finding(lead, f"is still {row.state}, and nothing moves any more"))
        elif not row.why:
            findings.append(Finding(lead, f"is {row.state} without a reason"))
        elif (lead, campaign) in held:
            continue
        elif row.state in WAITING and row.moves_at and row.moves_at + OVERDUE < ours.now:
            findings.append(Finding(lead, f"waits for {row.moves_at:%Y-%m-%d %H:%M:%S}, which is past"))
    return _check("leads", len(found | set(enrolled)), findings)


def _held(ours: Ours) -> set[tuple[str | None, str | None]]:
    """The leads whose mail waits for a person's approval."""
    decided = {event["send_id"] for event in of_type(ours.events, "email.drafted", "email.blocked")}
    return {
        (event.lead_id, event.campaign_id)
        for event in of_type(ours.events, "email.held")
        if event["send_id"] not in decided
    }


def listed(world: World, ours: Ours) -> Check:
    """Every company of the campaign's list was found."""
    found = {event["lead_id"] for event in of_type(ours.events, "lead.discovered")}
    findings = [
        Finding(domain, "is on the list and was not found")
        for domain in world.listed
        if lead_id(domain) not in found
    ]
    return _check("listed companies", len(world.listed), findings)


def mails(world: World, ours: Ours) -> Check:
    """Every mail that SES accepted has its one SENT row, and the other way round."""
    rows = {row.send_id: row for row in ours.sends}
    accepted = {mail.send_id: mail for mail in world.accepted}
    findings: list[Finding] = []
    for mail in world.accepted:
        row = rows.get(mail.send_id or "")
        if row is None:
            findings.append(Finding(mail.message_id, "was accepted by SES and has no send row"))
        elif row.state != "SENT":
            findings.append(Finding(row.send_id, f"was accepted by SES and its row says {row.state}"))
    for row in ours.sends:
        if row.state == "SENT" and row.send_id not in accepted:
            findings.append(Finding(row.send_id, "is SENT in the table and SES never accepted it"))
        elif row.state == "SENDING":
            findings.append(Finding(row.send_id, "is still SENDING"))
        elif row.state == "SENT" and row.message_id not in _messages(world.accepted, row.send_id):
            findings.append(Finding(row.send_id, "has another message id than SES gave"))
    both = {mail.send_id or mail.message_id for mail in world.accepted} | set(rows)
    return _check("mails", len(both), findings)


def drafts(world: World, ours: Ours) -> Check:
    """Every mail that was written went, was put off or refused, or its conversation was over before."""
    drafted = {event["send_id"]: event for event in of_type(ours.events, "email.drafted")}
    outcomes = of_type(ours.events, "email.sent", "email.refused", "email.deferred", "email.in_doubt")
    settled = {event["send_id"] for event in outcomes}
    over = {(row.lead_id, row.campaign_id) for row in ours.enrolled if row.state == State.STOPPED}
    findings = [
        Finding(send_id, "was written, and nothing became of it")
        for send_id, event in sorted(drafted.items())
        if send_id not in settled and (event.lead_id, event.campaign_id) not in over
    ]
    return _check("drafts", len(drafted), findings)


def sent_events(world: World, ours: Ours) -> Check:
    """Every mail that SES accepted was said to be sent, once."""
    said = Counter(event["send_id"] for event in of_type(ours.events, "email.sent"))
    accepted = {mail.send_id for mail in world.accepted if mail.send_id}
    findings = [Finding(send_id, "was accepted, and no event says so") for send_id in accepted - set(said)]
    findings += [Finding(send_id, "is said to be sent, and was not") for send_id in set(said) - accepted]
    findings += [Finding(send_id, f"is said to be sent {n} times") for send_id, n in said.items() if n > 1]
    return _check("sent events", len(accepted | set(said)), findings)


def duplicate_sends(world: World, ours: Ours) -> Check:
    """No send was accepted twice, and nobody got one step of a campaign twice under two send ids."""
    findings: list[Finding] = []
    by_send: dict[str, list[Accepted]] = defaultdict(list)
    by_person: dict[tuple[str, str, int | None], set[str]] = defaultdict(set)
    for mail in world.accepted:
        by_send[mail.send_id or mail.message_id].append(mail)
        by_person[(mail.address.lower(), mail.campaign_id, mail.step)].add(mail.send_id or mail.message_id)
    for send_id, copies in by_send.items():
        findings += [
            Finding(send_id, f"was accepted again as {copy.message_id}")
            for copy in sorted(copies, key=lambda mail: mail.at)[1:]
        ]
    for (_, campaign_id, step), sends in by_person.items():
        findings += [
            Finding(send_id, f"is step {step} of {campaign_id}, which this address got before")
            for send_id in sorted(sends)[1:]
        ]
    return Check("duplicate sends", len(by_send), tuple(findings))


def suppressed_sends(world: World, ours: Ours) -> Check:
    """Nobody was mailed after they were suppressed.

    A mail whose claim came through before the suppression was on its way: it is no breach.
    """
    claimed = {row.send_id: row.claimed_at for row in ours.sends}
    findings = []
    for mail in world.accepted:
        since = ours.suppressed_since(mail.address)
        let_through = claimed.get(mail.send_id or "") or mail.at
        if since is not None and mail.at > since and let_through > since:
            findings.append(
                Finding(
                    mail.send_id or mail.message_id, f"went to somebody suppressed since {since:%H:%M:%S}"
                )
            )
    return Check("suppressed sends", len(world.accepted) - len(findings), tuple(findings))


def inbound(world: World, ours: Ours) -> Check:
    """Every object of the mail bucket reached one state."""
    keys = {message.key for message in world.inbound} | set(ours.stored)
    stored = set(ours.stored)
    findings = []
    for key in sorted(keys):
        if key not in stored:
            findings.append(Finding(key, "was put into the bucket and is gone"))
        elif not ours.mail.get(reply_id(key)):
            findings.append(Finding(key, "lies in the bucket and reached no state"))
    return _check(INBOUND, len(keys), findings)


def told(world: World, ours: Ours) -> Check:
    """Whatever SES told of a mail was said, and nothing was said that nobody told."""
    findings = []
    heard = {(event.kind, event.send_id) for event in world.told if event.kind in TOLD}
    # Servers also report by mail what SES does not know of: bounces and complaints read from the bucket.
    by_mail = {
        (kind, message.send_id)
        for message in world.inbound
        for label, kind in _MAIL_REPORTS.items()
        if label in message.expected
    }
    said = {
        (kind, event["send_id"])
        for kind, event_type in TOLD.items()
        for event in of_type(ours.events, event_type)
    }
    for kind, send_id in sorted(heard - said, key=str):
        findings.append(Finding(str(send_id), f"was {kind}, SES says, and no event of it"))
    for kind, send_id in sorted(said - heard - by_mail, key=str):
        findings.append(Finding(str(send_id), f"is said to be {kind}, and SES never said so"))
    return _check("SES events", len(heard | said), findings)


_MAIL_REPORTS = {"BOUNCED": "bounced", "COMPLAINT": "complained"}


def suppressions(world: World, ours: Ours) -> Check:
    """Whoever asked to be left alone, bounced for good or complained is suppressed."""
    address_of = {mail.send_id: mail.address for mail in world.accepted}
    asked: dict[str, str] = {}
    for event in world.told:
        if event.send_id in address_of and (
            event.kind == "complained" or (event.kind == "bounced" and event.permanent)
        ):
            asked[address_of[event.send_id].lower()] = f"{event.kind} (SES)"
    for click in world.one_clicks:
        asked[click.address.lower()] = "unsubscribed by one click"
    for message in world.inbound:
        if message.expected == {"UNSUBSCRIBE"} and message.address:
            asked[message.address.lower()] = "unsubscribed by mail"
    # By send id where there is one: a report about a person should not spread the person's address.
    send_of = {mail.address.lower(): mail.send_id or mail.message_id for mail in world.accepted}
    findings = [
        Finding(send_of.get(address, "unknown mail"), f"its recipient {what} and is not suppressed")
        for address, what in sorted(asked.items())
        if ours.suppressed_since(address) is None
    ]
    return _check("suppressions", len(asked), findings)


def calls(world: World, ours: Ours) -> Check:
    """Every call that Connect started has its row with the same ending, and the other way round."""
    rows = {row.connect_contact_id: row for row in ours.calls if row.connect_contact_id}
    dialled = {call.contact_id: call for call in world.dialled}
    findings = []
    for contact_id, call in sorted(dialled.items()):
        row = rows.get(contact_id)
        if row is None:
            findings.append(Finding(call.call_id or contact_id, "was dialled and has no row"))
        elif row.state not in TERMINAL_CALLS:
            findings.append(Finding(row.call_id, f"was dialled and is still {row.state}"))
        elif call.outcome and row.outcome != call.outcome:
            findings.append(Finding(row.call_id, f"was {call.outcome}, and its row says {row.outcome}"))
    findings += [
        Finding(row.call_id, "was placed, says its row, and Connect knows nothing of it")
        for contact_id, row in sorted(rows.items())
        if contact_id not in dialled
    ]
    findings += [
        Finding(call_id, f"was dialled {n} times")
        for call_id, n in Counter(call.call_id for call in dialled.values()).items()
        if n > 1
    ]
    return _check("calls", len(set(dialled) | set(rows)), findings)


def crm(world: World, ours: Ours) -> Check:
    """Every record of ours in Salesforce was said to stand there, is there, and is there once.

    A Contact is somebody else's record: it has no id of ours, and only has to be there.
    """
    there = Counter((record.object, record.external_id) for record in world.records if record.external_id)
    ids = {(record.object, record.id) for record in world.records}
    synced = of_type(ours.events, "crm.synced")
    named = {(event["object"], event["external_id"]) for event in synced if event["object"] != "Contact"}
    told = {(event["object"], event["salesforce_id"]): event["external_id"] for event in synced}
    findings = [
        *(Finding(key, f"is a {kind} in Salesforce, and no event of it") for kind, key in set(there) - named),
        *(
            Finding(key, f"is said to be {kind} {i}, and is not")
            for (kind, i), key in told.items()
            if (kind, i) not in ids
        ),
        *(Finding(key, f"is {n} {kind}s in Salesforce") for (kind, key), n in there.items() if n > 1),
    ]
    return _check("Salesforce records", len(set(there) | named), sorted(findings, key=lambda f: f.id))


def counters(world: World, ours: Ours) -> Check:
    """The counters are what a count of the log gives."""
    counted: Counter[tuple[str, str]] = Counter()
    for event in ours.events:
        name = metric({"meta": {"type": event.type}, "data": dict(event.data)})
        counted[(event.campaign_id or NO_CAMPAIGN, name)] += 1
    both = sorted(set(counted) | set(ours.counters))
    findings = [
        Finding(f"{campaign_id} {name}", f"counts {ours.counters.get((campaign_id, name), 0)}, the log {n}")
        for campaign_id, name in both
        if (n := counted[(campaign_id, name)]) != ours.counters.get((campaign_id, name), 0)
    ]
    return _check("counters", len(both), findings)


def motion(world: World, ours: Ours) -> Check:
    """Nothing is on its way any more: what has not arrived can't be accounted for."""
    return _check("at rest", 0, [Finding(place, f"{n} still there") for place, n in ours.moving.items() if n])


def outside(world: World, ours: Ours) -> Check:
    """Whatever the world outside was to do, it did; else the run was not what it looks like."""
    return _check(
        "outside", 0, [Finding(job.kind, f"could not be done: {job.error}") for job in world.failed]
    )


def dead_letters(world: World, ours: Ours) -> Check:
    """Nobody gave up on anything."""
    findings = tuple(Finding(queue, f"has {n} dead letters") for queue, n in sorted(ours.dead.items()) if n)
    return Check("dead letters", 0, findings)


def labels(world: World, ours: Ours) -> Check:
    """Whether replies were read as their writers meant them. A matter of quality, not of loss."""
    given = {event["reply_id"]: event["label"] for event in of_type(ours.events, "reply.classified")}
    findings = []
    compared = 0
    for message in world.inbound:
        label = given.get(reply_id(message.key))
        if label is None or not message.expected:
            continue
        compared += 1
        if label not in message.expected:
            meant = "/".join(sorted(message.expected))
            findings.append(Finding(message.key, f"means {meant}, was read as {label}"))
    return _check("labels", compared, findings)


def _messages(accepted: Iterable[Accepted], send_id: str) -> set[str]:
    return {mail.message_id for mail in accepted if mail.send_id == send_id}


def _check(name: str, compared: int, findings: Iterable[Finding]) -> Check:
    """A comparison of some things, of which each may have been found wanting more than once."""
    found = tuple(findings)
    return Check(name, max(0, compared - len({finding.id for finding in found})), found)
