import type { BlockDocument } from "../../../../../contract/blocks.ts";

type Locale = "de" | "en";

const WORDS = {
  de: {
    headline: "Eine Überschrift, die das Wichtigste sagt",
    intro: "Schreiben Sie hier, worum es geht.",
  },
  en: {
    headline: "A headline that says what matters",
    intro: "Write here what this is about.",
  },
} as const;

/** A letter with its head, a text to go on with, and the legal end. */
export function firstDocument(locale: Locale): BlockDocument {
  const { headline, intro } = WORDS[locale];
  return {
    version: 1,
    settings: {},
    sections: [
      {
        id: "head",
        columns: [
          {
            id: "head0",
            blocks: [
              { id: "name", type: "header", align: "left", showDate: true, showWebView: true },
            ],
          },
        ],
      },
      {
        id: "main",
        columns: [
          {
            id: "main0",
            blocks: [
              {
                id: "text",
                type: "text",
                html: `<h1>${headline}</h1><p>{{ contact.salutation_line }},</p><p>${intro}</p>`,
                align: "left",
                size: "normal",
              },
            ],
          },
        ],
      },
      {
        id: "end",
        columns: [{ id: "end0", blocks: [{ id: "legal", type: "legal", question: true }] }],
      },
    ],
  };
}

const mjml = (locale: Locale) => `<mjml lang="${locale}">
  <mj-head>
    <mj-attributes>
      <mj-all font-family="-apple-system, 'Segoe UI', Roboto, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="26px" color="#1B2430" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#FBFAF7">
    <mj-section background-color="#FFFFFF" padding="32px 24px">
      <mj-column>
        <mj-text>
          <h1 style="font-weight: 400; line-height: 1.25; margin: 0">${WORDS[locale].headline}</h1>
          <p>{{ contact.salutation_line }},</p>
          <p>${WORDS[locale].intro}</p>
        </mj-text>
        <mj-text>{{ footer }}</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;

export const FIRST_MJML: Readonly<Record<Locale, string>> = { de: mjml("de"), en: mjml("en") };
