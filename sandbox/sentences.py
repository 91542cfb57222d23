"""What the offline model says of a company, by language and by the kind of fact: several wordings, chosen by
seed. A language that is not here is written in English."""

SENTENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "description": ("Your site says: “{value}”", "I read on your site: “{value}”"),
        "platform": (
            "I noticed that your shop runs on {value}.",
            "Your shop runs on {value}, as far as I can see.",
        ),
        "product_count": ("I see that your shop lists {value} products.",),
        "product": ("I had a look at the {value} in your shop.", "I saw the {value} in your shop."),
        "technology": ("I noticed that your pages use {value}.",),
        "company": ("I am writing to {value}.", "I had a look at the site of {value}."),
        "country": ("I see that you are in {value}.",),
    },
    "de": {
        "description": ("Auf Ihrer Seite steht: „{value}“", "Ich habe auf Ihrer Seite gelesen: „{value}“"),
        "platform": ("Mir ist aufgefallen, dass Ihr Shop auf {value} läuft.", "Ihr Shop läuft auf {value}."),
        "product_count": ("Ihr Shop führt {value} Artikel.",),
        "product": ("In Ihrem Shop habe ich „{value}“ gesehen.",),
        "technology": ("Ihre Seiten verwenden {value}.",),
        "company": ("Ich habe mir die Seite von {value} angesehen.",),
    },
    "fr": {
        "description": ("Sur votre site je lis : « {value} »",),
        "platform": ("J’ai remarqué que votre boutique utilise {value}.",),
        "product_count": ("Votre boutique propose {value} articles.",),
        "product": ("J’ai vu « {value} » dans votre boutique.",),
        "technology": ("Votre site utilise {value}.",),
        "company": ("J’ai regardé le site de {value}.",),
    },
    "es": {
        "description": ("En su sitio leo: «{value}»",),
        "platform": ("He visto que su tienda funciona con {value}.",),
        "product_count": ("Su tienda ofrece {value} productos.",),
        "product": ("He visto «{value}» en su tienda.",),
        "technology": ("Su página utiliza {value}.",),
        "company": ("He mirado el sitio de {value}.",),
    },
    "it": {
        "description": ("Sul vostro sito leggo: «{value}»",),
        "platform": ("Ho notato che il vostro negozio funziona con {value}.",),
        "product_count": ("Il vostro negozio offre {value} prodotti.",),
        "product": ("Nel vostro negozio ho visto «{value}».",),
        "technology": ("Il vostro sito usa {value}.",),
        "company": ("Ho guardato il sito di {value}.",),
    },
    "nl": {
        "description": ("Op uw site staat: „{value}”",),
        "platform": ("Ik zag dat uw winkel op {value} draait.",),
        "product_count": ("Uw winkel telt {value} producten.",),
        "product": ("In uw winkel zag ik „{value}”.",),
        "technology": ("Uw pagina’s gebruiken {value}.",),
        "company": ("Ik heb de site van {value} bekeken.",),
    },
}
SUBJECTS: dict[str, tuple[str, ...]] = {
    "en": ("A question for {company}", "{company}", "For {company}"),
    "de": ("Eine Frage an {company}", "{company}"),
    "fr": ("Une question pour {company}", "{company}"),
    "es": ("Una pregunta para {company}", "{company}"),
    "it": ("Una domanda per {company}", "{company}"),
    "nl": ("Een vraag voor {company}", "{company}"),
}
