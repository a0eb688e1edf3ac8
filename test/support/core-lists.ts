import { importIntoList, suggestMapping } from "../../server/crm/index.ts";
import { readTable } from "../../server/imports/index.ts";
import {
  createMailing,
  findMailingById,
  scheduleMailing,
  type Mailing,
} from "../../server/mailings/index.ts";
import { insertCoreList, lockCoreList, type CoreList } from "../../server/records/index.ts";
import type { SeededNewsletter } from "./newsletter.ts";
import { operatorActor, SAMPLE_HTML, type SendingParts } from "./sending.ts";

/** A file as an institute exports it: semicolons, German headings. */
export const HEADINGS =
  "Personennummer;E-Mail;Anrede;Vorname;Nachname;Profiling;EWE-ID;Rechtsgrundlage;Herkunft";

/** Takes a file into a new list, or into one there is. */
export async function takeFile(
  parts: SendingParts,
  { accountId }: Pick<SeededNewsletter, "accountId">,
  lines: readonly string[],
  options: {
    list?: CoreList;
    kind?: "append" | "update";
    manual?: boolean;
    headings?: string;
    name?: string;
  } = {},
) {
  const text = [options.headings ?? HEADINGS, ...lines].join("\r\n");
  const table = await readTable(Buffer.from(text));
  return parts.deps.db.account(accountId, async (tx) => {
    const list = options.list
      ? (await lockCoreList(tx, options.list.publicId))!
      : await insertCoreList(tx, accountId, {
          name: options.name ?? "Zinsbindung 2026",
          occasion: "Auslaufende Zinsbindung",
          ownerId: null,
          sourceSystem: "OSPlus",
          keepDays: 180,
          createdBy: "Test",
          at: parts.deps.clock.now(),
        });
    const made = await importIntoList(tx, parts.deps, accountId, list, {
      fileName: "select.csv",
      table,
      mapping: suggestMapping(table.columns),
      manual: options.manual ?? false,
      kind: options.kind ?? (options.list ? "append" : "create"),
      by: "Test",
    });
    return { list, made };
  });
}

/** Writes a campaign to a list and schedules it for now. */
export function scheduleCampaign(
  parts: SendingParts,
  seeded: SeededNewsletter,
  list: CoreList,
  options: { html?: string } = {},
): Promise<Mailing> {
  const { deps } = parts;
  return deps.db.account(seeded.accountId, async (tx) => {
    const mailing = await createMailing(
      tx,
      seeded.accountId,
      {
        kind: "core_campaign",
        name: "Anschlussfinanzierung",
        subject: "Ihre Zinsbindung läuft aus",
        html: options.html ?? SAMPLE_HTML,
        coreListId: list.publicId,
        locale: "de",
      },
      seeded.operatorId,
      deps.clock.now(),
    );
    return scheduleMailing(
      tx,
      deps,
      seeded.accountId,
      operatorActor(seeded.operatorId),
      mailing.publicId,
      {},
    );
  });
}

export async function preparedCampaign(
  parts: SendingParts,
  seeded: SeededNewsletter,
  list: CoreList,
): Promise<Mailing> {
  const scheduled = await scheduleCampaign(parts, seeded, list);
  await parts.jobs().drain();
  return (await parts.deps.db.account(seeded.accountId, (tx) =>
    findMailingById(tx, scheduled.id),
  ))!;
}
