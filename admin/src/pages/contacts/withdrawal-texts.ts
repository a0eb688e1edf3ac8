import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("contacts-withdrawal", {
  de: {
    title: "Widerruf oder Widerspruch erfassen",
    intro:
      "Was die Person Ihnen auf anderem Weg gesagt hat, wirkt sofort: auch bei Mailings, die gerade laufen. Eine Bestätigung per E-Mail bekommt sie nicht.",
    scope: "Was möchte die Person nicht mehr?",
    scopes: {
      list: "Einen Newsletter",
      listText: "Abmeldung von einer Liste. Alles andere bleibt.",
      newsletters: "Alle Newsletter",
      newslettersText: "Abmeldung von jeder Liste dieses Mandanten.",
      advertising: "Jede Werbung",
      advertisingText:
        "Widerspruch nach Art. 21 DSGVO. Danach geht keine Werbung mehr an diese Adresse und diese Person, bis sie selbst etwas Neues bestellt.",
      profiling: "Nur die Auswertung",
      profilingText:
        "Newsletter kommen weiter. Gemessene Öffnungen und Klicks der Person werden gelöscht.",
    },
    noLists: "Die Person ist auf keiner Liste.",
    noProfiling: "Die Person hat die Auswertung nie erlaubt. Die Ablehnung wird trotzdem vermerkt.",
    list: "Newsletter",
    channel: "Wie kam es zu Ihnen?",
    channels: {
      letter: "Brief oder Fax",
      phone: "Anruf",
      in_person: "Gespräch",
      reply: "Antwort auf eine E-Mail",
    },
    received: "Eingegangen",
    receivedHelp: "Wenn es früher war als jetzt.",
    receivedInFuture: "Der Eingang kann nicht in der Zukunft liegen.",
    note: "Notiz",
    noteHelp:
      "Wer es entgegennahm und was gesagt wurde, etwa „Anruf bei Frau Koch, möchte keine E-Mails mehr“. Die Notiz gehört zum Nachweis.",
    submit: {
      list: "Abmeldung erfassen",
      newsletters: "Abmeldung von allen erfassen",
      advertising: "Widerspruch erfassen",
      profiling: "Widerruf erfassen",
    },
    done: {
      list: "Abgemeldet. Es gilt ab sofort.",
      newsletters: "Von allen Newslettern abgemeldet. Es gilt ab sofort.",
      advertising: "Widerspruch erfasst. Es gilt ab sofort.",
      profiling: "Widerruf erfasst. Die Messdaten werden gelöscht.",
    },
    nothing: "Das war schon so vermerkt; es hat sich nichts geändert.",
  },
  en: {
    title: "Record a withdrawal or objection",
    intro:
      "What the person told you another way takes effect at once, also for mailings on their way. They get no confirmation by e-mail.",
    scope: "What does the person no longer want?",
    scopes: {
      list: "One newsletter",
      listText: "Leaves one list. Everything else stays.",
      newsletters: "All newsletters",
      newslettersText: "Leaves every list of this account.",
      advertising: "Any advertising",
      advertisingText:
        "Objection under Art. 21 GDPR. No more advertising goes to this address and this person until they order something new themselves.",
      profiling: "Only the analysis",
      profilingText: "Newsletters continue. The person’s measured opens and clicks are deleted.",
    },
    noLists: "The person is on no list.",
    noProfiling: "The person never permitted the analysis. The refusal is recorded anyway.",
    list: "Newsletter",
    channel: "How did it reach you?",
    channels: {
      letter: "Letter or fax",
      phone: "Phone call",
      in_person: "In person",
      reply: "Reply to an e-mail",
    },
    received: "Received",
    receivedHelp: "If it was earlier than now.",
    receivedInFuture: "It cannot have arrived in the future.",
    note: "Note",
    noteHelp:
      "Who took it and what was said, such as “Called Ms Koch, wants no more mail”. The note is part of the proof.",
    submit: {
      list: "Record the unsubscribe",
      newsletters: "Record leaving all",
      advertising: "Record the objection",
      profiling: "Record the withdrawal",
    },
    done: {
      list: "Unsubscribed. It takes effect at once.",
      newsletters: "Unsubscribed from all newsletters. It takes effect at once.",
      advertising: "Objection recorded. It takes effect at once.",
      profiling: "Withdrawal recorded. The measured data are being deleted.",
    },
    nothing: "It was recorded like this before; nothing changed.",
  },
});
