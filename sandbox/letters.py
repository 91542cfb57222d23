"""Replies as mail programs write them and as SES stores them on receipt: headers, quoting, HTML,
auto-replies, DSNs."""

import email
import email.policy
import html
import random
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, Message
from email.utils import format_datetime, formataddr, getaddresses, parseaddr

# Long lines stay whole (RFC 5322 allows 998): folded by Python, a long Message-ID in In-Reply-To becomes
# encoded words, which no mail program writes.
POLICY = email.policy.SMTP.clone(max_line_length=998)


@dataclass(frozen=True)
class Original:
    """The mail that is being answered, as far as an answer needs it."""

    message_id: str
    references: str
    subject: str
    from_header: str
    reply_to: str
    to: str
    date: str
    text: str
    list_unsubscribe: str
    list_unsubscribe_post: str

    @property
    def from_address(self) -> str:
        """The bare From address."""
        return parseaddr(self.from_header)[1]

    @property
    def unsubscribe_urls(self) -> list[str]:
        """http(s) URLs of List-Unsubscribe (RFC 2369), in order."""
        return [url for url in self._unsubscribe() if url.startswith(("http://", "https://"))]

    @property
    def unsubscribe_mailto(self) -> str:
        """The first mailto address of List-Unsubscribe, or ''."""
        for url in self._unsubscribe():
            if url.startswith("mailto:"):
                return url.removeprefix("mailto:").partition("?")[0]
        return ""

    def _unsubscribe(self) -> list[str]:
        parts = self.list_unsubscribe.replace("\n", " ").split(",")
        return [
            part.strip().removeprefix("<").removesuffix(">").replace(" ", "")
            for part in parts
            if part.strip()
        ]


def read_original(raw: bytes) -> Original:
    """Parse a sent mail."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    part = message.get_body(preferencelist=("plain", "html"))
    text = part.get_content() if part is not None else ""
    reply_to = getaddresses([str(message.get("Reply-To", ""))])[0][1] if message.get("Reply-To") else ""
    return Original(
        message_id=str(message.get("Message-ID", "")),
        references=str(message.get("References", "")),
        subject=" ".join(str(message.get("Subject", "")).split()),
        from_header=str(message.get("From", "")),
        reply_to=reply_to or parseaddr(str(message.get("From", "")))[1],
        to=str(message.get("To", "")),
        date=str(message.get("Date", "")),
        text=text.replace("\r\n", "\n").strip(),
        list_unsubscribe=str(message.get("List-Unsubscribe", "")),
        list_unsubscribe_post=str(message.get("List-Unsubscribe-Post", "")),
    )


def links_in(raw: bytes) -> list[str]:
    """Every http(s) link of a mail's text and HTML parts, then the unsubscribe URLs; each once."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    found: list[str] = []
    for part in message.walk():
        if part.get_content_type() in ("text/plain", "text/html"):
            text = html.unescape(part.get_content())
            found += [url.rstrip(".,);") for url in re.findall(r"https?://[^\s\"'<>]+", text)]
    found += read_original(raw).unsubscribe_urls
    return list(dict.fromkeys(found))


def compose(
    *,
    original: Original,
    sender: str,
    sender_name: str,
    to: str,
    text: str,
    signature: str,
    style: str,
    at: datetime,
    message_id: str,
    threaded: bool = True,
    auto: bool = False,
) -> bytes:
    """One reply. `style`: gmail, outlook, plain, bottom, interleaved or none; `auto` adds the marks of RFC
    3834."""
    message = EmailMessage(policy=POLICY)
    message["From"] = formataddr((sender_name, sender))
    message["To"] = to
    message["Subject"] = _reply_subject(original.subject, auto)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    if threaded and original.message_id:
        message["In-Reply-To"] = original.message_id
        message["References"] = f"{original.references} {original.message_id}".strip()
    if auto:
        message["Auto-Submitted"] = "auto-replied"
        message["X-Auto-Response-Suppress"] = "All"
        message["Precedence"] = "auto_reply"
    if auto or style == "none":
        message.set_content(f"{text}\n\n{signature}\n")
    else:
        plain, rich = _bodies(original, text, signature, style)
        message.set_content(plain)
        if rich:
            message.add_alternative(rich, subtype="html")
    return as_received(message, sender, to, at, message_id)


def unsubscribe_request(
    *, sender: str, sender_name: str, to: str, text: str, at: datetime, message_id: str
) -> bytes:
    """What a mail program sends for a List-Unsubscribe mailto: nearly nothing."""
    message = EmailMessage(policy=POLICY)
    message["From"] = formataddr((sender_name, sender))
    message["To"] = to
    message["Subject"] = "unsubscribe"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    message.set_content(f"{text}\n")
    return as_received(message, sender, to, at, message_id)


def bounce_report(
    *, original: Original, raw: bytes, recipient: str, to: str, at: datetime, message_id: str
) -> bytes:
    """A delivery status notification as mail (RFC 3464): text, delivery-status, the headers of the
    original."""
    domain = recipient.rpartition("@")[2]
    report = EmailMessage(policy=POLICY)
    report["From"] = f"Mail Delivery System <MAILER-DAEMON@mx.{domain}>"
    report["To"] = to
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Date"] = format_datetime(at)
    report["Message-ID"] = f"<{message_id}@mx.{domain}>"
    report["Auto-Submitted"] = "auto-replied"
    boundary = f"=_{message_id[:24]}"
    report["MIME-Version"] = "1.0"
    head = report.as_bytes().rstrip(b"\r\n")
    headers = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"\n", b"\r\n")
    explanation = (
        f"This is the mail system at host mx.{domain}.\r\n\r\n"
        "I'm sorry to have to inform you that your message could not be delivered to one or more "
        "recipients.\r\n\r\n"
        f"<{recipient}>: host mx.{domain} said: 550 5.1.1 <{recipient}>: Recipient address rejected: "
        "User unknown in virtual mailbox table (in reply to RCPT TO command)\r\n"
    )
    status = (
        f"Reporting-MTA: dns; mx.{domain}\r\nArrival-Date: {format_datetime(at)}\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nOriginal-Recipient: rfc822;{recipient}\r\n"
        "Action: failed\r\n"
        f"Status: 5.1.1\r\nRemote-MTA: dns; mx.{domain}\r\n"
        f"Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: Recipient address rejected: User unknown\r\n"
    )
    parts = [
        ("text/plain; charset=us-ascii", explanation.encode()),
        ("message/delivery-status", status.encode()),
        ("text/rfc822-headers", headers + b"\r\n"),
    ]
    body = b"".join(
        f"--{boundary}\r\nContent-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"
        for kind, content in parts
    )
    mime = (
        head
        + b"\r\nContent-Type: multipart/report; report-type=delivery-status;"
        + f' boundary="{boundary}"\r\n\r\n'.encode()
        + body
        + f"--{boundary}--\r\n".encode()
    )
    return _receipt_headers("", to, at, message_id) + mime


def garbage(rng: random.Random, nth: int) -> bytes:
    """What arrives now and then and is no mail: random bytes, or MIME that ends nowhere."""
    if nth % 2 == 0:
        return rng.randbytes(2048)
    return (
        b'Content-Type: multipart/mixed; boundary="\xff\xfe"\r\nSubject: =?utf-8?B?////?=\r\n\x00\x00--'
        + rng.randbytes(512)
    )


def as_received(message: Message, sender: str, to: str, at: datetime, message_id: str) -> bytes:
    """The mail with the trace headers SES puts on top when it stores an object."""
    return _receipt_headers(sender, to, at, message_id) + message.as_bytes()


def _receipt_headers(sender: str, to: str, at: datetime, message_id: str) -> bytes:
    domain = sender.rpartition("@")[2] or "mx.invalid"
    lines = [
        f"Return-Path: <{sender}>",
        f"Received: from mail.{domain} (mail.{domain} [192.0.2.77])",
        f" by inbound-smtp.us-east-1.amazonaws.com with SMTP id {message_id[:40]}",
        f" for {to};",
        f" {format_datetime(at)}",
        "X-SES-Spam-Verdict: PASS",
        "X-SES-Virus-Verdict: PASS",
        f"Authentication-Results: amazonses.com; spf=pass; dkim=pass header.i=@{domain}; dmarc=pass",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _reply_subject(subject: str, auto: bool) -> str:
    if auto:
        return f"Automatic reply: {subject}"
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _bodies(original: Original, text: str, signature: str, style: str) -> tuple[str, str | None]:
    sender = original.from_header
    said = f"On {original.date}, {sender} wrote:"
    quoted = "\n".join(f"> {line}".rstrip() for line in original.text.split("\n"))
    if style == "bottom":
        return f"{said}\n{quoted}\n\n{text}\n\n-- \n{signature}\n", None
    if style == "interleaved":
        lines = quoted.split("\n")
        half = max(1, len(lines) // 2)
        return (
            f"{said}\n"
            + "\n".join(lines[:half])
            + f"\n\n{text}\n\n"
            + "\n".join(lines[half:])
            + f"\n\n-- \n{signature}\n",
            None,
        )
    if style == "gmail":
        plain = f"{text}\n\n{signature}\n\n{said}\n\n{quoted}\n"
        rich = (
            f'<div dir="ltr">{_html(text)}<div><br></div><div>{_html(signature)}</div></div><br>'
            f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{_html(said)}<br></div>'
            '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
            'border-left:1px solid rgb(204,204,204);padding-left:1ex">'
            f"{_html(original.text)}</blockquote></div>\n"
        )
        return plain, rich
    if style == "outlook":
        block = f"From: {sender}\nSent: {original.date}\nTo: {original.to}\nSubject: {original.subject}\n"
        plain = f"{text}\n\n{signature}\n\n________________________________\n{block}\n{original.text}\n"
        rich = (
            '<html><body><div class="WordSection1">'
            f'<p class="MsoNormal">{_html(text)}</p><p class="MsoNormal">{_html(signature)}</p></div>'
            '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
            f"{_html(block)}</div><div>{_html(original.text)}</div></body></html>\n"
        )
        return plain, rich
    return f"{text}\n\n{signature}\n\n{said}\n{quoted}\n", None


def _html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>\n")
