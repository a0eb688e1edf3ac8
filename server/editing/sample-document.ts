import type { BlockDocument } from "../../contract/blocks.ts";
import type { Locale } from "../platform/index.ts";

const TEXTS = {
  de: {
    text: "<h1>So sehen Ihre E-Mails aus</h1><p>Schriften, Farbe und Knöpfe gelten für alle Mailings aus Bausteinen und für die Vorlagen. Wer etwas ändert, ändert es <a href='https://www.example.com'>überall zugleich</a>.</p>",
    button: "Ein Knopf",
    second: "Ein zweiter",
    event: "Beratungstag",
    place: "Hauptstelle, Musterplatz 1",
  },
  en: {
    text: "<h1>This is how your e-mails look</h1><p>Typefaces, colour and buttons apply to all mailings made of blocks and to the templates. Whoever changes something changes it <a href='https://www.example.com'>everywhere at once</a>.</p>",
    button: "A button",
    second: "A second one",
    event: "Advice day",
    place: "Head office, Musterplatz 1",
  },
} as const;

/** A short letter that shows each choice of the kit. */
export function sampleDocument(locale: Locale, footer: string): BlockDocument {
  const texts = TEXTS[locale];
  const href = "https://www.example.com";
  const button = { href, align: "left", fullWidth: false, type: "button" } as const;
  const note = footer
    .trim()
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("\n", "<br>");
  return {
    version: 1,
    settings: {},
    sections: [
      {
        id: "head",
        columns: [
          {
            id: "c1",
            blocks: [
              { id: "b1", type: "header", align: "left", showDate: false, showWebView: false },
              { id: "b2", type: "text", html: texts.text, align: "left", size: "normal" },
              { ...button, id: "b3", label: texts.button, style: "filled" },
              { ...button, id: "b4", label: texts.second, style: "outline" },
            ],
          },
        ],
      },
      {
        id: "event",
        background: "soft",
        columns: [
          {
            id: "c2",
            blocks: [
              {
                id: "b5",
                type: "event",
                title: texts.event,
                start: "2027-01-12T09:00",
                end: "2027-01-12T18:00",
                place: texts.place,
                text: "",
                label: "",
                href: "",
              },
            ],
          },
        ],
      },
      {
        id: "foot",
        columns: [
          {
            id: "c3",
            blocks: [
              { id: "b6", type: "social", align: "left", links: [] },
              ...(note
                ? [
                    {
                      id: "b7",
                      type: "text" as const,
                      html: `<p>${note}</p>`,
                      align: "left" as const,
                      size: "small" as const,
                    },
                  ]
                : []),
            ],
          },
        ],
      },
    ],
  };
}
