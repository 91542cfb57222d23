"""One YAML map of a campaign file while it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from outreach import durations
from outreach.campaign_file.problems import Problem

NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,47}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")

_Known = TypeVar("_Known", bound=StrEnum)


class Section:
    """One YAML map while it is read: takes keys out one by one, collects problems, knows its lines."""

    def __init__(self, data: Mapping[str, Any], where: str, line: int, problems: list[Problem]) -> None:
        self.data = data
        self.where = where
        self.line = line
        self.problems = problems
        self.known: set[str] = set()

    def at(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def line_of(self, key: str) -> int:
        marks = (self.data.lc.data if isinstance(self.data, CommentedMap) else None) or {}
        return marks[key][0] + 1 if key in marks else self.line

    def wrong(self, key: str, message: str, fix: str) -> None:
        self.problems.append(Problem(self.line_of(key), self.at(key), message, fix))

    def raw(self, key: str) -> Any:
        self.known.add(key)
        return self.data.get(key)

    def finish(self) -> None:
        """Say which keys mean nothing here: a misspelt setting must not be silently ignored."""
        for key in self.data:
            if key not in self.known:
                self.wrong(str(key), "is not a setting", f"Known here: {', '.join(sorted(self.known))}.")

    def text(self, key: str, fix: str, *, default: str | None = None, many_lines: bool = False) -> str:
        """A text. Absent is an error unless there is a default. Control characters never reach a header."""
        value = self.raw(key)
        if value is None:
            if default is None:
                self.wrong(key, "is missing", fix)
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, "is not a text", fix)
            return ""
        value = str(value).strip()
        if _CONTROL.search(value.replace("\n", "") if many_lines else value):
            self.wrong(key, "holds a line break or control character", "Write it on one line.")
        return value

    def matching(self, key: str, pattern: re.Pattern[str], fix: str, *, default: str | None = None) -> str:
        before = len(self.problems)
        value = self.text(key, fix, default=default)
        if len(self.problems) == before and value != default and not pattern.fullmatch(value):
            self.wrong(key, f"{value!r} has the wrong form", fix)
        return value

    def one_of(self, key: str, kind: type[_Known], default: _Known | None = None) -> _Known:
        words = [member.value for member in kind]
        fix = f"Write one of: {', '.join(words)}."
        value = self.text(key, fix, default=None if default is None else default.value)
        if value in words:
            return kind(value)
        if value:
            self.wrong(key, f"{value!r} is unknown", fix)
        return next(iter(kind))

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.raw(key)
        if value is None and default is not None:
            return default
        fix = f"Write a whole number from {low} to {high}."
        if value is None:
            self.wrong(key, "is missing", fix)
        elif isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, f"{value!r} is not a whole number", fix)
        elif not low <= value <= high:
            self.wrong(key, f"{value} is out of range", fix)
        else:
            return int(value)
        return low

    def optional_number(self, key: str, low: int, high: int) -> int | None:
        return None if self.raw(key) is None else self.number(key, low, high)

    def points(self, key: str) -> dict[str, int]:
        """A map of names to whole numbers from -100 to 100; empty where there is none."""
        section = self.section(key, needed=False)
        if section is None:
            return {}
        return {str(name): section.number(name, -100, 100) for name in section.data}

    def flag(self, key: str, default: bool) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, f"{value!r} is neither yes nor no", "Write true or false.")
            return default
        return value

    def duration(self, key: str, default: int | None) -> int:
        fix = 'Write a length of time such as "3 days" or "20s".'
        value = self.raw(key)
        if value is None:
            if default is None:
                self.wrong(key, "is missing", fix)
            return default or 0
        try:
            return durations.seconds(str(value))
        except ValueError:
            self.wrong(key, f"{value!r} is not a length of time", fix)
            return 0

    def zone(self, key: str) -> str:
        fix = "Write an IANA zone such as Europe/London."
        name = self.text(key, fix)
        if name:
            try:
                ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                self.wrong(key, f"{name!r} is not a time zone", fix)
        return name

    def clock(self, key: str, default: int) -> int:
        """A time of day in minutes after midnight. YAML reads an unquoted 9:00 as a number: say so."""
        fix = 'Write it in quotes as "09:00"; "24:00" is the end of the day.'
        value = self.raw(key)
        if value is None:
            return default
        match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        minute = -1 if match is None else int(match[1]) * 60 + int(match[2])
        if not 0 <= minute <= 1440:
            self.wrong(key, f"{value!r} is not a time of day", fix)
            return default
        return minute

    def texts(
        self, key: str, allowed: Callable[[str], str | None], *, needed: bool = False
    ) -> tuple[str, ...]:
        """A list of texts; ``allowed`` says what is wrong with one, or None. Repeats count once."""
        value = self.raw(key)
        if value is None:
            if needed:
                self.wrong(key, "is missing", "Write a list with at least one entry.")
            return ()
        if not isinstance(value, list) or (needed and not value):
            self.wrong(key, "is not a list with entries", "Write each entry on a line that begins with `- `.")
            return ()
        found: dict[str, None] = {}
        for index, entry in enumerate(value):
            complaint = allowed(entry) if isinstance(entry, str) else "is not a text"
            if complaint is None:
                found[str(entry)] = None
            else:
                line = value.lc.item(index)[0] + 1 if isinstance(value, CommentedSeq) else self.line_of(key)
                hint = " Put it in quotes: YAML reads NO as false." if isinstance(entry, bool) else ""
                self.problems.append(
                    Problem(line, f"{self.at(key)}[{index}]", complaint, f"Correct or remove it.{hint}")
                )
        return tuple(found)

    def section(self, key: str, *, needed: bool) -> Section | None:
        value = self.raw(key)
        if value is None:
            if needed:
                self.wrong(key, "is missing", "See campaigns/ for an example of this section.")
            return None
        if not isinstance(value, CommentedMap):
            self.wrong(key, "is not a map of settings", "Indent its settings under it.")
            return None
        return Section(value, self.at(key), self.line_of(key), self.problems)

    def sections(self, key: str) -> list[Section]:
        """A list of maps with at least one entry."""
        value = self.raw(key)
        if not isinstance(value, CommentedSeq) or not value:
            self.wrong(key, "is missing or not a list", "Write at least one entry that begins with `- `.")
            return []
        found = []
        for index, entry in enumerate(value):
            line = value.lc.item(index)[0] + 1
            where = f"{self.at(key)}[{index}]"
            if isinstance(entry, CommentedMap):
                found.append(Section(entry, where, line, self.problems))
            else:
                self.problems.append(Problem(line, where, "is not a map", "Write `- name: value`."))
        return found


def printable(text: str) -> str | None:
    """What is wrong with a text of one line, or None."""
    return None if text.strip() and not _CONTROL.search(text) else "is empty or holds a control character"
