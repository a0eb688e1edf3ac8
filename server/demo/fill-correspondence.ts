import { insertInquiry, insertTemplate } from "../correspondence/index.ts";
import type { List } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { someSubscribers } from "./demo.store.ts";

const DAY_MS = 86_400_000;

const page = (body: string) => `<!doctype html>
<html lang="de">
<body style="font-family:Arial,sans-serif;color:#1B2430">
${body}
</body>
</html>
`;

/** Templates that programs call, one with a part that advertises, and a few inquiries. */
export async function fillCorrespondence(
  tx: Tx,
  { accountId, lists, now }: { accountId: number; lists: List[]; now: Date },
): Promise<void> {
  const base = {
    locale: "de" as const,
    law: null,
    text: "",
    offerCategoryId: null,
    offerEntityId: null,
  };
  await insertTemplate(
    tx,
    accountId,
    {
      ...base,
      name: "termin.bestaetigt",
      category: "service",
      subject: "Ihr Termin am {{ datum }}",
      html: page(
        "<p>Guten Tag {{ name }},</p>\n<p>Ihr Termin am {{ datum }} um {{ uhrzeit }} Uhr steht. Wir freuen uns auf Sie.</p>",
      ),
      advertisingListIds: [],
    },
    now,
  );
  await insertTemplate(
    tx,
    accountId,
    {
      ...base,
      name: "unterlagen.eingang",
      category: "contract",
      subject: "Ihre Unterlagen zu Vorgang {{ nr }} sind da",
      html: page(
        `<p>Guten Tag {{ name }},</p>
<p>Ihre Unterlagen zu Vorgang {{ nr }} sind bei uns eingegangen. Sie müssen nichts weiter tun.</p>
<!-- werbung -->
<p>Schon gewusst? Jeden Freitag fassen wir zusammen, was sich für Sie ändert.</p>
<!-- /werbung -->`,
      ),
      advertisingListIds: lists.slice(0, 1).map((list) => list.id),
    },
    now,
  );
  const asked = ["Bitte um Rückruf zur Finanzierung", "Frage zu den Öffnungszeiten"];
  const people = await someSubscribers(tx, lists[0]!.id, asked.length);
  for (const [at, { contactId }] of people.entries())
    await insertInquiry(tx, accountId, {
      contactId,
      receivedOn: new Date(now.getTime() - (at + 2) * 5 * DAY_MS).toISOString().slice(0, 10),
      channel: at === 0 ? "phone" : "email",
      subject: asked[at]!,
      recordedBy: "M. Beispiel",
      createdAt: now,
    });
}
