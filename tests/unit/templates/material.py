"""Companies and campaigns that the tests of this room share. All invented."""

from __future__ import annotations

from outreach.campaign import Campaign, Offer, Sender, Step, Writer
from outreach.facts import Fact
from outreach.profile import Profile
from outreach.wording import Translation, Wording
from tests.unit.templates.demo import DEMO

OFFERS = {
    "en": Offer(
        "We help small online shops answer their customers faster and lose fewer orders at the checkout.",
        "Would a short call be worth your time, or may I send you two examples?",
        ("Our people read every message themselves.",),
    ),
    "de": Offer(
        "Wir helfen kleinen Onlineshops, Nachrichten schneller zu beantworten.",
        "Lohnt sich ein kurzes Gespräch, oder darf ich Ihnen zwei Beispiele schicken?",
        ("Bei uns liest ein Mensch jede Nachricht.",),
    ),
    "fr": Offer(
        "Nous aidons les petites boutiques en ligne à répondre plus vite à leurs messages.",
        "Un court appel vous serait-il utile, ou puis-je vous envoyer deux exemples ?",
        ("Chez nous, chaque message est lu par une personne.",),
    ),
    "es": Offer(
        "Ayudamos a pequeñas tiendas en línea a responder antes a sus mensajes.",
        "¿Le parece útil una breve llamada, o prefiere que le envíe dos ejemplos?",
        ("Cada mensaje lo lee una persona de nuestro equipo.",),
    ),
    "it": Offer(
        "Aiutiamo i piccoli negozi online a rispondere prima ai messaggi.",
        "Può essere utile una breve telefonata, o preferite che vi mandi due esempi?",
        ("Da noi ogni messaggio è letto da una persona.",),
    ),
    "nl": Offer(
        "Wij helpen kleine webwinkels om berichten sneller te beantwoorden.",
        "Is een kort gesprek de moeite waard, of zal ik u twee voorbeelden sturen?",
        ("Bij ons leest een mens elk bericht.",),
    ),
}
SUBJECTS = {
    "en": "A question for {{ company }}",
    "de": "Eine Frage an {{ company }}",
    "fr": "Une question pour {{ company }}",
    "es": "Una pregunta para {{ company }}",
    "it": "Una domanda per {{ company }}",
    "nl": "Een vraag voor {{ company }}",
}
SENDER = Sender(
    "Ada Brightwell",
    "ada@mail.lumenpost.example",
    "Lumenpost Ltd",
    "Lumenpost Ltd\n12 Tannery Row\nBristol BS1 6QA",
    "Europe/London",
    "https://lumenpost.example",
)


def campaign(
    language: str = "en", *, template: str = "auto", writer: Writer = Writer.MODEL, steps: int = 3
) -> Campaign:
    """A campaign that speaks all six languages, its own being the one that is named."""
    others = tuple(
        Translation(name, offer.summary, offer.question, offer.proof, (SUBJECTS[name],))
        for name, offer in OFFERS.items()
        if name != language
    )
    mails = [Step(0, template, SUBJECTS[language], writer)]
    mails += [Step(60, template, "", writer) for _ in range(steps - 1)]
    return DEMO(sender=SENDER, offer=OFFERS[language], steps=tuple(mails), wording=Wording(language, others))


def fact(identity: str, kind: str, value: str, confidence: float = 0.9) -> Fact:
    return Fact(
        identity, kind, value, "https://kettle.example/about", "rule", confidence, "2026-03-04T12:00:00Z"
    )


def profile(*facts: Fact, language: str = "en", domain: str = "kettle.example") -> Profile:
    spoken = fact("lang", "language", language)
    return Profile(domain, "2026-03-04T12:00:00Z", (*facts, spoken))
