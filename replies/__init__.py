"""From a raw message to a verdict: parse, cut to what was written now, decide by rule, then ask a model.

Everything here is pure: bytes and text in, frozen values out; no clock, no network, no AWS. ``RULES_VERSION``
is stored with each verdict, so that a later version can be compared with what was decided before.
"""

from __future__ import annotations

RULES_VERSION = "2026-11.2"
