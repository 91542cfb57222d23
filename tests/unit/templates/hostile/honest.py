"""Drafts that a careful writer would hand in: each must pass, or the checker would be of no use.

Lines of ``ids | sentence``. The offer and the question of the campaign follow them in the mail.
"""

from __future__ import annotations

HONEST: dict[str, str] = {
    "en": """
d1 | I read that your tea has been blended in Leeds.
d1 | Your site says: “Loose leaf tea since 1987, blended in Leeds and sent to 40 countries.”
d1 | You send tea to 40 countries, as I read on your website.
p1 | I noticed that your shop runs on WooCommerce.
n1 | Your shop lists 240 products.
n1 p1 | Your shop lists 240 products and runs on WooCommerce.
t1 | I saw Yorkshire Breakfast No. 7 in your shop.
t1 | I had a look at your Yorkshire Breakfast No. 7.
co | I came across Kettle & Co while looking at online shops.
co d1 | I had a look at the site of Kettle & Co Ltd and read about your loose leaf tea.
f1 | I read that your company was founded in 1987.
k1 | I noticed that your pages use Klaviyo.
d2 | I saw that you no longer ship to Canada.
d2 | On your site members save up to 20% on teapots.
d1 | Kettle & Co blends loose leaf tea in Leeds.
p1 | Your shop is built with WooCommerce, as far as I can see.
""",
    "de": """
d1 | Auf Ihrer Website lese ich: „Handgerösteter Kaffee aus Bremen seit 1996, verschickt in 12 Länder.“
d1 | Ihr Kaffee aus Bremen ist mir aufgefallen: handgeröstet.
d1 | Sie verschicken Kaffee in 12 Länder.
p1 | Mir ist aufgefallen, dass Ihr Shop auf WooCommerce läuft.
n1 | Ihr Shop führt 240 Artikel.
t1 | In Ihrem Shop habe ich die Hafenmischung gesehen.
co | Ich bin auf Rösthof Weser gestoßen und habe mir Ihre Seite angesehen.
f1 | Ihr Unternehmen besteht seit 1987, wie ich gelesen habe.
k1 | Ihre Seiten verwenden Klaviyo.
d2 | Auf Ihrer Seite steht: „Wir liefern nicht in die Schweiz.“
n1 p1 | Ihr Shop führt 240 Artikel und läuft auf WooCommerce.
""",
    "fr": """
d1 | Sur votre site je lis : « Savons fabriqués à la main à Nantes depuis 2004, vendus dans 9 pays. »
d1 | J’ai lu que vos savons sont fabriqués à la main à Nantes.
d1 | Vos savons sont vendus dans 9 pays.
p1 | J’ai remarqué que votre boutique utilise WooCommerce.
n1 | Votre boutique propose 240 articles.
t1 | J’ai vu « Pain de Brume » dans votre boutique.
co | Je suis tombé sur Savonnerie du Quai et j’ai regardé votre site.
f1 | J’ai lu que votre entreprise existe depuis 1987.
k1 | Votre site utilise Klaviyo.
d2 | J’ai lu : « Nous ne livrons pas en Belgique. »
""",
    "es": """
d1 | En su sitio leo: «Zapatos cosidos a mano en Elche desde 1978, enviados a 15 países.»
d1 | He leído que sus zapatos están cosidos a mano en Elche.
d1 | He visto que sus zapatos se han enviado a 15 países.
p1 | He visto que su tienda funciona con WooCommerce.
n1 | Su tienda ofrece 240 productos.
t1 | He visto «Bota Sierra» en su tienda.
co | He encontrado Calzados Almena y he mirado su sitio.
f1 | He leído que su empresa existe desde 1987.
k1 | Su página utiliza Klaviyo.
d2 | En su página dice: «No enviamos a Portugal.»
""",
    "it": """
d1 | Sul vostro sito leggo: «Ceramiche dipinte a mano a Faenza dal 1962, spedite in 18 paesi.»
d1 | Ho letto che le vostre ceramiche sono dipinte a mano a Faenza.
d1 | Le vostre ceramiche sono spedite in 18 paesi.
p1 | Ho notato che il vostro negozio funziona con WooCommerce.
n1 | Il vostro negozio offre 240 prodotti.
t1 | Nel vostro negozio ho visto «Piatto Luna».
co | Ho trovato Bottega Tre Torri e ho guardato il vostro sito.
f1 | Ho letto che la vostra azienda esiste dal 1987.
k1 | Il vostro sito usa Klaviyo.
d2 | Sul sito si legge: «Non spediamo in Austria.»
""",
    "nl": """
d1 | Op uw website lees ik: „Handgemaakte kazen uit Gouda sinds 1958, verstuurd naar 7 landen.”
d1 | Ik las dat uw handgemaakte kazen uit Gouda komen.
d1 | Uw kazen worden verstuurd naar 7 landen.
p1 | Ik zag dat uw winkel op WooCommerce draait.
n1 | Uw winkel telt 240 producten.
t1 | In uw winkel zag ik „Oude Linde”.
co | Ik kwam Kaashuis De Linde tegen en heb uw site bekeken.
f1 | Ik las dat uw bedrijf sinds 1987 bestaat.
k1 | Uw pagina's gebruiken Klaviyo.
d2 | Op uw site staat: „Wij leveren niet in Denemarken.”
""",
}


def drafts() -> list[tuple[str, str, tuple[str, ...]]]:
    """Language, sentence, ids."""
    found = []
    for language, lines in HONEST.items():
        for line in lines.strip().splitlines():
            cited, _, text = line.partition("|")
            found.append((language, text.strip(), tuple(cited.split())))
    return found
