"""Which conversation a message belongs to: what it says about that, strongest first.

1. A signed token in an address of ours (``reply+TOKEN@`` or ``unsub+TOKEN@``): proof.
2. The ids it answers to, by local part: SES puts its own domain behind the id it gives a mail, and some
   relays rewrite that domain.
3. Either of them in a copy of our mail that is quoted, forwarded or enclosed.
4. The sender, and the subject without its prefixes: a guess, to be confirmed against what was sent lately.

Looking these up is the handler's part; here they are only read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from outreach.threads import base_subject
from outreach.tokens import TOKEN_LENGTH
from replies.message import Enclosed, Message, addresses
from replies.patterns import Lazy

_TOKENED = Lazy(r"^(?P<kind>reply|unsub)\+(?P<token>[a-z2-7]{20,64})@", re.IGNORECASE)
# A token wherever it stands in a copy of our mail: in the link to unsubscribe, in a forwarded header.
_ANY_TOKEN = Lazy(rf"(?<![a-z2-7])[a-z2-7]{{{TOKEN_LENGTH}}}(?![a-z2-7])", re.IGNORECASE)
_OUR_ID = Lazy(r"([\w.+-]{12,100})@(?:[a-z0-9-]{1,63}\.){0,3}amazonses\.com", re.IGNORECASE)
_MOST_QUOTED = 10  # tokens and ids of a copy that are worth a look: our own mail holds three


class Token(NamedTuple):
    """A token as it stood in an address, not yet verified.

    ``kind`` is "reply" or "unsub", or "copy" for one that stood in the returned copy of our own mail.
    """

    kind: str
    value: str


class Thread(NamedTuple):
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


def quoted(message: Message) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """The marks in a copy of our mail inside the message: forwarded words, quoted footers, enclosed mails.

    Tokens and local parts of ids, not verified. Where headers say nothing they still lead to the
    conversation: whoever has a copy has got our mail, or was given it by somebody who has.
    """
    headers = [value for mail in message.enclosed for _, value in mail.headers]
    texts = [message.text, message.html, *(mail.text for mail in message.enclosed), *headers]
    tokens: dict[str, None] = {}
    ids: dict[str, None] = {}
    for text in texts:
        tokens |= {found.lower(): None for found in _ANY_TOKEN.findall(text)}
        ids |= dict.fromkeys(_OUR_ID.findall(text))
    return (
        tuple(Token("copy", value) for value in list(tokens)[:_MOST_QUOTED]),
        tuple(list(ids)[:_MOST_QUOTED]),
    )
