"""Copy into words: sandboxed Jinja2 in which a variable that is not known stops the mail.

A template reads what it is given and nothing else: the sandbox keeps it from Python's inside, and its
variables are plain text. What a page called its product is text here, never a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import SandboxedEnvironment

COPY = Path(__file__).parent / "copy"
LONGEST = 5_000
"""Characters of a rendered mail. Anything longer is no outreach."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,47}")


class Unresolved(ValueError):
    """A template can't be filled in for this company. ``reason`` is a word for the event."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Copy:
    """A rendered mail: paragraphs of one line each, and the variables its template mentions."""

    paragraphs: tuple[str, ...]
    variables: frozenset[str]


@cache
def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(
        loader=FileSystemLoader(COPY),
        undefined=StrictUndefined,
        autoescape=False,  # plain text; the HTML part is escaped where it is made
        keep_trailing_newline=False,
    )


def names() -> tuple[str, ...]:
    """The copy there is."""
    return tuple(sorted(path.stem for path in COPY.glob("*.j2")))


def render_copy(name: str, context: Mapping[str, str]) -> Copy:
    """Fill in ``copy/NAME.j2``. Raises ``Unresolved``: no such template, an unknown variable, too long."""
    if not _NAME.fullmatch(name):
        raise Unresolved(
            "template_missing", "a template is named in lowercase letters, digits and underscores"
        )
    try:
        source = (COPY / f"{name}.j2").read_text(encoding="utf-8")
        text = _environment().get_template(f"{name}.j2").render(dict(context))
    except (TemplateNotFound, FileNotFoundError) as error:
        raise Unresolved("template_missing", f"there is no template {name!r}") from error
    except UndefinedError as error:
        raise Unresolved("variable_unresolved", f"{name}: {error.message}") from error
    except TemplateError as error:
        raise Unresolved("template_invalid", f"{name}: {error}") from error
    if len(text) > LONGEST:
        raise Unresolved("too_long", f"{name} has {len(text)} characters, {LONGEST} are allowed")
    paragraphs = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())
    if not paragraphs:
        raise Unresolved("empty", f"{name} says nothing")
    used = find_undeclared_variables(_environment().parse(source))
    return Copy(paragraphs, frozenset(used))


def render_line(text: str, context: Mapping[str, str]) -> str:
    """Fill in one line, such as a subject from a campaign. Raises ``Unresolved``."""
    try:
        line = " ".join(_environment().from_string(text).render(dict(context)).split())
    except UndefinedError as error:
        raise Unresolved("variable_unresolved", f"subject: {error.message}") from error
    except TemplateError as error:
        raise Unresolved("template_invalid", f"subject: {error}") from error
    if not line:
        raise Unresolved("empty", "the subject says nothing")
    return line
