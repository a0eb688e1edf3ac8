import { inBothForms, type Informal, type Voice, type Words } from "../../platform/index.ts";
import { design, foot, text, title, type Design } from "./design.ts";

const de = {
  subject: "Eine Frage an Sie zu {{ list.name }}",
  preheader: "Dürfen wir auswerten, was Sie lesen? Beide Antworten sind in Ordnung.",
  title: "Dürfen wir Sie etwas fragen?",
  salutation: "{{ contact.salutation_line }},",
  text: [
    "Sie lesen {{ list.name }}. Ob Sie eine Ausgabe öffnen und was Sie darin anklicken, werten wir für Sie bisher nicht aus. Auch diese E-Mail enthält keine Messung.",
    "Wenn Sie es erlauben, wählen wir Themen und Zeitpunkt danach, was Sie wirklich lesen. Wenn nicht, bleibt alles, wie es ist: Den Newsletter bekommen Sie so oder so.",
    "Der Link unten führt zu einer Seite mit dem ganzen Wortlaut. Erst dort entscheiden Sie, und Sie können Ihre Meinung jederzeit ändern.",
    "Freundliche Grüße<br>{{ account.name }}",
  ],
} as const;

const du: Informal<typeof de> = {
  subject: "Eine Frage an dich zu {{ list.name }}",
  preheader: "Dürfen wir auswerten, was du liest? Beide Antworten sind in Ordnung.",
  title: "Dürfen wir dich etwas fragen?",
  text: [
    "du liest {{ list.name }}. Ob du eine Ausgabe öffnest und was du darin anklickst, werten wir für dich bisher nicht aus. Auch diese E-Mail enthält keine Messung.",
    "Wenn du es erlaubst, wählen wir Themen und Zeitpunkt danach, was du wirklich liest. Wenn nicht, bleibt alles, wie es ist: Den Newsletter bekommst du so oder so.",
    "Der Link unten führt zu einer Seite mit dem ganzen Wortlaut. Erst dort entscheidest du, und du kannst deine Meinung jederzeit ändern.",
    "Freundliche Grüße<br>{{ account.name }}",
  ],
};

const en: Words<typeof de> = {
  subject: "A question to you about {{ list.name }}",
  preheader: "May we analyse what you read? Either answer is fine.",
  title: "May we ask you something?",
  salutation: "{{ contact.salutation_line }},",
  text: [
    "you read {{ list.name }}. So far we do not analyse whether you open an issue or what you click in it. This e-mail, too, contains no measuring.",
    "If you allow it, we choose topics and timing by what you really read. If not, everything stays as it is: you receive the newsletter either way.",
    "The link below leads to a page with the full wording. Only there you decide, and you can change your mind at any time.",
    "Kind regards<br>{{ account.name }}",
  ],
};

const TEXTS: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };

/** The question for the permission to analyse as a letter of its own: no advertising, no link but the question's (CON-26). */
export function trackingQuestion(voice: Voice): Design {
  const texts = TEXTS[voice];
  return design("tracking-question", voice, {
    purpose: "tracking_question",
    name: { de: "Um Messung bitten", en: "Ask for measuring" },
    description: {
      de: "Ein Brief mit einer einzigen Frage. Geht nur an alle, deren Antwort noch fehlt, und wird selbst nicht gemessen.",
      en: "A letter with a single question. Goes only to those who have not answered yet, and is not measured itself.",
    },
    subject: texts.subject,
    preheader: texts.preheader,
    sections: [
      {
        padding: "normal",
        blocks: [{ type: "header", align: "left", showDate: true, showWebView: false }],
      },
      {
        blocks: [
          text(
            `${title(texts.title)}<p>${texts.salutation}</p>${texts.text.map((one) => `<p>${one}</p>`).join("")}`,
          ),
        ],
      },
      foot,
    ],
  });
}
