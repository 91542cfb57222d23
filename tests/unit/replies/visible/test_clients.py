"""What was written now is kept, what was written before is cut."""

# ruff: noqa: E501 - a message in one line shows its shape

import time

import pytest

from replies.message import parse
from replies.visible.cut import extract, visible

SAID = "Yes, that works for us."

HEADINGS = {
    "en": "On Mon, 5 Oct 2026 at 10:00, Sam Seller <sam@seller.example> wrote:",
    "de": "Am Mo., 5. Okt. 2026 um 10:00 Uhr schrieb Sam Seller <sam@seller.example>:",
    "fr": "Le lun. 5 oct. 2026 à 10:00, Sam Seller <sam@seller.example> a écrit :",
    "es": "El lun, 5 oct 2026 a las 10:00, Sam Seller (<sam@seller.example>) escribió:",
    "it": "Il giorno lun 5 ott 2026 alle ore 10:00 Sam Seller <sam@seller.example> ha scritto:",
    "nl": "Op ma 5 okt 2026 om 10:00 schreef Sam Seller <sam@seller.example>:",
    "pl": "pon., 5 paź 2026 o 10:00 Sam Seller <sam@seller.example> napisał(a):",
    "pt": "Em seg., 5 de out. de 2026 às 10:00, Sam Seller <sam@seller.example> escreveu:",
    "sv": "Den mån 5 okt. 2026 kl 10:00 skrev Sam Seller <sam@seller.example>:",
    "da": "Den man. 5. okt. 2026 kl. 10.00 skrev Sam Seller <sam@seller.example>:",
    "no": "man. 5. okt. 2026 kl. 10:00 skrev Sam Seller <sam@seller.example>:",
    "fi": "ma 5. lokak. 2026 klo 10.00 Sam Seller <sam@seller.example> kirjoitti:",
    "ja": "2026年10月5日(月) 10:00 Sam Seller <sam@seller.example>:",
    "zh": "Sam Seller <sam@seller.example> 于2026年10月5日周一 10:00写道：",
    "cs": "po 5. 10. 2026 v 10:00 odesílatel Sam Seller <sam@seller.example> napsal:",
    "ru": "пн, 5 окт. 2026 г. в 10:00, Sam Seller <sam@seller.example>:",
    "ar": "في الخميس، ٢٥ سبتمبر ٢٠٢٦، Sam Seller <sam@seller.example> كتب:",
}

BLOCKS = {
    "en": "From: Sam Seller <sam@seller.example>\nSent: Monday, October 5, 2026 10:00 AM\nTo: Ann\nSubject: Hi",
    "de": "Von: Sam Seller <sam@seller.example>\nGesendet: Montag, 5. Oktober 2026 10:00\nAn: Ann\nBetreff: Hi",
    "fr": "De : Sam Seller <sam@seller.example>\nEnvoyé : lundi 5 octobre 2026 10:00\nÀ : Ann\nObjet : Hi",
    "es": "De: Sam Seller <sam@seller.example>\nEnviado el: lunes, 5 de octubre de 2026 10:00\nPara: Ann\nAsunto: Hi",
    "it": "Da: Sam Seller <sam@seller.example>\nInviato: lunedì 5 ottobre 2026 10:00\nA: Ann\nOggetto: Hi",
    "nl": "Van: Sam Seller <sam@seller.example>\nVerzonden: maandag 5 oktober 2026 10:00\nAan: Ann\nOnderwerp: Hi",
    "pl": "Od: Sam Seller <sam@seller.example>\nWysłano: poniedziałek, 5 października 2026\nDo: Ann\nTemat: Hi",
    "pt": "De: Sam Seller <sam@seller.example>\nEnviada em: segunda-feira, 5 de outubro de 2026\nPara: Ann\nAssunto: Hi",
    "sv": "Från: Sam Seller <sam@seller.example>\nSkickat: den 5 oktober 2026 10:00\nTill: Ann\nÄmne: Hi",
    "da": "Fra: Sam Seller <sam@seller.example>\nSendt: 5. oktober 2026 10:00\nTil: Ann\nEmne: Hi",
    "fi": "Lähettäjä: Sam Seller <sam@seller.example>\nLähetetty: maanantai 5. lokakuuta 2026\nAihe: Hi",
    "ja": "差出人: Sam Seller <sam@seller.example>\n送信日時: 2026年10月5日 10:00\n宛先: Ann\n件名: Hi",
    "zh": "发件人: Sam Seller <sam@seller.example>\n发送时间: 2026年10月5日 10:00\n收件人: Ann\n主题: Hi",
}


@pytest.mark.parametrize("language", HEADINGS)
@pytest.mark.parametrize("quoted", ["> our words\n> more", "our words\nmore"])
def test_the_history_below_a_heading_is_cut(language, quoted):
    seen = extract(f"{SAID}\n\n{HEADINGS[language]}\n\n{quoted}\n")
    assert (seen.text, seen.quoted) == (SAID, True)


@pytest.mark.parametrize("language", HEADINGS)
def test_an_answer_below_the_quote_is_found(language):
    assert extract(f"{HEADINGS[language]}\n> our words\n> more\n\n{SAID}").text == SAID


@pytest.mark.parametrize("language", BLOCKS)
def test_the_history_below_a_printed_header_is_cut(language):
    assert extract(f"{SAID}\n\n{BLOCKS[language]}\n\nour words\nunsubscribe here").text == SAID


def test_answers_between_the_lines_are_kept_in_order():
    text = f"{HEADINGS['en']}\n> one?\nfirst answer\n> two?\nsecond answer\n"
    assert extract(text).text == "first answer\nsecond answer"


@pytest.mark.parametrize(
    "tail",
    [
        "--\nAnn Doe\nFirm Ltd\n+1 555 0100",
        "Best regards,\nAnn Doe\nFirm Ltd",
        "Mit freundlichen Grüßen\nAnn Doe",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "________________________________\nFirm Ltd",
        "This e-mail and any attachments are confidential.",
    ],
)
def test_what_stands_below_the_words_is_a_signature(tail):
    seen = extract(f"{SAID}\n\n{tail}\n")
    assert seen.text == SAID
    assert seen.signature == tail


@pytest.mark.parametrize(
    "text",
    [
        "Sent from my desk, is easier than my phone.",
        "From: here to there: it works.",
        "- one\n- two\n- three",
        "ok",
    ],
)
def test_words_that_only_look_like_history_are_kept(text):
    assert extract(text).text == text


def test_words_that_cannot_be_told_from_the_history_are_kept_and_marked():
    seen = extract(f"{HEADINGS['en']}\nour words\n\n{SAID}")
    assert SAID in seen.text
    assert seen.uncertain


def test_a_bare_quote_says_nothing():
    seen = extract(f"{HEADINGS['en']}\n> our words\n")
    assert (seen.text, seen.quoted) == ("", True)


@pytest.mark.parametrize(
    "history",
    [
        '<div class="gmail_quote">On Monday Sam wrote:<blockquote>our words</blockquote></div>',
        '<blockquote type="cite">our words</blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Sam</div><div>our words</div>',
        '<div class="yahoo_quoted">our words</div>',
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p>From: Sam</p></div>our words',
    ],
)
def test_the_history_that_a_client_marks_in_html_is_cut(history):
    html = f"<html><body><p>{SAID}</p>{history}</body></html>"
    raw = f"From: a@b.example\nContent-Type: text/html\n\n{html}".encode()
    assert visible(parse(raw)).text == SAID


def test_a_forward_without_words_is_not_taken_for_the_senders_words():
    seen = extract(f"FYI\n\n---------- Forwarded message ---------\n{BLOCKS['en']}\n\nPlease call me")
    assert (seen.text, seen.forwarded) == ("FYI", True)


@pytest.mark.parametrize(
    "hostile",
    [
        "On " * 50_000,
        "On 1 " + "a" * 200_000,
        "> \n" * 30_000,
        "On 5 Oct 2026, " * 3000,
        "<b@c.d> " * 20_000,
        "_ " * 50_000,
    ],
)
def test_hostile_text_takes_no_time(hostile):
    began = time.process_time()
    extract(hostile)
    assert time.process_time() - began < 2
