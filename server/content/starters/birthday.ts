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

/**
 * A kind letter in the month of a birthday. It names neither day nor age: the month is enough for a wish, and nobody is
 * reminded of how much one knows.
 */
export function birthday(voice: Voice): Design {
  const say = sayIn(voice);
  return design("birthday", voice, {
    name: { de: "Geburtstagsmonat", en: "Birthday month" },
    description: {
      de: "Ein Gruß im Monat des Geburtstags, ohne Tag und Alter zu nennen, mit einer kleinen Aufmerksamkeit.",
      en: "A greeting in the month of a birthday that names neither day nor age, with a small present.",
    },
    subject: say(
      "Ein Gruß zu Ihrem Geburtstagsmonat",
      "A greeting for your birthday month",
      "Ein Gruß zu deinem Geburtstagsmonat",
    ),
    preheader: say(
      "Mit einer kleinen Aufmerksamkeit, die Sie bei uns abholen können.",
      "With a small present that you can pick up from us.",
      "Mit einer kleinen Aufmerksamkeit, die du bei uns abholen kannst.",
    ),
    scene: "garland",
    sections: [
      head,
      {
        blocks: [
          drawing(),
          text(
            title(
              say("Dieser Monat gehört Ihnen", "This month is yours", "Dieser Monat gehört dir"),
            ) +
              SALUTATION +
              say(
                "<p>in diesem Monat haben Sie Geburtstag. Wir wünschen Ihnen ein gutes neues Lebensjahr: Gesundheit, Zeit für das, was Ihnen wichtig ist, und Menschen, mit denen Sie es teilen.</p>",
                "<p>this is the month of your birthday. We wish you a good year: health, time for what matters to you, and people to share it with.</p>",
                "<p>in diesem Monat hast du Geburtstag. Wir wünschen dir ein gutes neues Lebensjahr: Gesundheit, Zeit für das, was dir wichtig ist, und Menschen, mit denen du es teilst.</p>",
              ),
          ),
        ],
      },
      {
        background: "soft",
        blocks: [
          text(
            say(
              "<h2>Eine kleine Aufmerksamkeit</h2><p>Kommen Sie in diesem Monat vorbei und suchen Sie sich an der Theke ein Buch aus unserer kleinen Reihe aus. Es ist ein Geschenk, Sie müssen nichts kaufen.</p>",
              "<h2>A small present</h2><p>Come by this month and choose a book of our small series at the counter. It is a present; you need not buy anything.</p>",
              "<h2>Eine kleine Aufmerksamkeit</h2><p>Komm in diesem Monat vorbei und such dir an der Theke ein Buch aus unserer kleinen Reihe aus. Es ist ein Geschenk, du musst nichts kaufen.</p>",
            ),
          ),
          button(say("Die Bücher ansehen", "See the books"), "/geburtstag"),
          text(
            say(
              `<p>Ein Buch je Person, solange der Vorrat reicht. <a href="${SITE}/geburtstag/bedingungen">Bedingungen</a></p>`,
              `<p>One book a person, as long as stocks last. <a href="${SITE}/birthday/conditions">Conditions</a></p>`,
            ),
            "small",
          ),
        ],
      },
      {
        blocks: [
          text(
            say(
              "<p>Herzliche Grüße<br>Ihr Team von {{ account.name }}</p>",
              "<p>Kind regards<br>Your team at {{ account.name }}</p>",
              "<p>Herzliche Grüße<br>dein Team von {{ account.name }}</p>",
            ),
          ),
        ],
      },
      foot,
    ],
  });
}
