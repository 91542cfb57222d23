"""Which conversation a message belongs to: what it says about that, strongest first.

1. A signed token in an address of ours (``reply+TOKEN@`` or ``unsub+TOKEN@``): proof.
2. The ids it answers to, by local part: SES puts its own domain behind the id it gives a mail, and some
   relays rewrite that domain.
3. The sender, and the subject without its prefixes: a guess, to be confirmed against what was sent lately.

Looking these up is the handler's part; here they are only read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from replies.message import Enclosed, Message, addresses
from replies.patterns import Lazy

_TOKENED = Lazy(r"^(?P<kind>reply|unsub)\+(?P<token>[a-z2-7]{20,64})@", re.IGNORECASE)
_PREFIX = Lazy(
    r"^\s*(?:\[[^\]]{1,30}\]\s*)?(?:(?:re|aw|antw|sv|vs|odp|rv|r|ref|res|rif|tr|wg|fw|fwd|enc|doorst|vb|ynt|回复|答复|回覆|返信|رد)"
    r"(?:\[\d+\])?\s?[:：]\s*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it stood in an address, not yet verified.

    ``kind`` is "reply" or "unsub", or "copy" for one that stood in the returned copy of our own mail.
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Thread:
    """What a message says about its conversation. ``message_ids`` are local parts, the nearest first."""

    tokens: tuple[Token, ...]
    message_ids: tuple[str, ...]
    sender: str
    subject: str

    @property
    def unsubscribes(self) -> bool:
        """Whether it was sent to an unsubscribe address (RFC 2369, ``List-Unsubscribe: <mailto:…>``)."""
        return any(token.kind == "unsub" for token in self.tokens)


def find(message: Message, original: Enclosed | None = None) -> Thread:
    """Read the conversation marks of a message, and of the message of ours that a report returns."""
    found: dict[tuple[str, str], Token] = {}
    places = list(message.recipients)
    if original is not None:
        places += [a.address for n in ("reply-to", "list-unsubscribe") for a in addresses(original.header(n))]
        places = [p.removeprefix("mailto:") for p in places]
    for place in places:
        match = _TOKENED.match(place)
        if match:
            # An unsubscribe address in a returned copy is ours, not the reader's wish.
            kind = match.group("kind").lower() if place in message.recipients else "copy"
            found.setdefault((kind, match.group("token").lower()), Token(kind, match.group("token").lower()))
    ids = list(message.references)
    if original is not None:
        own = original.header("message-id").strip().strip("<>")
        ids += [own] if own else []
    locals_ = tuple(dict.fromkeys(i.split("@", 1)[0] for i in ids if i))
    sender = message.sender.address if message.sender else ""
    return Thread(tuple(found.values()), locals_, sender, base_subject(message.subject))


def base_subject(subject: str) -> str:
    """A subject without "Re:" and its kin in other languages, lower case."""
    return _PREFIX.sub("", subject).strip().lower()
