"""A parser for the part of SOQL that a client of leads, contacts, accounts and tasks needs.

SELECT fields | COUNT() FROM object [WHERE conditions] [ORDER BY field [ASC|DESC] [NULLS FIRST|LAST]] [LIMIT
n] [OFFSET n] with =, !=, <, <=, >, >=, LIKE, IN, NOT IN, AND, OR, NOT and parentheses. As in SOQL, AND and
OR may not be mixed without parentheses. Reference: SOQL and SOSL Reference, "SOQL SELECT Syntax".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce.errors import ApiError

TOKEN = re.compile(
    r"""\s*(?:
        (?P<string>'(?:[^'\\]|\\.)*')
      | (?P<datetime>\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2}))?)
      | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_.]*)
      | (?P<operator><=|>=|!=|<>|[=<>(),])
    )""",
    re.VERBOSE,
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}

Record = Mapping[str, Any]
Condition = Callable[[Record], bool]


@dataclass(frozen=True)
class Query:
    """A parsed query. `fields` is empty for COUNT()."""

    fields: tuple[str, ...]
    object: str
    condition: Condition
    used_fields: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]
    limit: int | None
    offset: int


def malformed(message: str) -> ApiError:
    """The error for a query that cannot be read."""
    return ApiError("MALFORMED_QUERY", message)


def parse(text: str) -> Query:
    """Read a query; raises `ApiError` MALFORMED_QUERY."""
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        self.used: list[str] = []
        position = 0
        text = text.strip()
        while position < len(text):
            match = TOKEN.match(text, position)
            if not match or match.end() == position:
                raise malformed(f"unexpected token: '{text[position : position + 10]}'")
            kind = match.lastgroup or ""
            self.tokens.append((kind, match.group(kind)))
            position = match.end()
        self.position = 0

    def peek(self) -> tuple[str, str]:
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return ("end", "<EOF>")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.position += 1
        return token

    def word(self, *words: str) -> bool:
        """Take the next token if it is one of these keywords."""
        kind, text = self.peek()
        if kind == "name" and text.upper() in words:
            self.position += 1
            return True
        return False

    def expect(self, text: str) -> None:
        kind, found = self.take()
        if found.upper() != text or kind == "string":
            raise malformed(f"unexpected token: '{found}' (expected {text})")

    def name(self) -> str:
        kind, text = self.take()
        if kind != "name":
            raise malformed(f"unexpected token: '{text}'")
        return text

    def query(self) -> Query:
        self.expect("SELECT")
        fields: list[str] = []
        first = self.name()
        if first.upper() == "COUNT" and self.peek()[1] == "(":
            self.take()
            self.expect(")")
        else:
            fields.append(first)
            while self.peek()[1] == ",":
                self.take()
                fields.append(self.name())
        self.expect("FROM")
        target = self.name()
        condition: Condition = lambda record: True  # noqa: E731
        if self.word("WHERE"):
            condition = self.conditions()
        order: list[tuple[str, bool]] = []
        if self.word("ORDER"):
            self.expect("BY")
            order.append(self.ordering())
            while self.peek()[1] == ",":
                self.take()
                order.append(self.ordering())
        limit = self.count() if self.word("LIMIT") else None
        offset = self.count() if self.word("OFFSET") else 0
        if self.peek()[0] != "end":
            raise malformed(f"unexpected token: '{self.peek()[1]}'")
        return Query(tuple(fields), target, condition, tuple(self.used), tuple(order), limit, offset)

    def ordering(self) -> tuple[str, bool]:
        field = self.name()
        self.used.append(field)
        descending = self.word("DESC")
        if not descending:
            self.word("ASC")
        if self.word("NULLS") and not self.word("FIRST", "LAST"):
            raise malformed("NULLS wants FIRST or LAST")
        return field, descending

    def count(self) -> int:
        kind, text = self.take()
        if kind != "number" or not text.isdigit():
            raise malformed(f"unexpected token: '{text}'")
        return int(text)

    def conditions(self) -> Condition:
        terms = [self.term()]
        joined = ""
        while (word := self.peek()[1].upper()) in ("AND", "OR") and self.peek()[0] == "name":
            if joined and word != joined:
                raise malformed("unexpected token: AND and OR need parentheses when mixed")
            joined = word
            self.take()
            terms.append(self.term())
        if joined == "OR":
            return lambda record: any(term(record) for term in terms)
        return lambda record: all(term(record) for term in terms)

    def term(self) -> Condition:
        if self.word("NOT"):
            inner = self.term()
            return lambda record: not inner(record)
        if self.peek() == ("operator", "("):
            self.take()
            inner = self.conditions()
            self.expect(")")
            return inner
        return self.comparison()

    def comparison(self) -> Condition:
        field = self.name()
        self.used.append(field)
        if self.word("LIKE"):
            pattern = _like(str(self.value()))
            return lambda record: bool(pattern.fullmatch(str(record.get(field) or "")))
        if self.word("NOT"):
            self.expect("IN")
            values = self.values()
            return lambda record: not any(_same(record.get(field), value) for value in values)
        if self.word("IN"):
            values = self.values()
            return lambda record: any(_same(record.get(field), value) for value in values)
        kind, operator = self.take()
        if kind != "operator" or operator in "(),":
            raise malformed(f"unexpected token: '{operator}'")
        value = self.value()
        if operator == "=":
            return lambda record: _same(record.get(field), value)
        if operator in ("!=", "<>"):
            return lambda record: not _same(record.get(field), value)
        return lambda record: _ordered(record.get(field), operator, value)

    def values(self) -> list[Any]:
        self.expect("(")
        values = [self.value()]
        while self.peek()[1] == ",":
            self.take()
            values.append(self.value())
        self.expect(")")
        return values

    def value(self) -> Any:
        kind, text = self.take()
        if kind == "string":
            return re.sub(r"\\(.)", lambda match: ESCAPES.get(match.group(1), match.group(1)), text[1:-1])
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind == "datetime":
            return text
        if kind == "name" and text.lower() in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[text.lower()]
        raise malformed(f"unexpected token: '{text}'")


def _same(held: Any, wanted: Any) -> bool:
    # Text is compared without case; ids of 15 and 18 characters are the same id.
    if isinstance(held, str) and isinstance(wanted, str):
        if held.lower() == wanted.lower():
            return True
        return len(held) == 18 and len(wanted) == 15 and held.startswith(wanted)
    return bool(held == wanted)


def _ordered(held: Any, operator: str, wanted: Any) -> bool:
    if held is None or wanted is None:
        return False
    left, right = (held, wanted) if type(held) is type(wanted) else (str(held), str(wanted))
    return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator])


def _like(pattern: str) -> re.Pattern[str]:
    parts = {"%": ".*", "_": "."}
    expression = "".join(parts.get(letter, re.escape(letter)) for letter in pattern)
    return re.compile(expression, re.IGNORECASE | re.DOTALL)
