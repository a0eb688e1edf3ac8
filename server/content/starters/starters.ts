import type { Localised, Starter } from "../../../contract/content.ts";
import type { Locale } from "../../platform/index.ts";
import { letter, letterFrame } from "./letter-frame.ts";
import { trackingQuestion } from "./tracking-question.ts";

/** Stands where authors put their own targets. */
const SITE = "https://www.example.com";

const NEWSLETTER_NAME: Localised = { de: "Newsletter", en: "Newsletter" };
const NEWSLETTER_DESCRIPTION: Localised = {
  de: "Ein Leitthema mit Knopf, zwei kurze Beiträge und Termine auf einen Blick.",
  en: "A lead story with a button, two short pieces and dates at a glance.",
};
const NOTE_NAME: Localised = { de: "Kurzer Hinweis", en: "Short note" };
const NOTE_DESCRIPTION: Localised = {
  de: "Ein Brief mit einer Nachricht und einem nächsten Schritt.",
  en: "A letter with one message and one next step.",
};

interface NewsletterTexts {
  subject: string;
  preheader: string;
  title: string;
  intro: string;
  lead: { heading: string; text: string; second: string; button: string };
  briefs: readonly { heading: string; text: string; link: string; path: string }[];
  dates: { heading: string; rows: readonly (readonly [string, string])[] };
  closing: string;
  greeting: string;
}

const NEWSLETTER: Record<Locale, NewsletterTexts> = {
  de: {
    subject: "{{ list.name }}: das Wichtigste in wenigen Minuten",
    preheader: "Ein Thema im Mittelpunkt, zwei kurze Beiträge und die nächsten Termine.",
    title: "Eine Überschrift, die das Wichtigste sagt",
    intro:
      "schön, dass Sie lesen. Schreiben Sie hier in zwei, drei Sätzen, worum es heute geht und was Ihre Leserinnen und Leser davon haben. Je persönlicher der Ton, desto lieber wird gelesen.",
    lead: {
      heading: "Das Thema dieser Ausgabe",
      text: "Beginnen Sie mit dem, was neu ist. Ein Absatz genügt, um den Gedanken vorzustellen: Was ist geschehen, wen betrifft es, und warum gerade jetzt?",
      second:
        "Im zweiten Absatz folgt, was Sie empfehlen oder anbieten. Wer mehr wissen möchte, findet den ganzen Beitrag auf Ihrer Website.",
      button: "Ganzen Beitrag lesen",
    },
    briefs: [
      {
        heading: "Kurz erklärt",
        text: "Eine Frage, die oft gestellt wird, in vier Zeilen beantwortet. Das hilft sofort weiter und zeigt, dass Sie Ihr Fach verstehen.",
        link: "Die ausführliche Antwort lesen",
        path: "/kurz-erklaert",
      },
      {
        heading: "Aus dem Haus",
        text: "Eine neue Kollegin, geänderte Öffnungszeiten, ein gelungenes Projekt: Was man sich am Empfang erzählen würde, gehört hierher.",
        link: "Mehr aus dem Haus erfahren",
        path: "/aus-dem-haus",
      },
    ],
    dates: {
      heading: "Termine auf einen Blick",
      rows: [
        ["12. Januar", "Beratungstag in der Hauptstelle, 9 bis 18 Uhr"],
        ["21. Januar", "Online-Vortrag mit Fragerunde, 19 Uhr"],
        ["3. Februar", "Offene Sprechstunde, ohne Anmeldung"],
      ],
    },
    closing:
      "Haben Sie Fragen oder eine Anregung? Antworten Sie einfach auf diese E-Mail, wir lesen jede Nachricht.",
    greeting: "Herzliche Grüße<br>Ihr Team von {{ account.name }}",
  },
  en: {
    subject: "{{ list.name }}: the essentials in a few minutes",
    preheader: "One topic in focus, two short pieces and the next dates.",
    title: "A headline that says what matters",
    intro:
      "thank you for reading. Say in two or three sentences what this issue is about and what your readers gain from it. The more personal the tone, the better it reads.",
    lead: {
      heading: "The topic of this issue",
      text: "Begin with what is new. One paragraph is enough to introduce the idea: what happened, whom does it concern, and why now?",
      second:
        "The second paragraph says what you recommend or offer. Those who want to know more find the full story on your website.",
      button: "Read the full story",
    },
    briefs: [
      {
        heading: "Briefly explained",
        text: "A question that is often asked, answered in four lines. It helps at once and shows that you know your subject.",
        link: "Read the detailed answer",
        path: "/briefly-explained",
      },
      {
        heading: "News from us",
        text: "A new colleague, changed opening hours, a project that went well: what one would tell at the reception desk belongs here.",
        link: "See what else is new",
        path: "/news",
      },
    ],
    dates: {
      heading: "Dates at a glance",
      rows: [
        ["12 January", "Advice day at the head office, 9 am to 6 pm"],
        ["21 January", "Online talk with questions, 7 pm"],
        ["3 February", "Open consultation, no appointment needed"],
      ],
    },
    closing:
      "Do you have questions or a suggestion? Simply reply to this e-mail; we read every message.",
    greeting: "Kind regards<br>Your team at {{ account.name }}",
  },
};

interface NoteTexts {
  subject: string;
  preheader: string;
  title: string;
  paragraphs: readonly string[];
  button: string;
  after: string;
  greeting: string;
}

const NOTE: Record<Locale, NoteTexts> = {
  de: {
    subject: "Ein kurzer Hinweis von {{ account.name }}",
    preheader: "Was sich ändert, ab wann es gilt und was Sie tun können.",
    title: "Eine Nachricht, kurz und klar",
    paragraphs: [
      "sagen Sie im ersten Satz, worum es geht. Wer nur diesen liest, sollte das Wichtigste wissen.",
      "Erklären Sie danach, was sich ändert und ab wann es gilt. Wenn niemand etwas tun muss, schreiben Sie auch das: Es beruhigt und spart Rückfragen.",
    ],
    button: "Einzelheiten ansehen",
    after: "Fragen beantworten wir gern, auch persönlich. Antworten Sie einfach auf diese E-Mail.",
    greeting: "Freundliche Grüße<br>{{ account.name }}",
  },
  en: {
    subject: "A short note from {{ account.name }}",
    preheader: "What changes, from when, and what you can do.",
    title: "One message, short and clear",
    paragraphs: [
      "say in the first sentence what this is about. Who reads no further should know what matters.",
      "Then explain what changes and from when. If nobody needs to do anything, say that too: it reassures and saves questions.",
    ],
    button: "See the details",
    after: "We are happy to answer questions, in person too. Simply reply to this e-mail.",
    greeting: "Kind regards<br>{{ account.name }}",
  },
};

const SALUTATION = "{{ contact.salutation_line }},";

function newsletter(locale: Locale): Starter {
  const texts = NEWSLETTER[locale];
  const rows = [
    letter.row(
      [
        letter.kicker("{{ list.name }}"),
        letter.title(texts.title),
        letter.paragraph(SALUTATION, 22),
        letter.paragraph(texts.intro, 12),
      ].join("\n"),
      36,
    ),
    letter.ruled(
      [
        letter.heading(texts.lead.heading),
        letter.paragraph(texts.lead.text, 12),
        letter.paragraph(texts.lead.second, 12),
        letter.button(`${SITE}/`, texts.lead.button),
      ].join("\n"),
    ),
    ...texts.briefs.map((brief) =>
      letter.ruled(
        [
          letter.heading(brief.heading),
          letter.paragraph(brief.text, 10),
          letter.paragraph(letter.link(SITE + brief.path, brief.link), 10),
        ].join("\n"),
      ),
    ),
    letter.ruled([letter.heading(texts.dates.heading), letter.facts(texts.dates.rows)].join("\n")),
    letter.ruled(
      [letter.paragraph(texts.closing, 0), letter.paragraph(texts.greeting, 18)].join("\n"),
      20,
    ),
  ];
  return {
    id: `newsletter-${locale}`,
    locale,
    name: NEWSLETTER_NAME,
    description: NEWSLETTER_DESCRIPTION,
    subject: texts.subject,
    preheader: texts.preheader,
    html: letterFrame(locale, "{{ list.name }}", rows),
  };
}

function note(locale: Locale): Starter {
  const texts = NOTE[locale];
  const rows = [
    letter.row(
      [
        letter.title(texts.title),
        letter.paragraph(SALUTATION, 22),
        ...texts.paragraphs.map((text) => letter.paragraph(text, 12)),
        letter.button(`${SITE}/`, texts.button),
        letter.paragraph(texts.after, 24),
        letter.paragraph(texts.greeting, 18),
      ].join("\n"),
      26,
    ),
  ];
  return {
    id: `note-${locale}`,
    locale,
    name: NOTE_NAME,
    description: NOTE_DESCRIPTION,
    subject: texts.subject,
    preheader: texts.preheader,
    html: letterFrame(locale, "{{ account.name }}", rows),
  };
}

/** Mailings to start from, German first. Each passes the content lint as it is. */
export const STARTERS: readonly Starter[] = [
  newsletter("de"),
  note("de"),
  trackingQuestion("de"),
  newsletter("en"),
  note("en"),
  trackingQuestion("en"),
];
