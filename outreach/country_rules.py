"""Whom a country's law on electronic mail lets us write to without having asked. Data only; no legal advice.

A row per country, with the statute that was read. A country that is not in the table is refused: nobody has
looked at its law yet. Where a law can be read in two ways, the row takes the strict one. To add a country,
add its row; a test holds that every member state of the EU has one.

Directive 2002/58/EC Art. 13 asks for consent from natural persons everywhere in the EU and leaves companies
to each state (Art. 13(5)): hence the differences. Art. 13(2) lets a seller write to own customers about
similar things in all of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from outreach.consent import Basis


class Rule(StrEnum):
    """What unsolicited business mail needs."""

    OPT_OUT = "opt_out"
    """It may be sent until the recipient objects."""
    CORPORATE_OPT_OUT = "corporate_opt_out"
    """As opt-out, but to corporate subscribers only; individuals, sole traders and partnerships must have
    consented."""
    IMPERSONAL = "impersonal"
    """As corporate opt-out, but to a mailbox of the company only (``info@``), never to a person's."""
    PUBLISHED = "published"
    """Only to an address that the recipient published conspicuously, without refusing mail, and about their
    business."""
    CONSENT = "consent"
    """Only after consent, companies included."""


class Row(NamedTuple):
    """A country. ``law`` is the statute behind ``rule``. ``gdpr``: the GDPR, or the UK's, applies to it.

    ``implied`` are the dealings that count as consent there, beside consent in words.
    """

    rule: Rule
    law: str
    gdpr: bool = False
    implied: tuple[Basis, ...] = ()


_CUSTOMER = (Basis.CUSTOMER,)
_DEALINGS = (Basis.CUSTOMER, Basis.INQUIRY)


def _eu(rule: Rule, law: str) -> Row:
    return Row(rule, law, gdpr=True, implied=_CUSTOMER)


EU: dict[str, Row] = {
    "AT": _eu(Rule.CONSENT, "TKG 2021 § 174"),
    "BE": _eu(Rule.IMPERSONAL, "Code de droit économique art. XII.13; arrêté royal du 4 avril 2003, art. 1"),
    # Companies may object in a public register (Zakon za elektronnata targoviya, art. 6), which is not asked.
    "BG": _eu(Rule.CONSENT, "Zakon za elektronnite saobshteniya, art. 261"),
    "CY": _eu(Rule.CONSENT, "Law 112(I)/2004, s. 106"),
    "CZ": _eu(Rule.CONSENT, "Zákon 480/2004 Sb., § 7"),
    "DE": _eu(Rule.CONSENT, "UWG § 7(2) Nr. 2"),
    "DK": _eu(Rule.CONSENT, "Markedsføringsloven § 10"),
    "EE": _eu(Rule.CORPORATE_OPT_OUT, "Elektroonilise side seadus § 103¹"),
    "ES": _eu(Rule.CONSENT, "LSSI (Ley 34/2002), art. 21"),
    "FI": _eu(Rule.CORPORATE_OPT_OUT, "Laki sähköisen viestinnän palveluista 917/2014, 200 ja 202 §"),
    "FR": _eu(Rule.CORPORATE_OPT_OUT, "CPCE, art. L34-5"),
    "GR": _eu(Rule.CONSENT, "Law 3471/2006, art. 11"),
    "HR": _eu(Rule.CONSENT, "Zakon o elektroničkim komunikacijama (NN 76/2022), čl. 50"),
    "HU": _eu(Rule.CORPORATE_OPT_OUT, "2008. évi XLVIII. törvény, 6. §"),
    "IE": _eu(Rule.CORPORATE_OPT_OUT, "S.I. 336/2011, reg. 13"),
    "IT": _eu(Rule.CONSENT, "D.lgs. 196/2003, art. 130"),
    "LT": _eu(Rule.CONSENT, "Elektroninių ryšių įstatymas, 81 str."),
    "LU": _eu(Rule.CORPORATE_OPT_OUT, "Loi du 30 mai 2005, art. 11"),
    "LV": _eu(Rule.CORPORATE_OPT_OUT, "Informācijas sabiedrības pakalpojumu likums, 9. pants"),
    "MT": _eu(Rule.CONSENT, "S.L. 586.01, reg. 9"),
    # A published address frees from consent only if it was published for such mail: no page tells us that.
    "NL": _eu(Rule.CONSENT, "Telecommunicatiewet art. 11.7"),
    "PL": _eu(Rule.CONSENT, "Prawo komunikacji elektronicznej, art. 398"),
    "PT": _eu(Rule.CORPORATE_OPT_OUT, "Lei 41/2004, art. 13.º-A e 13.º-B"),
    "RO": _eu(Rule.CONSENT, "Legea 506/2004, art. 12"),
    "SE": _eu(Rule.CORPORATE_OPT_OUT, "Marknadsföringslagen (2008:486) 19 §"),
    "SI": _eu(Rule.CONSENT, "ZEKom-2, člen 226"),
    "SK": _eu(Rule.CONSENT, "Zákon 452/2021 Z. z., § 116"),
}
"""The member states of the European Union."""

RULES: dict[str, Row] = EU | {
    "GB": Row(Rule.CORPORATE_OPT_OUT, "PECR 2003, reg. 22", gdpr=True, implied=_CUSTOMER),
    "NO": Row(Rule.IMPERSONAL, "Markedsføringsloven § 15", gdpr=True, implied=_CUSTOMER),
    "CH": Row(Rule.CONSENT, "UWG Art. 3(1)(o)", implied=_CUSTOMER),
    "US": Row(Rule.OPT_OUT, "CAN-SPAM Act, 15 U.S.C. 7704"),
    "CA": Row(Rule.PUBLISHED, "CASL, S.C. 2010 c. 23, s. 10(9)(b)", implied=_DEALINGS),
    "AU": Row(Rule.PUBLISHED, "Spam Act 2003, sched. 2 cl. 4", implied=_DEALINGS),
    "NZ": Row(Rule.PUBLISHED, "Unsolicited Electronic Messages Act 2007, s. 4", implied=_DEALINGS),
    "JP": Row(Rule.PUBLISHED, "Act 26 of 2002 on Specified Electronic Mail, art. 3(1)", implied=_CUSTOMER),
    # The Digital Personal Data Protection Act leaves out what its owner made public: s. 3(c)(ii).
    "IN": Row(Rule.PUBLISHED, "Digital Personal Data Protection Act 2023, s. 3(c)(ii)"),
    "BR": Row(Rule.PUBLISHED, "LGPD (Lei 13.709/2018), art. 7 IX e § 4"),
    "HK": Row(Rule.OPT_OUT, "Unsolicited Electronic Messages Ordinance, cap. 593, s. 8-10"),
    # Opt-out, but the subject of such mail must begin with <ADV> (second schedule), which ours does not.
    "SG": Row(Rule.CONSENT, "Spam Control Act 2007, s. 11"),
    "KR": Row(Rule.CONSENT, "Network Act, art. 50"),
    "CN": Row(Rule.CONSENT, "Measures for the Administration of Internet E-mail Services 2006, art. 13"),
    "IL": Row(Rule.CONSENT, "Communications Law 1982, s. 30A"),
    "ZA": Row(Rule.CONSENT, "Protection of Personal Information Act 2013, s. 69"),
    # Merchants may be written to, after a look into the register of refusals (IYS), which is not asked.
    "TR": Row(Rule.CONSENT, "6563 sayılı Kanun, m. 6"),
}
