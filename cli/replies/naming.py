"""Which answer is meant by an id, or by the beginning of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cli.errors import Misuse, Trouble

if TYPE_CHECKING:
    from store.table import Item, Table

_ID = re.compile(r"[0-9a-f]{32}")
_BEGINNING = re.compile(r"[0-9a-f]{6,31}")
NEXT = "see `beckon replies`"


def find(table: Table, asked: str) -> Item:
    """The state of the object that is meant. Raises ``Trouble`` when there is none, or more than one."""
    from store import mail

    wanted = asked.strip().lower()
    if _ID.fullmatch(wanted):
        filed = mail.state_of(table, wanted)
        fitting = [filed] if filed else []
    elif _BEGINNING.fullmatch(wanted):
        fitting = list(mail.beginning_with(table, wanted))
    else:
        raise Misuse(f"{asked} is no id of an answer, nor the beginning of one (six letters or more)", NEXT)
    if not fitting:
        raise Trouble(f"there is no answer {asked}", NEXT)
    if len(fitting) > 1:
        raise Trouble(f"{len(fitting)} answers begin with {asked}", "give more of the id")
    return fitting[0]
