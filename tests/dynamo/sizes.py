"""What items weigh and what operations cost, by DynamoDB's published rules.

Sizes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
(a name weighs its UTF-8 bytes; a string its own; a number about one byte per two significant digits and one
more; null and booleans one; a list or map three and one for each of its members; an item, when it is stored
in an index, its own 100 bytes of overhead are billed as storage, not as capacity).

Units: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
(a write unit is 1 KB, a read unit 4 KB; eventually consistent reads half, transactions double).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WRITE_BYTES = 1_024
READ_BYTES = 4_096


def item_bytes(item: Mapping[str, Mapping[str, Any]] | None) -> int:
    """The size of an item in wire form; 0 of none."""
    if item is None:
        return 0
    return sum(len(name.encode()) + value_bytes(value) for name, value in item.items())


def value_bytes(value: Mapping[str, Any]) -> int:
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            digits = content.lstrip("-").replace(".", "").strip("0")
            return (len(digits) + 1) // 2 + 1 + content.startswith("-")
        case "B":
            return len(content)
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + value_bytes(one) for one in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + value_bytes(one) for name, one in content.items())
        case "SS":
            return sum(len(one.encode()) for one in content)
    raise ValueError(f"a value of type {kind}")


def write_units(size: int) -> int:
    """Of a standard write of so many bytes; the least is one."""
    return max(1, -(-size // WRITE_BYTES))


def read_units(size: int, *, consistent: bool) -> float:
    """Of a read of so many bytes in all; the least is one, or a half."""
    whole = max(1, -(-size // READ_BYTES))
    return whole if consistent else whole / 2
