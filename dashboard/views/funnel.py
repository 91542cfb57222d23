"""A campaign's counters as a funnel: stages, what is lost at each, and why.

Counters count events, and events are about different things: companies are found, mails are sent, answers
come in, calls are placed. A company gets several mails, so a share is only ever computed between stages
that count the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.words import LABELS, word

# Reasons of ``lead.rejected`` for which a company's own page was never read.
UNREAD = frozenset(
    {
        "robots_forbid",
        "unreachable",
        "http_error",
        "not_html",
        "redirect_loop",
        "too_large",
        "timed_out",
        "duplicate",
        "excluded",
    }
)
# The reason that is decided only after the company was scored.
_LOW = "low_score"


@dataclass(frozen=True)
class Loss:
    """``count`` things went no further here, for ``reason`` (as people call it)."""

    reason: str
    count: int


@dataclass(frozen=True)
class Stage:
    """``share``: of the stage before, 0-1; ``None`` for the first, and where nothing came before.

    ``lost`` is what did not come this far; ``waiting`` what may still come.
    """

    name: str
    count: int
    share: float | None = None
    lost: tuple[Loss, ...] = ()
    waiting: int = 0


@dataclass(frozen=True)
class Section:
    """Stages that count the same thing."""

    unit: str
    stages: tuple[Stage, ...]


class Counters:
    """Metric → count, as the API says it: ``lead.rejected:no_contact`` is type and qualifier."""

    def __init__(self, counters: Mapping[str, int]) -> None:
        self._counters = dict(counters)

    def total(self, kind: str) -> int:
        """All events of a type, whatever their qualifier."""
        return sum(n for metric, n in self._counters.items() if metric.partition(":")[0] == kind)

    def by(self, kind: str) -> dict[str, int]:
        """Qualifier → count of a type, largest first."""
        found = {
            metric.partition(":")[2]: n
            for metric, n in self._counters.items()
            if metric.startswith(f"{kind}:") and n
        }
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def one(self, kind: str, qualifier: str) -> int:
        return self._counters.get(f"{kind}:{qualifier}", 0)

    def losses(self, kind: str) -> list[Loss]:
        return [Loss(word(reason), n) for reason, n in self.by(kind).items()]


def sections(counters: Mapping[str, int]) -> tuple[Section, ...]:
    """The funnel of a campaign, in the order in which things happen."""
    c = Counters(counters)
    return (_companies(c), _mails(c), _calls(c))


def _companies(c: Counters) -> Section:
    rejected = c.by("lead.rejected")
    unread = [Loss(word(reason), n) for reason, n in rejected.items() if reason in UNREAD]
    turned_down = {reason: n for reason, n in rejected.items() if reason not in UNREAD and reason != _LOW}
    # A company below the threshold is said twice: as scored but not selected, and as rejected.
    low = rejected.get(_LOW, 0)
    below = [Loss(word(_LOW), low)] if low else []
    if (unnamed := c.one("lead.scored", "false") - low) > 0:
        below.append(Loss("not selected", unnamed))
    enriched = c.total("lead.enriched")
    return _section(
        "Companies",
        ("Found", c.total("lead.discovered"), []),
        ("Fetched", enriched + sum(turned_down.values()), unread),
        ("Enriched", enriched, [Loss(word(reason), n) for reason, n in turned_down.items()]),
        ("Chosen", c.one("lead.scored", "true"), below),
    )


def _mails(c: Counters) -> Section:
    in_doubt = c.total("email.in_doubt")
    doubt = [Loss("in doubt, a person decides", in_doubt)] if in_doubt else []
    return _section(
        "Mails",
        ("Written", c.total("email.drafted"), c.losses("email.blocked")),
        ("Sent", c.total("email.sent"), c.losses("email.refused") + doubt),
        ("Delivered", c.total("email.delivered"), c.losses("email.bounced")),
    )


def _calls(c: Counters) -> Section:
    return _section(
        "Calls",
        ("Requested", c.total("call.requested"), []),
        ("Dialled", c.total("call.placed"), c.losses("call.refused")),
        (
            "Answered",
            c.one("call.completed", "answered"),
            [loss for loss in c.losses("call.completed") if loss.reason != word("answered")],
        ),
    )


def _section(unit: str, *steps: tuple[str, int, list[Loss]]) -> Section:
    stages: list[Stage] = []
    for name, count, lost in steps:
        if not stages:
            stages.append(Stage(name, count, None, tuple(lost)))
            continue
        before = stages[-1].count
        # A thing can be counted at both ends (a company rejected in one run and read in the next): then
        # nothing waits, and the share never passes 1.
        waiting = max(0, before - count - sum(loss.count for loss in lost))
        share = min(1.0, count / before) if before else None
        stages.append(Stage(name, count, share, tuple(lost), waiting))
    return Section(unit, tuple(stages))


@dataclass(frozen=True)
class Tile:
    """One of the numbers on top. ``note`` says what it is a part of."""

    name: str
    count: int
    note: str


def tiles(counters: Mapping[str, int]) -> tuple[Tile, ...]:
    """The campaign in a line."""
    c = Counters(counters)
    found, sent, delivered = c.total("lead.discovered"), c.total("email.sent"), c.total("email.delivered")
    people = people_answers(counters)
    return (
        Tile("Companies found", found, f"{c.total('lead.enriched'):,} enriched"),
        Tile("Mails sent", sent, f"{delivered:,} delivered"),
        Tile("Answers", people, f"{c.total('reply.classified') - people:,} by machines"),
        Tile("Interested", c.one("reply.classified", "warm"), _of(c.one("reply.classified", "warm"), people)),
        Tile("Calls answered", c.one("call.completed", "answered"), f"{c.total('call.placed'):,} dialled"),
        Tile("In Salesforce", c.one("crm.synced", "lead"), f"{c.total('crm.conflict'):,} conflicts"),
    )


# What is no person's answer: bounces, out-of-office notes, delivery notices.
_MACHINES = frozenset({"bounced", "auto_reply", "other"})


def people_answers(counters: Mapping[str, int]) -> int:
    return sum(n for label, n in Counters(counters).by("reply.classified").items() if label not in _MACHINES)


def answers(counters: Mapping[str, int]) -> tuple[Loss, ...]:
    """Answers by label, best news first; then labels this dashboard does not know; then the unmatched."""
    c = Counters(counters)
    by_label = c.by("reply.classified")
    known = [Loss(name, by_label.pop(label.lower(), 0)) for label, name in LABELS.items()]
    strange = [Loss(word(label), n) for label, n in by_label.items()]
    unmatched = [Loss(f"Unmatched: {loss.reason}", loss.count) for loss in c.losses("reply.unmatched")]
    return tuple(entry for entry in (*known, *strange, *unmatched) if entry.count)


def suppressions(counters: Mapping[str, int]) -> tuple[Loss, ...]:
    """Who is never contacted again, by reason."""
    return tuple(Counters(counters).losses("recipient.suppressed"))


def _of(part: int, whole: int) -> str:
    return f"{part / whole:.0%} of answers" if whole else "no answers yet"
