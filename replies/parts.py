"""The pieces of a parsed message, and the addresses in its headers."""

from __future__ import annotations

from dataclasses import dataclass, field

from replies.patterns import Lazy

_ADDRESS = Lazy(r"[^\s<>()\[\],;:\"'\\]+@[^\s<>()\[\],;:\"'\\]+")


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a header: ``name`` as displayed, ``address`` lower-cased."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not read: its file name, its media type, its size in bytes as stored (encoded)."""

    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A message carried inside this one: what a bounce returns, or what was forwarded as an attachment."""

    headers: tuple[tuple[str, str], ...]
    text: str

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


@dataclass
class Collected:
    """What the walk over the parts gathers."""

    plain: list[str] = field(default_factory=list)
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    enclosed: list[Enclosed] = field(default_factory=list)
    reports: list[tuple[str, str]] = field(default_factory=list)
    calendar: list[str] = field(default_factory=list)
    defects: dict[str, None] = field(default_factory=dict)


def addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes in an address header, in order. Accepts what RFC 5322 forbids and people send."""
    if not value or "@" not in value:
        return ()
    found = []
    end = 0
    for match in _ADDRESS.finditer(value[:20_000]):
        name = value[end : match.start()].strip(" \t<,;:\"'()")
        found.append(Address(name=name, address=match.group(0).strip(".").lower()))
        end = match.end() + 1
    # "a@b.example" <a@b.example>: the display name repeats the address; keep it once.
    unique = {a.address: a for a in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda a: [x.address for x in found].index(a.address)))
