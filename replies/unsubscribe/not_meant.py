"""What holds the words of a wish and is none: taken out of the text before wishes are looked for. Data; no logic."""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

_WHO = r"(?:customers?|clients?|users?|people|subscribers?|recipients?|readers?|visitors?|contacts|buyers?|members?|leads?|prospects?|guests?|patients?|students?|someone|somebody|anyone|everybody|others?|they|who|he|she|it|that)"

# "I want to be removed from this list" is a wish, "to be removed from this list, click" is none.
_NO_OWN_WISH = "".join(
    rf"(?<!{word} )"
    for word in ("want", "like", "need", "wish", "love", "prefer", "ask", "asked", "asking", "request", "demand", "me", "us", "how",
                 "trying", "tried", "try", "going", "have", "decided", "able", "unable", "impossible", "wanted", "where", "way")
)  # fmt: skip

PATTERNS = (
    # Somebody else leaves, stops, opts out: "our customers unsubscribe a lot"
    rf"\b{_WHO}(?: (?:who|that|can|could|do|does|did|will|would|may|might|must|have|has|had|are|were|is|was|to|just|always|often|never|then|also|simply|easily|really|all|\w+ly))* (?:not )?(?:unsubscrib|opt(?:s|ed|ing)?[- ]out|stop(?:s|ped)? (?:e-?mailing|contacting|writing|sending|messaging|receiving))\w*",
    r"\b(?:percent|%|rate|number|share|count|list|thousands|hundreds|dozens|many|most|few|\d+) (?:of (?:\w+ ){0,3})?(?:have |has |are |were )?(?:unsubscrib|opt(?:ed|ing)?[- ]out)\w*",
    # A noun of the trade: "the unsubscribe rate"
    r"\b(?:unsubscri\w+|opt[- ]?outs?|removal) (?:rates?|pages?|features?|headers?|examples?|commands?|methods?|calls?|endpoints?|flows?|process\w*|handling|lists?|management|forms?|functions?|mechanism|requests?|events?|reasons?|surveys?|metrics?|numbers?|percentage|policy|text|wording|footer|preferences|center|centre|data)\b(?! (?:does|doesn|do|don|is|was|isn|never|won))",
    r"\b(?:reduc|lower|handl|track|manag|measur|prevent|avoid|automat|process|support|offer|count|honou?r|cut|minimi[sz]|decreas|stop)\w* (?:the |our |your |all |these |any |of |with )*(?:unsubscri\w+|opt[- ]?outs?)\b",
    r"\b(?:one-?click|list-) ?unsubscri\w+", r"\bunsubscri(?:bes|bers|ptions?)\b(?! me| us)", r"\bunsubscribing (?:is|was|rate|from our)\b",
    # Questions about the product: "how do your clients unsubscribe?"
    rf"\bhow (?:do|does|can|could|would|will|should) (?:you|we|your|our|my|the|their|a|an|{_WHO})(?: \w+){{0,5}} (?:unsubscrib\w*|opt[- ]?out|stop (?:e-?mail|mail|send)\w*|remove (?:us|me))\b",
    # Other words, and what is told of messages rather than wished
    r"\bunsubscript(?:ed|able)\b", r"\bno (?:further|more) (?:communication|contact|messages?|e-?mails?|mail) (?:will|would|can|could|may|should|is|are|was|were|has|have) (?:be )?(?:happen|occur|take place|possible|needed|required|expected|been|exchanged)\w*",
    # A list's footer: "To subscribe or unsubscribe, visit …"
    r"\b(?:to |for )?(?:un)?subscrib(?:e|ing)(?: ?(?:,|/|or|and|&|und|ou|o|of) ?| to or )(?:to )?(?:un)?subscrib(?:e|ing)\b[^.!?]{0,60}(?:visit|send|go to|click|see|via|https?:|mailto:|@)[^.!?]{0,120}",
    # The opposite: "don't unsubscribe me", "before I unsubscribe", "instead of unsubscribing"
    r"\b(?:do not|don't|dont|did not|didn't|never|not|won't|will not|wouldn't|cannot|can't|haven't|without|instead of|rather than|before i|avoid|no need to|no reason to|unless i|wanted to|was (?:about|going) to|nearly|almost) (?:want to |wish to |mean to |ever |going to |intend to |plan to |have to |try to )?(?:unsubscrib|opt(?:ing|ed)?[- ]?out|stop (?:sending|e-?mail|mail|writ|contact|messag|reach))\w*(?: (?:me|us))?",
    r"\b(?:unsubscrib|remov|opted[- ]out)\w*(?: \w+){0,4} (?:by (?:mistake|accident|error)|accidentally)\b", r"\b(?:accidentally|mistakenly|wrongly) (?:unsubscrib|remov|opted)\w*", r"\bresubscrib\w*",
    r"\b(?:don't|do not|never|please don't|won't|can't) (?:ever )?stop\b", r"\bnever stop\b", r"\bkeep (?:me|us) (?:on|posted|updated|subscribed|in)\b", r"\b(?:can't|couldn't|cannot) stop (?:reading|thinking|laughing|talking)\b",
    r"\b(?:don't|do not|never) (?:remove|take|drop|delete) (?:me|us|my|our)\b(?: \w+){0,6}", r"\bif (?:you|we|i) (?:don't|do not|can't|cannot|stop|remove)\b[^.!?]{0,30}",
    # A copy line, a time of day, a channel
    r"\b(?:remove|take|drop|get|leave) (?:me|us|my (?:e-?mail )?address|him|her|them|\w+@\S+) (?:off|from|out of) (?:the |your |this )?(?:cc|bcc|copy|copies|to line|e-?mail chain|chain|thread|loop on|call|meeting|invite|hook|guard|hold|speaker)\b[\w ]*",
    r"\bnot the newsletter\b", r"\b(?:take|get) (?:me|us) (?:out|off) (?:for|to) (?:a |the )?(?:lunch|dinner|coffee|drink|meal|show)\w*", r"\btake (?:me|us) (?:off )?(?:through|from \w+ to|up on|seriously|there|with)\b", r"\b(?:take|get|move) (?:me|us) off (?:of )?(?:\w+ )?(?:shopify|magento|wordpress|woocommerce|excel|spreadsheets|paper|the ground|our \w+|\w+ platform)\b",
    r"\bstop (?:sending|e-?mailing|mailing|writing|calling|contacting)[\w ]{0,24}\b(?:on|at|during|in|over|before|after) (?:the |my |our )?(?:weekends?|sundays?|saturdays?|nights?|evenings?|mornings?|lunch|holidays?|office hours|working hours|work|\d+)\b\w*",
    r"\bstop (?:sending|mailing) (?:it |them |this |these |invoices? |the \w+ |mail |e-?mails? )?(?:to|as|in|by) (?:my (?:old|other|private|personal)|the (?:old|wrong)|our (?:old|other)|pdf|html|attachments?|post)\b",
    r"\b(?:don't|do not|please don't|not) (?:e-?mail|call|phone|ring|text|write|message|contact)(?: me| us)?(?: (?:about|on|by) [\w ]{1,20})?[,;]? (?:but |rather |just |instead |please |- ?)*(?:call|phone|ring|e-?mail|text|write|message|whatsapp|contact|reach|use|try|via)\b",
    r"\b(?:don't|do not|not) (?:contact|e-?mail|write|message|bother|approach)(?: to)?(?: me| us)?(?: again)? (?:until|till|before|on (?:the )?(?:weekend|sunday|saturday)|at (?:this|that|my (?:old|other|private))|about|via|through|by phone|here|there|yet|on this)\b[\w ]{0,30}",
    r"\b(?:don't|do not) (?:write|count) (?:me|us|it|this|that|them) off\b", r"\b(?:don't|do not|won't|can't) (?:hesitate|forget|be shy)[^.!?]{0,40}", r"\bdon't (?:want|wish) to (?:miss|lose|rush|waste|bother)\b[\w ]*", r"\bdelete (?:my|our|the|that|this) (?:last|previous|earlier|first|other|old|duplicate|above|draft|test)\b[\w ]*", r"\b(?:ignore|disregard|delete) (?:my|our) (?:previous|last|earlier)\b[\w ]*",
    r"\bno (?:more|further) (?:e-?mails?|messages?|contact|communication) (?:is |are |will be |were )?(?:needed|necessary|required)\b(?= (?:until|before|because|to (?:agree|confirm|sign)))",
    # Others' instructions, and ours: a list's footer, a help text
    _NO_OWN_WISH + r"\bto (?:unsubscribe|opt[- ]out|be removed|stop receiving|cancel)[,:]? (?:from (?:this|the|our|these|all)[\w .-]{0,30}[,:]?|send|click|visit|reply|go to|e-?mail|please|use|and|or|via|simply|follow|at|here|\S+@\S+)[^.!?]{0,120}",
    r"\b(?:you (?:can|may|could|must|should|will|need to|have to|just)|please) (?:also |always |easily |simply )?(?:unsubscribe|opt[- ]out) (?:by|at|here|from (?:this|these|our|the)[\w ]{0,30}by|using|via|through|with|at any time|any ?time)\b[^.!?]{0,120}",
    r"\b(?:you|they) (?:can|may|could) (?:also |always |easily |simply )?(?:unsubscribe|opt[- ]out|be removed)\b[^.!?]{0,80}",
    r"\bif you (?:no longer |do not |don't |would (?:rather |prefer |like )?(?:not )?|wish |want |prefer |'d like |think )[^.!?]{0,60}(?:receive|unsubscribe|opt[- ]?out|removed?|contacted|hear|mailings?|messages|e-?mails?)[^.!?]{0,120}",
    r"\bunsubscribe (?:here|at|from this list|link|now|instantly|from this (?:group|newsletter|mailing list))? ?[:<(|>]?\s?(?:https?:|<?mailto:|www\.|\S+@\S+|\[)", r"\b(?:click (?:here )?to|manage (?:your )?(?:preferences|subscription)s?[^.!?]{0,20}) unsubscribe\b", r"[\w.-]*unsubscri\w*(?:[-+][\w.-]+)?@\S+|\bhttps?://\S+|<mailto:\S+>", r"\bunsubscribe \| |\| unsubscribe\b|\bunsubscribe (?:from )?(?:list|here)?\s?>",
    r"\b(?:reply|answer|respond|send|text|type|write|subject)(?: \w+){0,4} (?:with |the word |back )?[\"'“”]?(?:stop|unsubscribe|remove|no)[\"'“”]? (?:to (?:be|opt|unsubscribe|stop|\w+@)|in the (?:subject|title|body)|if you)\b[^.!?]{0,60}", r"\bwith [\"'“”](?:stop|unsubscribe|remove)[\"'“”]",
    # Prices, orders, machines: what stops and is taken out in business
    r"\b(?:machines?|line|pump|printers?|engines?|motors?|belts?|trains?|bus|promo\w*|offer|orders?|production|sales|campaign|service|shop|store|site|website|plugin|app|cart|feed|sync|update|process|server) (?:to |will |should |must |can |does |did |has |have |would |just |suddenly |always |might )*stop(?:s|ped)? (?:work|send|mail|e-?mail|contact|writ|messag)\w*",
    r"\b(?:we|i) (?:want|need|would like|like|plan|decided|have|had|hope|try|are trying|are going|used) to stop (?:sending|mailing|e-?mailing|writing|contacting|messaging) (?!me\b|us\b)[\w ]{0,30}", r"\b(?:we|i) (?:stopped|stop) (?:sending|mailing|e-?mailing|writing|contacting|messaging)\b",
    # German, French, Spanish, Italian, Dutch: other people's newsletters, other things that are signed off
    r"\b(?:kunden|nutzer|abonnenten|empfänger|leute|besucher|user|mitarbeiter|teilnehmer|sie sich)(?: \w+){0,4} (?:abmelden|austragen|abbestellen|abgemeldet)\b", r"\b(?:abmelde|austrage|opt-?out)-?(?:rate|quote|link|seite|formular|prozess|funktion)\w*", r"\b(?:nicht|nie|ohne|statt|bevor \w+ \w+) (?:mich |uns |sich )?(?:wieder )?abmelden\b(?! kann| können| möglich)", r"\bwie (?:können|kann|melden) (?:sich )?(?:ihre|unsere|die|eure|meine) \w+(?: \w+){0,3}", r"\b(?:bestellung|auftrag|termin|bestellungen|lieferung|vertrag|auto|fahrzeug|strom|konto|gewerbe|maschine)\w* (?:bitte )?(?:abbestellen|abmelden|austragen)", r"\b(?:zum termin|zur besprechung|vom meeting|vom termin|vom call|für den termin|von der schulung) (?:ab|aus)(?:melden|tragen)", r"\bam (?:wochenende|sonntag|samstag)\b[^.!?]{0,30}",
    r"\b(?:clients?|abonnés?|utilisateurs?|gens|visiteurs?|lecteurs?|ils|elles)(?: \w+){0,4} (?:se )?d[ée]s(?:abonn|inscri)\w*", r"\b(?:taux|lien|page|bouton|formulaire|processus|fonction) de d[ée]s(?:abonn|inscri)\w*", r"\b(?:ne|n')(?: \S+){0,3} (?:veux|souhaite|voulons|compte) pas (?:me |nous )?d[ée]s(?:abonn|inscri)\w*", r"\bne (?:me |nous )?d[ée]s(?:abonn|inscri)\w+(?:[- ](?:moi|nous))? (?:pas|surtout)", r"\bcomment (?:vos|nos|les|des|mes) [\w ]{1,30}d[ée]s(?:abonn|inscri)\w*",
    r"\b(?:clientes?|usuarios?|suscriptores|personas|gente|se)(?: \w+){0,3} (?:dan|dar|dieron|da) de baja", r"\b(?:tasa|enlace|página|botón|proceso|formulario) de (?:baja|bajas)\b", r"\bno (?:quiero|queremos|me|nos|deseo) (?:dar(?:me|nos)?|den|des) de baja", r"\bprecios? (?:más )?baja\w*|\btemporada baja|\bbaja (?:calidad|temporada|médica|laboral|por)\b",
    r"\b(?:clienti|utenti|iscritti|persone)(?: \w+){0,3} (?:si )?disiscri\w*", r"\b(?:tasso|link|pagina|modulo) di (?:dis|cancell)\w*", r"\bnon (?:disiscriv|cancell|rimuov)\w*", r"\bcancell\w+ (?:il |la |l')?(?:mio |mia )?(?:ordine|appuntamento|prenotazione|riunione|prova)\b",
    r"\b(?:klanten|gebruikers|abonnees|mensen|ontvangers)(?: \w+){0,4} (?:uitschrijv|afmeld)\w*", r"\b(?:uitschrijf|afmeld)(?:link|knop|pagina|percentage|ratio)\w*|\buitschrijvingspercentage", r"\bniet (?:uitschrijven|afmelden)\b", r"\bstuur (?:mij |me |ons )?(?:geen|niets) (?:factuur|offerte|bijlage|pdf)\b",
    # Polish, Portuguese, Nordic
    r"\b(?:klienci|użytkownicy|subskrybenci|odbiorcy)(?: \w+){0,3} (?:się )?(?:wypis|rezygn)\w*", r"\bnie wypis\w+", r"\bwypis(?:z|y|u)?\w* (?:z (?:rejestru|konta|krs|banku|szpitala)|bankow|fakt|zamów)\w*", r"\b(?:clientes|utilizadores|usuários|pessoas|assinantes)(?: \w+){0,3} (?:se )?(?:descadastr|remov|cancel)\w*", r"\btaxa de (?:descadastr|cancel)\w*", r"\bn[ãa]o (?:me |nos )?(?:remov|descadastr|cancel)\w*", r"\bremov\w+ (?:o |a |os |as )(?:segund|primeir|item|linha|produto)\w*",
    r"\b(?:kunder|brugere|brukere|användare|mottagare|modtagere|prenumeranter|abonnenter)(?: \w+){0,4} (?:avregistrer|afmeld|avmeld|frameld|avprenumerer)\w*", r"\b(?:avregistrerings|afmeldings|avmeldings)\w+", r"\b(?:inte|ikke) (?:avregistrer|afmeld|avmeld|frameld|meld)\w*", r"\basiakkaat? (?:\w+ ){0,3}peruutta\w*", r"\b(?:afmeld|avmeld|avregistrera) (?:mødet|møtet|mötet|ordren|ordern|til mødet)\w*",
)  # fmt: skip
