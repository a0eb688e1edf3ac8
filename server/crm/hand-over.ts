import { audit } from "../accounts/index.ts";
import { conflict, notFound, type Actor, type Locale, type Tx } from "../platform/index.ts";
import { acknowledgeWithdrawals, type CoreList } from "../records/index.ts";
import { liftByPerson } from "../suppression/index.ts";
import type { CrmDeps } from "./deps.ts";
import { acknowledgeHandover, insertHandover, lockHandover, type Handover } from "./lists.store.ts";
import { returnCsv, returnRows } from "./return-file.ts";
import { returnWords } from "./return-words.ts";
import { campaignsOfList } from "./return.store.ts";

/** Makes a return file and notes who took it and why. Throws 404 for a mailing that is none of the list's. */
export async function makeReturnFile(
  tx: Tx,
  deps: CrmDeps,
  accountId: number,
  actor: Actor,
  list: CoreList,
  wanted: { format: "csv" | "xlsx"; mailing: string | undefined; reason: string; locale: Locale },
): Promise<{ handover: Handover; content: Buffer }> {
  const { format, locale, reason } = wanted;
  const all = await campaignsOfList(tx, list.publicId);
  const campaigns =
    wanted.mailing === undefined ? all : all.filter((one) => one.publicId === wanted.mailing);
  if (wanted.mailing !== undefined && campaigns.length === 0) throw notFound("mailing");
  const now = deps.clock.now();
  const mailingId = wanted.mailing === undefined ? null : campaigns[0]!.id;
  const seesPersons = actor.permissions.has("tracking.read");
  const rows = await returnRows(tx, list, campaigns, { locale, seesPersons, now, mailingId });
  const words = returnWords[locale];
  const content =
    format === "csv"
      ? Buffer.from(returnCsv(rows, locale))
      : deps.writeWorkbook([
          { name: words.sheet, columns: words.columns.map((title) => ({ title })), rows },
        ]);
  const handover = await insertHandover(tx, accountId, {
    listId: list.id,
    mailingId,
    format,
    reason,
    rows: rows.length,
    madeBy: actor.name,
    madeAt: now,
  });
  await audit(tx, accountId, actor, "core_list.return_file", {
    objectType: "core_list",
    objectId: list.publicId,
    detail: { format, reason, rows: rows.length, persons: seesPersons },
  });
  return { handover, content };
}

/**
 * The core system has it: what people said until the file was made is no longer open (CRM-08, CRM-14). Their records stay
 * unsubscribed; only a later delivery of the core system may bring somebody back. Objections stay for good (LEG-14).
 *
 * Throws 409 `already_acknowledged`, and `file_not_whole` for the file of one mailing.
 */
export async function acknowledgeReturnFile(
  tx: Tx,
  { clock }: Pick<CrmDeps, "clock">,
  accountId: number,
  actor: Actor,
  publicId: string,
): Promise<Handover> {
  const [found] = await lockHandover(tx, publicId);
  if (!found) throw notFound("return file");
  if (found.acknowledgedAt)
    throw conflict("already_acknowledged", "This file was marked as handed over before.");
  if (found.mailingId !== null)
    throw conflict("file_not_whole", "The file of one mailing does not hold all unsubscribes.", {
      hint: "Hand over the file of the whole list, and mark that one.",
    });
  const at = clock.now();
  await acknowledgeHandover(tx, found.id, actor.name, at);
  const known = await acknowledgeWithdrawals(tx, found.listId, found.madeAt, at);
  for (const { kind, source, number } of known)
    if (kind === "unsubscribe")
      await liftByPerson(
        tx,
        "source_person",
        { source, number },
        {
          at,
          ...(actor.operatorId === undefined ? {} : { by: actor.operatorId }),
          reason: `acknowledged ${found.publicId}`,
        },
      );
  await audit(tx, accountId, actor, "core_list.handed_over", {
    objectType: "core_handover",
    objectId: found.publicId,
    detail: { withdrawals: known.length },
  });
  return { ...found, acknowledgedAt: at, acknowledgedBy: actor.name };
}
