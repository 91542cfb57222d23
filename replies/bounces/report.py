"""What a report about a message says, whatever wrote it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from replies.message import Enclosed


class Kind(StrEnum):
    """What a report is about. ``DELAY`` and ``DELIVERY`` are no bounces: nothing ended, or all went well."""

    BOUNCE = "bounce"
    DELAY = "delay"
    DELIVERY = "delivery"
    READ = "read"
    COMPLAINT = "complaint"
    OPT_OUT = "opt_out"


class Failure(NamedTuple):
    """One recipient of a report.

    ``action`` as in RFC 3464 2.3.3, ``status`` as in RFC 3463 ("5.1.1" or ""), ``smtp_code`` "550" or "",
    ``hard`` means: never mail this address again.
    """

    recipient: str
    action: str
    status: str
    smtp_code: str
    reason: str
    hard: bool


class Report(NamedTuple):
    """A report: its kind, its recipients, the rule that recognised it, the message returned with it."""

    kind: Kind
    rule: str
    failures: tuple[Failure, ...] = ()
    original: Enclosed | None = None
