import { sayIn, type Voice } from "../../platform/index.ts";
import {
  button,
  design,
  drawing,
  foot,
  head,
  SALUTATION,
  text,
  title,
  type Design,
} from "./design.ts";

/** The first letter after the confirmed sign-up: what comes, how often, and how to change it. */
export function welcome(voice: Voice): Design {
  const say = sayIn(voice);
  return design("welcome", voice, {
    name: { de: "Willkommen", en: "Welcome" },
    description: {
      de: "Der erste Brief nach der Anmeldung: was kommt, wie oft, und wo man es ändert.",
      en: "The first letter after the sign-up: what comes, how often, and where to change it.",
    },
    subject: say("Schön, dass Sie da sind", "Good to have you with us", "Schön, dass du da bist"),
    preheader: say(
      "Was Sie von uns lesen werden, wie oft wir schreiben und womit Sie anfangen können.",
      "What you will read from us, how often we write, and where you can begin.",
      "Was du von uns lesen wirst, wie oft wir schreiben und womit du anfangen kannst.",
    ),
    scene: "doors",
    sections: [
      head,
      {
        blocks: [
          drawing(),
          text(
            title(
              say("Schön, dass Sie da sind", "Good to have you with us", "Schön, dass du da bist"),
            ) +
              SALUTATION +
              say(
                "<p>Ihre Anmeldung zu {{ list.name }} ist bestätigt. Damit Sie wissen, was Sie erwartet, kommt hier das Wichtigste auf einen Blick.</p><h2>Was Sie erwartet</h2>",
                "<p>your sign-up to {{ list.name }} is confirmed. So that you know what to expect, here is what matters at a glance.</p><h2>What to expect</h2>",
                "<p>deine Anmeldung zu {{ list.name }} ist bestätigt. Damit du weißt, was dich erwartet, kommt hier das Wichtigste auf einen Blick.</p><h2>Was dich erwartet</h2>",
              ),
          ),
        ],
      },
      {
        background: "soft",
        columns: [
          {
            width: 35,
            blocks: [
              text(
                say(
                  "<h3>Jeden Monat</h3><p>An einem Donnerstag, nie öfter als zugesagt.</p>",
                  "<h3>Every month</h3><p>On a Thursday, never more often than promised.</p>",
                ),
              ),
            ],
          },
          {
            width: 30,
            blocks: [
              text(
                say(
                  "<h3>Fünf Minuten</h3><p>Kurz genug für eine Tasse Kaffee.</p>",
                  "<h3>Five minutes</h3><p>Short enough for a cup of coffee.</p>",
                ),
              ),
            ],
          },
          {
            width: 35,
            blocks: [
              text(
                say(
                  "<h3>Ein Klick</h3><p>Genügt, um etwas zu ändern oder zu gehen.</p>",
                  "<h3>One click</h3><p>Is enough to change something or to leave.</p>",
                ),
              ),
            ],
          },
        ],
      },
      {
        blocks: [
          text(
            say(
              "<h2>Womit Sie anfangen können</h2><p>Drei Beiträge haben unsere Leserinnen und Leser im vergangenen Jahr am häufigsten weiterempfohlen. Sie sind noch so aktuell wie am ersten Tag.</p>",
              "<h2>Where you can begin</h2><p>Three articles were recommended most often by our readers last year. They are as topical as on their first day.</p>",
              "<h2>Womit du anfangen kannst</h2><p>Drei Beiträge haben unsere Leserinnen und Leser im vergangenen Jahr am häufigsten weiterempfohlen. Alle sind noch so aktuell wie am ersten Tag.</p>",
            ),
          ),
          button(say("Die drei Beiträge lesen", "Read the three articles"), "/empfohlen"),
          text(
            say(
              "<p>Worüber möchten Sie lesen? Antworten Sie einfach auf diese E-Mail. Es liest ein Mensch.</p><p>Herzliche Grüße<br>Ihr Team von {{ account.name }}</p>",
              "<p>What would you like to read about? Simply reply to this e-mail. A human being reads it.</p><p>Kind regards<br>Your team at {{ account.name }}</p>",
              "<p>Worüber möchtest du lesen? Antworte einfach auf diese E-Mail. Es liest ein Mensch.</p><p>Herzliche Grüße<br>dein Team von {{ account.name }}</p>",
            ),
          ),
        ],
      },
      foot,
    ],
  });
}
