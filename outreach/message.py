"""The mail as it goes on the wire: RFC 5322 with one-click unsubscribe (RFC 8058), text and HTML.

Deterministic: the same mail gives the same bytes, boundary included. SES sets Message-ID and Date itself.
A header can't be injected: every text from outside passes ``one_line``, every address and link a pattern.
"""

from __future__ import annotations

import html
import re
import unicodedata
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from outreach.campaign import Campaign, Sender
from outreach.ids import digest
from outreach.tokens import HIDDEN_MARK

LONGEST_SUBJECT = 150
"""Characters. Longer ones are cut by every client, and are no subject."""

_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_WORD_BYTES = 45  # 60 characters of base64 and 12 around them: RFC 2047 2 allows 75
_LONGEST_LINE = 998  # RFC 5322 2.1.1: what is longer, servers cut or refuse
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


_LEAVE = {
    "en": "Unsubscribe",
    "de": "Abmelden",
    "fr": "Se désabonner",
    "es": "Darse de baja",
    "it": "Annulla l’iscrizione",
    "nl": "Uitschrijven",
}
# Inline, since clients drop style sheets: the width of a letter, and a footer that can still be read
# (WCAG 2.2, 1.4.3: #595959 on white has a contrast of 7 to 1).
_BODY_STYLE = "margin:16px;max-width:38em;font:15px/1.5 Helvetica,Arial,sans-serif;color:#1a1a1a"
_FOOTER_STYLE = "margin-top:28px;padding-top:10px;border-top:1px solid #ddd;color:#595959;font-size:12px"


class MessageInvalid(ValueError):
    """A part can't stand in a mail as it is. The text names the part."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Where the address was found, for the source notice: page, day (ISO date) and company."""

    page: str
    date: str
    company: str


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything one mail consists of. ``paragraphs`` are plain text without line breaks.

    ``references`` are the Message-IDs of the conversation's earlier mails, oldest first, in angle brackets.
    ``language`` is ISO 639-1, of the words and of the link to leave by.
    ``hidden_link``: put a link into the HTML part that no reader sees; it leads to the unsubscribe page.
    """

    send_id: str
    sender: Sender
    to_address: str
    subject: str
    paragraphs: Sequence[str]
    reply_to: str
    unsubscribe_url: str
    unsubscribe_mailto: str
    source_notice: str
    references: tuple[str, ...] = ()
    hidden_link: bool = False
    language: str = "en"


def one_line(text: str) -> str:
    """Text that is safe in a header: no control or format characters and no half ones (surrogates); runs of
    white space become one."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)
    return re.sub(r"\s+", " ", kept).strip()


def notice(campaign: Campaign, found: Notice) -> str:
    """The campaign's source notice with its fields filled in.

    Fields are replaced in one pass: what a page calls itself can't name another field.
    """
    values = {"page": found.page, "date": found.date, "company": found.company}
    filled = re.sub(r"\{(page|date|company)\}", lambda m: values[m[1]], campaign.source_notice)
    return one_line(filled)


def follow_up_subject(first: str) -> str:
    """The subject of a mail that continues a thread."""
    subject = one_line(first)
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def build(mail: Mail) -> bytes:
    """The raw message, ready for ``SendEmail``'s ``Content.Raw``. Raises ``MessageInvalid``."""
    subject = one_line(mail.subject)
    if not subject or len(subject) > LONGEST_SUBJECT:
        raise MessageInvalid(f"the subject has {len(subject)} characters, 1 to {LONGEST_SUBJECT} are allowed")
    headers = {
        "From": _mailbox(mail.sender.name, mail.sender.address),
        "To": _address(mail.to_address),
        "Reply-To": _mailbox(mail.sender.name, mail.reply_to),
        "Subject": _words(subject),
        "List-Unsubscribe": f"<{_uri(mail.unsubscribe_url)}>, <mailto:{_address(mail.unsubscribe_mailto)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if mail.references:
        if not all(_MESSAGE_ID.fullmatch(reference) for reference in mail.references):
            raise MessageInvalid("a reference is no Message-ID")
        headers["In-Reply-To"] = mail.references[-1]
        headers["References"] = "\r\n ".join(mail.references)
    content = EmailMessage(policy=SMTP)
    content.set_content(text_body(mail), cte="quoted-printable")
    content.add_alternative(html_body(mail), subtype="html", cte="quoted-printable")
    content.set_boundary(f"=_{digest('boundary', mail.send_id)}")
    block = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if any(len(line) > _LONGEST_LINE for line in block.split("\r\n")):
        raise MessageInvalid(f"a header has a line of more than {_LONGEST_LINE} characters")
    return block.encode("ascii") + content.as_bytes()


def text_body(mail: Mail) -> str:
    """The plain-text part."""
    footer = [*_footer(mail), f"{_leave(mail)}: {mail.unsubscribe_url}"]
    parts = [*(one_line(paragraph) for paragraph in mail.paragraphs), _signature(mail, "\n")]
    return "\n\n".join(parts) + "\n\n-- \n" + "\n".join(footer) + "\n"


def html_body(mail: Mail) -> str:
    """The HTML part: the same words, escaped; no image, no style sheet, one link."""
    paragraphs = "".join(f"<p>{html.escape(one_line(text))}</p>\n" for text in mail.paragraphs)
    signature = "<br>\n".join(html.escape(line) for line in _signature(mail, "\n").split("\n"))
    footer = "<br>\n".join(html.escape(line) for line in _footer(mail))
    link = html.escape(_uri(mail.unsubscribe_url), quote=True)
    return (
        f'<!doctype html>\n<html lang="{html.escape(mail.language, quote=True)}">\n'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>\n'
        f'<body style="{_BODY_STYLE}">\n'
        f"{paragraphs}<p>{signature}</p>\n{_hidden(link) if mail.hidden_link else ''}"
        f'<p style="{_FOOTER_STYLE}">{footer}<br>\n'
        f'<a href="{link}" style="color:#595959">{_leave(mail)}</a></p>\n'
        "</body>\n</html>\n"
    )


def _leave(mail: Mail) -> str:
    return _LEAVE.get(mail.language, _LEAVE["en"])


def _hidden(link: str) -> str:
    """A link without words: nothing is painted, nothing can be clicked, and a screen reader passes it by.

    No style hides it, since hidden words are what spam is known by. Whoever follows it all the same finds the
    page that asks whether to unsubscribe, and no mailbox is unsubscribed by a GET.
    """
    return f'<p><a href="{link}?{HIDDEN_MARK}" aria-hidden="true" tabindex="-1"></a></p>\n'


def _signature(mail: Mail, join: str) -> str:
    return join.join(part for part in (mail.sender.name, mail.sender.company) if part)


def _footer(mail: Mail) -> list[str]:
    """Who writes, from where, and why the recipient has this mail."""
    lines = [f"{mail.sender.name}, {mail.sender.company}", *mail.sender.postal_address.splitlines()]
    if mail.sender.website:
        lines.append(mail.sender.website)
    if mail.source_notice:
        lines.append(mail.source_notice)
    return [line for line in (one_line(line) for line in lines) if line]


def _address(address: str) -> str:
    """An address that needs no quoting and is ASCII: SES takes no SMTPUTF8 addresses."""
    local, at, domain = address.rpartition("@")
    if not at or not _DOT_ATOM.fullmatch(local):
        raise MessageInvalid("an address has characters that can't stand in a header")
    if not re.fullmatch(r"[A-Za-z0-9.-]+", domain):
        raise MessageInvalid("a domain is not written in ASCII")
    return address


def _mailbox(name: str, address: str) -> str:
    """An address with its display name (RFC 5322 3.4)."""
    text = one_line(name)
    if not text:
        return _address(address)
    if text.isascii() and "=?" not in text:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{_address(address)}>'
    return f"{_words(text)}\r\n <{_address(address)}>"


def _words(text: str) -> str:
    """Unstructured text as ASCII, or as RFC 2047 encoded words of at most 75 characters, one a line.

    The standard library's own folding loses and adds blanks between encoded words, so it is done here.
    """
    if text.isascii() and "=?" not in text:
        return text
    words, chunk = [], b""
    for character in text:
        encoded = character.encode()
        if len(chunk) + len(encoded) > _WORD_BYTES:
            words.append(chunk)
            chunk = b""
        chunk += encoded
    words.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in words)


def _uri(url: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+", url):
        raise MessageInvalid("the unsubscribe link is no address of the web")
    return url
