"""Campaign files: YAML that people write, read into a ``Campaign`` or refused with every error and its line.

The whole file is read before anything is said about it, so that one round of corrections is enough.
The YAML reader is imported in this package and nowhere else in the domain: Lambdas read the stored form.
"""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from outreach.campaign import Campaign, LegalBasis
from outreach.campaign_file.conduct import (
    read_addresses,
    read_calls,
    read_caps,
    read_schedule,
    read_tracking,
    read_window,
)
from outreach.campaign_file.problems import CampaignInvalid, Problem
from outreach.campaign_file.section import Section
from outreach.campaign_file.sender import NOTICE_FIELDS, read_notice, read_offer, read_sender
from outreach.campaign_file.sequence import read_steps
from outreach.campaign_file.sources import read_sources
from outreach.campaign_file.target import read_target

__all__ = ["NOTICE_FIELDS", "CampaignInvalid", "Problem", "load", "parse"]

MAX_BYTES = 200_000
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,47}")


def load(path: Path) -> Campaign:
    """Read a campaign file. CSV sources are looked for beside it. Raises ``CampaignInvalid``, ``OSError``."""
    return parse(path.read_text(encoding="utf-8"), folder=path.parent)


def parse(text: str, folder: Path | None = None) -> Campaign:
    """Read a campaign from YAML text.

    ``folder`` is where CSV files are looked for; without it their presence is not checked. Raises
    ``CampaignInvalid`` with every problem.
    """
    if len(text.encode()) > MAX_BYTES:
        raise CampaignInvalid(
            [Problem(1, "file", f"is larger than {MAX_BYTES} bytes", "Put long lists into a CSV.")]
        )
    try:
        document = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        problem = str(error.problem or "is not YAML").strip().splitlines()[0]
        raise CampaignInvalid([Problem(line, "file", problem, "Correct the YAML on this line.")]) from error
    except YAMLError as error:
        raise CampaignInvalid([Problem(1, "file", "is not YAML", "Save it as UTF-8 text.")]) from error
    if not isinstance(document, CommentedMap):
        raise CampaignInvalid(
            [Problem(1, "file", "is not a map of settings", "Begin with `id:` and `name:`.")]
        )
    problems: list[Problem] = []
    campaign = _campaign(Section(document, "", 1, problems), folder)
    if problems or campaign is None:
        raise CampaignInvalid(problems)
    return campaign


def _campaign(top: Section, folder: Path | None) -> Campaign | None:
    start = len(top.problems)
    campaign = Campaign(
        id=top.matching("id", _ID, "Use 2 to 48 lowercase letters, digits and hyphens."),
        name=top.text("name", "Give the campaign a name that people recognise."),
        sender=read_sender(top.section("sender", needed=True)),
        offer=read_offer(top.section("offer", needed=True)),
        legal_basis=top.one_of("legal_basis", LegalBasis),
        source_notice=read_notice(top),
        sources=read_sources(top, folder),
        target=read_target(top.section("profile", needed=False)),
        threshold=top.number("threshold", 0, 100),
        steps=read_steps(top.section("sequence", needed=True)),
        window=read_window(top.section("window", needed=True)),
        caps=read_caps(top.section("caps", needed=True)),
        calls=read_calls(top.section("calls", needed=False)),
        tracking=read_tracking(top.section("tracking", needed=False)),
        schedule=read_schedule(top.section("schedule", needed=False)),
        addresses=read_addresses(top.section("addresses", needed=False)),
    )
    top.finish()
    return campaign if len(top.problems) == start else None
