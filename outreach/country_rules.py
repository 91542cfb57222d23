"""Whom a country's law on electronic mail lets us write to without having asked. Data only; no legal advice.

A country that is not in the table is refused: nobody has looked at its law yet. To add one, add its row
with the statute that was read.
"""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """What unsolicited business mail needs."""

    OPT_OUT = "opt_out"
    """It may be sent until the recipient objects."""
    CORPORATE_OPT_OUT = "corporate_opt_out"
    """As opt-out, but to corporate subscribers only; individuals, sole traders and partnerships must have
    consented."""
    PUBLISHED = "published"
    """Only to an address that the recipient published conspicuously, without refusing mail, and about their
    business."""
    CONSENT = "consent"
    """Only after consent, companies included."""


RULES: dict[str, Rule] = {
    "US": Rule.OPT_OUT,  # CAN-SPAM Act, 15 U.S.C. 7704
    "GB": Rule.CORPORATE_OPT_OUT,  # PECR 2003, reg. 22
    "IE": Rule.CORPORATE_OPT_OUT,  # S.I. 336/2011, reg. 13
    "FR": Rule.CORPORATE_OPT_OUT,  # CPCE L.34-5
    "SE": Rule.CORPORATE_OPT_OUT,  # Marknadsföringslagen (2008:486) 19 §
    "FI": Rule.CORPORATE_OPT_OUT,  # Laki sähköisen viestinnän palveluista 917/2014, 200, 202 §
    "PT": Rule.CORPORATE_OPT_OUT,  # Lei 41/2004, art. 13-A
    "CA": Rule.PUBLISHED,  # CASL, S.C. 2010 c. 23, s. 10(9)(b)
    "AU": Rule.PUBLISHED,  # Spam Act 2003, sched. 2 cl. 4
    "NZ": Rule.PUBLISHED,  # Unsolicited Electronic Messages Act 2007, s. 4
    "NL": Rule.PUBLISHED,  # Telecommunicatiewet art. 11.7
    "DE": Rule.CONSENT,  # UWG § 7(2) Nr. 2
    "AT": Rule.CONSENT,  # TKG 2021 § 174
    "CH": Rule.CONSENT,  # UWG Art. 3(1)(o)
    "IT": Rule.CONSENT,  # D.lgs. 196/2003, art. 130
    "ES": Rule.CONSENT,  # LSSI (Ley 34/2002), art. 21
    "DK": Rule.CONSENT,  # Markedsføringsloven § 10
    "PL": Rule.CONSENT,  # Prawo komunikacji elektronicznej, art. 398
}
