"""Subjects of automatic answers, in many languages.

Certain where a mail system writes them before the subject it answers ("Automatic reply: Your shop"). People
write "Out of office on Friday" too: such subjects need the text to say it as well.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re

from replies.patterns import Lazy

# Nobody writes these by hand: they begin a subject, alone or before a colon or dash.
_SURE = (
    r"automatic (?:reply|response|answer)|auto[- ]?(?:reply|response|responder|matic reply)|automated (?:reply|response)|out[- ]of[- ](?:the[- ])?office:? (?:auto[- ]?reply|automatic reply|reply|notification|message|response|assistant)|"
    r"auto(?=:)|ooo(?=: )|vacation (?:auto-?reply|reply|response|responder|message)|away (?:message|notification)|absence notification",
    r"abwesenheits(?:notiz|meldung|nachricht|benachrichtigung|assistent|info)|automatische (?:antwort|rückmeldung|abwesenheitsnotiz|empfangsbestätigung)|autom\. antwort|eingangsbestätigung|automatisch generierte antwort",
    r"r[ée]ponse automatique|message automatique d'absence|message d[’']absence|notification d[’']absence|r[ée]pondeur automatique|accusé de réception automatique|avis d[’']absence",
    r"respuesta autom[áa]tica|autorespuesta|mensaje de ausencia|aviso de ausencia|resposta autom[àa]tica|resposta autom[áa]tica|aviso de férias",
    r"risposta automatica|risposta d[’']assenza|messaggio di assenza|avviso di assenza|automatisch(?:e)? (?:antwoord|beantwoording|reactie|bericht)|afwezigheids(?:bericht|melding|assistent)",
    r"odpowied[źz] automatyczna|automatyczna odpowied[źz]|autoodpowied[źz]|autosvar|automatiskt (?:svar|frånvaromeddelande)|frånvaromeddelande|automatisk svar|fraværs(?:besked|melding|assistent|svar)|autosvar",
    r"automaattinen (?:vastaus|poissaoloviesti)|automaattivastaus|poissaolo(?:viesti|ilmoitus)|自動応答|自動返信|自動応答メール|不在通知|不在のお知らせ|不在応答|自动(?:回复|答复|应答)|自動(?:回覆|回復|答覆)|外出通知|休假通知",
    r"automatick[áa] (?:odpověď|odpoveď)|автоответ(?:чик)?|автоматический ответ|автоматична відповідь|otomatik yanıt|automatikus válasz|automatinis atsakymas|răspuns automat|αυτόματη απάντηση|자동 ?(?:회신|응답|답장)|부재중 (?:알림|메시지)|رد تلقائي|automatski odgovor|samodejni odgovor|automaatvastus|automātiskā atbilde",
)  # fmt: skip
# People write these as well.
_MAYBE = (
    r"out[- ]of[- ](?:the[- ])?office|ooo\b|away from (?:the |my )?(?:office|desk)|on (?:vacation|leave|holiday)|vacation|office closed|abwesen(?:d|heit)\b|(?:ich bin )?(?:im|in) urlaub|nicht im büro|außer haus|betriebsferien|urlaubsvertretung",
    r"absen(?:ce|te?)\b|en congés?|fermeture|fuera de (?:la )?oficina|ausen(?:te|cia)\b|de vacaciones|fuori (?:ufficio|sede)|assen(?:te|za)\b|in ferie|chiusura|afwezig(?:heid)?\b|met vakantie|nieobecno[śs][ćc]|poza biurem|urlop\b",
    r"fora do escritório|ausência|férias|frånvaro|frånvarande|semester\b|ikke på kontoret|fravær|ferie\b|poissa(?: toimistolta)?\b|lomalla|休暇|不在|外出|休假|mimo kancelář|nepřítomnost|отсутствую|в отпуске|нет на месте|부재|خارج المكتب",
)  # fmt: skip
_LEFT = (
    r"no longer (?:with|at|employed)|nicht mehr (?:im unternehmen|bei)|n['’]est plus|ya no trabaja|non lavora più|niet meer werkzaam",
)
_ANSWER = Lazy(r"^(?:(?:re|aw|sv|antw|odp|r|vs|ynt|res|rif)\s?(?:\[\d+\])?\s?[:：]\s*)+", re.IGNORECASE)
_SURE_SUBJECT = Lazy(
    rf"^\W{{0,3}}(?:{'|'.join(_SURE)})\b(?=\s*(?:$|[:：\-–—\[(<«\"'“„]|(?:re|aw|fw|wg|sv)\b|\())",
    re.IGNORECASE,
)
_SURE_WITHOUT_SPACES = Lazy(
    r"^\W{0,3}(?:自動応答|自動返信|不在通知|不在のお知らせ|不在応答|自动(?:回复|答复|应答)|自動(?:回覆|回復|答覆)|外出通知|休假通知)"
)
_MAYBE_SUBJECT = Lazy(rf"^\W{{0,3}}(?:{'|'.join(_MAYBE + _LEFT)})", re.IGNORECASE)
_SURE_IN_BRACKETS = Lazy(
    r"^\s*[\[(](?:auto(?:matic)?[- ]?(?:reply|response)|out of office|ooo|abwesend|automatische antwort)[\])]",
    re.IGNORECASE,
)
_TICKET = Lazy(
    r"\[#?\s?[A-Z]{0,8}[-:]?\s?\d{3,}\]|\[[A-Z]{2,8}-\d{2,}\]|\b(?:ticket|case|request|vorgang|anfrage|incident|zgłoszenie|demande|solicitud|richiesta|ärende|sag|sak|tiketti|caso|chamado|dossier)"
    r"\s*(?:id|no|nr|num(?:ber)?|n°|nummer)?\s*[:#.]*\s*#?(?:[A-Z]{2,4}-?)?\d{3,}|##\d{3,}##|\[ref:|\bref:_|\[(?:ticket|case)[ #:]|\(#\d{4,}\)|【[^】]{0,12}\d{4,}】",
    re.IGNORECASE,
)  # fmt: skip
_RECEIPT = Lazy(
    r"^(?:read|gelesen|lu|leído|leida?|letto|gelezen|przeczytane|lida|läst|læst|lest|luettu|přečteno|прочитано|okundu|olvasva|开封|開封(?:済み)?|已读|已讀)\s?[:：]",
    re.IGNORECASE,
)


def is_sure(subject: str) -> bool:
    """Whether a mail system wrote the subject. "Re: Automatic reply: …" is somebody's answer to one."""
    return bool(
        _SURE_SUBJECT.match(subject)
        or _SURE_WITHOUT_SPACES.match(subject)
        or _SURE_IN_BRACKETS.match(subject)
    )


def speaks_of_absence(subject: str) -> bool:
    """Whether the subject is about being away or gone, whoever wrote it."""
    bare = _ANSWER.sub("", subject)
    return bool(_MAYBE_SUBJECT.match(bare)) or is_sure(bare)


def has_ticket_number(subject: str) -> bool:
    return bool(_TICKET.search(subject))


def is_receipt(subject: str) -> bool:
    """Whether it is the subject of a read receipt ("Read: …")."""
    return bool(_RECEIPT.match(subject))
