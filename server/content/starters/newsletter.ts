import { sayIn, type Voice } from "../../platform/index.ts";
import {
  button,
  design,
  drawing,
  foot,
  head,
  SALUTATION,
  SITE,
  text,
  title,
  type Design,
} from "./design.ts";

/** A lead story, two pieces beside each other, dates, and who is there for questions: a bank's letter of the month. */
export function newsletter(voice: Voice): Design {
  const say = sayIn(voice);
  const year = 2027;
  return design("newsletter", voice, {
    name: { de: "Newsletter", en: "Newsletter" },
    description: {
      de: "Ein Leitthema mit Bild, zwei kurze Beiträge, Termine und ein Mensch für Fragen.",
      en: "A lead story with a picture, two short pieces, dates and a person for questions.",
    },
    subject: say(
      "Gut vorbereitet: was sich zum Jahresbeginn lohnt",
      "Well prepared: what is worth doing at the start of the year",
    ),
    preheader: say(
      "Drei Fristen, zwei kurze Antworten und die nächsten Termine in der Hauptstelle.",
      "Three deadlines, two short answers and the next dates at the head office.",
    ),
    scene: "skyline",
    sections: [
      head,
      {
        blocks: [
          drawing(),
          text(
            title(
              say("Gut vorbereitet ins neue Jahr", "Well prepared for the new year"),
              "{{ list.name }}",
            ) +
              SALUTATION +
              say(
                "<p>zwischen zwei Jahren ist Zeit für das, was sonst liegen bleibt. Drei Dinge lohnen sich jetzt besonders, und für keines davon brauchen Sie länger als eine halbe Stunde.</p>",
                "<p>the days between two years are good for what is left undone otherwise. Three things are well worth it now, and none of them takes longer than half an hour.</p>",
                "<p>zwischen zwei Jahren ist Zeit für das, was sonst liegen bleibt. Drei Dinge lohnen sich jetzt besonders, und für keines davon brauchst du länger als eine halbe Stunde.</p>",
              ),
          ),
        ],
      },
      {
        ruled: true,
        blocks: [
          text(
            say(
              "<h2>Drei Fristen, die Sie kennen sollten</h2><p>Einen Freistellungsauftrag für das alte Jahr nehmen wir noch bis zum 31. Januar an. Die Arbeitnehmer-Sparzulage können Sie vier Jahre rückwirkend beantragen, für das älteste davon nur bis Ende Dezember. Und Ihre Steuerbescheinigung liegt ab Februar im Postfach.</p><p>Was davon für Sie gilt, steht in einer Übersicht auf einer Seite.</p>",
              "<h2>Three deadlines worth knowing</h2><p>We accept exemption orders for the old year until 31 January. The employee savings allowance can be claimed four years back, for the oldest of them only until the end of December. And your tax certificate will be in your mailbox from February.</p><p>One page shows which of them apply to you.</p>",
              "<h2>Drei Fristen, die du kennen solltest</h2><p>Einen Freistellungsauftrag für das alte Jahr nehmen wir noch bis zum 31. Januar an. Die Arbeitnehmer-Sparzulage kannst du vier Jahre rückwirkend beantragen, für das älteste davon nur bis Ende Dezember. Und deine Steuerbescheinigung liegt ab Februar im Postfach.</p><p>Was davon für dich gilt, steht in einer Übersicht auf einer Seite.</p>",
            ),
          ),
          button(say("Übersicht ansehen", "See the overview"), "/fristen"),
        ],
      },
      {
        ruled: true,
        columns: [
          {
            blocks: [
              text(
                say(
                  `<h3>Kurz erklärt</h3><p>Was passiert mit dem Konto, wenn sich der Name ändert? Drei Schritte, ein Formular, kein Besuch.</p><p><a href="${SITE}/kurz-erklaert">Antwort lesen</a></p>`,
                  `<h3>Briefly explained</h3><p>What happens to an account when a name changes? Three steps, one form, no visit.</p><p><a href="${SITE}/briefly-explained">Read the answer</a></p>`,
                ),
              ),
            ],
          },
          {
            blocks: [
              text(
                say(
                  `<h3>Aus dem Haus</h3><p>Seit November berät Sie in der Lindenallee ein neues Team, montags bis 19 Uhr.</p><p><a href="${SITE}/aus-dem-haus">Team kennenlernen</a></p>`,
                  `<h3>News from us</h3><p>Since November a new team has been advising you at Lindenallee, on Mondays until 7 pm.</p><p><a href="${SITE}/news">Meet the team</a></p>`,
                  `<h3>Aus dem Haus</h3><p>Seit November berät dich in der Lindenallee ein neues Team, montags bis 19 Uhr.</p><p><a href="${SITE}/aus-dem-haus">Team kennenlernen</a></p>`,
                ),
              ),
            ],
          },
        ],
      },
      {
        ruled: true,
        blocks: [
          text(say("<h2>Die nächsten Termine</h2>", "<h2>The next dates</h2>")),
          {
            type: "event",
            title: say("Beratungstag ohne Anmeldung", "Open advice day"),
            start: `${year}-01-12T09:00`,
            end: `${year}-01-12T18:00`,
            place: say("Hauptstelle, 1. Stock", "Head office, first floor"),
            text: "",
            label: "",
            href: "",
          },
          {
            type: "event",
            title: say(
              "Vorsorge verständlich: Vortrag mit Fragen",
              "Pensions made clear: talk and questions",
            ),
            start: `${year}-01-21T19:00`,
            end: "",
            place: say("Online, eine Stunde", "Online, one hour"),
            text: "",
            label: say("Platz reservieren", "Reserve a seat"),
            href: `${SITE}/vortrag`,
          },
        ],
      },
      {
        background: "soft",
        blocks: [
          {
            type: "advisor",
            photo: "",
            alt: "",
            name: "Petra Beispiel",
            role: say("Kundenberatung, Hauptstelle", "Customer advice, head office"),
            phone: "+49 30 1234567",
            email: "beratung@example.com",
            text: say(
              "Sie haben eine Frage zu einem der Themen? Antworten Sie auf diese E-Mail, oder rufen Sie mich an.",
              "Do you have a question about one of these topics? Reply to this e-mail, or call me.",
              "Du hast eine Frage zu einem der Themen? Antworte auf diese E-Mail, oder ruf mich an.",
            ),
            signature: "",
            label: "",
            href: "",
          },
        ],
      },
      foot,
    ],
  });
}
