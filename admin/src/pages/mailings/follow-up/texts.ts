import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("mailings-follow-up", {
  de: {
    open: "Folge-Mailing anlegen",
    openForLink: "Folge-Mailing an alle, die auf „{{label}}“ geklickt haben",
    title: "Folge-Mailing anlegen",
    who: "An wen?",
    choices: {
      clicked: { title: "Klicker", text: "Haben einen Link angeklickt." },
      opened: { title: "Öffner", text: "Haben die Mail geöffnet; ein Klick zählt auch." },
      notClicked: { title: "Nicht-Klicker", text: "Haben nichts angeklickt." },
      notOpened: {
        title: "Nicht-Öffner",
        text: "Keine Öffnung gemessen. Wer ohne Bilder liest, ist dabei.",
      },
    },
    link: "Welcher Link?",
    anyLink: "Irgendeiner",
    linkUntitled: "Link ohne Text",
    linkNotPersonal: "nicht personenbezogen gemessen",
    notPersonal_one:
      "{{count, number}} Link ist „nicht personenbezogen“ gekennzeichnet. Wer nur ihn angeklickt hat, ist nicht bekannt.",
    notPersonal_other:
      "{{count, number}} Links sind „nicht personenbezogen“ gekennzeichnet. Wer nur sie angeklickt hat, ist nicht bekannt.",
    agreed: {
      none: "Von {{accepted, number}} Empfängern darf niemand nach seinem Verhalten ausgewählt werden.",
      some_one:
        "Von {{accepted, number}} Empfängern hat {{count, number}} der Auswertung zugestimmt.",
      some_other:
        "Von {{accepted, number}} Empfängern haben {{count, number}} der Auswertung zugestimmt.",
    },
    did: {
      clicked_one: "{{count, number}} davon hat geklickt.",
      clicked_other: "{{count, number}} davon haben geklickt.",
      link_one: "{{count, number}} davon hat auf „{{label}}“ geklickt.",
      link_other: "{{count, number}} davon haben auf „{{label}}“ geklickt.",
      opened_one: "{{count, number}} davon hat geöffnet.",
      opened_other: "{{count, number}} davon haben geöffnet.",
      notClicked_one: "{{count, number}} davon hat nicht geklickt.",
      notClicked_other: "{{count, number}} davon haben nicht geklickt.",
      notLink_one: "{{count, number}} davon hat nicht auf „{{label}}“ geklickt.",
      notLink_other: "{{count, number}} davon haben nicht auf „{{label}}“ geklickt.",
      notOpened_one: "{{count, number}} davon hat nicht geöffnet.",
      notOpened_other: "{{count, number}} davon haben nicht geöffnet.",
    },
    unclear_one:
      "Bei {{count, number}} lädt das Postfach die Bilder selbst: weder Öffner noch Nicht-Öffner.",
    unclear_other:
      "Bei {{count, number}} lädt das Postfach die Bilder selbst: weder Öffner noch Nicht-Öffner.",
    rest_one: "{{count, number}} ist nicht messbar und gehört nicht dazu.",
    rest_other: "Die übrigen {{count, number}} sind nicht messbar und gehören nicht dazu.",
    bar: {
      label: "Wer dazugehört",
      in: "gehören dazu",
      out: "gehören nicht dazu",
      unknown: "nicht bekannt",
    },
    lists: "Es geht an dieselben Listen. Wer sich abgemeldet hat, bekommt nichts.",
    nobody: "Auf diese Auswahl trifft niemand zu.",
    content: "Inhalt",
    copy: "Übernehmen",
    empty: "Leer beginnen",
    create: "Entwurf anlegen",
    created: "Der Entwurf „{{name}}“ liegt bereit.",
    errors: {
      follow_up_needs_newsletter:
        "Folge-Mailings gibt es nur zu Newslettern. Diese E-Mail beruht auf einem Kauf oder fragt selbst um Erlaubnis.",
      not_measured: "Dieses Mailing wurde noch nicht versendet. Es ist noch nichts bekannt.",
      link_not_personal:
        "Dieser Link ist „nicht personenbezogen“ gekennzeichnet. Nach ihm lässt sich niemand auswählen.",
    },
    condition: {
      clicked: "Nur wer in „{{name}}“ einen Link angeklickt hat",
      link: "Nur wer in „{{name}}“ auf „{{label}}“ geklickt hat",
      opened: "Nur wer „{{name}}“ geöffnet hat",
      notClicked: "Nur wer in „{{name}}“ nichts angeklickt hat",
      notLink: "Nur wer in „{{name}}“ nicht auf „{{label}}“ geklickt hat",
      notOpened: "Nur wer „{{name}}“ nicht geöffnet hat",
      hidden:
        "Ausgewählt nach dem Verhalten in „{{name}}“. Wonach genau, sieht nur, wer Auswertungen je Person sehen darf.",
    },
    conditionText:
      "Alle, die dazugehören, haben der Auswertung zugestimmt. Wer widerruft, gehört sofort nicht mehr dazu.",
  },
  en: {
    open: "Create a follow-up",
    openForLink: "Follow-up to everybody who clicked “{{label}}”",
    title: "Create a follow-up",
    who: "To whom?",
    choices: {
      clicked: { title: "Clickers", text: "Clicked a link." },
      opened: { title: "Openers", text: "Opened the mail; a click counts too." },
      notClicked: { title: "Non-clickers", text: "Clicked nothing." },
      notOpened: {
        title: "Non-openers",
        text: "No open was measured. People who read without images are among them.",
      },
    },
    link: "Which link?",
    anyLink: "Any",
    linkUntitled: "Link without text",
    linkNotPersonal: "not measured personally",
    notPersonal_one:
      "{{count, number}} link is marked “not personally”. Who clicked only that one is not known.",
    notPersonal_other:
      "{{count, number}} links are marked “not personally”. Who clicked only those is not known.",
    agreed: {
      none: "Of {{accepted, number}} recipients, nobody may be chosen by what they did.",
      some_one: "Of {{accepted, number}} recipients, {{count, number}} agreed to analysis.",
      some_other: "Of {{accepted, number}} recipients, {{count, number}} agreed to analysis.",
    },
    did: {
      clicked_one: "{{count, number}} of them clicked.",
      clicked_other: "{{count, number}} of them clicked.",
      link_one: "{{count, number}} of them clicked “{{label}}”.",
      link_other: "{{count, number}} of them clicked “{{label}}”.",
      opened_one: "{{count, number}} of them opened it.",
      opened_other: "{{count, number}} of them opened it.",
      notClicked_one: "{{count, number}} of them did not click.",
      notClicked_other: "{{count, number}} of them did not click.",
      notLink_one: "{{count, number}} of them did not click “{{label}}”.",
      notLink_other: "{{count, number}} of them did not click “{{label}}”.",
      notOpened_one: "{{count, number}} of them did not open it.",
      notOpened_other: "{{count, number}} of them did not open it.",
    },
    unclear_one:
      "The mailbox of {{count, number}} loads images automatically: counted neither as opened nor as not opened.",
    unclear_other:
      "The mailboxes of {{count, number}} load the images by themselves: neither openers nor non-openers.",
    rest_one: "{{count, number}} is not measurable and not part of it.",
    rest_other: "The other {{count, number}} are not measurable and not part of it.",
    bar: {
      label: "Who belongs to it",
      in: "belong to it",
      out: "do not",
      unknown: "not known",
    },
    lists: "It goes to the same lists. Anyone who has unsubscribed gets nothing.",
    nobody: "Nobody matches.",
    content: "Content",
    copy: "Take over",
    empty: "Begin empty",
    create: "Create draft",
    created: "The draft “{{name}}” is ready.",
    errors: {
      follow_up_needs_newsletter:
        "Only newsletters have follow-ups. This mail rests on a purchase, or asks for the permission itself.",
      not_measured: "This mailing was not sent yet. Nothing is known so far.",
      link_not_personal: "This link is marked “not personally”. Nobody can be chosen by it.",
    },
    condition: {
      clicked: "Only people who clicked a link in “{{name}}”",
      link: "Only people who clicked “{{label}}” in “{{name}}”",
      opened: "Only people who opened “{{name}}”",
      notClicked: "Only people who clicked nothing in “{{name}}”",
      notLink: "Only people who did not click “{{label}}” in “{{name}}”",
      notOpened: "Only people who did not open “{{name}}”",
      hidden:
        "Chosen by what people did in “{{name}}”. By what exactly is visible only with the right to see analyses per person.",
    },
    conditionText: "Everyone in it agreed to analysis. Anyone who withdraws drops out at once.",
  },
});
