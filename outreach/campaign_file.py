"""Campaign files: YAML that people write, read into a ``Campaign`` or refused with every error and its line.

The whole file is read before anything is said about it, so that one round of corrections is enough.
The YAML reader is imported here and nowhere else in the domain: Lambdas read the stored form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from outreach import durations
from outreach.campaign import (
    CALL_FROM_HOUR,
    CALL_TO_HOUR,
    WEEKDAYS,
    CallConsent,
    Calls,
    Campaign,
    Caps,
    CsvSource,
    LegalBasis,
    Offer,
    Schedule,
    SearchSource,
    Sender,
    Source,
    Step,
    Target,
    Tracking,
    Window,
    Writer,
)

MAX_BYTES = 200_000
MAX_STEPS = 10
NOTICE_FIELDS = ("page", "date", "company")
"""What a source notice may mention, in braces: where the address was found, when, and whose it is."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,47}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,47}")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_RATE = re.compile(r"(1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))")
_CRON = re.compile(r"[0-9A-Za-z*?,/#LW-]+( [0-9A-Za-z*?,/#LW-]+){5}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

_Known = TypeVar("_Known", LegalBasis, Writer, CallConsent)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a file: the line (counted from 1), where, what, and what to do about it."""

    line: int
    where: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.where}: {self.message}. {self.fix}"


class CampaignInvalid(ValueError):
    """The file is not a campaign. ``problems`` holds every error found, in the order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def load(path: Path) -> Campaign:
    """Read a campaign file. CSV sources are looked for beside it. Raises ``CampaignInvalid``, ``OSError``."""
    return parse(path.read_text(encoding="utf-8"), folder=path.parent)


def parse(text: str, folder: Path | None = None) -> Campaign:
    """Read a campaign from YAML text.

    ``folder`` is where CSV files are looked for; without it their presence is not checked. Raises
    ``CampaignInvalid`` with every problem.
    """
    if len(text.encode()) > MAX_BYTES:
        raise CampaignInvalid(
            [Problem(1, "file", f"is larger than {MAX_BYTES} bytes", "Put long lists into a CSV.")]
        )
    try:
        document = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        problem = str(error.problem or "is not YAML").strip().splitlines()[0]
        raise CampaignInvalid([Problem(line, "file", problem, "Correct the YAML on this line.")]) from error
    except YAMLError as error:
        raise CampaignInvalid([Problem(1, "file", "is not YAML", "Save it as UTF-8 text.")]) from error
    if not isinstance(document, CommentedMap):
        raise CampaignInvalid(
            [Problem(1, "file", "is not a map of settings", "Begin with `id:` and `name:`.")]
        )
    problems: list[Problem] = []
    campaign = _campaign(_Section(document, "", 1, problems), folder)
    if problems or campaign is None:
        raise CampaignInvalid(problems)
    return campaign


class _Section:
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

    def section(self, key: str, *, needed: bool) -> _Section | None:
        value = self.raw(key)
        if value is None:
            if needed:
                self.wrong(key, "is missing", "See campaigns/ for an example of this section.")
            return None
        if not isinstance(value, CommentedMap):
            self.wrong(key, "is not a map of settings", "Indent its settings under it.")
            return None
        return _Section(value, self.at(key), self.line_of(key), self.problems)

    def sections(self, key: str) -> list[_Section]:
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
                found.append(_Section(entry, where, line, self.problems))
            else:
                self.problems.append(Problem(line, where, "is not a map", "Write `- name: value`."))
        return found


def _campaign(top: _Section, folder: Path | None) -> Campaign | None:
    start = len(top.problems)
    campaign = Campaign(
        id=top.matching("id", _ID, "Use 2 to 48 lowercase letters, digits and hyphens."),
        name=top.text("name", "Give the campaign a name that people recognise."),
        sender=_sender(top.section("sender", needed=True)),
        offer=_offer(top.section("offer", needed=True)),
        legal_basis=top.one_of("legal_basis", LegalBasis),
        source_notice=_notice(top),
        sources=_sources(top, folder),
        target=_target(top.section("profile", needed=False)),
        threshold=top.number("threshold", 0, 100),
        steps=_steps(top.section("sequence", needed=True)),
        window=_window(top.section("window", needed=True)),
        caps=_caps(top.section("caps", needed=True)),
        calls=_calls(top.section("calls", needed=False)),
        tracking=_tracking(top.section("tracking", needed=False)),
        schedule=_schedule(top.section("schedule", needed=False)),
    )
    top.finish()
    return campaign if len(top.problems) == start else None


def _sender(section: _Section | None) -> Sender:
    if section is None:
        return Sender("", "", "", "", "")
    sender = Sender(
        name=section.text("name", "Name the person who writes."),
        address=section.matching("address", _ADDRESS, "Write the address that the mail comes from."),
        company=section.text("company", "Name the company in whose name the mail is written."),
        postal_address=section.text(
            "postal_address",
            "CAN-SPAM asks for a valid postal address in every mail.",
            many_lines=True,
        ),
        time_zone=section.zone("time_zone"),
        website=section.text("website", "Write an address that begins with https://.", default=""),
    )
    if sender.website and not sender.website.startswith("https://"):
        section.wrong("website", "is not an https address", "Write an address that begins with https://.")
    section.finish()
    return sender


def _offer(section: _Section | None) -> Offer:
    if section is None:
        return Offer("", "")
    offer = Offer(
        summary=section.text("summary", "Say in one sentence what is offered."),
        question=section.text("question", "Write the question that the mail ends with."),
        proof=section.texts("proof", _printable),
    )
    section.finish()
    return offer


def _notice(top: _Section) -> str:
    fix = f"Say where addresses come from; it may mention {', '.join('{' + f + '}' for f in NOTICE_FIELDS)}."
    notice = top.text("source_notice", fix)
    bare = notice
    for name in NOTICE_FIELDS:
        bare = bare.replace("{" + name + "}", "")
    if "{" in bare or "}" in bare:
        top.wrong("source_notice", "mentions a field that does not exist", fix)
    return notice


def _sources(top: _Section, folder: Path | None) -> tuple[Source, ...]:
    found: list[Source] = []
    for section in top.sections("sources"):
        if "csv" in section.data:
            file = section.text("csv", "Name a CSV file beside this one.")
            if file and (Path(file).is_absolute() or ".." in Path(file).parts):
                section.wrong("csv", "points out of the campaign's folder", "Put the file beside this one.")
            elif file and folder is not None and not (folder / file).is_file():
                section.wrong(
                    "csv", f"{file!r} does not exist", f"Put it into {folder}, or correct the name."
                )
            found.append(CsvSource(file))
        elif "search" in section.data:
            search = section.section("search", needed=True)
            if search is not None:
                provider = search.text("provider", "Write: brave.", default="brave")
                if provider != "brave":
                    search.wrong("provider", f"{provider!r} is unknown", "Write: brave.")
                queries = search.texts("queries", _printable, needed=True)
                found.append(SearchSource(provider, queries, search.number("limit", 1, 1000, 50)))
                search.finish()
        else:
            section.problems.append(
                Problem(
                    section.line, section.where, "is no known source", "Write `- csv: FILE` or `- search:`."
                )
            )
            continue
        section.finish()
    return tuple(found)


def _target(section: _Section | None) -> Target:
    if section is None:
        return Target()
    weights: dict[str, int] = {}
    overrides = section.section("weights", needed=False)
    if overrides is not None:
        weights = {str(key): overrides.number(key, -100, 100) for key in overrides.data}
    target = Target(
        platforms=tuple(p.lower() for p in section.texts("platforms", _printable)),
        countries=tuple(c.upper() for c in section.texts("countries", _country)),
        keywords=section.texts("keywords", _printable),
        exclude=tuple(d.lower() for d in section.texts("exclude", _printable)),
        weights=weights,
    )
    section.finish()
    return target


def _steps(section: _Section | None) -> tuple[Step, ...]:
    if section is None:
        return ()
    entries = section.sections("steps")
    if len(entries) > MAX_STEPS:
        section.wrong("steps", f"has {len(entries)} steps", f"Write at most {MAX_STEPS}.")
    steps = []
    for index, entry in enumerate(entries):
        first = index == 0
        before = len(entry.problems)
        wait = entry.duration("wait", 0 if first else None)
        if not first and wait < 1 and len(entry.problems) == before:
            entry.wrong("wait", "is nothing", "A follow-up waits at least a second.")
        subject = entry.text(
            "subject",
            "The first mail needs a subject; a follow-up without one answers on the same thread.",
            default=None if first else "",
        )
        steps.append(
            Step(
                wait_seconds=wait,
                template=entry.matching("template", _NAME, "Name a file of templates/copy without `.j2`."),
                subject=subject,
                writer=entry.one_of("writer", Writer, Writer.MODEL),
            )
        )
        entry.finish()
    section.finish()
    return tuple(steps)


def _window(section: _Section | None) -> Window:
    if section is None:
        return Window(("mon",), 0, 1440)
    days = section.texts("days", _weekday, needed=True)
    window = Window(
        days=tuple(day for day in WEEKDAYS if day in days),
        from_minute=section.clock("from", 9 * 60),
        to_minute=section.clock("to", 17 * 60),
        spread_seconds=section.duration("spread", 20 * 60),
    )
    if window.from_minute >= window.to_minute:
        section.wrong("to", "is not after `from`", "A window begins and ends on one day.")
    section.finish()
    return window


def _caps(section: _Section | None) -> Caps:
    if section is None:
        return Caps(1, 1)
    caps = Caps(
        sender_per_day=section.number("sender_per_day", 1, 100_000),
        domain_per_day=section.number("domain_per_day", 1, 1_000),
    )
    section.finish()
    return caps


def _calls(section: _Section | None) -> Calls:
    if section is None:
        return Calls()
    hours = section.section("hours", needed=False)
    start, end = CALL_FROM_HOUR, CALL_TO_HOUR
    if hours is not None:
        start = hours.number("from", CALL_FROM_HOUR, CALL_TO_HOUR - 1, CALL_FROM_HOUR)
        end = hours.number("to", CALL_FROM_HOUR + 1, CALL_TO_HOUR, CALL_TO_HOUR)
        if start >= end:
            hours.wrong("to", "is not after `from`", "Calls begin and end on one day.")
        hours.finish()
    calls = Calls(
        enabled=section.flag("enabled", False),
        consent=section.one_of("consent", CallConsent, CallConsent.REPLY),
        from_hour=start,
        to_hour=end,
        attempts=section.number("attempts", 1, 3, 2),
    )
    section.finish()
    return calls


def _tracking(section: _Section | None) -> Tracking:
    if section is None:
        return Tracking()
    tracking = Tracking(opens=section.flag("opens", False), clicks=section.flag("clicks", False))
    section.finish()
    return tracking


def _schedule(section: _Section | None) -> Schedule | None:
    if section is None:
        return None
    zone = section.zone("time_zone")
    rate, cron = section.raw("rate"), section.raw("cron")
    if (rate is None) == (cron is None):
        section.wrong(
            "rate", "and cron are both set, or neither is", 'Write one: rate: "1 day", or cron: "…".'
        )
        expression = ""
    elif rate is not None:
        fix = 'Write for example "1 day" or "6 hours".'
        expression = f"rate({section.matching('rate', _RATE, fix)})"
    else:
        fix = 'Six fields: minutes hours day-of-month month day-of-week year, as in "0 9 ? * MON-FRI *".'
        expression = f"cron({section.matching('cron', _CRON, fix)})"
    section.finish()
    return Schedule(expression, zone)


def _printable(text: str) -> str | None:
    return None if text.strip() and not _CONTROL.search(text) else "is empty or holds a control character"


def _country(text: str) -> str | None:
    return (
        None if re.fullmatch(r"[A-Za-z]{2}", text) else f"{text!r} is no two-letter country code (ISO 3166)"
    )


def _weekday(text: str) -> str | None:
    return None if text in WEEKDAYS else f"{text!r} is none of {', '.join(WEEKDAYS)}"
