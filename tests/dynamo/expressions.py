"""DynamoDB's condition, key and update expressions, on items in wire form (``{"name": {"S": "text"}}``).

The grammar of https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
as far as top-level attributes go: no paths into documents, no ``size``, no arithmetic in ``SET``. What is not
known is refused loudly, so that an expression that begins to use it fails its test and not its meaning.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

Wire = Mapping[str, Mapping[str, Any]]
Names = Mapping[str, str]
Condition = Callable[[Wire, Names, Wire], bool]

_TOKEN = re.compile(r"\s*(<=|>=|<>|[=<>(),]|[#:]?\w+)")
_ORDERED = {"S", "N", "B"}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class NotUnderstood(ValueError):
    """An expression outside the grammar above."""


def holds(expression: str, item: Wire | None, names: Names, values: Wire) -> bool:
    """Whether a condition holds of an item (``None``: there is none)."""
    return _condition(expression)(item or {}, names, values)


def tokens(expression: str) -> list[str]:
    found, place = [], 0
    text = expression.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise NotUnderstood(f"{text[place:]!r} in {expression!r}")
        found.append(match[1])
        place = match.end()
    return found


@lru_cache(maxsize=1_000)
def _condition(expression: str) -> Condition:
    reader = _Reader(tokens(expression))
    condition = reader.either()
    if reader.rest:
        raise NotUnderstood(f"{reader.rest} at the end of {expression!r}")
    return condition


class _Reader:
    """Recursive descent: OR below AND below NOT below comparisons."""

    def __init__(self, rest: list[str]) -> None:
        self.rest = rest

    def _take(self, expected: str = "") -> str:
        if not self.rest or (expected and self.rest[0].upper() != expected):
            raise NotUnderstood(f"{self.rest[:1]}, where {expected or 'something'} should be")
        return self.rest.pop(0)

    def _next_is(self, word: str) -> bool:
        return bool(self.rest) and self.rest[0].upper() == word

    def either(self) -> Condition:
        parts = [self._both()]
        while self._next_is("OR"):
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda i, n, v: any(part(i, n, v) for part in parts)

    def _both(self) -> Condition:
        parts = [self._not()]
        while self._next_is("AND"):
            self._take()
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else lambda i, n, v: all(part(i, n, v) for part in parts)

    def _not(self) -> Condition:
        if self._next_is("NOT"):
            self._take()
            inner = self._not()
            return lambda i, n, v: not inner(i, n, v)
        if self._next_is("("):
            self._take()
            inside = self.either()
            self._take(")")
            return inside
        return self._comparison()

    def _comparison(self) -> Condition:
        first = self._take()
        if first in ("attribute_exists", "attribute_not_exists"):
            [path] = self._arguments()
            there = first == "attribute_exists"
            return lambda i, n, v: (_name(path, n) in i) is there
        if first in ("begins_with", "contains"):
            path, value = self._arguments()
            test = _begins_with if first == "begins_with" else _contains
            return lambda i, n, v: test(_operand(path, i, n, v), _operand(value, i, n, v))
        verb = self._take().upper()
        if verb == "IN":
            several = self._arguments()
            return lambda i, n, v: any(
                _equal(_operand(first, i, n, v), _operand(one, i, n, v)) for one in several
            )
        if verb == "BETWEEN":
            low = self._take()
            self._take("AND")
            high = self._take()
            return lambda i, n, v: (
                _ordered(">=", _operand(first, i, n, v), _operand(low, i, n, v))
                and _ordered("<=", _operand(first, i, n, v), _operand(high, i, n, v))
            )
        second = self._take()
        if verb == "=":
            return lambda i, n, v: _equal(_operand(first, i, n, v), _operand(second, i, n, v))
        if verb == "<>":
            return lambda i, n, v: not _equal(_operand(first, i, n, v), _operand(second, i, n, v))
        if verb in _COMPARE:
            return lambda i, n, v: _ordered(verb, _operand(first, i, n, v), _operand(second, i, n, v))
        raise NotUnderstood(f"the operator {verb!r}")

    def _arguments(self) -> list[str]:
        self._take("(")
        found = [self._take()]
        while self._next_is(","):
            self._take()
            found.append(self._take())
        self._take(")")
        return found


def _name(token: str, names: Names) -> str:
    if token.startswith("#"):
        return names[token]
    if token.startswith(":"):
        raise NotUnderstood(f"{token} where a name should be")
    return token


def _operand(token: str, item: Wire, names: Names, values: Wire) -> Mapping[str, Any] | None:
    return values[token] if token.startswith(":") else item.get(_name(token, names))


def _equal(left: Mapping[str, Any] | None, right: Mapping[str, Any] | None) -> bool:
    if left is None or right is None:
        return False
    if "N" in left and "N" in right:
        return Decimal(left["N"]) == Decimal(right["N"])
    return left == right


def _ordered(verb: str, left: Mapping[str, Any] | None, right: Mapping[str, Any] | None) -> bool:
    """Values of different types are in no order, and neither is a value with none."""
    if left is None or right is None:
        return False
    [(kind, one)] = left.items()
    [(other_kind, other)] = right.items()
    if kind != other_kind or kind not in _ORDERED:
        return False
    if kind == "N":
        return _COMPARE[verb](Decimal(one), Decimal(other))
    if kind == "S":  # by their bytes
        return _COMPARE[verb](one.encode(), other.encode())
    return _COMPARE[verb](one, other)


def _begins_with(value: Mapping[str, Any] | None, prefix: Mapping[str, Any] | None) -> bool:
    if value is None or prefix is None or "S" not in value:
        return False
    return str(value["S"]).startswith(prefix["S"])


def _contains(value: Mapping[str, Any] | None, part: Mapping[str, Any] | None) -> bool:
    if value is None or part is None:
        return False
    if "S" in value:
        return "S" in part and part["S"] in value["S"]
    return "L" in value and any(_equal(one, part) for one in value["L"])


def updated(expression: str, item: Wire, names: Names, values: Wire) -> dict[str, Mapping[str, Any]]:
    """The item after an update: ``SET a = :v``, ``ADD n :v`` (numbers), ``REMOVE a``."""
    changed = dict(item)
    for verb, left, right in _clauses(expression):
        name = _name(left, names)
        if verb == "SET":
            changed[name] = values[right]
        elif verb == "REMOVE":
            changed.pop(name, None)
        else:
            before = Decimal(item[name]["N"]) if name in item else Decimal(0)
            changed[name] = {"N": _number(before + Decimal(values[right]["N"]))}
    return changed


def _number(value: Decimal) -> str:
    """As DynamoDB gives numbers back: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1_000)
def _clauses(expression: str) -> tuple[tuple[str, str, str], ...]:
    rest, verb = tokens(expression), ""
    found = []
    while rest:
        if rest[0].upper() in ("SET", "ADD", "REMOVE"):
            verb = rest.pop(0).upper()
        elif rest[0] == "," and verb:
            rest.pop(0)
        left = rest.pop(0)
        right = ""
        if verb == "SET":
            if rest.pop(0) != "=":
                raise NotUnderstood(expression)
            right = rest.pop(0)
        elif verb == "ADD":
            right = rest.pop(0)
        elif verb != "REMOVE":
            raise NotUnderstood(expression)
        if verb != "REMOVE" and not right.startswith(":"):
            raise NotUnderstood(f"{right!r} in {expression!r}")
        found.append((verb, left, right))
    return tuple(found)
