"""The demo campaign, with parts replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from outreach.campaign import Campaign
from outreach.campaign_file import load

_DEMO = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")


def DEMO(**parts: Any) -> Campaign:
    return replace(_DEMO, **parts)
