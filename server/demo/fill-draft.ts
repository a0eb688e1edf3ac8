import type { Block, BlockDocument, Section } from "../../contract/blocks.ts";
import type { Account } from "../accounts/index.ts";
import { compileBlocks } from "../content/index.ts";
import { brandKitOf, insertComment, nameVersion } from "../editing/index.ts";
import type { List } from "../lists/index.ts";
import { createMailing } from "../mailings/index.ts";
import type { Clock, Database } from "../platform/index.ts";
import { templateContent } from "../templates/index.ts";

const HOUR_MS = 3_600_000;

/** A letter of blocks that two people are writing: a condition, two earlier versions, a question and an answer. */
export async function fillDraft(
  deps: { db: Database; clock: Clock; pagesUrl: string },
  example: {
    account: Account;
    list: List;
    senderPublicId: string;
    colleagueId: number;
    url: string;
  },
): Promise<void> {
  const { account, colleagueId, url } = example;
  const now = deps.clock.now();
  const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
  await deps.db.account(account.id, async (tx) => {
    const design = await templateContent(tx, deps, "newsletter-de");
    const picture = pictureOf(design?.source as BlockDocument);
    const document = letter(picture, url, "done");
    const mailing = await createMailing(
      tx,
      account.id,
      {
        name: "Marktblick im Dezember",
        subject: "Marktblick: drei Fristen bis zum Jahresende",
        preheader: "Freistellungsauftrag, Zulagen und der Anlegerabend in Ihrer Nähe.",
        source: { kind: "blocks", source: document },
        listIds: [example.list.publicId],
        senderId: example.senderPublicId,
        locale: "de",
      },
      colleagueId,
      ago(1),
      deps.pagesUrl,
    );
    const kit = await brandKitOf(tx, account, deps.pagesUrl);
    const earlier = [
      ["first", "Erster Wurf", 49],
      ["second", "Nach Rücksprache mit dem Vertrieb", 26],
    ] as const;
    for (const [state, name, hours] of earlier) {
      const source = letter(picture, url, state);
      const content = { ...mailing, source, html: compileBlocks(source, kit, "de") };
      await nameVersion(tx, account.id, mailing.id, content, {
        name,
        operatorId: colleagueId,
        at: ago(hours),
      });
    }
    const say = (blockId: string | null, body: string, by: number, hours: number) =>
      insertComment(tx, account.id, { mailingId: mailing.id, blockId, body, by, at: ago(hours) });
    await say(
      "abend",
      "@M. Beispiel Beginnt der Anlegerabend wieder um 18 Uhr? Im Kalender steht 18:30.",
      colleagueId,
      5,
    );
    await say(
      "nord",
      "Für den Nordpark habe ich einen eigenen Absatz gemacht; alle anderen sehen den allgemeinen.",
      colleagueId,
      4,
    );
  });
}

function pictureOf(document: BlockDocument): string {
  for (const section of document.sections)
    for (const column of section.columns)
      for (const block of column.blocks) if (block.type === "image") return block.src;
  return "";
}

const text = (id: string, html: string): Block => ({
  ...{ id, type: "text", html, align: "left", size: "normal" },
});

function letter(picture: string, url: string, state: "first" | "second" | "done"): BlockDocument {
  const section = (id: string, blocks: Block[], look: Partial<Section> = {}): Section => ({
    ...{ id, ...look, columns: [{ id: `${id}c`, blocks }] },
  });
  const title = state === "first" ? "Neues aus Ihrer Bank" : "Drei Fristen, die sich jetzt lohnen";
  const start = [
    {
      ...{ id: "bild", type: "image", src: picture, alt: "", href: "" },
      ...{ width: 100, rounded: true, caption: "" },
    } as Block,
    text(
      "lead",
      `<h1>${title}</h1><p>{{ contact.salutation_line }},</p><p>bis zum Jahresende bleibt Zeit für drei Dinge, die bares Geld wert sind. Keines davon dauert länger als eine halbe Stunde.</p>`,
    ),
  ];
  const deadlines = text(
    "fristen",
    "<h2>Was jetzt zählt</h2><ul><li><strong>Freistellungsauftrag:</strong> gilt für das ganze Jahr, wenn er bis zum 31. Januar vorliegt.</li><li><strong>Zulagen:</strong> Der Antrag für das vorletzte Jahr endet am 31. Dezember.</li><li><strong>Verluste verrechnen:</strong> Die Bescheinigung fordern Sie bis zum 15. Dezember an.</li></ul>",
  );
  const more: Block = {
    ...{ id: "mehr", type: "button", label: "Fristen im Überblick", href: url },
    ...{ align: "left", style: "filled", fullWidth: false },
  };
  const branch: Block = {
    ...text(
      "nord",
      "<h2>In Ihrer Filiale Nordpark</h2><p>Ab Januar sind wir dort auch donnerstags bis 19 Uhr für Sie da.</p>",
    ),
    condition: 'contact.custom.filiale == "Nordpark"',
    otherwise:
      "Die Öffnungszeiten Ihrer Filiale zwischen den Jahren finden Sie auf unserer Website.",
  };
  const evening: Block = {
    ...{ id: "abend", type: "event", title: "Anlegerabend", start: "2026-12-09T18:30" },
    ...{ end: "2026-12-09T20:30", place: "Hauptstelle, Lindenallee 12" },
    ...{ text: "Wie das neue Jahr für Ihr Depot beginnt, mit Zeit für Ihre Fragen." },
    ...{ label: "Platz reservieren", href: url },
  };
  const advisor: Block = {
    ...{ id: "petra", type: "advisor", photo: "", alt: "", name: "Petra Beispiel" },
    ...{ role: "Kundenberatung, Hauptstelle", phone: "+49 30 1234567" },
    ...{ email: "beratung@musterbank.example", signature: "", label: "", href: "" },
    text: "Sie haben eine Frage zu einer der Fristen? Antworten Sie auf diese E-Mail, oder rufen Sie mich an.",
  };
  return {
    version: 1,
    settings: { frame: "letter", edge: true },
    sections: [
      section("kopf", [
        { id: "k1", type: "header", align: "left", showDate: true, showWebView: true },
      ]),
      section("start", start),
      section("mitte", [deadlines, more], { ruled: true }),
      ...(state === "done" ? [section("filiale", [branch], { ruled: true })] : []),
      ...(state === "first" ? [] : [section("termin", [evening], { ruled: true })]),
      section("beratung", [advisor], { background: "soft" }),
      section("fuss", [{ id: "recht", type: "legal", question: true }], { padding: "large" }),
    ],
  };
}
