"""What is left of a message when its history and its signature are cut."""

from __future__ import annotations

from typing import NamedTuple


class Visible(NamedTuple):
    """The answer itself. ``signature`` is what was cut below it. ``quoted`` says whether there was history.

    ``forwarded`` is True where the history is a forward. ``uncertain`` is True when the author's words and
    the history could not be told apart, so that ``text`` holds both.
    """

    text: str
    signature: str = ""
    quoted: bool = False
    forwarded: bool = False
    uncertain: bool = False
