"""What goes wrong, by seed: with the table, SES, the Scheduler, the clocks, and who gets in between."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from runtime.clock import Clock
from tests.dynamo.memory import Faults, Place, failed

_URL = "https://amazonaws.com"


@dataclass(frozen=True)
class Odds:
    """How often each thing goes wrong, from 0 to 1; ``calm`` is a day on which nothing does."""

    cut: float = 0.12  # a delivery is cut off at one of its lines
    meanwhile: float = 0.03  # another worker gets in between two calls of one
    twice: float = 0.12  # a message, schedule or event comes twice
    busy: float = 0.008  # a call of the table is throttled
    conflict: float = 0.015  # a transaction meets another one
    table_lost: float = 0.006  # a transaction took place, and its answer was lost
    stale: float = 0.3  # an index has not heard of the last changes
    ses_later: float = 0.06  # SES: not now
    ses_away: float = 0.03  # SES: no connection
    ses_lost: float = 0.06  # SES has no answer for us; half of them it took
    ses_refuses: float = 0.01
    event_lost: float = 0.08  # an SES event never comes
    event_late: float = 0.15  # ... or comes hours later
    scheduler: float = 0.03  # the Scheduler fails, before or after making the schedule
    skew_seconds: float = 25.0  # a worker's clock is off by up to so much, either way

    @classmethod
    def calm(cls) -> Odds:
        return cls(**dict.fromkeys(cls.__dataclass_fields__, 0.0))


@dataclass
class Misfortune:
    """One seed's luck. ``happened`` counts, ``trail`` tells in order."""

    seed: int
    odds: Odds
    random: random.Random = field(init=False)
    happened: Counter[str] = field(default_factory=Counter)
    trail: list[str] = field(default_factory=list)
    now: Callable[[], datetime] | None = None

    def __post_init__(self) -> None:
        self.random = random.Random(f"misfortune {self.seed}")

    def strikes(self, name: str, chance: float) -> bool:
        if self.random.random() >= chance:
            return False
        self.happened[name] += 1
        return True

    def tell(self, line: str) -> None:
        self.trail.append(f"{self.now():%m-%d %H:%M:%S} {line}" if self.now else line)

    # What the queues of ``tests.pipeline.loop`` ask.

    shuffle = True

    def twice(self) -> bool:
        return self.strikes("duplicates", self.odds.twice)


class TableFaults(Faults):
    """DynamoDB's bad moments, and those in which another worker gets in between."""

    def __init__(self, luck: Misfortune) -> None:
        self._luck = luck
        self.meanwhile: Callable[[], None] = lambda: None

    def before(self, operation: str) -> None:
        self.meanwhile()
        if self._luck.strikes("throttled", self._luck.odds.busy):
            code = self._luck.random.choice(
                ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"]
            )
            self._luck.tell(f"table: {operation} {code}")
            raise failed(code, operation)

    def after(self, operation: str) -> None:
        if self._luck.strikes("answers_lost", self._luck.odds.table_lost):
            self._luck.tell(f"table: the answer of {operation} was lost")
            if self._luck.random.random() < 0.5:
                raise ReadTimeoutError(endpoint_url=_URL)
            raise failed("InternalServerError", operation, status=500)

    def conflicts(self, places: Sequence[Place]) -> list[bool]:
        held = [False] * len(places)
        if self._luck.strikes("conflicts", self._luck.odds.conflict):
            held[self._luck.random.randrange(len(places))] = True
        return held

    def lag(self) -> int:
        return self._luck.random.randint(1, 6) if self._luck.random.random() < self._luck.odds.stale else 0


class SesClient:
    """SES v2's ``SendEmail``: takes the mail, or not, and says so, or not.

    ``accept`` is told of every mail that SES took: request → message id.
    """

    def __init__(self, luck: Misfortune, accept: Callable[[Mapping[str, Any]], str]) -> None:
        self._luck = luck
        self._accept = accept
        self.meanwhile: Callable[[], None] = lambda: None

    def get_account(self) -> Mapping[str, Any]:
        """A production account with room enough; the caps are the campaigns'."""
        self.meanwhile()
        if self._luck.strikes("throttled", self._luck.odds.ses_later):
            raise failed("TooManyRequestsException", "GetAccount", status=429)
        quota = {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 0.0}
        return {"SendQuota": quota, "SendingEnabled": True, "ProductionAccessEnabled": True}

    def send_email(self, **request: Any) -> Mapping[str, Any]:
        luck, odds = self._luck, self._luck.odds
        self.meanwhile()
        if luck.strikes("throttled", odds.ses_later):
            luck.tell("SES: not now")
            raise _ses(
                luck.random.choice(
                    ["TooManyRequestsException", "TooManyRequestsException", "LimitExceededException"]
                ),
                429,
            )
        if luck.strikes("unreachable", odds.ses_away):
            luck.tell("SES: no connection")
            kind = luck.random.choice([ConnectTimeoutError, EndpointConnectionError])
            raise kind(endpoint_url=_URL)
        if luck.strikes("rejected", odds.ses_refuses):
            luck.tell("SES: rejected")
            raise _ses("MessageRejected", 400)
        if luck.strikes("answers_lost", odds.ses_lost):
            taken = luck.random.random() < 0.6
            if taken:
                self._accept(request)
            luck.tell(f"SES: the answer was lost, the mail was {'taken' if taken else 'not taken'}")
            if luck.random.random() < 0.5:
                raise ReadTimeoutError(endpoint_url=_URL)
            raise _ses("InternalServiceErrorException", 500)
        message_id = self._accept(request)
        self.meanwhile()
        return {"MessageId": message_id}


def _ses(code: str, status: int) -> ClientError:
    return failed(code, "SendEmail", status=status)


class SkewedClock:
    """One worker's clock: off by a constant."""

    def __init__(self, true: Clock, seconds: float) -> None:
        self._true = true
        self._off = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return self._true.now() + self._off
