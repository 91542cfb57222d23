"""The envelope, and what every event's data has in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SOURCE = "beckon"
"""EventBridge ``source`` of every event that Beckon says."""

# Ids are hex digests, so that an address, a name or a token can't be put on the bus by mistake:
# archives, queues and logs hold no personal data.
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
CampaignId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,47}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.\-]{0,63}$")]
"""A word of a vocabulary: the name of a rule, a gate, a reason, a platform or a source."""
OutsideId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._\-]{1,128}$")]
"""An id that another system gave: an SES message id, a Connect contact id, a Salesforce id."""


Cursor = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:\-]{1,256}$")]
"""Where a source goes on: opaque to all but the source."""
Score = Annotated[int, Field(ge=0, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]


class EventData(BaseModel):
    """The data of one event: ids, enums and numbers.

    A subclass states its ``TYPE``, who says it (``PRODUCERS``) and who acts on it (``CONSUMERS``); its
    docstring is its meaning. ``SUBJECT`` names the field that holds the id of the thing it happened to:
    its timeline. Within a version only optional fields may be added.
    """

    # Built at its first use: a function imports more events than a cold start meets.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    TYPE: ClassVar[str]
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[str] = "lead_id"
    PRODUCERS: ClassVar[tuple[str, ...]]
    CONSUMERS: ClassVar[tuple[str, ...]]

    @classmethod
    def detail_type(cls) -> str:
        """EventBridge ``detail-type``, version included: a consumer of v1 is never given a v2."""
        return f"{cls.TYPE}.v{cls.VERSION}"

    @property
    def subject(self) -> str:
        return str(getattr(self, self.SUBJECT))


class Meta(BaseModel):
    """Who said it, when, and because of what."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    type: str
    version: int
    occurred_at: datetime
    correlation_id: str
    causation_id: str
    producer: str


Data = TypeVar("Data", bound=EventData)


@dataclass(frozen=True)
class Event(Generic[Data]):
    """An envelope with its data: what stands in EventBridge's ``detail``."""

    meta: Meta
    data: Data

    def detail(self) -> dict[str, Any]:
        """The JSON form. Absent optional fields are left out."""
        return {
            "meta": self.meta.model_dump(mode="json"),
            "data": self.data.model_dump(mode="json", exclude_none=True),
        }


class UnknownEvent(ValueError):
    """The document is not an event that this consumer understands. The text says why."""


def parse(document: dict[str, Any], models: tuple[type[Data], ...]) -> Event[Data]:
    """Read an EventBridge document into one of the models that the consumer understands.

    Raises ``UnknownEvent`` for another type or version, and for data that does not fit the model. Fields
    that this version does not know are ignored: they are additions of a later producer.
    """
    detail_type = document.get("detail-type")
    for model in models:
        if model.detail_type() == detail_type:
            break
    else:
        known = ", ".join(m.detail_type() for m in models)
        raise UnknownEvent(f"detail-type {detail_type!r} is none of: {known}")
    detail = document.get("detail")
    if not isinstance(detail, dict) or not isinstance(detail.get("data"), dict):
        raise UnknownEvent(f"{detail_type}: detail has no meta and data")
    try:
        meta = Meta.model_validate(detail.get("meta"))
        data = model.model_validate(detail["data"], extra="ignore")
    except ValueError as error:
        raise UnknownEvent(f"{detail_type}: {_explain(error)}") from error
    return Event(meta=meta, data=data)


def _explain(error: ValueError) -> str:
    """Name the fields and the faults of a validation error, without the values (they may be personal)."""
    errors = getattr(error, "errors", None)
    if errors is None:
        return type(error).__name__
    return "; ".join(f"{'.'.join(str(p) for p in e['loc']) or 'detail'}: {e['type']}" for e in errors())
