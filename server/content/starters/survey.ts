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

/** Asks for an opinion, says how long it takes and what becomes of the answers. */
export function survey(voice: Voice): Design {
  const say = sayIn(voice);
  return design("survey", voice, {
    name: { de: "Umfrage", en: "Survey" },
    description: {
      de: "Eine Bitte um die Meinung: wie lange es dauert und was mit den Antworten geschieht.",
      en: "A request for an opinion: how long it takes and what becomes of the answers.",
    },
    subject: say(
      "Fünf Fragen, zwei Minuten: Was sollen wir besser machen?",
      "Five questions, two minutes: what should we do better?",
    ),
    preheader: say(
      "Ihre Antworten bleiben ohne Namen. Was dabei herauskommt, erfahren Sie im Mai.",
      "Your answers stay without a name. You will learn the results in May.",
      "Deine Antworten bleiben ohne Namen. Was dabei herauskommt, erfährst du im Mai.",
    ),
    scene: "bars",
    sections: [
      head,
      {
        blocks: [
          drawing(),
          text(
            title(
              say("Was sollen wir besser machen?", "What should we do better?"),
              say("Umfrage", "Survey"),
            ) +
              SALUTATION +
              say(
                "<p>wir planen das nächste Jahr und möchten es nicht ohne Sie tun. Fünf Fragen helfen uns zu verstehen, was Ihnen nützt und was Sie vermissen.</p>",
                "<p>we are planning the coming year and would rather not do so without you. Five questions help us understand what is of use to you and what you miss.</p>",
                "<p>wir planen das nächste Jahr und möchten es nicht ohne dich tun. Fünf Fragen helfen uns zu verstehen, was dir nützt und was du vermisst.</p>",
              ),
          ),
          button(say("Fragen beantworten", "Answer the questions"), "/umfrage"),
        ],
      },
      {
        ruled: true,
        columns: [
          {
            blocks: [
              text(
                say(
                  "<h2>Zwei Minuten</h2><p>Fünf Fragen zum Ankreuzen und ein freies Feld. Sie können jederzeit abbrechen.</p>",
                  "<h2>Two minutes</h2><p>Five questions to tick and one open field. You can stop at any time.</p>",
                  "<h2>Zwei Minuten</h2><p>Fünf Fragen zum Ankreuzen und ein freies Feld. Du kannst jederzeit abbrechen.</p>",
                ),
              ),
            ],
          },
          {
            blocks: [
              text(
                say(
                  "<h2>Ohne Namen</h2><p>Alle bekommen denselben Link. Wir sehen, was geantwortet wird, nicht von wem.</p>",
                  "<h2>Without a name</h2><p>Everybody gets the same link. We see what is answered, not by whom.</p>",
                ),
              ),
            ],
          },
        ],
      },
      {
        background: "soft",
        blocks: [
          text(
            say(
              "<h2>Was beim letzten Mal daraus wurde</h2><ul><li>Die Sprechstunde dauert jetzt bis 19 Uhr.</li><li>Einladungen kommen vier statt zwei Wochen vorher.</li><li>Die Mitgliederzeitung gibt es auch zum Hören.</li></ul>",
              "<h2>What came of the last one</h2><ul><li>Consultation hours now last until 7 pm.</li><li>Invitations arrive four instead of two weeks ahead.</li><li>The members' magazine can be listened to, as well.</li></ul>",
            ),
          ),
        ],
      },
      {
        blocks: [
          text(
            say(
              "<p>Die Umfrage ist bis 30. April offen. Danke, dass Sie sich die Zeit nehmen.</p><p>Herzliche Grüße<br>{{ account.name }}</p>",
              "<p>The survey is open until 30 April. Thank you for taking the time.</p><p>Kind regards<br>{{ account.name }}</p>",
              "<p>Die Umfrage ist bis 30. April offen. Danke, dass du dir die Zeit nimmst.</p><p>Herzliche Grüße<br>{{ account.name }}</p>",
            ),
          ),
        ],
      },
      foot,
    ],
  });
}
