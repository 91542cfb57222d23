"""Campaign files: YAML that people write, read into a ``Campaign`` or refused with every error and its line.

The whole file is read before anything is said about it, so that one round of corrections is enough.
The YAML reader is imported in this package and nowhere else in the domain: Lambdas read the stored form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from outreach.campaign import QUIET_SECONDS, Campaign, LegalBasis, StopOn
from outreach.campaign_file.conduct import (
    read_addresses,
    read_calls,
    read_caps,
    read_ramp,
    read_tracking,
    read_window,
)
from outreach.campaign_file.experiment import read_approval, read_experiment
from outreach.campaign_file.interest import read_interest
from outreach.campaign_file.problems import CampaignInvalid, Problem
from outreach.campaign_file.schedule import read_schedule
from outreach.campaign_file.section import Section
from outreach.campaign_file.sender import NOTICE_FIELDS, read_notice, read_offer, read_senders
from outreach.campaign_file.sequence import read_sequence
from outreach.campaign_file.sources import read_sources
from outreach.campaign_file.target import read_target
from outreach.campaign_file.wording import read_wording

__all__ = ["NOTICE_FIELDS", "CampaignInvalid", "Problem", "load", "parse"]

MAX_BYTES = 200_000
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,47}")


def load(path: Path, copies: Collection[str] | None = None) -> Campaign:
    """Read a campaign file. CSV sources are looked for beside it. Raises ``CampaignInvalid``, ``OSError``."""
    return parse(path.read_text(encoding="utf-8"), folder=path.parent, copies=copies)


def parse(text: str, folder: Path | None = None, copies: Collection[str] | None = None) -> Campaign:
    """Read a campaign from YAML text.

    ``folder`` is where CSV files are looked for, ``copies`` are the templates that there are; without them
    the presence of neither is checked. Raises ``CampaignInvalid`` with every problem.
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
    campaign = _campaign(Section(document, "", 1, problems), folder, copies)
    if problems or campaign is None:
        raise CampaignInvalid(problems)
    return campaign


def _campaign(top: Section, folder: Path | None, copies: Collection[str] | None) -> Campaign | None:
    start = len(top.problems)
    sender, *others = read_senders(top)
    own = top.data.get("templates")
    known = None if copies is None else {*copies, *(own if isinstance(own, Mapping) else ())}
    sequence = read_sequence(top.section("sequence", needed=True), known)
    tracking = read_tracking(top.section("tracking", needed=False))
    if StopOn.CLICK in sequence.stop_on and not tracking.clicks:
        top.wrong("sequence", "stops on a click, and clicks are not tracked", "Set tracking.clicks: true.")
    basis = top.one_of("legal_basis", LegalBasis)
    campaign = Campaign(
        id=top.matching("id", _ID, "Use 2 to 48 lowercase letters, digits and hyphens."),
        name=top.text("name", "Give the campaign a name that people recognise."),
        sender=sender,
        other_senders=tuple(others),
        offer=read_offer(top.section("offer", needed=True)),
        legal_basis=basis,
        interest=read_interest(top, basis),
        source_notice=read_notice(top),
        sources=read_sources(top, folder),
        target=read_target(top.section("profile", needed=False)),
        threshold=top.number("threshold", 0, 100),
        steps=sequence.steps,
        stop_on=sequence.stop_on,
        quiet_seconds=top.duration("quiet", QUIET_SECONDS),
        window=read_window(top.section("window", needed=True)),
        caps=read_caps(top.section("caps", needed=True)),
        ramp=read_ramp(top.section("ramp", needed=False)),
        calls=read_calls(top.section("calls", needed=False)),
        tracking=tracking,
        schedule=read_schedule(top.section("schedule", needed=False)),
        addresses=read_addresses(top.section("addresses", needed=False)),
        approval=read_approval(top),
        experiment=read_experiment(top.section("experiment", needed=False)),
        wording=read_wording(top, sequence.steps, folder),
    )
    top.finish()
    return campaign if len(top.problems) == start else None
