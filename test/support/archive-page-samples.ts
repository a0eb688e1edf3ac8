import {
  archivePage,
  personalLinksPage,
  webViewWaitingPage,
  webViewWithdrawnPage,
  type ArchiveIssue,
} from "../../server/archive/pages/index.ts";
import type { Locale, PageContext } from "../../server/pages/index.ts";

const ISSUES: Record<Locale, readonly (readonly [title: string, excerpt: string])[]> = {
  de: [
    [
      "Leitzins bleibt: was das für das Tagesgeld heißt",
      "Die EZB wartet ab. Drei Möglichkeiten, Geld bis zum Frühjahr gut zu parken, und warum Eile nicht lohnt.",
    ],
    [
      "Börse im Herbst: ruhig bleiben lohnt sich",
      "Schwankende Kurse gehören dazu. Ein Blick auf zehn Jahre zeigt, warum regelmäßiges Sparen die Nerven schont.",
    ],
    ["Inflation auf dem Rückzug", ""],
    [
      "Vermögenswirksame Leistungen: Geld, das viele liegen lassen",
      "Bis zu 480 Euro im Jahr vom Arbeitgeber, dazu die Zulage vom Staat. Beides lässt sich bis Dezember beantragen.",
    ],
  ],
  en: [
    [
      "Rates on hold: what it means for your savings",
      "The ECB waits. Three ways to park your money well until spring, and why there is no hurry.",
    ],
    [
      "Markets in autumn: staying calm pays",
      "Prices that go up and down are part of it. Ten years show why regular saving is easy on the nerves.",
    ],
    ["Inflation in retreat", ""],
    [
      "Savings bonuses: money many leave on the table",
      "Up to 480 euros a year from your employer, and the state adds to it. How to apply for both by December.",
    ],
  ],
};

function issues(locale: Locale): ArchiveIssue[] {
  return ISSUES[locale].map(([title, excerpt], index) => ({
    title,
    excerpt,
    at: new Date(Date.UTC(2026, 10, 20 - index * 7, 8, 12)),
    url: `/w/${String(index).repeat(32)}`,
    locale,
  }));
}

/** Archive and web view as readers see them, by a name that is good for a file. */
export function archivePages(c: PageContext): Record<string, string> {
  const model = {
    listName: "Marktblick",
    description:
      c.locale === "de"
        ? "Zinsen, Börse und Konjunktur, in fünf Minuten gelesen"
        : "Interest rates, markets and the economy, read in five minutes",
    frequency: c.locale === "de" ? "jeden Freitag" : "every Friday",
    issues: issues(c.locale),
    page: 1,
    pages: 1,
    selfUrl: "/archiv/marktblick-4f2a9c01",
    feedUrl: "/archiv/marktblick-4f2a9c01/rss",
    formUrl: "/f/frm_1",
    indexed: false,
  };
  return {
    archive: archivePage(c, model),
    "archive-second-page": archivePage(c, {
      ...model,
      page: 2,
      pages: 3,
      frequency: "",
      formUrl: undefined,
      indexed: true,
    }),
    "archive-empty": archivePage(c, { ...model, issues: [] }),
    "web-view-waiting": webViewWaitingPage(c),
    "web-view-withdrawn": webViewWithdrawnPage(c),
    "web-view-personal": personalLinksPage(c, { accessUrl: "/f/frm_1/verwalten", backUrl: "/w/0" }),
    "web-view-personal-no-form": personalLinksPage(c, {}),
  };
}
