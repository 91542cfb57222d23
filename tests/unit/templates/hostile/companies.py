"""Invented companies, one a language, with what their invented pages say."""

from __future__ import annotations

from outreach.facts import Fact
from outreach.profile import Profile
from tests.unit.templates.material import fact, profile

SAID = {
    "en": (
        "Loose leaf tea since 1987, blended in Leeds and sent to 40 countries.",
        "We no longer ship to Canada. Members save up to 20% on teapots.",
    ),
    "de": (
        "Handgerösteter Kaffee aus Bremen seit 1996, verschickt in 12 Länder.",
        "Wir liefern nicht in die Schweiz. Bis zu 15% Rabatt für Stammgäste.",
    ),
    "fr": (
        "Savons fabriqués à la main à Nantes depuis 2004, vendus dans 9 pays.",
        "Nous ne livrons pas en Belgique. Jusqu'à 10% de remise pour les fidèles.",
    ),
    "es": (
        "Zapatos cosidos a mano en Elche desde 1978, enviados a 15 países.",
        "No enviamos a Portugal. Hasta un 25% de descuento para socios.",
    ),
    "it": (
        "Ceramiche dipinte a mano a Faenza dal 1962, spedite in 18 paesi.",
        "Non spediamo in Austria. Fino al 30% di sconto per i soci.",
    ),
    "nl": (
        "Handgemaakte kazen uit Gouda sinds 1958, verstuurd naar 7 landen.",
        "Wij leveren niet in Denemarken. Tot 5% korting voor leden.",
    ),
}
NAMES = {
    "en": "Kettle & Co Ltd",
    "de": "Rösthof Weser GmbH",
    "fr": "Savonnerie du Quai",
    "es": "Calzados Almena",
    "it": "Bottega Tre Torri",
    "nl": "Kaashuis De Linde",
}
PRODUCTS = {
    "en": "Yorkshire Breakfast No. 7",
    "de": "Hafenmischung",
    "fr": "Pain de Brume",
    "es": "Bota Sierra",
    "it": "Piatto Luna",
    "nl": "Oude Linde",
}
DOMAIN = "kettle.example"


def facts(language: str) -> tuple[Fact, ...]:
    told, limited = SAID[language]
    return (
        fact("co", "company", NAMES[language]),
        fact("d1", "description", told),
        fact("d2", "description", limited),
        fact("t1", "product", PRODUCTS[language]),
        fact("n1", "product_count", "240"),
        fact("p1", "platform", "woocommerce"),
        fact("k1", "technology", "Klaviyo"),
        fact("f1", "founded", "1987"),
    )


def company(language: str = "en", *more: Fact) -> Profile:
    return profile(*facts(language), *more, language=language, domain=DOMAIN)
