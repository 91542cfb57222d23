"""What an answer wants, finer than WARM, COLD and NEUTRAL, and which of the three each facet is."""

from __future__ import annotations

from enum import StrEnum


class Intent3(StrEnum):
    """The three labels that only words can give; the others are decided by rule before."""

    WARM = "WARM"
    COLD = "COLD"
    NEUTRAL = "NEUTRAL"


class Facet(StrEnum):
    """Why an answer has its label."""

    INTERESTED = "interested"
    PRICE = "price"
    DETAILS = "details"
    CALL = "call"
    MEETING = "meeting"
    NOT_INTERESTED = "not_interested"
    HAS_VENDOR = "has_vendor"
    HOSTILE = "hostile"
    OBJECTION = "objection"
    SKEPTICAL = "skeptical"
    NOT_NOW = "not_now"
    REFERRAL = "referral"
    WRONG_PERSON = "wrong_person"
    NOTED = "noted"
    OPT_OUT = "opt_out"


LABEL_OF = {
    Facet.INTERESTED: Intent3.WARM,
    Facet.PRICE: Intent3.WARM,
    Facet.DETAILS: Intent3.WARM,
    Facet.CALL: Intent3.WARM,
    Facet.MEETING: Intent3.WARM,
    Facet.NOT_INTERESTED: Intent3.COLD,
    Facet.HAS_VENDOR: Intent3.COLD,
    Facet.HOSTILE: Intent3.COLD,
    Facet.OBJECTION: Intent3.COLD,
    Facet.OPT_OUT: Intent3.COLD,
    Facet.SKEPTICAL: Intent3.NEUTRAL,
    Facet.NOT_NOW: Intent3.NEUTRAL,
    Facet.REFERRAL: Intent3.NEUTRAL,
    Facet.WRONG_PERSON: Intent3.NEUTRAL,
    Facet.NOTED: Intent3.NEUTRAL,
}
