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

/** An invitation with programme and speakers: an association's evening, a publisher's reading. */
export function event(voice: Voice): Design {
  const say = sayIn(voice);
  return design("event", voice, {
    name: { de: "Veranstaltung", en: "Event" },
    description: {
      de: "Eine Einladung mit Tag und Ort, Ablauf des Abends und einem Knopf zur Anmeldung.",
      en: "An invitation with day and place, the evening's programme and a button to register.",
    },
    subject: say(
      "Einladung: Ein Abend über die Stadt von morgen",
      "Invitation: an evening about the city of tomorrow",
    ),
    preheader: say(
      "Donnerstag, 18. März, 19 Uhr im Alten Lichtspiel. Eintritt frei, Plätze begrenzt.",
      "Thursday, 18 March, 7 pm at the Altes Lichtspiel. Free admission, limited seats.",
    ),
    scene: "calendar",
    sections: [
      head,
      {
        blocks: [
          drawing(),
          text(
            title(
              say("Ein Abend über die Stadt von morgen", "An evening about the city of tomorrow"),
              say("Einladung", "Invitation"),
            ) +
              SALUTATION +
              say(
                "<p>wie wohnen wir in zwanzig Jahren, und wem gehört dann die Straße? Darüber sprechen wir mit zwei Menschen, die Städte planen, und vor allem mit Ihnen.</p>",
                "<p>how will we live in twenty years, and to whom will the streets belong? We talk about it with two people who plan cities, and above all with you.</p>",
                "<p>wie wohnen wir in zwanzig Jahren, und wem gehört dann die Straße? Darüber sprechen wir mit zwei Menschen, die Städte planen, und vor allem mit dir.</p>",
              ),
          ),
        ],
      },
      {
        background: "soft",
        blocks: [
          {
            type: "event",
            title: say("Die Stadt von morgen", "The city of tomorrow"),
            start: "2027-03-18T19:00",
            end: "2027-03-18T21:30",
            place: say(
              "Altes Lichtspiel, Großer Saal, Marktstraße 4",
              "Altes Lichtspiel, Great Hall, Marktstraße 4",
            ),
            text: say(
              "Eintritt frei. Der Saal ist ohne Stufen erreichbar, und es gibt eine Höranlage.",
              "Free admission. There are no steps to the hall, and there is a hearing loop.",
            ),
            label: "",
            href: "",
          },
          button(say("Platz reservieren", "Reserve a seat"), "/anmeldung"),
        ],
      },
      {
        blocks: [
          text(
            say(
              "<h2>So verläuft der Abend</h2><ul><li><strong>19.00 Uhr</strong> Begrüßung durch den Vorstand</li><li><strong>19.15 Uhr</strong> Gespräch: Wohnen, arbeiten, unterwegs sein</li><li><strong>20.15 Uhr</strong> Ihre Fragen an das Podium</li><li><strong>21.00 Uhr</strong> Ausklang im Foyer</li></ul>",
              "<h2>How the evening goes</h2><ul><li><strong>7.00 pm</strong> Welcome by the board</li><li><strong>7.15 pm</strong> Talk: living, working, getting around</li><li><strong>8.15 pm</strong> Your questions to the panel</li><li><strong>9.00 pm</strong> Drinks in the foyer</li></ul>",
              "<h2>So verläuft der Abend</h2><ul><li><strong>19.00 Uhr</strong> Begrüßung durch den Vorstand</li><li><strong>19.15 Uhr</strong> Gespräch: Wohnen, arbeiten, unterwegs sein</li><li><strong>20.15 Uhr</strong> Deine Fragen an das Podium</li><li><strong>21.00 Uhr</strong> Ausklang im Foyer</li></ul>",
            ),
          ),
        ],
      },
      {
        ruled: true,
        columns: [
          {
            blocks: [
              text(
                say(
                  "<h3>Dr. Lena Muster</h3><p>Stadtplanerin, hat den Umbau des Hafenviertels geleitet.</p>",
                  "<h3>Dr Lena Muster</h3><p>City planner who led the rebuilding of the harbour quarter.</p>",
                ),
              ),
            ],
          },
          {
            blocks: [
              text(
                say(
                  "<h3>Jonas Beispiel</h3><p>Architekt und Autor, baut mit dem, was schon da ist.</p>",
                  "<h3>Jonas Beispiel</h3><p>Architect and author who builds with what is there already.</p>",
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
              `<p>Sie können nicht kommen? Wir zeichnen das Gespräch auf und stellen es danach auf <a href="${SITE}/mitschnitte">unsere Seite</a>.</p><p>Herzliche Grüße<br>{{ account.name }}</p>`,
              `<p>You cannot come? We record the talk and put it on <a href="${SITE}/recordings">our page</a> afterwards.</p><p>Kind regards<br>{{ account.name }}</p>`,
              `<p>Du kannst nicht kommen? Wir zeichnen das Gespräch auf und stellen es danach auf <a href="${SITE}/mitschnitte">unsere Seite</a>.</p><p>Herzliche Grüße<br>{{ account.name }}</p>`,
            ),
          ),
        ],
      },
      foot,
    ],
  });
}
