"""The two sides of the comparison, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cli.eventlog import Said


@dataclass(frozen=True, slots=True)
class Accepted:
    """A mail that SES accepted."""

    message_id: str
    send_id: str | None
    address: str
    at: datetime
    campaign_id: str = ""
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What SES told of a mail: delivered, bounced (``permanent`` or not), complained, opened or clicked."""

    kind: str
    send_id: str | None
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message put into the mail bucket. ``expected``: the labels that an honest reader would give it."""

    key: str
    at: datetime
    send_id: str | None = None
    address: str = ""
    expected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OneClick:
    """A one-click unsubscribe (RFC 8058) by the recipient of a mail, and the answer's HTTP status."""

    send_id: str | None
    address: str
    at: datetime
    status: int


@dataclass(frozen=True, slots=True)
class Dialled:
    """A call that Connect started. ``outcome`` is empty while it goes on."""

    contact_id: str
    call_id: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A Salesforce record. ``external_id`` is empty where the record is nobody's of ours."""

    object: str
    external_id: str
    id: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Something that the world outside was to do and could not: tell the bus of a delivery, say."""

    kind: str
    error: str


@dataclass(frozen=True, slots=True)
class World:
    """What the servers outside received and did."""

    accepted: tuple[Accepted, ...] = ()
    told: tuple[Told, ...] = ()
    inbound: tuple[Inbound, ...] = ()
    one_clicks: tuple[OneClick, ...] = ()
    dialled: tuple[Dialled, ...] = ()
    records: tuple[Record, ...] = ()
    failed: tuple[Failed, ...] = ()
    listed: tuple[str, ...] = ()
    """Registrable domains that a campaign was given to look at."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Where a lead stands in a campaign; ``why`` is empty where the table gives no reason for it.

    ``moves_at``: the moment at which something is to happen by itself, for a waiting one.
    """

    lead_id: str
    campaign_id: str
    state: str
    why: str = ""
    moves_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A send row. ``state``: SENDING, SENT or IN_DOUBT; ``claimed_at``: when the gates let it through."""

    send_id: str
    lead_id: str
    state: str
    message_id: str = ""
    claimed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """A call row."""

    call_id: str
    lead_id: str
    state: str
    connect_contact_id: str = ""
    outcome: str = ""


def _no_hashes(address: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Ours:
    """What the table and the event log say, at ``now`` on the stage's clock.

    ``mail`` is the state of each object of the mail bucket by reply id; ``stored`` are the keys that lie in
    the bucket. ``suppressed`` holds keyed hashes and since when; ``hashes`` gives those under which an
    address would be suppressed. ``counters`` are by campaign and metric, ``dead`` letters by queue.
    ``moving`` is what had not come to rest, by place.
    """

    now: datetime
    events: tuple[Said, ...] = ()
    enrolled: tuple[Enrolled, ...] = ()
    sends: tuple[Sent, ...] = ()
    calls: tuple[Called, ...] = ()
    mail: Mapping[str, str] = field(default_factory=dict)
    stored: tuple[str, ...] = ()
    suppressed: Mapping[str, datetime] = field(default_factory=dict)
    hashes: Callable[[str], tuple[str, ...]] = _no_hashes
    counters: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dead: Mapping[str, int] = field(default_factory=dict)
    moving: Mapping[str, int] = field(default_factory=dict)

    def suppressed_since(self, address: str) -> datetime | None:
        """Since when an address is suppressed, by whatever scope came first."""
        since = [self.suppressed[name] for name in self.hashes(address) if name in self.suppressed]
        return min(since, default=None)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not add up."""

    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: how many things both sides agree on, and which not."""

    name: str
    agreed: int
    findings: tuple[Finding, ...] = ()
