"""The mail bucket against the table: every object has reached exactly one state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from cli import output
from cli.invocation import current

if TYPE_CHECKING:
    from adapters.mail_bucket import Listed, MailBucket
    from store.table import Table

_MOST_SHOWN = 20


@dataclass
class Account:
    """What a listing of the bucket and the rows of the table come to.

    ``states`` counts the objects that lie in the bucket by state; ``missing`` have none although they have
    had the time; ``on_their_way`` came just now. ``rows`` counts what the table holds, also of objects that
    the bucket has forgotten since.
    """

    objects: int = 0
    states: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    on_their_way: int = 0
    rows: int = 0

    @property
    def accounted(self) -> int:
        return self.states.total()

    def last_line(self) -> str:
        late = f"missing={len(self.missing)} on_their_way={self.on_their_way}"
        return f"mail={self.accounted}/{self.objects} {late}"


def audit() -> None:
    """Prove that every object of the mail bucket reached one state. Exit code 1 when one did not."""
    run = current()
    found = account(run.connection.mail, run.connection.table, datetime.now(UTC))
    if run.json:
        output.emit(
            {
                "objects": found.objects,
                "accounted": found.accounted,
                "states": dict(sorted(found.states.items())),
                "missing": found.missing,
                "on_their_way": found.on_their_way,
                "rows": found.rows,
            }
        )
    else:
        rows = sorted(found.states.items())
        output.out().print(output.grid(("state", "objects"), rows, right=("objects",)))
        for key in found.missing[:_MOST_SHOWN]:
            output.out().print(output.safe(f"no state: {key}"))
        output.out().print(found.last_line())
    if found.missing:
        raise typer.Exit(1)


def account(bucket: MailBucket, table: Table, now: datetime) -> Account:
    """Walk over the bucket and the table, a page at a time. ``now`` is on the bucket's clock."""
    from adapters.mail_bucket import INBOUND
    from store import mail

    found = Account()
    after, more = "", True
    while more:
        page, more = bucket.page(INBOUND, after)
        _compare(page, table, now, found)
        after = page[-1].key if page else after
    found.rows = sum(1 for state in mail.STATES for _ in mail.in_state(table, state))
    return found


def _compare(page: Sequence[Listed], table: Table, now: datetime, found: Account) -> None:
    from outreach.completeness import SETTLES_WITHIN
    from outreach.ids import reply_id
    from store import mail

    states = mail.states_of(table, [reply_id(one.key) for one in page])
    for one in page:
        found.objects += 1
        state = states.get(reply_id(one.key))
        if state is not None:
            found.states[state] += 1
        elif one.modified + SETTLES_WITHIN < now:
            found.missing.append(one.key)
        else:
            found.on_their_way += 1
