import type { DemoMailing } from "./demo-accounts.ts";

const DAY_MS = 86_400_000;

/** Earlier mailings in short: subject, list, weeks ago, weekday (Monday is 1), hour, shares of people who open and click. */
const LINES: readonly [string, number, number, number, number, number, number][] = [
  ["Baugeld: warum Warten nicht immer lohnt", 1, 26, 4, 10, 0.36, 0.1],
  ["Was der Sommer an den Börsen bringt", 0, 24, 5, 9, 0.37, 0.08],
  ["Freistellungsauftrag: fünf Minuten im Jahr", 0, 22, 2, 9, 0.45, 0.12],
  ["Modernisieren mit Zuschuss", 1, 20, 4, 11, 0.37, 0.11],
  ["Halbjahr: was aus unseren Annahmen wurde", 0, 18, 5, 9, 0.36, 0.07],
  ["Tagesgeld oder Festgeld?", 0, 16, 2, 9, 0.46, 0.12],
  ["Die Zinsen im August", 0, 14, 5, 9, 0.38, 0.08],
  ["Dach, Fenster, Heizung: die Reihenfolge", 1, 12, 4, 10, 0.39, 0.12],
  ["Was Anleihen wieder können", 0, 11, 2, 8, 0.44, 0.1],
  ["Der Herbst der Notenbanken", 0, 9, 5, 9, 0.39, 0.08],
  ["Sparplan: Pause oder weiter?", 0, 7, 2, 9, 0.46, 0.13],
];
const NAMES = ["Marktblick", "Bauen & Wohnen"];

/** Half a year of mailings without anything particular, which reports over many mailings need to have something to say. */
export function demoHistory(now: Date): DemoMailing[] {
  return LINES.map(([subject, list, weeksAgo, weekday, hour, opens, clicks]) => {
    const monday = (now.getUTCDay() || 7) - 1;
    const daysAgo = weeksAgo * 7 + monday - (weekday - 1);
    const month = new Intl.DateTimeFormat("de-DE", { month: "long", timeZone: "UTC" });
    return {
      name: `${NAMES[list]}, ${month.format(new Date(now.getTime() - daysAgo * DAY_MS))}: ${subject}`,
      subject,
      preheader: "Das Wichtigste in fünf Minuten",
      list,
      daysAgo,
      hour,
      level: "shared",
      opens,
      clicks,
      lead: subject,
      paragraphs: ["wir haben das Wichtigste für Sie zusammengefasst, mit Beispielen und Fristen."],
      links: [
        { label: "Weiterlesen", url: "https://www.musterbank.example/aktuell", share: 0.7 },
        { label: "Termin vereinbaren", url: "https://www.musterbank.example/termin", share: 0.3 },
      ],
    };
  });
}
