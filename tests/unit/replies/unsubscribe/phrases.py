"""What people write who want no more mail, and what only sounds like it. Written for these tests."""

WISHES = {
    "en": """
Unsubscribe
STOP.
please unsubscribe me from this
unsuscribe
Unsubcribe me please!
unsubsribe me now
Kindly un-subscribe us.
Please take me off your list.
Take us off this mailing list, thanks
Remove me from your database immediately.
Please remove my email address from your records.
Remove this address please
Not interested, remove me.
I would prefer not to receive these mails.
We no longer wish to receive your newsletter.
I don't want to hear from you again.
Don't contact me again.
Do not email this address.
Please stop emailing me.
Stop sending me these messages!
Please cease all communication.
No more emails please.
Can you stop contacting us?
Opt out
I'm opting out, thanks.
Leave me alone!
Lose my email address.
How do I unsubscribe?
How can I get off this list?
The unsubscribe link does not work.
Add me to your do-not-contact list.
I never signed up for this.
Please close my file and stop reaching out.
Sick of your emails.
Who gave you my address? Stop this.
Make this your last email.
I'd appreciate it if you didn't contact me any more.
Thanks but no thanks. Don't write to us again, we buy elsewhere.
This is spam.
I will report you to the authorities.
We are blocking your domain.
""",
    "de": """
Abmelden
Bitte abmelden!
Bitte austragen, danke.
Bitte melden Sie mich von Ihrem Newsletter ab.
Tragen Sie mich bitte aus Ihrer Liste aus.
Nehmen Sie mich aus dem Verteiler.
Bitte löschen Sie mich aus Ihrer Datenbank.
Streichen Sie uns bitte von Ihrer Liste.
Bitte keine weiteren E-Mails.
Keine Mails mehr, bitte!
Ich möchte keine Werbung von Ihnen erhalten.
Wir möchten nicht mehr kontaktiert werden.
Schreiben Sie mir bitte nicht mehr.
Bitte schicken Sie uns nichts mehr.
Lassen Sie mich in Ruhe.
Hören Sie auf, mir zu schreiben.
Kein Interesse, bitte von weiteren Anfragen absehen und uns aus dem Verteiler nehmen.
Ich wünsche keine weitere Kontaktaufnahme.
Unterlassen Sie weitere Zusendungen.
Das ist Spam.
Bei weiteren Mails folgt eine Abmahnung.
""",
    "fr": """
Désabonner
Merci de me désinscrire.
Veuillez me désabonner de votre liste.
Désinscrivez-moi svp
desinscription
Ne me contactez plus.
Merci de ne plus me contacter.
Je ne souhaite plus recevoir vos messages.
Retirez-moi de votre liste de diffusion.
Supprimez mon adresse de vos fichiers.
Merci de retirer mon adresse de votre base.
Arrêtez de m'écrire !
Cessez vos envois.
Ne nous envoyez plus rien.
Plus de mails svp
Laissez-moi tranquille.
Nous ne voulons plus être sollicités.
Merci de cesser toute prospection.
C'est du spam.
""",
    "es": """
Baja
Por favor, dar de baja este correo.
Quiero darme de baja.
Denme de baja de su lista.
Solicito la baja de su base de datos.
No deseo recibir más correos.
No queremos recibir publicidad.
No me escriban más.
No nos contacten más, gracias.
Elimínenme de su lista.
Borren mi correo de su base de datos.
Dejen de enviarme mensajes.
Paren de escribir.
Cancelar suscripción
No vuelvan a contactarme, no me escriban otra vez.
Quítenme de la lista por favor.
No más correos.
Déjenme en paz.
""",
    "it": """
Disiscrivi
Vorrei disiscrivermi.
Cancellatemi dalla lista.
Cancellate il mio indirizzo.
Vi prego di rimuovere il mio indirizzo.
Rimuovetemi dalla vostra mailing list.
Toglietemi dalla lista.
Non desidero ricevere altre comunicazioni.
Non voglio più essere contattato.
Non scrivetemi più.
Non mi contattate più.
Non inviate altre mail.
Smettetela di scrivermi, smettete di inviare messaggi.
Lasciatemi in pace.
Basta email
Eliminate la mia mail dai vostri archivi.
Chiedo la cancellazione dalla vostra lista.
""",
    "nl": """
Uitschrijven
Graag uitschrijven.
Schrijf mij uit a.u.b.
Ik wil mij uitschrijven.
Meld me af voor deze mails.
Afmelden aub
Verwijder mij uit uw bestand.
Haal ons van de lijst.
Geen mails meer graag.
Stuur mij geen mail meer.
Stuur niets meer.
Wij willen niet meer benaderd worden.
Ik wil geen berichten meer ontvangen.
Stop met mailen.
Laat mij met rust.
Gelieve mijn adres te verwijderen.
Geen verdere e-mails.
""",
    "pl": """
Wypisz mnie
Proszę wypisać mnie z listy.
Proszę o usunięcie z listy.
Proszę usunąć mój adres z bazy.
Usuńcie mnie z bazy danych.
Nie chcę otrzymywać wiadomości.
Nie życzę sobie kontaktu.
Proszę nie pisać więcej.
Proszę nie wysyłać do mnie ofert.
Nie wysyłajcie mi więcej maili.
Rezygnuję z newslettera.
Proszę zaprzestać wysyłania wiadomości.
Przestańcie pisać.
Rezygnuję
Dajcie mi spokój.
Proszę nie kontaktować się ze mną więcej.
Proszę o wykreślenie z listy.
""",
    "pt": """
Descadastrar
Quero me descadastrar.
Remova o meu e-mail da lista.
Removam-me da vossa lista.
Retirem o meu endereço da base de dados, retirem-me da lista.
Não quero receber mais mensagens.
Não desejamos receber e-mails.
Não me contactem mais.
Não nos envie mais e-mails.
Cancelar inscrição
Quero cancelar a minha subscrição.
Parem de enviar mensagens.
Parem com os e-mails.
Deixem-me em paz.
Pretendo sair da lista.
Por favor, não me escrevam mais.
Não pretendo ser contactado.
""",
    "sv": """
Avregistrera
Vänligen avregistrera mig.
Ta bort mig från listan.
Ta bort oss ur ert register.
Jag vill avprenumerera.
Sluta mejla mig.
Sluta skicka sånt här.
Inga fler mejl tack.
Jag vill inte ha fler mejl.
Vi vill inte bli kontaktade.
Skicka inte mer.
Kontakta inte oss igen.
Lämna mig ifred.
Stryk mig från er lista.
Avanmäl mig
Ta bort min adress.
""",
    "da": """
Afmeld
Afmeld mig venligst.
Fjern mig fra listen.
Slet min adresse.
Tag mig af jeres liste.
Meld mig fra.
Stop med at skrive til mig.
Jeg ønsker ikke at modtage flere mails.
Vi ønsker ikke at blive kontaktet.
Send ikke mere.
Skriv ikke til mig igen.
Ingen flere mails tak.
Lad mig være i fred.
Jeg vil ikke have jeres mails.
Frameld
Fjern os fra jeres database.
""",
    "no": """
Avmeld
Meld meg av listen.
Vennligst fjern meg fra listen.
Slett adressen min.
Slutt å sende meg e-post.
Stopp å skrive til oss.
Jeg ønsker ikke å motta flere e-poster.
Vi ønsker ikke å bli kontaktet.
Ikke kontakt meg igjen.
Ikke send mer.
Ingen flere mailer.
Ta ikke kontakt igjen.
La meg være i fred.
Ta oss av listen deres.
Jeg vil ikke ha flere meldinger.
Avslutt abonnementet mitt, avmeld meg.
""",
    "fi": """
Poista
Poistakaa minut listalta.
Poista minut postituslistalta, kiitos.
Poistakaa osoitteeni rekisteristänne.
Älkää lähettäkö enää viestejä.
Älä kirjoita minulle.
Älkää ottako yhteyttä.
En halua vastaanottaa viestejä.
Emme halua mainoksia.
Peruuta tilaus
Peruuttakaa uutiskirjeen tilaus.
Lopettakaa viestien lähettäminen.
Ei enää viestejä.
En halua enää sähköposteja.
Jättäkää minut rauhaan.
Ottakaa minut pois listalta.
""",
    "ja": """
配信停止
配信を停止してください。
配信停止をお願いします。
今後メールは不要です。
メールを送らないでください。
今後のご連絡はお控えください。
営業メールはお断りします。
二度と連絡しないでください。
リストから削除してください。
登録を解除してください。
アドレスを削除してください。
購読解除
連絡をしないでください。
今後一切メールを送らないで。
ご案内は不要です。案内はご遠慮ください。
これは迷惑メールです。
""",
    "zh": """
退订
請退訂
取消订阅
请取消订阅。
请不要再联系我们。
不要再给我发邮件了。
请勿打扰。
别再发了。
请停止发送邮件。
我不想收到你们的邮件。
请删除我的邮箱。
把我从名单中移除。
请将我从您的邮件列表中删除。
不再接收
请勿再发送。
这是垃圾邮件
""",
    "others": """
Отписаться
Больше не пишите мне.
Удалите меня из рассылки.
Прекратите присылать письма.
Neposílejte mi další zprávy.
Odhlaste mě prosím.
Nepřejeme si být kontaktováni.
Vyřaďte mě ze seznamu.
Leiratkozás
Kérem, ne írjanak többet.
Töröljenek a listáról.
Abonelikten çıkmak istiyorum.
Lütfen bana mail göndermeyin.
Beni listeden silin.
Prašau neberašykite.
Nenoriu gauti jūsų laiškų.
Dezabonare
Nu mai trimiteți mesaje.
수신거부
더 이상 메일 보내지 마세요.
Μην μου ξαναστείλετε.
إلغاء الاشتراك
לא לשלוח יותר, הסירו אותי מהרשימה
Nepište mi.
Відпишіть мене.
""",
}
ERASURE = """
Please delete my data.
Who gave you my address? Delete it.
Where did you get my email? Please delete it and don't write again.
I request erasure under Article 17 GDPR.
I object to the processing of my personal data.
Delete all data you hold about me.
I withdraw my consent.
Please erase all my personal information from your systems.
Bitte löschen Sie meine Daten.
Löschen Sie umgehend alle meine personenbezogenen Daten.
Ich widerspreche der Nutzung meiner Daten zu Werbezwecken.
Ich verlange die Löschung meiner Daten nach Art. 17 DSGVO.
Merci de supprimer mes données personnelles.
J'exerce mon droit à l'effacement.
Je m'oppose au traitement.
Eliminen mis datos de su base.
Ejerzo mi derecho de supresión.
Cancellate i miei dati.
Chiedo la cancellazione dei miei dati.
Verwijder mijn gegevens.
Proszę o usunięcie moich danych osobowych.
Cofam zgodę na przetwarzanie.
Apaguem os meus dados.
Radera mina uppgifter.
Slet mine oplysninger.
Slett mine personopplysninger.
Poistakaa henkilötietoni.
個人情報を削除してください。
请删除我的个人信息。
Удалите мои персональные данные.
Vymažte moje osobní údaje.
Kişisel verilerimi silin.
"""
OTHERS_UNSUBSCRIBE = """
Our customers unsubscribe a lot, can you help?
How do your clients unsubscribe?
How do you handle unsubscribe headers? I'd like an unsubscribe rate below one percent.
Does it support one-click unsubscribe?
Many of our subscribers opted out last year, what would you change?
About 30% of them unsubscribed after the first mail.
We want to reduce unsubscribes.
What is your opt-out process for recipients?
Can users unsubscribe by themselves?
I did not unsubscribe, please keep me on the list.
Don't unsubscribe me, I read everything.
Please don't stop!
Don't stop sending these, they are great.
I was unsubscribed by mistake, please add me again.
I can't stop thinking about your idea.
Remove the second item from the quote and we're good.
Please remove line 4 from the offer.
Can you remove the watermark from the images?
Take me through the offer on Tuesday.
Take us off Shopify, that is what we need.
Can you take me out for lunch next week?
Please remove me from the CC line, not from the newsletter.
Could you take me off the thread and write to Eva instead?
Can you stop sending these on weekends?
Please stop sending invoices to my old address, use this one.
Don't email me, call me: +44 20 7946 0018.
Please don't call, just email me the price.
Don't contact me until March, then yes.
Please do not hesitate to contact me.
Don't forget to send the contract.
We stopped by your booth, great demo.
Will the promotion stop next month?
The machine stopped working, can your plugin help?
Our shop stopped sending order confirmations, is that something you fix?
We want to stop sending newsletters by hand.
How can we stop losing customers?
Please delete my last email, I attached the wrong file.
Ignore my previous mail.
To unsubscribe from this group, send a mail to leave@list.example
To unsubscribe e-mail: user-unsubscribe@list.example
Please unsubscribe by sending an email to user-unsubscribe@list.example
You can unsubscribe at any time.
If you no longer wish to receive these mails, click here.
Our lawyer has to read the contract first.
Are you GDPR compliant?
Where is my personal data stored if we use your service?
Could you delete the test account?
I don't want to miss this, call me.
Don't worry about the price.
We need to close the deal, not the file.
What happens when somebody opts out?
Ich möchte mehr erfahren.
Unsere Kunden melden sich oft ab, können Sie helfen?
Wie hoch ist die Abmelderate bei Ihnen?
Wir können Sie leider erst im März treffen.
Bitte löschen Sie Position 3 aus dem Angebot.
Schicken Sie mir bitte nicht das Angebot, sondern rufen Sie an.
Keine Frage, das klingt gut.
Nos clients se désabonnent souvent, pouvez-vous aider ?
Quel est le taux de désabonnement ?
Pouvez-vous retirer la ligne 2 du devis ?
N'hésitez pas à m'appeler.
Nuestros clientes se dan de baja mucho, ¿pueden ayudar?
¿Tienen precios más bajos?
I nostri clienti si disiscrivono spesso, potete aiutarci?
Cancellate la seconda voce dal preventivo e va bene.
Onze klanten schrijven zich vaak uit, kunt u helpen?
Kunt u regel 2 van de offerte verwijderen?
Nasi klienci często się wypisują, pomożecie?
Os nossos clientes cancelam muito, podem ajudar?
Våra kunder avregistrerar sig ofta, kan ni hjälpa?
Vores kunder afmelder sig tit, kan I hjælpe?
Kundene våre melder seg ofte av, kan dere hjelpe?
Voitteko poistaa rivin 2 tarjouksesta?
詳細を送ってください。
请发送更多资料。
Please remove the second person from the meeting.
I'll get back to you when I stop travelling.
"""


def lines(block: str) -> list[str]:
    return [line for line in block.split("\n") if line.strip()]
