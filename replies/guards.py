"""Words that are certain, whatever a model thinks of the rest: refusals, doubts, wishes about calls, orders
to a program.

They exist because the two errors differ: a false WARM dials somebody who said no, a false NEUTRAL is read by a
person. All work on text that ``seen.plain`` has made plain, on one line.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from functools import lru_cache

from replies.patterns import Lazy

MAX_CHARS = 8000
_KEPT = 64
"""Lines whose answers are kept: each answer is asked about several times while it is judged."""
SENTENCE = Lazy(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")
"""Where one sentence ends and the next begins."""

# Ways to say no that say yes, or nothing: taken out before refusals are looked for.
_NO_REFUSAL = Lazy(
    r"\b(?:can'?t|cannot|couldn'?t|won'?t|wouldn'?t) say no\b|\bno (?:problem|worries|objections?|rush|doubt|hurry|idea|issue|brainer|later than|matter)\b|\bwhy not\b|\bnot (?:a )?bad\b|\bwhether or not\b|\bnot only\b|\bno wonder\b|\bif not\b|"
    r"\bnot (?:happy|satisfied|pleased|thrilled) with (?:our|my|the|what)\b|\bdon'?t (?:hesitate|worry|be shy)\b|\bisn'?t it\b|\bdo(?:es)?n'?t (?:hurt|matter)\b|"
    r"\bkein(?:e)? (?:problem|frage|eile|einwände)\b|\bwarum nicht\b|\bnicht schlecht\b|\bpas (?:de souci|de problème|mal)\b|\bpourquoi pas\b|\bsin problema|\bpor qué no\b|\bnessun problema\b|\bperché no\b|"
    r"\bgeen probleem\b|\bwaarom niet\b|\bnie ma (?:problemu|sprawy)\b|\bdlaczego nie\b|\bsem problema|\bpor ?qu[eê] n[ãa]o\b|\bing(?:a|et) problem\b|\bvarför inte\b|\bintet problem\b|\bhvorfor ikke\b|\bei (?:haittaa|ongelmaa)\b|\bmiksipä ei\b|"
    r"没(?:有)?问题|不错|問題(?:は)?(?:あり|ござい)ません|почему бы (?:и )?нет|без проблем|neden olmasın|proč ne\b|kodėl gi ne|miért ne\b",
    re.IGNORECASE,
)
_DECLINES = (
    r"\bnot (?:really |very |that |at all |in the least |the least bit |even |currently |particularly |remotely )?(?:interested|relevant|for (?:us|me)|a (?:good |great )?(?:fit|match)|the right fit|needed|looking|our (?:thing|cup)|something (?:we|i))",
    r"\bno (?:real |further |current |particular )?(?:interest|need|thanks|thank you|longer(?! (?:appl\w+|valid|correct|current|true|hold\w*)\b)|use for|demand|intention|plans?)\b|\bnah\b|\bhard pass\b|\bnope\b|^no[.!,]?$|\b(?:answer|it) is (?:still )?(?:a )?(?:firm )?no\b|\b(?:a|it'?s|still a|consider this a|boss says|owner says) no\b[^-\w]",
    r"\b(?:don'?t|do not|dont|doesn'?t|won'?t|will not|cannot|can'?t|wouldn'?t|didn'?t|never) (?:really |actually |currently |see (?:a|any|the) )?(?:need|want|buy|use (?:it|this|that)|work with|require|be (?:interested|needing|moving|taking|pursuing|proceeding|going)|go (?:ahead|further)|move forward|proceed|think (?:so|this|it|we)|fit|apply|see (?:a|any|the) (?:need|use|benefit|value|reason|point|fit))",
    r"\b(?:we'?ll|i'?ll|we will|i will|going to|gonna|have to|must|decided to|like to) (?:have to )?(?:politely )?(?:pass|decline|skip|sit this)\b|\bnot (?:moving|going) (?:forward|ahead|to (?:do|buy|work|use|need))\b|\bun(?:interested|subscribe)|\bdisinterested\b|\bdecided against\b|\b(?:no|without) interest\b",
    r"\b(?:is|are|was|am|were)n'?t (?:a (?:good )?(?:fit|match)|for us|relevant|something (?:we|i)|interested|needed|looking|in the market)|\bain'?t (?:interested|for us)|\b(?:am|are|is|were|i'm|we're) not (?:really )?(?:interested|in the market)|\bstop (?:writing|calling|contacting|emailing|reaching|messaging)|\bscam(?:mers?|s)?\b|\bspam|\bleave (?:me|us) alone|\bwe'?re (?:all )?(?:good|set|covered|fine)(?:,| -| thanks|[.!]|$)|\ball set (?:here|thanks|[.!]|$)",
    r"\b(?:built|developed|made|created|wrote|have|do|handle|use|done|handled|managed)\b.{0,40}\b(?:in-?house|ourselves|internally|our own)\b|\bfuck|\bpiss off|\bbugger off|\bget lost\b|\bgo (?:away|to hell)\b|\bwast(?:e|ing) (?:of )?(?:my|our) time",
    r"\bkein(?:e|en|erlei)? (?:interesse|bedarf|verwendung|thema)|\bnicht (?:interessiert|interessant|relevant|infrage|in frage|nötig|notwendig|weiterverfolgen|von interesse|für uns|zu uns)|\bnein,? (?:danke|vielen dank)|\bdanke,? (?:aber )?nein|\b(?:brauchen|benötigen|möchten|wollen|suchen) (?:wir |ich |das |so etwas |sowas |es )*(?:leider )?(?:nicht|nichts|keine?n?)\b|\b(?:müssen|möchten) (?:wir |ich )?(?:leider )?(?:absagen|ablehnen|verzichten)|\blehne(?:n)? (?:wir |ich )?(?:dankend )?ab\b|\bverzichten\b|\bnee,? (?:lass|danke)|\buninteressant|\bhaben uns dagegen|^nein[.!]?$",
    r"\bpas (?:du tout )?(?:intéress|interess|besoin|pour (?:nous|moi)|du tout|utile|donner suite|concern)|\bnon,? merci|\bmerci,? mais non|\b(?:aucun|pas d'|sans) ?intérêt|\bne (?:donn\w+|donne) pas suite|\bsans façon|\bdéclin|\bne (?:nous |m'|me )?(?:intéress\w+|concern\w+|correspond\w*|convient) pas|\bpasse mon tour|\bpréférons refuser|\bhors de question|\bn'(?:en )?(?:avons|ai) pas (?:l'utilité|besoin|l'usage|ce besoin)|^non[.!]?$",
    r"\bno (?:nos|me|lo|le|estamos|estoy|tenemos|tengo|necesit|vamos|es para|encaja|busc|hace)\b.{0,25}(?:interes|necesi|falta|contrat|nosotros|nuestro|parecido|adelante|sentido|utilidad)|\bno,? (?:muchas )?gracias|\bgracias,? pero no|\b(?:sin|ningún|no tenemos|no hay) (?:ningún )?interés|\bno (?:lo |la )?necesitamos|\bno nos (?:interesa|hace)|\b(?:lo )?descartamos|\brechazamos|\bestamos (?:muy )?bien así|\bno estamos interesad|\bno me interesa",
    r"\bnon (?:ci |mi |siamo |sono |ne |lo |fa |è |vogliamo |intendiamo |cerchiamo |abbiamo |ho )+(?:interess|serve|per (?:noi|me)|bisogno|necessit|utilit|proseguire|procedere|niente|adatto|una|né)|\bno,? grazie|\bgrazie,? (?:ma|però) no|\bnon (?:ci|mi) (?:interessa|serve)|\bnessun interesse|\bdecliniamo|\brifiutiamo|\bnon (?:siamo|sono) interessat|\bnon ne abbiamo|\bstiamo bene così|\bnon c'è interesse",
    r"\bgeen (?:interesse|behoefte|belangstelling)|\bnee,? (?:bedankt|dank|hoor)|\bbedankt,? maar nee|\bniet (?:geïnteresseerd|interessant|nodig|relevant|voor ons|bij ons)|\bniets voor (?:ons|mij)|\bzien (?:we |wij )?ervan af|\bgaan (?:we |wij )?(?:hier )?niet op in|\bhebben (?:we |wij |dat |dit )*niet nodig|\bwijzen .{0,20} af\b|^nee[.!]?$",
    r"\bnie (?:jeste\w+ zainteres|potrzeb|,? ?dzi[ęe]ku|skorzyst|interesuje|dla nas|szukamy|chcemy|widz|podejm|pasuje|trzeba)|\bbrak zainteres|\bnie,? dzięk|\brezygnuj|\bodmawiamy|\bodrzucamy|\bdziękuj\w+,? ale nie\b|^nie[.!]?$",
    r"\bn[ãa]o (?:temos|tenho|estamos|estou|nos|me|precis|obrigad|há|é para|se adequa|vamos|queremos|quero|procuramos|faz)\b.{0,25}|\bn[ãa]o,? (?:muito )?obrigad|\bobrigad[oa],? mas n[ãa]o|\b(?:nenhum|sem) interesse|\bn[ãa]o (?:precisamos|preciso|avançar|interessa)|\brecusamos|\brejeitamos|^n[ãa]o[.!]?$",
    r"\binte (?:intresser|aktuell|behöv|för oss|något för|vad vi|passar|relevant)|\bnej,? tack|\b(?:inget|inga|utan) intresse|\btack,? men nej|\bavböjer|\bavstår|\btackar nej|\bbehöver (?:vi )?(?:det |detta )?inte|\binget (?:vi behöver|behov|för oss)|\bej (?:intresser|aktuell)|\bpassar inte|^nej[.!]?$",
    r"\bikke (?:interess|relevant|brug for|bruk for|behov|noget for|noe for|aktuel|noget vi|noe vi|behøver|ønsker|vi skal|går videre|videre)|\bnej,? (?:mange )?tak|\bnei,? (?:tusen )?takk|\bingen (?:interesse|behov)|\bintet behov|\btak,? men nej|\btakk,? men nei|\btakker nej|\btakker nei|\bafviser|\bavslår|\btrenger (?:vi )?ikke|\bpasser ikke|\buaktuelt|\bønsker ikke|^nei[.!]?$",
    r"\b(?:emme|en|ei|eivät) (?:ole (?:kiinnost|ajankoht)|kiinnost|tarvitse|halua|etsi|etene|meille|sovi|näe tarve)|\bei,? ?(?:kiitos|kiitti)|\beipä kiitti|\bkiitos,? mutta ei|\bkieltäydymme|\bjätämme väliin|\bei (?:ole )?(?:kiinnostusta|tarvetta|tarpeen)|^ei[.!]?$",
    r"興味(?:は|が)?(?:まったく|全く)?(?:あり|ござい)?(?:ません|ない)|関心(?:は|が)?(?:あり|ござい)ません|結構です|必要(?:は|が)?(?:あり|ござい|ない|感じ)(?:ません|です)?|お断り|不要です|見送[らりる]|遠慮(?:し|させ|いた)|辞退|間に合って|いりません|いらない|合いません|ご縁が|使いません|やめておき|予定は?(?:あり|ござい)ません|つもりは?ありません",
    r"不感兴趣|没(?:有)?(?:什么)?兴趣|不需要|不用了|不必|不考虑|没有?(?:这个)?需求|不适合|不打算|用不上|婉拒|拒绝|不要|不做|不参与|没必要|算了",
    r"\bnedomina|\bneįdom|\bneturime (?:poreikio|intereso)|\bnereikia|\bnereik\b|\bne,? ačiū|\bne,? aciu|\bnesame suinteres|\bnesudomin|\batsisak(?:ome|au)|\bačiū,? bet ne\b|\bne mums\b|\bnetinka\b",
    r"\bnem[áa]me z[áa]jem|\bnem[áa]m z[áa]jem|\bne,? (?:děkuj|dík)|\bnepotřebuj|\bnezajím|\bodmít[áa]me|\bnení (?:to )?pro nás|\bnehodí se|\bnevyužij|\bdíky,? ale ne|\bnehledáme",
    r"(?:^|[^\w])не ?(?:интерес|нужн)|(?:^|[^\w])не (?:надо|актуальн|требу|нуждаем|цікав|потріб|подход|для нас|будем|хотим|ищем|пригод)|нет,? спасибо|спасибо,? (?:но )?нет|отказыва|^нет[.!]?$",
    r"ilgilenmi|ilgimizi çekm|gerek (?:yok|görm)|istemi|hayır|ihtiyac\w+ yok|bize göre değil|uymuyor|reddediyor|lazım değil|aramıyor|\byok sağ",
    r"(?:غير|لسنا|لست|مو) مهتم|لا (?:شكرا|نريد|نحتاج|يهمنا|أريد|نرى|يناسب|نبحث|أحتاج)|شكرا (?:و)?لكن لا|نعتذر عن|للأسف لا|لن نكمل",
    r"nem érdek|nincs (?:rá )?szüks|nem,? köszön|köszön\w+,? de nem|elutasít|nem nekünk|nem kell|nem illik|nem élünk|nem keresünk|nu (?:suntem|sunt|avem|ne|mă|mulțum|dorim)|δεν (?:ενδιαφ|χρειαζ|μας)|όχι,? ευχαριστ|관심 ?(?:이 )?없|필요 ?(?:가 )?없|사양|거절|안 맞|맞지 않|됐습니다|됐어요|안 씁니다|찾고 있지 않",
)  # fmt: skip
# Praise that is none.
_SARCASM = Lazy(
    r"\b(?:hell|pigs?|hen(?:s|'s)?) .{0,12}(?:freez\w*|fl(?:y|ies)|teeth)|\bpigs (?:can )?fly\b|\byeah,? (?:right|no)\b|\bwin(?:s|ning)? the lottery\b|\bhow (?:charming|original|lovely)\b|\boh (?:wow|great|joy|look|lovely|goody)\b(?!.{0,80}\b(?:how much|looking for (?:this|that|something|exactly)|what does it cost|please (?:send|call)))|\b(?:and|then) i(?:'m| am) (?:the |a )?(?:pope|queen|king|santa|tooth fairy|easter bunny)|\b(?:call|write|mail|e-?mail|ring|ask) me never\b|\bwaste (?:another|one more|even more)\b|\b(?:these|those|such) (?:wonderful|lovely|amazing|fantastic|delightful|charming) (?:e-?mails|mails|messages)\b|\bfinally (?:quit|retire)\b|\bsales pitch\b|\bmade my day\b.{0,20}\bnot\b|\bich bin der (?:papst|kaiser)|\bdarauf habe ich (?:gerade noch )?gewartet|\bje suis le pape|\bj'en rêvais\b|\bsoy el papa\b|\bsono il papa\b|\bik ben de paus|\bjust what i (?:needed|wanted)\b.{0,30}\b(?:another|more|spam)|\banother (?:spam|sales|cold|robot|bot|mass)|\bthanks for nothing\b|\blol\b.{0,10}\bno\b|\bin your dreams\b|\bkeep dreaming\b|\bnice try\b|\bdesperate\b|\bif i wanted\b.{0,40}\bi(?:'d| would)\b|"
    r"\bja,? klar,? und\b|\bna toll\b|\bnoch so (?:ein|eine)\b|\bwieder so ein|\bet la marmotte\b|\bencore un (?:robot|arnaq|spam|démarch|commercial|vendeur)|\by los burros vuelan|\bvuelan\b|\bgli asini volano|\bals pasen en pinksteren|\b(?:al)?weer (?:zo'?n|een (?:verkoper|verkooppraatje|robot))\b|\bkaktus na dłoni|\bpai natal existe|\bgrisar flyger|\bgriser flyr|\bhelvede fryser|\blehmät lentävät|\bkolejny (?:robot|oszust|spam)|\botro (?:robot|estafador|spam|vendedor|comercial)|\bun altro (?:robot|spam|venditore)|\bmais um robô|又一个|また詐欺",
    re.IGNORECASE,
)
# A step back that is no refusal: later, somebody else, a doubt.
_HOLDS_BACK = Lazy(
    r"\bstop\b|\bwhat'?s in it for you\b|\bonly (?:if|when|once)\b|\b(?:might|may|would|could|'d) be (?:interested|open|keen|willing|up for it) if\b(?! you (?:can|could|would) (?:send|share|show|tell|give|call))|\bif (?:our|the|my) (?:budget|board|boss|owner|management|funding|bank)\b|\bif (?:i|we) (?:still )?(?:had|were|owned|ran)\b|\bunless\b|"
    r"\bnur (?:wenn|falls|sofern)\b|\b(?:seulement|uniquement) si\b|\bà condition (?:que|de)\b|\bs[oó]lo si\b|\bsiempre que\b|\bsolo se\b|\ba patto che\b|\balleen als\b|\btylko (?:jeśli|jeżeli|gdy)\b|\b(?:só|somente|apenas) se\b|\b(?:bara|endast) om\b|\b(?:kun|bare) (?:hvis|om)\b|\bvain jos\b|場合(?:のみ|だけ)|除非|только если|\bjen (?:pokud|když)\b|\bcsak ha\b|\btik jei\b|\b(?:ancak|sadece) .{1,30}\b(?:olursa|ise)\b|"
    r"\bbut (?:not|we already|i'?m not|currently|right now|first|only|later)|\b(?:already|currently) (?:have|work|use|using|working|with|under|covered|got)|\bnot (?:now|yet|at this time|right now|today|until|before|this (?:year|quarter|month|week)|a priority)|\bunder contract\b|\bwe(?:'ve| have) got (?:somebody|someone|a guy|an agency)|"
    r"\b(?:next year|next quarter|in (?:six|a few|three|two|\d+) (?:months|weeks)|later this year|in the new year|in (?:january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|spring|autumn|summer|winter))\b.{0,30}\b(?:again|back|touch|reach|maybe|perhaps)|\b(?:again|back|touch|reach out|remind|ping|follow up|check in|circle back)\b.{0,30}\b(?:next (?:year|quarter|month|season)|in (?:january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|spring|autumn|summer|winter|\d+|six|three|a few|two)|later|after (?:the|our|christmas|easter|summer))|"
    r"\bwrong (?:person|address|e-?mail|company|shop)|\bnot the right (?:person|contact)|\bno longer (?:work|with)|\bhow do i know\b|\b(?:where|how) did you (?:get|find)\b|\btoo good to be true\b|"
    r"\b(?:haben|arbeiten|nutzen)\b.{0,25}\bbereits\b|\bbereits\b.{0,30}(?:anbieter|agentur|lösung|partner|jemand)|\b(?:schon|bereits) (?:jemanden|einen|eine|mit)\b|\bdéjà\b|\bya (?:tenemos|trabajamos|contamos|usamos)|\b(?:abbiamo|lavoriamo|usiamo|collaboriamo) già|\bgià (?:un|con|una|coperti)|\b(?:werken|hebben) (?:we |wij )?(?:al|reeds) |\bal (?:een|met een|voorzien)\b|"
    r"\bjau (?:dirbame|turime)|\b(?:mamy|współpracujemy|pracujemy|korzystamy) już|\bjuż (?:mamy|współpracujemy|pracujemy|z inną)|\bjá (?:temos|trabalhamos|estamos|usamos)|\bhar (?:vi )?(?:redan|allerede)|\b(?:jobbar|jobber|arbejder) (?:vi )?(?:redan|allerede)|\bmeillä on jo|\bteemme jo|すでに|もう(?:別|他)|已经(?:有|和|跟|与)|уже (?:есть|работаем|сотруднич)|\buž (?:máme|spoluprac)|\bzaten .{0,20}(?:var|çalış)|\bmár (?:van|egy|dolgoz)|이미|بالفعل",
    re.IGNORECASE,
)
# Less mail, or at other times: no refusal.
_FEWER = Lazy(
    r"\b(?:from|off|out of) (?:the |your )?(?:cc|copy|bcc|thread)|\bnot (?:from )?the newsletter|\bkeep (?:me|us) on\b|\b(?:on|at|over|during) (?:the )?(?:weekends?|sundays?|nights?|evenings?)\b|\b(?:less often|less frequent|fewer (?:of|e-?mails|mails)|only (?:on )?weekdays|once a (?:month|week|quarter))\b|"
    r"\b(?:am|an) (?:wochenenden?|sonntagen?|sonntags)\b|\bsonntags\b|\bseltener\b|\ble (?:dimanche|week-?end)\b|\bmoins souvent\b|\blos domingos\b|\bmenos (?:a menudo|correos)|\bla domenica\b|\bnel weekend\b|\bmeno spesso\b|\bop zondag\b|\bin het weekend\b|\bminder vaak\b|\bw (?:niedziele|weekendy)\b|\brzadziej\b|\bao (?:domingo|fim de semana)\b|\bpå (?:söndagar|helger)|\bom søndagen|\bi weekenden|\bpå søndager|\bi helgen|\bsunnuntaisin\b|\bviikonloppuisin\b|日曜|週末|周日|周末|주말",
    re.IGNORECASE,
)
# Somebody else does it already: a refusal, unless praise stands beside it.
_HAS_VENDOR = Lazy(
    r"\balready (?:have|work(?:ing)? with|use|using|got|covered|with (?:an?|another|someone))\b|\bwe(?:'ve| have) got (?:a guy|someone|somebody|an agency)|\bhappy with (?:our|my|the) (?:current|existing|present|agency|supplier|provider|partner|system|setup)|\bunder contract\b|\bin[- ]house\b|\binternal team\b|"
    r"\b(?:bereits|schon) (?:einen?|eine feste|mit|jemanden|versorgt|gut aufgestellt|bestens)\b|\bdéjà (?:un|une|quelqu'un|équip|avec|ce qu'il)|\bavons déjà\b|\bsommes déjà\b|\btravaillons déjà\b|\bya (?:tenemos|trabajamos|contamos|usamos)\b|\b(?:abbiamo|lavoriamo|usiamo|collaboriamo|siamo) già\b|\bal (?:een|met een|jaren|voorzien|iemand)\b|\bhebben (?:we |wij )?al\b|\bwerken (?:we |wij )?al\b|\bmamy już\b|\bjuż (?:mamy|współprac)|\bjá (?:temos|trabalhamos|estamos servidos|usamos)\b|"
    r"\bhar (?:vi )?(?:redan|allerede)\b|\b(?:jobbar|jobber|arbejder) (?:vi )?(?:redan|allerede)\b|\bmeillä on jo\b|\bteemme jo\b|すでに|もう(?:別|他)|已经(?:有|和|跟|与)|уже (?:есть|работаем|сотруднич)|\bjau (?:turime|dirbame)\b|\buž (?:máme|spoluprac)|\bzaten .{0,20}(?:var|çalış)|\bmár (?:van|egy|dolgoz)|이미 .{0,15}(?:있|일하|계약)|لدينا .{0,20}بالفعل",
    re.IGNORECASE,
)
# Words addressed to a program, not to us.
_TO_THE_MACHINE = Lazy(
    r"\b(?!\w+ (?:my|our|the|that) (?:previous|last|earlier|first|other|above|prior) (?:e-?mail|mail|message|note|reply|answer|question|letter|text|request|order|quote)\b)(?:ignore|disregard|forget|override|bypass|skip) (?:all |any |the |your |my |these |those |of |every(?:thing)? )*(?:previous|prior|above|earlier|preceding|existing|safety|system|other|initial|original|instruct\w+|rules?|guidelines?|said before|you were told)|"
    r"\bsystem ?(?:prompt|message|notice|override|instruction|note|update|alert|command)s?\b|\b(?:end|begin|start)[ _-]of[ _-](?:reply|message|email|input|user|prompt|data|transcript)|\b(?:developer|debug|admin|maintenance|god|jailbreak|dan|root|test) mode\b|\byou are (?:now |no longer |actually )?(?:an? )?(?:ai|assistant|language model|llm|classifier|chatgpt|claude|gpt|bot|helpful|free|dan|in)\b|"
    r"<\s*/?\s*(?:system|reply|instructions?|tool|assistant|user|prompt|message|function|answer|email|data|input|human|context|result)\w*\b|\[/?\s*(?:inst|system|assistant|user|tool|admin|instruction)s?\b|<\|.{0,30}\|>|<<\s*/?sys|\{\{.{0,40}\}\}|^\s*#{2,}\s*(?:instruction|system|response|task|new|end|note to)|^\s*(?:system|assistant|developer|tool|classifier|ai|bot|model)\s*[:>]|[.!?)\];\n]\s*(?:system|assistant|developer|classifier)\s*:|"
    r"\b(?:classif(?:y|ied|ication)|label(?:led|s)?|mark(?:ed)?|treat(?:ed)?|tag(?:ged)?|score|rate|categori[sz]ed?|log(?:ged)?|record(?:ed)?|flag(?:ged)?|set|return|output|respond|reply with|answer|report|count)\b.{0,60}\b(?:warm(?! (?:food|meals?|welcome|words?|regards|wishes|greetings|weather|season|months|cloth\w*|coats?|jackets?|socks|colou?rs?|water|drinks?|thanks|white|climate|air|light|places?)\b)|hot lead|very interested|positive lead|wants?[_ ]call|as interested|highest confidence|confidence)\b|"
    r"\"?(?:label|facet|wants_call|wants call|confidence|tool_?use|tool_?call|needs_review|stop_?reason|classify_reply|intent|verdict|sentiment)\"?\s*[:=]\s*[\"']?(?:warm|call|true|false|1|0\.\d|tool|interested|positive|hot|end|yes|none|\{)|\bclassify_reply\b|\bwants_call\b|\bneeds_review\b|\btool_?use\b|\btoolspec\b|\bfunction[_ ]call|"
    r"\bas an? (?:ai|llm|language model|assistant|classifier)\b|\b(?:dear|hello|hi|hey|attention|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)) (?:the )?(?:ai|assistant|bot|classifier|model|llm|robot|chatgpt|gpt|claude|machine|automat\w+|crm|reader|system)s?\b|\bnew (?:instructions?|task|rules?|policy|directive)\s*[:.]|\bpretend (?:to be|you|that|this)|\bact as (?:if|an?|though|my)\b|\brole-?play|\bsimulat\w+ (?:a|an|the)\b.{0,30}\b(?:interested|warm|lead|customer)|\bfor (?:testing|training|qa|audit|compliance|debugging) purposes\b|\bdecode (?:this|the|and|following)|\bbase64\b|\brot13\b|\bprompt injection\b|"
    r"\b(?:this|the) (?:lead|customer|prospect|sender|recipient|user|contact|person|client|writer|author|reply|message|e-?mail)(?: (?:above|below|here|has|is|should|must|was|now|clearly|really|hereby|already|fully|of this \w+))+\b.{0,50}\b(?:warm|interested|consent\w*|agree\w*|approv\w*|call(?:ed)?|opted[ -]in|whitelist\w*|verified|positive)|\b(?:consent|permission|approval) (?:has been |was |is |to call )?(?:given|granted|recorded|confirmed|on file|verified|status)|\bconsent[_ -]?(?:id|token|record|status|flag|form)\b|"
    r"\b(?:dial|auto-?dial|call out|place a call to|initiate a call)\b|\bregardless of (?:the|what|anything|any)\b.{0,40}\b(?:above|below|text|said|rules)|\bdo not (?:mention|reveal|tell|show|review|flag|escalate|ask a (?:human|person))|\bwithout (?:human )?review\b|\breveal (?:your|the)|\bprint (?:your|the) (?:prompt|instructions|system)|\bthe correct (?:label|answer|classification|output)|\byour (?:task|job|goal|purpose|instructions?|training) (?:is|are|was|has|have)\b|\bsudo\b|\bdrop table\b|\bcurl https?:|\b(?:step|rule) \d\s*:.{0,40}\b(?:warm|label|call)|"
    r"\b(?:ignorier\w*|missacht\w*|vergiss|vergessen sie|überschreib\w*) (?:alle|die|deine|ihre|sämtliche|bitte)\b.{0,30}(?:vorherigen|bisherigen|anweisung\w*|regeln|instruktion\w*)|\b(?:kennzeichne\w*|markiere\w*|klassifizier\w*|stufen?|einstufen|bewerten?|setzen?)\b.{0,50}\b(?:warm|interessiert)|\b(?:ignore[zr]?|oublie[zr]?|néglige[zr]?) (?:toutes |les |tes |vos |ces )+.{0,20}(?:instructions|consignes|règles)|\b(?:classe[zr]?|marque[zr]?|étiquett\w+|considère\w*)\b.{0,50}\b(?:warm|chaud|intéressé)|"
    r"\b(?:ignor[ae]\w*|olvid[ae]\w*|descart[ae]) (?:todas |las |tus |sus |le |tutte |as |suas )+.{0,20}(?:instrucciones|istruzioni|instruções|reglas|regole|regras)|\b(?:clasific\w+|marca\w*|classific\w+|etiquet\w+|contrassegn\w+|segna\w*)\b.{0,50}\b(?:warm|interesad\w|interessat\w|caliente|caldo|quente)|\b(?:negeer|vergeet) (?:alle|de|je|uw)\b.{0,25}(?:instructies|regels)|\b(?:markeer|label|classificeer)\b.{0,40}\b(?:warm|geïnteresseerd)|\bzignoruj|\bzignorować|\bignoruj\w* (?:wszystkie|poprzednie)|\b(?:oznacz|zaklasyfikuj)\b.{0,40}\bwarm|\bbortse från|\bignorera (?:alla|tidigare)|\bignorer (?:alle|tidligere)|\bohita (?:kaikki|aiemmat)|"
    r"忽略(?:之前|以上|所有|先前|前面)|无视(?:之前|以上|所有)|(?:标记|归类|分类|标注)为?.{0,10}(?:warm|热|感兴趣)|系统(?:提示|指令|消息)|(?:以前|これまで|上記|前)の(?:指示|命令|ルール)を?(?:無視|忘れ)|(?:分類|ラベル|マーク).{0,12}(?:warm|WARM)|システム(?:プロンプト|メッセージ|指示)|игнорируй\w*|забудь\w* (?:все|предыдущ)|(?:пометь|отметь|классифицируй)\w*.{0,30}warm|системн\w+ (?:промпт|сообщение|инструкци)|تجاهل (?:جميع|كل|التعليمات)|صنف\w*.{0,30}warm|önceki (?:tüm )?talimat|yoksay|hagyd figyelmen kívül|ignoruj\w* (?:všechny|předchozí)|이전 (?:지시|명령)|무시하(?:고|세요|십시오)",
    re.IGNORECASE | re.MULTILINE,
)
_CALL = Lazy(
    r"\b(?:call|phone|ring) (?:me|us)\b|\bgive (?:me|us) a (?:quick |short )?(?:call|ring|buzz|bell)\b|\b(?:please|pls|just|you can|can you|could you|feel free to|best to|easier to|happy if you) (?:just |simply )?(?:call|phone|ring)(?: (?:me|us|back|on|at|under|the shop|tomorrow|today|after|before|between|around|in|this|next|any|when|whenever|as soon|\+|\d)|[.!,;?]|$)|"
    r"\b(?:quick|short|phone|ten minute|five minute) (?:call|chat)\b|\b(?:jump|hop|get) on (?:a|the) (?:quick |short )?(?:call|phone)|\b(?:schedule|book|have|set up|arrange|do) (?:a |an )?(?:[\w-]+ )?(?:phone )?call\b|\byes,? (?:please )?call\b|^(?:please )?call(?: me)?(?: pls| please)?[.!]?$|"
    r"\b(?:talk|speak|discuss|chat)\b.{0,25}\b(?:on|over|by) (?:the )?phone|\breach (?:me|us) (?:at|on|under)|\bmy (?:mobile|cell|phone|number|direct (?:line|number))\b|\b(?:call|phone|ring) (?:me |us )?back\b|\bwhen (?:can|could) you call\b|"
    r"\bruf(?:en)? sie (?:mich|uns|doch|bitte|gerne|morgen|heute|einfach)|\bruf(?:t)? mich (?:bitte |einfach |gerne )?an|\b(?:bitte|gerne|können sie|könnten sie).{0,25}\banrufen\b|\btelefonieren\b|\b(?:erreichen sie|erreichst du) (?:mich|uns)|\berreichbar unter|\brückruf\b|\bein anruf wäre|\btelefonisch\b|"
    r"\b(?:r?appelez|téléphonez)[- ](?:moi|nous)|\bme joindre|\bpar téléphone|\bau téléphone|\bcoup de fil|\bon s'appelle|\bm'appeler|\bllám(?:e|a)(?:me|nos)|\bpor teléfono|\bme (?:puede|podría|pueden) llamar|\bque me llam|\bdevuélvame la llamada|\bmi chiami|\bchiamatemi|\brichiam(?:i|ate)mi|\bal telefono|\bper telefono|\btelefonicamente|\bbel (?:me|mij|ons|even|morgen|vanmiddag)\b|\bbellen\b|\bbelletje\b|\btelefonisch|"
    r"\bzadzwo[nń]|\boddzwoni|\bo telefon\b|\btelefonicz|\bdzwoni[ćc] |\b(?:me ligue|ligue-me|me liga|ligar-me|telefonar-me)|\bao telefone|\bpor telefone|\bring (?:mig|meg|til mig|oss|os|gärna|gjerne|gerne)\b|\bta ett samtal|\bi telefon\b|\bpå telefon|\bringe (?:mig|meg)|\bringer du|\bsoit(?:a|takaa|telkaa|tele|taa|tele)|\bpuhelimi?(?:tse|ssa)|電話(?:を)?(?:し|で)?(?:ください|下さい|お願い|いただけ|もらえ|話)|お電話|折り返し|给我(?:打|来)?(?:个)?电话|打(?:个)?电话|通(?:个)?电话|回(?:个)?电话|致电|"
    r"\bpaskambin|\bperskambin|\bsusiskamb|\bzavolej(?:te)? mi|\bzavolejte|\bpo telefonu|позвоните|перезвоните|созвонимся|по телефону|\bbeni ara|\btelefonda|\bhívjon|\btelefonon|전화 ?(?:주|부탁|로)|통화|اتصل(?:وا)?\b|عبر الهاتف|هاتفيا|"
    r"\bmeine? (?:handy|mobil|telefon)?-?nummer\b|\bmein handy\b|\bmon (?:portable|numéro|téléphone)|\bmi (?:móvil|teléfono|número|celular)\b|\b(?:il )?mio (?:cellulare|numero)|\bmijn (?:mobiel|nummer|telefoon)|\bmój (?:numer|telefon)|\bmeu (?:telem[óo]vel|número|telefone|celular)|\bmitt (?:nummer|mobil)|\bmit (?:nummer|telefon)|\bnummeret mitt|\bnumeroni\b|携帯は|番号は|我的?(?:号码|手机|电话)|\bmano numeris|\bmoje číslo|мой (?:номер|телефон)|\bnumaram\b|\ba számom\b|제 번호|رقمي",
    re.IGNORECASE,
)
_NO_CALL = Lazy(
    r"\b(?:call|phone|ring) (?:me|us)(?: back| again)? (?:when|once|if|after|as soon as)\b(?! (?:you (?:can|could|have (?:time|a|got time|\d|five|ten|some)|get (?:a|the|time|in|back|this)|are (?:free|available|ready|around|back|in|there|at)|'re|like|want|wish|find|feel|please|arrive|need)|(?:it )?(?:is |'s )?(?:suits?|convenient|possible|good|best|easiest|fits)|ready|free|available|convenient|possible|lunch|work|noon|\d))|\bcall me maybe\b|\bcall (?:my|our|the|a) (?:lawyer|solicitor|police|cops)|"
    r"\b(?:don'?t|do not|dont|never|no|not|stop|rather not|no need to|prefer not to|instead of|without) (?:ever |have to |want (?:a|to be) |you |to |any )?(?:phone )?(?:call(?:ed|ing|s)?|phone|phoning|ring|ringing)\b|\bno (?:phone )?calls?\b|\b(?:call|ring|phone) me (?:again )?(?:never|and i)\b|\b(?:e-?mail|writing|written) only\b|\bonly (?:by|via|per) (?:e-?mail|mail)|\bnot by phone\b|\bcall (?:somebody|someone|anybody) else|"
    r"\bnicht (?:mehr )?an(?:rufen)?\b|\bkeine? (?:anrufe?|telefonate?)\b|\bnicht (?:telefonisch|per telefon)|\bnur (?:per|via) (?:e-?)?mail|\bne (?:m'|me |nous )?(?:appelez|téléphonez|rappelez) (?:pas|plus)|\bpas d'appels?\b|\bpas par téléphone|\bno (?:me|nos) llame|\bsin llamadas|\bni (?:una )?llamada|\bnon (?:mi |ci )?(?:chiam|telefon)|\bné (?:una )?telefonata|\bniente telefonate|\bniet bellen|\bbel (?:me|mij|ons) niet|\bgeen telefoon|\bnie dzwoni|\bproszę nie dzwo|\bani rozmowy|\bn[ãa]o (?:me )?(?:lig|telefon)|\bring (?:mig |meg )?(?:inte|ikke|ej)|\binget samtal|\bingen (?:telefon|opringning)|\bälkää soittako|\bälä soita|電話(?:は)?(?:しないで|不要|お控え|いりません|結構)|不要(?:给我)?打电话|别打电话|电话(?:都)?(?:就)?不用|не звоните|beni aramayın|ne hívj|전화하지|لا تتصل",
    re.IGNORECASE,
)
# What takes a wish to be called back, wherever it stands in the same sentence.
_NEVER = Lazy(
    r"\bnever\b|\bnie(?:mals)?\b|\bnimmer\b|\bjamais\b|\bplus jamais\b|\bnunca\b|\bjamás\b|\bmai più\b|\bnooit\b|\bnigdy\b|\baldrig\b|\baldri\b|\bkoskaan\b|"
    r"никогда|\bnikdy\b|\bsoha\b|\basla\b|\bniekada\b|二度と|绝不|永远|절대|أبدا",
    re.IGNORECASE,
)
_HOSTILE = Lazy(
    r"\bfuck|\bpiss off|\bbugger off|\bsod off|\bf\*+|\basshole|\bidiots?\b|\bmorons?\b|\bscam(?:mers?|s)?\b|\bspam(?:mers?|ming)?\b|\bgo to hell|\bget lost\b|\bhow dare\b|\blawyer|\bsue you|\bpolice\b|\breport(?:ing|ed)? you|\bleave (?:me|us) alone|\bharass|\bdisgusting|\bpathetic|\bshove\b|\bverarsch|\bfrechheit|\bunverschämt|\banwalt\b|\babzock|\bverpiss|\bharcel|\bfoutez|\bfichez|\bcnil\b|\bestafador|\bdenunci|\bvergüenza|\btruffator|\bvergognat|\boplichter|\brot op\b|\boszust|\bspadaj|\bburlão|\bbedragare|\bsvindler|\bhuijari|迷惑メール|通報|ふざけ|滚|骗子|举报|骚扰|스팸|사기꾼|محتال|мошенни|отвали",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _declining() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _DECLINES), re.IGNORECASE)


def flat(text: str) -> str:
    """One line, as the patterns here expect it."""
    return " ".join(text[:MAX_CHARS].split())


@lru_cache(maxsize=_KEPT)
def declines(line: str) -> bool:
    """Whether words say no, whatever stands around them."""
    return bool(_declining().search(_NO_REFUSAL.sub(" ", line))) or bool(_SARCASM.search(line))


def holds_back(line: str) -> bool:
    """Whether words step back without a refusal: later, somebody else, a doubt."""
    return bool(_HOLDS_BACK.search(line))


def has_vendor(line: str) -> bool:
    """Whether words say that somebody else does it already."""
    return bool(_HAS_VENDOR.search(line))


def wants_fewer(line: str) -> bool:
    """Whether words ask for less mail, or mail at other times, not for none."""
    return bool(_FEWER.search(line))


def hostile(line: str) -> bool:
    """Whether words insult or threaten."""
    return bool(_HOSTILE.search(line))


@lru_cache(maxsize=_KEPT)
def asks_for_call(line: str) -> bool:
    """Whether words ask the writer to be called; a wish not to be called outweighs it."""
    return bool(_CALL.search(line)) and not refuses_calls(line)


@lru_cache(maxsize=_KEPT)
def refuses_calls(line: str) -> bool:
    """Whether words say not to call, or on a condition that is none ("when you have real customers")."""
    if _NO_CALL.search(line):
        return True
    if not _NEVER.search(line):
        return False
    return any(_NEVER.search(said) and _CALL.search(said) for said in SENTENCE.split(line))


def to_the_machine(text: str) -> int | None:
    """Where a text begins to give orders to a program: the position in it, or None. Lines may remain."""
    found = _TO_THE_MACHINE.search(text[:MAX_CHARS])
    return found.start() if found else None
