import { defineTexts } from "../../ui/index.ts";

/** Words for withdrawals and objections. */
export const texts = defineTexts("intake-declaration", {
  de: {
    scope: "Was möchte die Person nicht mehr?",
    scopes: {
      list: "Einen Newsletter",
      listText: "Alles andere bleibt.",
      newsletters: "Alle Newsletter",
      newslettersText: "Kein Newsletter mehr. Andere Werbung ist damit nicht gemeint.",
      advertising: "Jede Werbung",
      advertisingText: "Widerspruch nach Art. 21 DSGVO: gar keine Werbung mehr.",
      tracking: "Nur die Auswertung",
      trackingText: "Newsletter kommen weiter, Öffnungen und Klicks werden nicht mehr ausgewertet.",
      customer_advertising: "Empfehlungen zu Gekauftem",
      customer_advertisingText: "Keine Werbung für ähnliche Produkte mehr (§ 7 Abs. 3 UWG).",
    },
    list: "Newsletter",
    chooseList: "Bitte wählen",
    received: "Eingegangen",
    receivedHelp: "Leer heißt: jetzt.",
    submit: "Erfassen, gilt sofort",
    doneTitle: "Erfasst. Es gilt ab sofort.",
    doneText: "Auch E-Mails, die schon zum Versand bereitliegen, werden angehalten.",
    spoken: {
      list: "Ich habe notiert, dass Sie den Newsletter {{list}} nicht mehr möchten. Das gilt ab sofort.",
      newsletters:
        "Ich habe notiert, dass Sie keinen unserer Newsletter mehr möchten. Das gilt ab sofort.",
      advertising:
        "Ich habe Ihren Widerspruch notiert. Ab sofort bekommen Sie von uns keine Werbung mehr.",
      tracking:
        "Ich habe notiert, dass wir Ihre Nutzung nicht mehr auswerten. Das gilt ab sofort; an Ihren Newslettern ändert sich nichts.",
      customer_advertising:
        "Ich habe notiert, dass Sie keine Empfehlungen zu Ihren Käufen mehr möchten. Das gilt ab sofort.",
    },
    spokenNumber: "Falls Sie dazu eine Frage haben, nennen Sie bitte die Nummer {{short}}.",
  },
  en: {
    scope: "What does the person no longer want?",
    scopes: {
      list: "One newsletter",
      listText: "Everything else stays.",
      newsletters: "All newsletters",
      newslettersText: "No more newsletters. Other advertising is not meant by this.",
      advertising: "Any advertising",
      advertisingText: "Objection under Art. 21 GDPR: no more advertising at all.",
      tracking: "Only the analysis",
      trackingText: "Newsletters continue, opens and clicks are no longer analysed.",
      customer_advertising: "Recommendations after purchases",
      customer_advertisingText: "No more advertising for similar products (§ 7(3) UWG).",
    },
    list: "Newsletter",
    chooseList: "Please choose",
    received: "Received",
    receivedHelp: "Empty means: now.",
    submit: "Record, effective at once",
    doneTitle: "Recorded. It takes effect at once.",
    doneText: "Mails that are waiting to be sent are held back, too.",
    spoken: {
      list: "I have noted that you no longer want the newsletter {{list}}. This takes effect at once.",
      newsletters:
        "I have noted that you no longer want any of our newsletters. This takes effect at once.",
      advertising:
        "I have noted your objection. From now on you will get no more advertising from us.",
      tracking:
        "I have noted that we no longer analyse your use. This takes effect at once; nothing changes about your newsletters.",
      customer_advertising:
        "I have noted that you want no more recommendations after your purchases. This takes effect at once.",
    },
    spokenNumber: "If you have a question about this, please tell us the number {{short}}.",
  },
});
