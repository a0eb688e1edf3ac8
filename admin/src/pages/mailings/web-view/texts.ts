import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("webView", {
  de: {
    title: "Web-Ansicht",
    about: "Ein Link für alle, ohne Namen, persönliche Links und Zählung.",
    waiting: "Öffnet, sobald die erste E-Mail unterwegs ist.",
    show: "Web-Ansicht zeigen",
    off: "Abgeschaltet am {{when}}. Wer den Link in seiner E-Mail anklickt, erfährt es dort.",
    switchedOff: "Die Web-Ansicht ist abgeschaltet.",
    switchedOn: "Die Web-Ansicht ist wieder da.",
    archive: "Im öffentlichen Archiv zeigen",
    shownIn: "Steht im Archiv von",
    leftOut: "Das Mailing steht in keinem Archiv mehr.",
    putIn: "Das Mailing darf wieder ins Archiv.",
    outside: {
      customer_mail: "Mailings an Bestandskunden stehen in keinem Archiv.",
      question: "Die Frage zur Auswertung steht in keinem Archiv.",
      follow_up: "Folge-Mailings stehen in keinem Archiv: Wer sie bekommt, hängt vom Verhalten ab.",
      not_sent: "Ins Archiv kommt ein Mailing, wenn es ganz verschickt ist.",
      withdrawn: "Ohne Web-Ansicht steht es in keinem Archiv.",
      left_out: "Sie haben es aus dem Archiv herausgenommen.",
      list_not_public:
        "Nicht im Archiv: Eine seiner Listen hat kein öffentliches Archiv. Das stellen Sie bei der Liste ein.",
    },
  },
  en: {
    title: "Web view",
    about: "One link for everyone, without names, personal links and counting.",
    waiting: "Opens as soon as the first e-mail is on its way.",
    show: "Show the web view",
    off: "Switched off on {{when}}. Anyone who clicks the link in their e-mail is told so.",
    switchedOff: "The web view is switched off.",
    switchedOn: "The web view is back.",
    archive: "Show in the public archive",
    shownIn: "In the archive of",
    leftOut: "The mailing is no longer in any archive.",
    putIn: "The mailing may be in the archive again.",
    outside: {
      customer_mail: "Mailings to existing customers are in no archive.",
      question: "The tracking question is in no archive.",
      follow_up: "Follow-up mailings are in no archive: who gets them depends on behaviour.",
      not_sent: "A mailing enters the archive once it is sent completely.",
      withdrawn: "Without its web view it is in no archive.",
      left_out: "You took it out of the archive.",
      list_not_public:
        "Not in the archive: one of its lists has no public archive. You open it at the list.",
    },
  },
});
