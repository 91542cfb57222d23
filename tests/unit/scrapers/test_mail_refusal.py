"""Notes that refuse mail in advance, and sentences that only sound like one."""

import pytest

from scrapers.mail_refusal import find_mail_refusal
from tests.unit.scrapers.pages import document


def notes(text: str) -> list[str]:
    return [
        finding.value for finding in find_mail_refusal(document(f"<h1>Contact</h1><p>{text}</p><p>More.</p>"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We do not accept unsolicited marketing emails at this address.",
        "Please do not send unsolicited commercial e-mail to the addresses on this page.",
        "No unsolicited sales calls or mails, thank you!",
        "Unsolicited marketing messages will be deleted without being read.",
        "Unsolicited offers are not welcome.",
        "Don’t bother: we don’t respond to unsolicited SEO offers.",
        "The use of the contact details published here is not permitted for sending unsolicited advertising.",
        "Wir widersprechen der Nutzung unserer Kontaktdaten zur Übersendung nicht ausdrücklich angeforderter "
        "Werbung und Informationsmaterialien.",
        "Die Zusendung unaufgeforderter Werbung per E-Mail wird hiermit untersagt.",
        "Bitte keine unverlangte Werbung.",
        "Nous refusons tout démarchage par courriel.",
        "Wij stellen geen prijs op ongevraagde reclame.",
        "Acquisitie naar aanleiding van deze pagina wordt niet op prijs gesteld.",
        "No aceptamos publicidad no solicitada.",
        "Non accettiamo comunicazioni commerciali non richieste.",
    ],
)
def test_a_note_that_refuses_mail_is_kept_in_its_own_words(text: str) -> None:
    (note,) = notes(text)
    assert note.strip(".!") in " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "We will never send you unsolicited emails.",
        "You may not use this site to send unsolicited commercial email.",
        "We do not accept unsolicited job applications by email.",
        "We do not accept unsolicited manuscripts.",
        "Our unsolicited praise of copper kettles.",
        "Sie können dem Erhalt unserer Werbung jederzeit widersprechen.",
        "Der Kunde hat die Ware nicht angefordert.",
        "Ils refusent la facilité.",
        "Write to us: we love mail.",
    ],
)
def test_other_sentences_refuse_nothing(text: str) -> None:
    assert notes(text) == []


def test_a_page_refuses_once() -> None:
    assert len(notes("No unsolicited sales mail. No unsolicited marketing mail.")) == 1
