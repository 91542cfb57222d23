"""Calendar parts: what a meeting request or an answer to one says (RFC 5545, RFC 5546)."""

from __future__ import annotations

from typing import NamedTuple

_MOST_LINES = 5000
_WANTED = frozenset(
    ("METHOD", "UID", "DTSTART", "DTEND", "ORGANIZER", "ATTENDEE", "SUMMARY", "STATUS", "COMMENT", "LOCATION")
)


class Meeting(NamedTuple):
    """One event of a calendar part.

    ``method`` as in RFC 5546 ("REQUEST", "REPLY", "CANCEL", "COUNTER" …). ``answer`` is what an attendee
    says in a REPLY or COUNTER: "ACCEPTED", "DECLINED", "TENTATIVE" …, else empty. ``starts`` and ``ends`` are
    ISO 8601 as far as stated: a date, a local time with ``zone`` beside it, or a time in UTC ("+00:00").
    """

    method: str = ""
    uid: str = ""
    answer: str = ""
    attendee: str = ""
    organizer: str = ""
    summary: str = ""
    comment: str = ""
    location: str = ""
    starts: str = ""
    ends: str = ""
    zone: str = ""

    @property
    def says(self) -> str:
        """The method, and the answer where it is one: "REQUEST", "REPLY:ACCEPTED"."""
        return ":".join(piece for piece in (self.method, self.answer) if piece)


def read(text: str, method: str = "") -> Meeting:
    """The first event of a calendar. ``method`` is that of the media type, where the calendar has none."""
    found: dict[str, tuple[dict[str, str], str]] = {}
    inside: list[str] = []
    for line in _unfolded(text):
        name, parameters, value = _split(line)
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            if inside and inside.pop() == "VEVENT" and "UID" in found:
                break  # the exceptions of a series follow
        elif name in _WANTED and name not in found and not _elsewhere(inside):
            found[name] = (parameters, value)
    said = {name: value for name, (_, value) in found.items()}
    verb = (said.get("METHOD") or method).strip().upper()
    about = found.get("ATTENDEE", ({}, ""))
    starts = found.get("DTSTART", ({}, ""))
    return Meeting(
        method=verb,
        uid=said.get("UID", "").strip()[:500],
        answer=about[0].get("PARTSTAT", "").upper() if verb in ("REPLY", "COUNTER") else "",
        attendee=_address(about[1]),
        organizer=_address(said.get("ORGANIZER", "")),
        summary=_text(said.get("SUMMARY", ""))[:500],
        comment=_text(said.get("COMMENT", ""))[:2000],
        location=_text(said.get("LOCATION", ""))[:500],
        starts=_time(starts[1]),
        ends=_time(said.get("DTEND", "")),
        zone=starts[0].get("TZID", "").strip('"'),
    )


def _elsewhere(inside: list[str]) -> bool:
    """Inside of a time zone or an alarm, whose fields have the same names."""
    return any(name in ("VTIMEZONE", "VALARM", "STANDARD", "DAYLIGHT") for name in inside)


def _unfolded(text: str) -> list[str]:
    """Content lines (RFC 5545 section 3.1): a line that begins with a blank continues the one above."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n")[:_MOST_LINES]:
        if line[:1] in (" ", "\t") and lines:
            if len(lines[-1]) < 4000:
                lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def _split(line: str) -> tuple[str, dict[str, str], str]:
    """``NAME;PARAMETER=VALUE:value``; colons and semicolons inside of quotes mean nothing."""
    pieces: list[str] = []
    piece, quoted, value = "", False, ""
    for index, character in enumerate(line[:4000]):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            value = line[index + 1 : 8000]
            break
        if character == ";" and not quoted:
            pieces.append(piece)
            piece = ""
        else:
            piece += character
    pieces.append(piece)
    known = dict(part.split("=", 1) for part in pieces[1:] if "=" in part)
    return pieces[0].strip().upper(), {name.upper(): given for name, given in known.items()}, value


def _address(value: str) -> str:
    value = value.strip()
    return value[7:].lower() if value[:7].lower() == "mailto:" else ""


def _text(value: str) -> str:
    return value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";").strip()


def _time(value: str) -> str:
    """``20260503T100000Z`` as ISO 8601; anything else as nothing."""
    value = value.strip()
    day, _, clock = value.partition("T")
    if len(day) != 8 or not day.isdigit():
        return ""
    text = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    if len(clock) >= 6 and clock[:6].isdigit():
        text += f"T{clock[:2]}:{clock[2:4]}:{clock[4:6]}" + ("+00:00" if clock.endswith("Z") else "")
    return text
