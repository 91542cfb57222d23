"""The MIME of a SendEmail call, and what SES writes over it on the way out."""

import base64
import binascii
from email.message import EmailMessage
from typing import Any

from sandbox.rest import ServiceError


def mime_of(call: dict[str, Any]) -> bytes:
    """The message of `Content.Raw` or built from `Content.Simple`; raises BadRequestException."""
    content = call.get("Content") or {}
    if "Raw" in content:
        try:
            return base64.b64decode(content["Raw"]["Data"], validate=True)
        except (KeyError, TypeError, binascii.Error) as error:
            raise ServiceError("BadRequestException", 400, "Content.Raw.Data is not base64.") from error
    if "Simple" in content:
        return _simple(call, content["Simple"])
    raise ServiceError("BadRequestException", 400, "Content must have Raw or Simple.")


def _simple(call: dict[str, Any], simple: dict[str, Any]) -> bytes:
    message = EmailMessage()
    message["From"] = call.get("FromEmailAddress", "")
    message["To"] = ", ".join((call.get("Destination") or {}).get("ToAddresses") or [])
    message["Subject"] = (simple.get("Subject") or {}).get("Data", "")
    if call.get("ReplyToAddresses"):
        message["Reply-To"] = ", ".join(call["ReplyToAddresses"])
    headers = simple.get("Headers") or []
    if len(headers) > 15:
        raise ServiceError("BadRequestException", 400, "At most 15 headers are allowed.")
    for header in headers:
        message[header["Name"]] = header["Value"]
    body = simple.get("Body") or {}
    message.set_content((body.get("Text") or {}).get("Data", ""))
    if "Html" in body:
        message.add_alternative(body["Html"].get("Data", ""), subtype="html")
    return message.as_bytes()


def as_sent(raw: bytes, message_id: str, date: str) -> bytes:
    """The message with the Message-ID and Date SES writes over the sender's, the rest byte for byte."""
    newline = b"\r\n" if b"\r\n" in raw[:2000] else b"\n"
    head, separator, body = raw.partition(newline * 2)
    kept: list[bytes] = []
    dropping = False
    for line in head.split(newline):
        if line[:1] in (b" ", b"\t"):
            if not dropping:
                kept.append(line)
            continue
        dropping = line.lower().startswith((b"message-id:", b"date:", b"bcc:"))
        if not dropping:
            kept.append(line)
    ours = [f"Message-ID: <{message_id}>".encode(), f"Date: {date}".encode()]
    return newline.join(ours + kept) + (separator or newline * 2) + body
