"""``reply.unmatched``"""

from typing import ClassVar, Literal

from events.base import EventData, Id


class ReplyUnmatched(EventData):
    """A message came in that belongs to no conversation, or that can't be read. It is kept and shown."""

    TYPE: ClassVar[str] = "reply.unmatched"
    SUBJECT: ClassVar[str] = "reply_id"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("classify_reply",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    reply_id: Id
    reason: Literal["no_thread", "unreadable"]
