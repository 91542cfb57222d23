"""Words that stop the mail when they are the subject, or a whole line. Data; no logic."""

# ruff: noqa: E501 - one language after the other
from __future__ import annotations

ALONE = frozenset(
    (
        # English, with the misspellings that people send
        "unsubscribe", "unsubscribe me", "unsubscribe us", "unsubscribed", "un-subscribe", "un subscribe", "unsub", "unsubcribe",
        "unsuscribe", "unsubscibe", "unsubscrib", "unsubsribe", "unsubscirbe", "unsubscrube", "unsubscribre", "unsubsrcibe", "unscribe",
        "unsunscribe", "unsubscript", "unsubribe", "unsubcsribe", "unsubscripe", "usubscribe", "unsbscribe", "remove me", "remove us", "remove from list",
        "remove me from list", "remove my email", "remove this email", "stop", "stop it", "stop this", "stop now", "stop all", "stop email", "stop emails",
        "stop mails", "stop mailing", "stop emailing me", "stop spam", "stopp", "opt out", "opt-out", "optout", "opt me out", "opt us out", "take me off",
        "take us off", "take me off this list", "off the list", "no more emails", "no more mails", "no more mail", "delete me", "delete my data", "leave me alone", "do not contact",
        "do not email", "don't contact me", "do not contact me", "no contact",         # German
        "abmelden", "abmeldung", "abbestellen", "abbestellung", "austragen", "austragung", "bitte löschen", "kein newsletter", "keine mails mehr", "keine werbung", "newsletter abbestellen",
        "newsletter abmelden", "keine emails mehr", "keine e-mails mehr", "nie wieder", "mich abmelden", "mich austragen",
        # French
        "désabonner", "désabonnement", "se désabonner", "me désabonner", "désabonnez-moi", "désinscription", "désinscrire", "me désinscrire", "désinscrivez-moi", "desabonner", "desabonnement", "desinscription", "desinscrire", "arrêtez", "plus de mails", "plus d'emails", "stop pub",
        # Spanish
        "dar de baja", "darme de baja", "darse de baja", "dame de baja", "deme de baja", "cancelar suscripción", "cancelar suscripcion", "anular suscripción", "desuscribir", "desuscribirme", "no más correos", "no mas correos", "bórrame", "borrarme",         # Italian
        "disiscrivi", "disiscrivimi", "disiscrizione", "disiscrivetemi", "cancellami", "cancellatemi", "cancella iscrizione", "cancellarmi", "rimuovi", "rimuovimi", "annulla iscrizione", "basta mail", "basta email", "basta così",
        # Dutch
        "uitschrijven", "uitschrijving", "afmelden", "afmelding", "schrijf me uit", "meld me af", "verwijder mij", "geen mails meer", "geen mail meer", "opzeggen",
        # Polish
        "wypisz", "wypisz mnie", "wypisać", "wypisuję się", "rezygnuję", "usuń", "usuń mnie", "proszę usunąć", "anuluj subskrypcję",         # Portuguese
        "descadastrar", "descadastre", "descadastramento", "cancelar inscrição", "cancelar subscrição", "cancelar assinatura", "sair da lista", "remova-me", "anular subscrição",
        # Swedish, Danish, Norwegian, Finnish
        "avregistrera", "avregistrering", "avregistrera mig", "avprenumerera", "avanmäl", "avanmälan", "ta bort mig", "inga fler mejl", "inga fler mail", "avbeställ",
        "afmeld", "afmeld mig", "afmelding", "frameld", "frameld mig", "slet mig", "fjern mig", "ikke flere mails", "stop mails",         "meld meg av", "avmeld", "avmelding", "slett meg", "fjern meg", "ingen flere mailer",         "poistakaa", "poista minut", "peruuta tilaus", "lopettakaa", "ei enää viestejä", "ei enempää viestejä",
        # Japanese, Chinese, Korean
        "配信停止", "配信停止希望", "配信解除", "退会", "購読解除", "登録解除", "メール停止", "退订", "退訂", "取消订阅", "取消訂閱", "停止发送", "不要再发", "勿扰",
        "수신거부", "수신 거부", "구독취소", "구독 취소", "구독해지", "탈퇴",
        # Others
        "отписаться", "отпишите", "отпишите меня", "отписка", "отписать", "удалите", "відписатися", "відпишіть", "odhlásit", "odhlaste mě", "odhlášení", "odhlásiť", "zrušit odběr", "nezasílat", "leiratkozás", "leiratkozom", "leiratkozni", "stop kérem",
        "dezabonare", "dezabonați-mă", "dezaboneaza-ma", "abonelikten çık", "abonelikten çıkar", "listeden çıkar", "إلغاء الاشتراك", "atsisakau", "atsisakyti", "atsisakyti prenumeratos", "διαγραφή", "απεγγραφή", "odjava", "odjavi me", "הסירו אותי",     )
)  # fmt: skip

# Too common to mean it on one line of many: only where nothing else is said.
WHOLE = frozenset(
    (
        "remove", "quit", "end", "cancel", "no more", "enough", "cease", "not again", "löschen", "stoppen", "entfernen",
        "arrêt", "supprimer", "retirer", "baja", "cancelar", "eliminar", "quitar", "basta", "rimozione", "cancellazione",
        "verwijderen", "rezygnacja", "koniec", "usunąć", "remover", "remova", "sair", "parar", "pare", "chega",
        "avsluta", "sluta", "slutt", "avslutt", "stans", "opsig", "poista", "peruuta", "peruutus", "lopeta", "seis",
        "解除", "停止", "不要", "td", "t", "해지", "стоп", "хватит", "törlés", "iptal", "توقف", "قف", "yeter", "הסר", "widerspruch",

    )
)  # fmt: skip
