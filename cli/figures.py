"""Counters as a person reads them: the funnel of a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Reasons for which a company's own page was never read. With the others it was read, and then turned down.
UNREAD = frozenset(
    (
        "robots_forbid",
        "unreachable",
        "http_error",
        "not_html",
        "redirect_loop",
        "too_large",
        "timed_out",
        "duplicate",
        "excluded",
    )
)


@dataclass(frozen=True, slots=True)
class Funnel:
    """What became of the companies of a campaign, from its counters (metric → count)."""

    counters: Mapping[str, int]

    def count(self, event: str) -> int:
        """How often an event was said, whatever its qualifier."""
        return sum(n for name, n in self.counters.items() if name == event or name.startswith(f"{event}:"))

    def split(self, event: str) -> dict[str, int]:
        """An event's count by its qualifier, most frequent first."""
        prefix = f"{event}:"
        found = {name.removeprefix(prefix): n for name, n in self.counters.items() if name.startswith(prefix)}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def fetched(self) -> int:
        """Companies whose pages were read."""
        read_and_rejected = self.count("lead.rejected") - sum(
            n
            for reason, n in self.split("lead.rejected").items()
            if reason in UNREAD or reason == "low_score"
        )
        return self.count("lead.enriched") + read_and_rejected

    def rows(self) -> list[tuple[str, int, str]]:
        """``(stage, count, detail)`` from top to bottom."""
        selected = self.split("lead.scored").get("true", 0)
        return [
            ("found", self.count("lead.discovered"), ""),
            ("fetched", self.fetched, ""),
            ("enriched", self.count("lead.enriched"), ""),
            ("refused", self.count("lead.rejected"), _list(self.split("lead.rejected"))),
            ("scored", self.count("lead.scored"), f"{selected} selected" if selected else ""),
            ("drafted", self.count("email.drafted"), _list(self.split("email.drafted"), "by {}")),
            ("blocked", self.count("email.blocked"), _list(self.split("email.blocked"))),
            ("put off", self.count("email.deferred"), _list(self.split("email.deferred"))),
            ("not sent", self.count("email.refused"), _list(self.split("email.refused"))),
            ("sent", self.count("email.sent"), ""),
            ("delivered", self.count("email.delivered"), ""),
            ("bounced", self.count("email.bounced"), _list(self.split("email.bounced"))),
            ("complained", self.count("email.complained"), ""),
            ("suppressed", self.count("recipient.suppressed"), _list(self.split("recipient.suppressed"))),
            ("replied", self.count("reply.classified"), _list(self.split("reply.classified"))),
            ("called", self.count("call.placed"), _list(self.split("call.completed"))),
            ("call refused", self.count("call.refused"), _list(self.split("call.refused"))),
            ("synced", self.count("crm.synced"), _list(self.split("crm.synced"))),
            ("conflicts", self.count("crm.conflict"), _list(self.split("crm.conflict"))),
        ]

    def as_json(self) -> dict[str, object]:
        return {
            "stages": [
                {"stage": stage, "count": count, "detail": detail} for stage, count, detail in self.rows()
            ],
            "counters": dict(self.counters),
        }


# Shown even when nothing happened there: an empty stage of the main way is news, an absent side way is not.
MAIN = frozenset(
    (
        "found",
        "fetched",
        "enriched",
        "refused",
        "scored",
        "drafted",
        "sent",
        "delivered",
        "bounced",
        "replied",
        "called",
        "synced",
    )
)


def shown(funnel: Funnel) -> list[tuple[str, int, str]]:
    """The rows worth a line."""
    return [row for row in funnel.rows() if row[0] in MAIN or row[1]]


def together(*counters: Mapping[str, int]) -> dict[str, int]:
    """The sum of several campaigns' counters."""
    names = sorted({name for one in counters for name in one})
    return {name: sum(one.get(name, 0) for one in counters) for name in names}


def _list(parts: Mapping[str, int], form: str = "{}") -> str:
    return ", ".join(f"{n} {form.format(name)}" for name, n in parts.items())
