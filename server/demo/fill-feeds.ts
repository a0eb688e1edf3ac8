import { insertFeed, noteFetch } from "../content/index.ts";
import type { Tx } from "../platform/index.ts";

/** The blog of the example account as it was fetched this morning. Its website does not exist, so it is never asked. */
export async function fillFeeds(
  tx: Tx,
  { accountId, now }: { accountId: number; now: Date },
  website: string,
): Promise<void> {
  const { origin } = new URL(website);
  const feed = await insertFeed(
    tx,
    accountId,
    {
      key: "blog",
      name: "Neues aus dem Blog",
      url: `${origin}/blog/feed`,
      kind: "rss",
      mapping: {},
      whenAway: "text",
      awayText: "Alle Beiträge finden Sie auf unserer Website.",
    },
    now,
  );
  const day = (before: number) =>
    new Date(now.getTime() - before * 86_400_000).toISOString().slice(0, 10);
  const items = [
    {
      title: "Tagesgeld oder Festgeld: was sich im Winter lohnt",
      summary: "Seit Mitte November gelten neue Konditionen. Wir rechnen an drei Beispielen vor.",
      url: `${origin}/blog/tagesgeld-oder-festgeld`,
      date: day(2),
      category: "Geldanlage",
    },
    {
      title: "Bauen mit Holz: drei Familien erzählen",
      summary: "Wie sie geplant, finanziert und durchgehalten haben.",
      url: `${origin}/blog/bauen-mit-holz`,
      date: day(9),
      category: "Bauen & Wohnen",
    },
    {
      title: "So erkennen Sie falsche E-Mails Ihrer Bank",
      summary: "Fünf Zeichen, auf die Sie achten können, und was Sie dann tun.",
      url: `${origin}/blog/falsche-e-mails`,
      date: day(16),
      category: "Sicherheit",
    },
  ];
  await noteFetch(tx, feed.id, { items }, new Date(now.getTime() - 2 * 3_600_000));
}
