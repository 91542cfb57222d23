"""The language of a short text, from its script and its commonest words. None where it can't be told."""

# ruff: noqa: E501 - a language a line
from __future__ import annotations

import re

from replies.patterns import Lazy

_SCRIPTS = (
    ("ja", Lazy(r"[\u3040-\u30ff]")),
    ("zh", Lazy(r"[\u4e00-\u9fff]")),
    ("ko", Lazy(r"[\uac00-\ud7af]")),
    ("ar", Lazy(r"[\u0600-\u06ff]")),
    ("el", Lazy(r"[\u0370-\u03ff]")),
    ("uk", Lazy(r"[іїєґІЇЄҐ]")),
    ("ru", Lazy(r"[\u0400-\u04ff]")),
)
_WORDS = {
    "en": "the and you we not is are to of for this thanks please your have me it can with on i a in at what how my us so but do if or as no per month",
    "de": "und der die das nicht wir sie ist ich bitte danke mit für ein eine kein haben uns zu den auf bin",
    "fr": "le la les et nous vous je pas est merci pour un une des votre bonjour ne de au avec suis",
    "es": "el los y no es de gracias por para un una su que nos estamos tiene con me hola usted la ya",
    "it": "il non di grazie per un una che siamo ci mi è la sono con gli vostro buongiorno della e al come si cosa vi ne anche in da",
    "nl": "de het een en niet is wij u ik graag bedankt voor van met geen hebben op dit naar ben je me in ook nu",
    "pl": "nie się i w na jest proszę dziękuję za do jesteśmy o że z mamy nas czy jestem",
    "pt": "não o os obrigado para um uma que de nos é por favor estamos temos com do da em",
    "sv": "och inte är vi i nej nu det tack för på en ett jag att med har ni inga",
    "da": "og ikke er vi det i nej da nu tak for på en et jeg at med har ingen af hej venlig",
    "no": "og ikke er vi det i nei da takk for på en et jeg å med har ingen av hei vennlig",
    "fi": "ei ja on emme kiitos olemme se että en me voitte teidän olen ole",
    "lt": "ne ir ačiū mes jau bet kad dėl su prašau šiuo metu jūsų mums gal yra jūs kas aš",
    "cs": "ne a je jsme děkuji prosím za na že se máme nemáme s pro už",
    "hu": "nem és a az vagyunk köszönöm kérem hogy van egy nekünk is már de most",
    "tr": "ve bir bu için değil teşekkürler lütfen evet hayır çok ile biz bize ne var",
    "sl": "ne in je smo hvala prosim za na da se nas me nimamo imamo več zanima trenutno lahko vam ni",
    "hr": "ne i je smo hvala molim za na da se nas me nemamo imamo više zanima trenutno možete vam nije nismo",
    "sk": "nie a je sme ďakujem prosím za na že sa máme nemáme s pre už áno viac nás",
    "ro": "nu și este suntem mulțumesc vă rog pentru de la în da cu mai multe noi ne sunt o nevoie",
    "et": "ei ja on me aitäh palun et mitte oleme kas jah meil teie ole see",
    "lv": "nē un ir mēs paldies lūdzu ka nav par jums mums jā vai esam šobrīd",
    "id": "tidak dan ya kami terima kasih untuk yang di anda saya bisa ini mohon tertarik",
    "ca": "no i és som gràcies per un una que nosaltres ens estem té amb si us plau els",
}
READ = frozenset(
    ("ar", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt", "ru", "sv", "tr", "zh")
)  # fmt: skip
"""The languages of the offline model's sentences. The others are known only so that they are not misread."""
_ENOUGH = 2
"""Words that it takes to believe in a language which the model does not read."""
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the likeliest language, or None for too little or even evidence."""
    sample = text[:2000]
    letters = sum(1 for c in sample if c.isalpha())
    for language, script in _SCRIPTS:
        if letters and len(script.findall(sample)) >= (2 if language == "uk" else max(1, letters * 0.2)):
            return language
    words = re.findall(r"[^\W\d_]+", sample.lower())
    scores = {language: sum(1 for word in words if word in known) for language, known in _SETS.items()}
    best = sorted(scores, key=lambda language: scores[language], reverse=True)
    if not scores[best[0]] or scores[best[0]] == scores[best[1]]:
        return None
    if best[0] not in READ and scores[best[0]] < _ENOUGH:
        return None
    return best[0]
