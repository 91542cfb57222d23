"""The message was taken for malware."""

from __future__ import annotations

NAME = "virusdetected"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 554 5.7.1 Virus detected: Eicar
    "virus",
    "malware",
    "infected",
    "trojan",
    "worm detected",
    "has been found to contain",
    "antivirus",
)
