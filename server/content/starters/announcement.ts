import { sayIn, type Voice } from "../../platform/index.ts";
import { button, design, drawing, foot, head, SALUTATION, text, type Design } from "./design.ts";

/** One message, what it means, what to do: new opening hours, a move, a change of terms. */
export function announcement(voice: Voice): Design {
  const say = sayIn(voice);
  return design("note", voice, {
    name: { de: "Ankündigung", en: "Announcement" },
    description: {
      de: "Eine Nachricht auf einen Blick: was sich ändert, ab wann es gilt, was zu tun ist.",
      en: "One message at a glance: what changes, from when, and what to do.",
    },
    subject: say(
      "Ab März finden Sie uns in der Lindenallee",
      "From March you will find us at Lindenallee",
      "Ab März findest du uns in der Lindenallee",
    ),
    preheader: say(
      "Neue Adresse, dieselben Menschen, längere Öffnungszeiten. Für Sie ist nichts zu tun.",
      "A new address, the same people, longer opening hours. There is nothing you need to do.",
      "Neue Adresse, dieselben Menschen, längere Öffnungszeiten. Für dich ist nichts zu tun.",
    ),
    scene: "envelope",
    sections: [
      head,
      {
        background: "accent",
        padding: "large",
        blocks: [
          text(
            say(
              "<h1>Wir ziehen um</h1><p>Ab Montag, 1. März, finden Sie uns in der Lindenallee 12.</p>",
              "<h1>We are moving</h1><p>From Monday, 1 March, you will find us at Lindenallee 12.</p>",
              "<h1>Wir ziehen um</h1><p>Ab Montag, 1. März, findest du uns in der Lindenallee 12.</p>",
            ),
            "large",
          ),
        ],
      },
      {
        blocks: [
          text(
            SALUTATION +
              say(
                "<p>unser Haus am Markt wird nach vierzig Jahren saniert. Wir nutzen den Anlass und ziehen dorthin, wo mehr Platz für Gespräche ist: zwei Straßen weiter, barrierefrei und mit Parkplätzen vor der Tür.</p>",
                "<p>after forty years our house at the market is being renovated. We take the opportunity and move to where there is more room to talk: two streets away, accessible, and with parking in front of the door.</p>",
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
                  "<h2>Was sich ändert</h2><ul><li>Adresse: Lindenallee 12</li><li>Geöffnet montags bis 19 Uhr</li><li>Aufzug und Spielecke</li></ul>",
                  "<h2>What changes</h2><ul><li>Address: Lindenallee 12</li><li>Open until 7 pm on Mondays</li><li>A lift and a play corner</li></ul>",
                ),
              ),
            ],
          },
          {
            blocks: [
              text(
                say(
                  "<h2>Was bleibt</h2><ul><li>Die Menschen, die Sie kennen</li><li>Telefon und E-Mail</li><li>Alle Verträge und Nummern</li></ul>",
                  "<h2>What stays</h2><ul><li>The people you know</li><li>Telephone and e-mail</li><li>All contracts and numbers</li></ul>",
                  "<h2>Was bleibt</h2><ul><li>Die Menschen, die du kennst</li><li>Telefon und E-Mail</li><li>Alle Verträge und Nummern</li></ul>",
                ),
              ),
            ],
          },
        ],
      },
      {
        blocks: [
          drawing(),
          text(
            say(
              "<p>Sie müssen nichts veranlassen. Briefe an die alte Adresse erreichen uns noch bis Ende des Jahres.</p>",
              "<p>There is nothing you need to do. Letters to the old address will reach us until the end of the year.</p>",
              "<p>Du musst nichts veranlassen. Briefe an die alte Adresse erreichen uns noch bis Ende des Jahres.</p>",
            ),
          ),
          button(say("Weg und Öffnungszeiten", "Directions and opening hours"), "/umzug"),
          text(
            say(
              "<p>Wir freuen uns darauf, Ihnen die neuen Räume zu zeigen.</p><p>Herzliche Grüße<br>{{ account.name }}</p>",
              "<p>We look forward to showing you the new rooms.</p><p>Kind regards<br>{{ account.name }}</p>",
              "<p>Wir freuen uns darauf, dir die neuen Räume zu zeigen.</p><p>Herzliche Grüße<br>{{ account.name }}</p>",
            ),
          ),
        ],
      },
      foot,
    ],
  });
}
