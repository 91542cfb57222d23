"""Where a company is: the country that its page states, or else the one that it gives away."""

from __future__ import annotations

from scrapers.document import Document
from scrapers.domains import host_of
from scrapers.finding import Finding
from scrapers.patterns import pattern
from scrapers.postal import written_in

# Country-code domains that are sold to the world and say nothing about a place.
_GENERIC_USE = pattern(r"a[cgim]|c[cdo]|dj|eu|fm|g[gl]|i[os]|l[aiy]|m[eu]|nu|pw|s[chtu]|t[kov]|vc|ws")
_NAMES = {
    "united states": "US",
    "united states of america": "US",
    "usa": "US",
    "u.s.a.": "US",
    "united kingdom": "GB",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "germany": "DE",
    "deutschland": "DE",
    "austria": "AT",
    "österreich": "AT",
    "switzerland": "CH",
    "schweiz": "CH",
    "suisse": "CH",
    "france": "FR",
    "italy": "IT",
    "italia": "IT",
    "spain": "ES",
    "españa": "ES",
    "portugal": "PT",
    "netherlands": "NL",
    "the netherlands": "NL",
    "nederland": "NL",
    "belgium": "BE",
    "belgië": "BE",
    "belgique": "BE",
    "ireland": "IE",
    "denmark": "DK",
    "danmark": "DK",
    "sweden": "SE",
    "sverige": "SE",
    "norway": "NO",
    "norge": "NO",
    "finland": "FI",
    "suomi": "FI",
    "poland": "PL",
    "polska": "PL",
    "czech republic": "CZ",
    "czechia": "CZ",
    "canada": "CA",
    "australia": "AU",
    "new zealand": "NZ",
    "india": "IN",
    "japan": "JP",
    "singapore": "SG",
    "hong kong": "HK",
    "south africa": "ZA",
    "mexico": "MX",
    "méxico": "MX",
    "brazil": "BR",
    "brasil": "BR",
}
_CURRENCY_OF = {"USD": "US", "GBP": "GB", "CAD": "CA", "AUD": "AU", "NZD": "NZ", "CHF": "CH", "SEK": "SE"}
_CURRENCY_OF |= {"NOK": "NO", "DKK": "DK", "PLN": "PL", "CZK": "CZ", "INR": "IN", "JPY": "JP", "BRL": "BR"}
# Languages spoken as the main one in a single country: enough to read its telephone numbers.
_LANGUAGE_OF = {
    "pl": "PL",
    "sv": "SE",
    "da": "DK",
    "fi": "FI",
    "nb": "NO",
    "no": "NO",
    "cs": "CZ",
    "sk": "SK",
}
_LANGUAGE_OF |= {
    "hu": "HU",
    "ja": "JP",
    "ko": "KR",
    "nl": "NL",
    "it": "IT",
    "de": "DE",
    "tr": "TR",
    "el": "GR",
}
_LANGUAGE_OF |= {
    "ro": "RO",
    "bg": "BG",
    "hr": "HR",
    "sl": "SI",
    "lt": "LT",
    "lv": "LV",
    "et": "EE",
    "he": "IL",
}
_PLUS = pattern(r"\+(?<!\w\+)\s?\(?([1-9][\d\s()-]{7,14})")
_META_LOCALE = 'meta[property="og:locale"]'
_LOCALE = pattern(r"[a-z]{2,3}[-_]([A-Z]{2})\b")


def find_country(document: Document) -> Finding | None:
    """The country as ISO 3166-1 alpha-2, with the rule that gave it; None where nothing does.

    In order of trust: the address in structured data, the domain's ending, the way addresses and company
    forms are written, the page's locale, the shop's currency. A locale is weak: many shops outside the
    United States leave their theme at ``en-US``.
    """
    for node in document.stating("address"):
        if code := _from_address(node.get("address")):
            return Finding("country", code, "jsonld", 0.95, at="json-ld addressCountry")
    if code := _from_ending(host_of(document.url)):
        return Finding("country", code, "domain", 0.8, at="url")
    if written := written_in(document):
        code, at = written
        return Finding("country", code, "address", 0.7, at=f"text@{at}")
    for tag, place in (
        (document.meta.get("og:locale", ""), _META_LOCALE),
        (document.language_tag, "html[lang]"),
    ):
        if (found := _LOCALE.match(tag)) and not (found[1] == "US" and tag[:2] == "en"):
            return Finding("country", found[1], "locale", 0.5, at=place)
    for link in document.links_with("mailto:"):
        if code := _from_ending(host_of(link.href[7:].split("?")[0])):
            return Finding("country", code, "mail_domain", 0.6, at='a[href^="mailto:"]')
    for numbers, place in ((document.text, "text"), (_dialled(document), 'a[href^="tel:"]')):
        if code := _from_numbers(numbers):
            return Finding("country", code, "phone", 0.6, at=place)
    if code := _LANGUAGE_OF.get(document.language_tag[:2].lower()):
        return Finding("country", code, "language", 0.4, at="html[lang]")
    if code := _CURRENCY_OF.get(document.meta.get("og:price:currency", "").upper(), ""):
        return Finding("country", code, "currency", 0.4, at='meta[property="og:price:currency"]')
    return None


def country_code(name: str) -> str | None:
    """ISO 3166-1 alpha-2 for a code or a common name in English or the country's own language."""
    name = name.strip()
    if len(name) == 2 and name.isascii() and name.isalpha():
        return "GB" if name.upper() == "UK" else name.upper()
    return _NAMES.get(name.lower())


def _from_ending(host: str | None) -> str | None:
    ending = (host or "").rpartition(".")[2]
    if len(ending) != 2 or _GENERIC_USE.fullmatch(ending):
        return None
    return "GB" if ending == "uk" else ending.upper()


def _dialled(document: Document) -> str:
    return "\n".join(link.href for link in document.links_with("tel:"))


def _from_numbers(text: str) -> str | None:
    """The country of the first number that is written with its country code."""
    found_numbers = _PLUS.findall(text[:60_000])[:5] if "+" in text else ()
    if not found_numbers:
        return None
    from phonenumbers import NumberParseException, parse, region_code_for_number

    for found in found_numbers:
        try:
            code = region_code_for_number(parse("+" + found.replace("(0)", ""), None))
        except NumberParseException:
            continue
        if code and len(code) == 2 and code.isalpha():
            return str(code)
    return None


def _from_address(address: object) -> str | None:
    for one in address if isinstance(address, list) else [address]:
        if isinstance(one, dict):
            country = one.get("addressCountry")
            if isinstance(country, dict):
                country = country.get("name")
            if isinstance(country, str) and (code := country_code(country)):
                return code
    return None
