"""The text of one part: transfer encoding, charset, line ends and soft breaks undone."""

from __future__ import annotations

import re

from replies.mime import charsets
from replies.mime.defects import Defect
from replies.mime.limits import MAX_TEXT_CHARS
from replies.mime.outline import Part
from replies.mime.transfer import content
from replies.patterns import Lazy

_META = Lazy(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_ENRICHED_TAG = Lazy(r"<(?:param>[^<]{0,500}</param|/?[A-Za-z][A-Za-z0-9-]{0,59})>", re.IGNORECASE)
_EMBEDDED = Lazy(rb"data:[a-z]{2,20}/[a-z0-9.+-]{2,60};base64,[A-Za-z0-9+/=%\s]{200,}", re.IGNORECASE)
_MOST_SOURCE = 4 * 1024 * 1024


def text_of(part: Part, found: dict[str, None], most: int = MAX_TEXT_CHARS) -> str:
    """A part's text, line ends as "\\n", at most ``most`` characters."""
    html = part.type == "text/html"
    data = content(part, _MOST_SOURCE if html else most * 4, found)
    if html and len(data) > most and b";base64," in data:
        data = _EMBEDDED.sub(b"", data)  # pictures inside of the source
    text, repaired = charsets.decode(data[: most * 4], _charset(part, data))
    if repaired:
        found[Defect.CHARSET] = None
    if len(text) > most or part.end - part.start > 2 * most * 4:
        found[Defect.TRUNCATED] = None
    text = text[:most].replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if "\x00" in text:
        found[Defect.NULS] = None
        text = text.replace("\x00", "")
    if part.type == "text/plain" and part.known.get("format", "").lower() == "flowed":
        from replies.mime.flowed import unflow  # a few mail programs send it

        text = unflow(text, delsp=part.known.get("delsp", "").lower() == "yes")
    elif part.type in ("text/enriched", "text/richtext"):
        text = _ENRICHED_TAG.sub("", text).replace("<<", "<")
    return text


def _charset(part: Part, data: bytes) -> str:
    """The declared charset; for HTML without one, what its own head says."""
    declared = charsets.clean(part.known.get("charset"))
    if declared in ("", "us-ascii", "ascii") and part.type == "text/html":
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        meta = _META.search(data[:4096])
        if meta:
            return meta.group(1).decode("ascii")
    return declared
