"""Somebody wants no more mail: decided by rule, from what they wrote now and from where they sent it.

In doubt it is one: a wrong stop costs a lead, a missed one breaks the law (CAN-SPAM, GDPR Art. 21). The text
given here is the visible reply, so our own footer in the quote below it can't be meant. Wishes about
something else (a copy line, the weekend) are no stop.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from functools import lru_cache

MAX_CHARS = 4000

# The subject or a whole line, alone.
_ALONE = (
    "unsubscribe", "unsubscribe me", "please unsubscribe", "please unsubscribe me", "remove", "remove me",
    "please remove", "please remove me", "stop", "stop it", "opt out", "opt-out", "optout", "take me off",
    "no more emails", "no more mails", "no more", "abmelden", "abbestellen", "austragen", "stopp", "bitte abmelden",
    "désabonner", "désabonnement", "se désabonner", "désinscription", "désinscrire", "stop svp",
    "baja", "dar de baja", "darme de baja", "cancelar suscripción", "disiscrivi", "disiscrivimi", "cancellami",
    "cancella iscrizione", "uitschrijven", "afmelden", "wypisz", "wypisz mnie", "rezygnuję", "descadastrar",
    "cancelar inscrição", "remover", "avregistrera", "avsluta", "avprenumerera", "afmeld", "afmeld mig", "frameld",
    "meld meg av", "avmeld", "poista", "peruuta", "配信停止", "解除", "退订", "退訂", "取消订阅", "td", "отписаться",
    "отпишите", "odhlásit", "odhlaste mě", "leiratkozás", "dezabonare", "abonelikten çık", "إلغاء الاشتراك",
    "atsisakau", "수신거부", "διαγραφή",
)  # fmt: skip

_ASKED = (
    # English
    r"\bunsubscri\w*(?! (?:link|button|option|page) (?:is|was|works))",
    r"\b(?:remove|take|drop|get|strike) (?:me|us|my (?:e-?mail|address|name|details|contact)[\w ]{0,20}|our (?:e-?mail|address|company)[\w ]{0,20}|this (?:e-?mail|address)[\w ]{0,12})"
    r"(?: (?:off|from|out of)\b(?! (?:the )?(?:cc|copy|bcc|thread))| please\b|[.!]|$)",
    r"\bstop (?:e-?mailing|mailing|contacting|reaching out|writing|messaging|spamming|bothering|pestering|"
    r"sending (?:me |us )?(?:these|this|your|any|more|e-?mails?|mails?|messages|it))",
    r"\b(?:do not|don'?t|please don'?t|never) (?:ever )?(?:e-?mail|mail|contact|write|message|send|approach|bother|reach out)(?: to)?(?: me| us)?"
    r"(?: (?:again|any ?more|any further|further|any|more|ever|such|these)|[.!]|$)",
    r"\b(?:prefer|rather|want|wish|like|care) not to (?:receive|get|be (?:contacted|e-?mailed)|hear)",
    r"\b(?:don'?t|do not|no longer|not) (?:want|wish|need|care|like)(?: to)? (?:to )?(?:receive|get|hear|be contacted|any more|further)(?! about)[\w ]{0,30}(?:mail|message|from you|communication|contact|these|more|again)",
    r"\bno (?:more|further) (?:e-?mails?|mails?|messages|contact|communication|outreach)",
    r"\bopt(?:ing)?[- ]?(?:me |us )?out\b", r"\bcease (?:and desist|all|contact)",
    r"\b(?:delete|erase|remove) (?:me|us|my|our|all) ?(?:personal )?(?:data|e-?mail|address|details|information|contact|record)",
    r"\bclose (?:the|my|our|this) file\b", r"\btake (?:me|us) (?:off|out)\b(?! (?:the )?(?:cc|copy|for))",
    r"\bblacklist (?:me|us|my)\b", r"\bright to (?:be forgotten|erasure|object)\b", r"\b(?:leave) (?:me|us) alone\b",
    r"\bun-?(?:suscri|subcri|subsri|subscir|sucscri|scubscri|susbcri|subsci)\w*", r"\bobject to (?:the |any |your )?(?:processing|use|storage|storing|handling)\b|\bwithdraw (?:my |our )?consent\b",
    # German
    r"\b(?:ab|aus)(?:melden|tragen|bestellen)\b", r"\b(?:melden|tragen|nehmen|streichen|löschen|entfernen) sie (?:mich|uns|meine|unsere|diese)",
    r"\bkeine (?:weiteren |weitere |mehr )?(?:e-?mails?|mails?|nachrichten|werbung|kontaktaufnahme|anfragen)(?: mehr)?\b(?=.{0,30}(?:mehr|weiter|senden|schicken|zu|erhalten|[.!]|$))",
    r"\bnicht (?:mehr|weiter|wieder) (?:an(?:schreiben|mailen)?|kontaktieren|schreiben|mailen|belästigen)", r"\baus (?:dem|ihrem|eurem) verteiler\b",
    r"\b(?:schreiben|mailen|kontaktieren) sie (?:mir|uns|mich) (?:bitte )?(?:nicht|nie)\b", r"\bmöchte (?:keine|nicht) .{0,30}(?:erhalten|bekommen|kontaktiert)",
    r"\b(?:meine|unsere) (?:daten|adresse|e-?mail-?adresse)\b[\w ]{0,20}\b(?:zu )?(?:löschen|entfernen|austragen)\b", r"\bwiderspr(?:eche|echen)\b.{0,40}(?:verarbeitung|nutzung|daten|werbung)",
    # French
    r"d[ée]s(?:abonn|inscri)\w*", r"\bne (?:plus|pas) (?:me |nous )?(?:contacter|écrire|envoyer|recevoir|solliciter|déranger)",
    r"\bne (?:m'|me |nous )?(?:écrivez|contactez|envoyez|sollicitez) plus", r"\b(?:retirez|supprimez|enlevez|rayez)[- ](?:moi|nous|mon|notre|mes)",
    r"\b(?:me|nous) (?:retirer|supprimer|désinscrire|rayer)\b", r"\bplus (?:recevoir|d'e-?mails|de mails|de messages)",
    r"\b(?:supprimer|retirer|effacer) (?:mon|mes|notre|nos) (?:adresse|e-?mail|mail|données|coordonnées|contact)",
    # Spanish
    r"\b(?:dar(?:me|nos)?|d[ée]me|denme|doy|causar) (?:de )?baja\b", r"\bde baja\b.{0,30}correo", r"\bno (?:deseo|deseamos|quiero|queremos) (?:recibir|más|que)",
    r"\bno (?:me|nos) (?:escrib|contact|env[íi])\w* (?:m[áa]s|otra)", r"\b(?:elim[ií]n\w*|borr\w*|b[óo]rr\w*|qu[ií]t\w*|retir\w*)(?:me|nos)? (?:de (?:su|la) lista|mi (?:correo|direcci)|mis datos)", r"\bdejen? de (?:enviar|escribir|mandar)",
    r"\b(?:eliminar|borrar|quitar|retirar) (?:mi|mis|nuestr\w+) (?:correo|dirección|datos|e-?mail|contacto)",
    # Italian
    r"\bdisiscri\w*", r"\bcancell\w+ (?:mi|ci|la mia|il mio|dalla|l'iscrizione)", r"\bcancellat(?:emi|eci)\b", r"\brimuov\w+ (?:mi|ci|il mio|la mia|il nostro|dalla)|\brimuover(?:mi|ci)|\brimuovete(?:mi|ci)",
    r"\bnon (?:desidero|desideriamo|voglio|vogliamo|vorrei) (?:più )?(?:ricevere|essere)", r"\bnon (?:scriv\w+|contatt\w+|invi\w+|mandat\w+)(?:mi|ci|temi)? più",
    r"\b(?:rimuovere|cancellare|eliminare|togliere) (?:il mio|la mia|i miei|i nostri|il nostro|la nostra) (?:indirizzo|e-?mail|mail|dati|contatt\w+)",
    # Dutch
    r"\b(?:uitschrijv|schrijf (?:mij|me|ons) uit|afmelden|meld (?:mij|me|ons) af)\w*", r"\bgeen (?:e-?)?mails? meer\b", r"\bniet meer (?:mailen|benaderen|contacteren|schrijven|benaderd)",
    r"\b(?:verwijder|haal) (?:mij|me|ons|mijn|onze)\b", r"\bstuur (?:mij |me |ons )?(?:a\.?u\.?b\.? )?(?:geen|niets)",
    r"\b(?:mijn|ons|onze|dit|m'n) (?:e-?mail-?|mail)?(?:adres|gegevens)\b[\w ]{0,20}\b(?:te )?(?:verwijder|wis|schrap)\w*",
    # Polish
    r"\bwypis\w+", r"\b(?:usun\w+|usuń) (?:mnie|nas|mój|moj|z listy|z bazy|naszego|adres)", r"\bprosz\w+ o usuni", r"\b(?:nie|więcej nie) (?:pisać|pisz\w*|wysyła\w*|przesyła\w*|kontaktowa\w*)(?: więcej| do| już|\.|$)", r"\bnie (?:życz\w+ sobie|chcę|chcemy) (?:otrzymywać|dostawać|więcej|kontaktu)",
    # Portuguese
    r"\bdescadastr\w*", r"\bremov(?:a|am|er|e)(?:-me|-nos| me| nos| o meu| meu| nosso| da| este)", r"\bn[ãa]o (?:desejo|desejamos|quero|queremos) (?:mais )?(?:receber|ser)", r"\bn[ãa]o (?:me|nos) (?:envi|contact|escrev|mand)\w* mais", r"\bcancelar (?:a )?(?:minha )?(?:inscri|subscri|assinatura)", r"\bparem? de (?:enviar|mandar)", r"\bretir\w+[- ]?(?:me|o meu) (?:da|de) (?:vossa |sua )?lista",
    # Swedish, Danish, Norwegian, Finnish
    r"\bavregistrera\b|\bavprenumerera\b|\bavsluta (?:min )?prenumeration", r"\bta bort (?:mig|oss|min|vår)", r"\bsluta (?:mejla|maila|skicka|kontakta|skriva)", r"\bvill (?:inte|ej) (?:ha|få|ta emot|bli)\b.{0,20}(?:mejl|mail|utskick|kontaktad|e-post)", r"\binga fler (?:mejl|mail|utskick)",
    r"\b(?:afmeld|frameld)\w*", r"\bfjern (?:mig|os|min|venligst|meg|oss)", r"\bstop (?:med at|venligst)\b", r"\bønsker (?:ikke|ikke at) (?:at )?(?:modtage|blive kontaktet|høre)|\bønsker ikke (?:flere|å motta|mer)", r"\bikke (?:skriv|kontakt|send)\w* (?:til )?(?:mig|os|meg|oss|mere|mer|flere)|\bskriv ikke (?:til )?(?:mig|os|mere|meg)",
    r"\bmeld (?:meg|oss) av\b|\bavmeld\w*", r"\bslutt (?:å|med å|med)\b", r"\bingen flere (?:e-?poster|mails?|mailer)",
    r"\bpoista(?:kaa)?\b.{0,30}(?:minut|meidät|listalta|osoite|tieto)", r"\b(?:älkää|älä) (?:enää )?(?:lähettä|kirjoitta|ottako|ota)", r"\bemme halua|\ben halua (?:enää )?(?:viest|sähkö|vastaan|mainok)", r"\bperuuta(?:kaa)? (?:tilau|postitu)",
    # Japanese, Chinese, Korean
    r"配信(?:を)?(?:停止|解除|不要)|(?:メール|ご連絡|連絡|送信)(?:は|を)?(?:停止|お控え|やめ|送らない|しないで|不要)|送らないで|登録(?:を)?(?:解除|削除)|リストから(?:外|削除)",
    r"退[订訂]|取消[订訂][阅閱]|(?:不要|別|别|请勿|勿|停止)(?:再)?(?:给我|给我们|向我)?(?:发|發|寄|联系|聯繫|打扰|发送)|(?:移除|删除|刪除)(?:我|我们|我的)",
    r"수신\s?거부|구독\s?취소|보내지\s?마|연락하지\s?마",
    # Lithuanian, Czech, Slovak, Russian, Ukrainian, Hungarian, Romanian, Turkish, Greek, Arabic
    r"\b(?:dau?giau )?ne(?:be)?rašy\w*|\bne(?:be)?siųsk\w*|\bišbrauk\w*|\bpašalink\w* (?:mane|mus|mano)|\batsisak\w+ (?:prenumerat|naujienlaišk|laišk)",
    r"\bodhl[áa][sš]\w*|\bneposílejte\b|\bnepište\b|\bneposielajte\b|\bvyraďte\b|\b(?:vymažte|smažte|odstraňte) (?:mě|nás|můj|moji|moju|ma)|\bnepřejeme? si|\bneželám si",
    r"отпи(?:ш|с)\w*|\bне (?:пишите|присылайте|беспокойте|отправляйте|звоните)\b|удалите (?:меня|нас|мой|наш|из)|(?:больше|более) не (?:пис|присыл|отправл)\w*|відпи(?:ш|с)\w*|не пишіть|не надсилайте",
    r"\bleiratko\w*|\bne (?:írj|küldj)\w* (?:többet|több)|\bdezabon\w*|\bnu (?:mai|mă mai|ne mai) (?:trimite|scrie|contacta)\w*|\babonelikten|\blisteden (?:çıkar|sil)\w*|\b(?:bir daha|artık) (?:mail|e-?posta|mesaj|yazma)\w*",
    r"διαγρ[αά]\w*|μην (?:μου|μας) (?:ξανα)?στ[εέ]\w*|إلغاء (?:ال)?اشتراك|(?:لا|عدم) (?:ترسل|تراسل|إرسال)\w*|احذف\w* (?:بريد|عنوان)|توقفوا عن",
)  # fmt: skip
_NOT_MEANT = (
    r"\b(?:remove|take|drop|get|leave) (?:me|us|my address) (?:off|from|out of) (?:the |your )?(?:cc|bcc|copy)\b[\w ]*",
    r"\bnot the newsletter\b", r"\bkeep me on\b",
    r"\bstop (?:sending|e-?mailing|mailing|writing)[\w ]{0,20}\b(?:on|at|during) (?:the )?(?:weekend|sunday|saturday|night|evening)\w*",
    r"\bto unsubscribe[,:]? (?:from this (?:group|list)|send|click|visit|reply|go to|please (?:click|visit|send))",
    r"\bunsubscribe (?:here|at|from this list)? ?[:<]?\s?(?:https?:|<?mailto:|www\.)",
    r"\bclick (?:here )?to unsubscribe\b",
    r"\b(?:customers|clients|subscribers|users|people|readers|recipients|visitors|shoppers) (?:\w+ ){0,3}unsubscri\w+",
    r"\bunsubscri\w+ (?:rate|page|feature|header|flow|process|handling|list management)",
)  # fmt: skip


@lru_cache(maxsize=1)
def _asked() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in _ASKED), re.IGNORECASE | re.MULTILINE)


@lru_cache(maxsize=1)
def _not_meant() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in _NOT_MEANT), re.IGNORECASE)


def _alone(line: str) -> bool:
    return line.strip(" \t.!?,;:*_-\"'()<>").lower() in _ALONE


def asks(text: str, subject: str = "") -> str:
    """The rule by which an answer asks for no more mail, or an empty string.

    ``text`` is the visible reply; ``subject`` counts only when it is the bare word (mail from a mailto link).
    """
    if _alone(re.sub(r"^(?:(?:re|aw|sv)\s?:\s*)+", "", subject.strip(), flags=re.I)):
        return "subject"
    said = text[:MAX_CHARS].replace("’", "'")
    lines = [line for line in said.split("\n") if line.strip()]
    if any(_alone(line) for line in lines[:3] + lines[-2:]):
        return "bare_word"
    flat = re.sub(r"\s+", " ", said)
    flat = _not_meant().sub(" ~ ", flat)
    return "phrase" if _asked().search(flat) else ""
