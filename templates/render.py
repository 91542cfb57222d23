"""Copy into words: sandboxed Jinja2 in which a variable that is not known stops the mail.

A template says text, variables and conditions, and nothing else: no loop, no call, no attribute, no
arithmetic, so that its length is bounded by its own and its variables', and nothing in it can reach Python.
What a page called its product is text here, never a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, UndefinedError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

COPY = Path(__file__).parent / "copy"
LAYOUTS = ("intro", "follow_up", "closing", "again")
"""Where in a conversation a mail stands. Each is a template of its own, and the frame of a trade's."""
LONGEST = 5_000
"""Characters of a template's source, and of a rendered mail. Anything longer is no outreach."""
FILTERS = ("capitalize", "default", "lower", "trim", "upper")

_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,47}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_UNDEFINED = re.compile(r"'([A-Za-z_][A-Za-z0-9_]*)' is undefined")
_PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Filter, nodes.Concat,
)  # fmt: skip
_FRAMED = (*_PLAIN, nodes.Extends, nodes.Block)
"""What the project's own copy may use beside: the frame of a layout."""


class Unresolved(ValueError):
    """A template can't be filled in for this company. ``reason`` is a word for the event."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Copy:
    """A rendered mail: paragraphs of one line each, the variables its template mentions, its fixed words."""

    paragraphs: tuple[str, ...]
    variables: frozenset[str]
    fixed: str = ""


class _Part(NamedTuple):
    """What a template's source mentions, and the words that stand in it."""

    variables: frozenset[str]
    fixed: str


class _Sandbox(ImmutableSandboxedEnvironment):
    """No attribute of anything is safe: the variables are plain text, and text needs none."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return False

    def is_safe_callable(self, obj: object) -> bool:
        return False


@cache
def _environment() -> _Sandbox:
    environment = _Sandbox(
        loader=FileSystemLoader(COPY),
        undefined=StrictUndefined,
        autoescape=False,  # plain text; the HTML part is escaped where it is made
        keep_trailing_newline=False,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    return environment


def names(language: str = "en") -> tuple[str, ...]:
    """The copy there is in a language, layouts first."""
    trades = sorted(path.stem for path in (COPY / language).glob("*.j2") if path.stem not in LAYOUTS)
    return (*LAYOUTS, *trades)


def render_copy(
    name: str,
    context: Mapping[str, str],
    *,
    language: str = "en",
    layout: str = "intro",
    source: str | None = None,
) -> Copy:
    """Fill in ``copy/LANGUAGE/NAME.j2``, or ``source`` when the campaign brings its own.

    ``layout``: what a trade's template stands in. Raises ``Unresolved``: ``template_missing``,
    ``template_invalid``, ``template_forbidden``, ``variable_unresolved.NAME``, ``too_long``, ``empty``.
    """
    if not _NAME.fullmatch(name) or not _LANGUAGE.fullmatch(language) or layout not in LAYOUTS:
        raise Unresolved(
            "template_missing", "a template is named in lowercase letters, digits and underscores"
        )
    frame = f"{language}/{layout}.j2"
    if source is not None:
        template, *parts = _own(source)
    else:
        template, *parts = _stock(f"{language}/{name}.j2")
        if "layout" in parts[0].variables:
            parts.append(_stock(frame)[1])
    text = _filled(name, template, {**context, "layout": frame})
    if len(text) > LONGEST:
        raise Unresolved("too_long", f"{name} has {len(text)} characters, {LONGEST} are allowed")
    paragraphs = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())
    if not paragraphs:
        raise Unresolved("empty", f"{name} says nothing")
    used = frozenset[str]().union(*(part.variables for part in parts)) - {"layout"}
    return Copy(paragraphs, used, "\n".join(part.fixed for part in parts))


def render_line(text: str, context: Mapping[str, str]) -> str:
    """Fill in one line, such as a subject from a campaign. Raises ``Unresolved``."""
    line = " ".join(_filled("subject", _own(text)[0], context).split())
    if not line:
        raise Unresolved("empty", "the subject says nothing")
    return line


def fixed_words(text: str) -> str:
    """The words of a line's source that stand there whatever the variables are. Raises ``Unresolved``."""
    return _own(text)[1].fixed


@lru_cache(maxsize=256)
def _own(source: str) -> tuple[Template, _Part]:
    """A template that a campaign brings. It may use ``_PLAIN`` only."""
    if len(source) > LONGEST:
        raise Unresolved("too_long", f"the template has {len(source)} characters, {LONGEST} are allowed")
    return _compiled(source, _PLAIN)


@lru_cache(maxsize=256)
def _stock(path: str) -> tuple[Template, _Part]:
    try:
        source = (COPY / path).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise Unresolved("template_missing", f"there is no template {path!r}") from error
    return _compiled(source, _FRAMED)


def _compiled(source: str, allowed: tuple[type[nodes.Node], ...]) -> tuple[Template, _Part]:
    environment = _environment()
    try:
        tree = environment.parse(source)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, allowed):
                raise Unresolved("template_forbidden", f"{type(node).__name__} on line {node.lineno}")
            if isinstance(node, nodes.Filter) and node.name not in FILTERS:
                raise Unresolved("template_forbidden", f"the filter {node.name} on line {node.lineno}")
            if isinstance(node, nodes.Test) and node.name not in ("defined", "undefined"):
                raise Unresolved("template_forbidden", f"the test {node.name} on line {node.lineno}")
        variables = frozenset(find_undeclared_variables(tree))
        fixed = " ".join(data.data for data in tree.find_all(nodes.TemplateData))
        return environment.from_string(source), _Part(variables, fixed)
    except (TemplateError, RecursionError) as error:
        raise Unresolved("template_invalid", str(error) or type(error).__name__) from error


def _filled(name: str, template: Template, context: Mapping[str, str]) -> str:
    try:
        return template.render(dict(context))
    except UndefinedError as error:
        found = _UNDEFINED.search(error.message or "")
        variable = re.sub(r"[^a-z0-9_]", "", found[1].lower())[:40] if found else "unknown"
        raise Unresolved(f"variable_unresolved.{variable}", f"{name}: {error.message}") from error
    except (TemplateError, RecursionError) as error:
        raise Unresolved("template_invalid", f"{name}: {error}") from error
