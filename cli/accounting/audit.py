"""Add up: all comparisons of one run, and its last line."""

from __future__ import annotations

from dataclasses import dataclass

from cli.accounting import checks
from cli.accounting.books import Check, Ours, World

COUNTED = (
    checks.listed,
    checks.leads,
    checks.drafts,
    checks.mails,
    checks.sent_events,
    checks.told,
    checks.inbound,
    checks.suppressions,
    checks.calls,
    checks.crm,
    checks.counters,
    checks.outside,
    checks.motion,
)
"""The comparisons whose agreements are ``accounted`` and whose findings are ``unaccounted``."""


@dataclass(frozen=True, slots=True)
class Audit:
    """The result. ``counted`` are the comparisons of COUNTED; the others stand for themselves."""

    counted: tuple[Check, ...]
    duplicates: Check
    suppressed: Check
    dead: Check
    labels: Check
    dlq: int

    @property
    def accounted(self) -> int:
        return sum(check.agreed for check in self.counted)

    @property
    def unaccounted(self) -> int:
        return sum(len(check.findings) for check in self.counted)

    @property
    def in_order(self) -> bool:
        """Whether a run may be called good: something was counted, and nothing is wrong."""
        wrong = self.unaccounted + len(self.duplicates.findings) + len(self.suppressed.findings) + self.dlq
        return self.accounted > 0 and wrong == 0

    def last_line(self) -> str:
        return (
            f"accounted={self.accounted} unaccounted={self.unaccounted} "
            f"duplicate_sends={len(self.duplicates.findings)} "
            f"suppressed_sends={len(self.suppressed.findings)} dlq={self.dlq} mail={self.mail}"
        )

    @property
    def mail(self) -> str:
        """How many objects of the mail bucket reached their one state, of how many."""
        (compared,) = (check for check in self.counted if check.name == checks.INBOUND)
        return f"{compared.agreed}/{compared.agreed + len({f.id for f in compared.findings})}"

    def wrong(self) -> tuple[Check, ...]:
        """The comparisons that found something."""
        every = (*self.counted, self.duplicates, self.suppressed, self.dead)
        return tuple(check for check in every if check.findings)

    def as_json(self) -> dict[str, object]:
        return {
            "accounted": self.accounted,
            "unaccounted": self.unaccounted,
            "duplicate_sends": len(self.duplicates.findings),
            "suppressed_sends": len(self.suppressed.findings),
            "dlq": self.dlq,
            "mail": self.mail,
            "books": {check.name: check.agreed for check in self.counted},
            "labels": {
                "agreed": self.labels.agreed,
                "differ": [{"id": f.id, "what": f.what} for f in self.labels.findings],
            },
            "findings": [
                {"book": check.name, "id": finding.id, "what": finding.what}
                for check in self.wrong()
                for finding in check.findings
            ],
        }


def audit(world: World, ours: Ours) -> Audit:
    """Compare the two sides."""
    return Audit(
        counted=tuple(compare(world, ours) for compare in COUNTED),
        duplicates=checks.duplicate_sends(world, ours),
        suppressed=checks.suppressed_sends(world, ours),
        dead=checks.dead_letters(world, ours),
        labels=checks.labels(world, ours),
        dlq=sum(ours.dead.values()),
    )
