"""``mail.overlooked``"""

from typing import ClassVar

from events.base import EventData, Id


class MailOverlooked(EventData):
    """An object has lain in the mail bucket for long and reached no state: it is to be read now. Its key is
    kept in the table."""

    TYPE: ClassVar[str] = "mail.overlooked"
    SUBJECT: ClassVar[str] = "reply_id"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("settle_effects",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("classify_reply",)

    reply_id: Id
