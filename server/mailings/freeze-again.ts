import { insertContentVersion } from "../content/index.ts";
import type { Tx } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { freezeMailing } from "./freeze-mailing.ts";
import { noteEntries } from "./recurring/entries.ts";
import { changeState, lockMailingById } from "./mailings.store.ts";

/** Freezes a scheduled mailing's content once more, with what its feeds say now. What cannot be rendered stays as it was. */
export async function freezeAgain(
  tx: Tx,
  deps: Pick<MailingDeps, "pagesUrl" | "clock">,
  accountId: number,
  mailingId: number,
): Promise<void> {
  const mailing = await lockMailingById(tx, mailingId);
  if (mailing?.state !== "scheduled" || mailing.scheduledAt === null) return;
  const frozen = await freezeMailing(tx, deps, mailing, mailing.scheduledAt);
  if (!frozen.ok) return;
  const { id } = await insertContentVersion(tx, accountId, frozen.version);
  const now = deps.clock.now();
  await noteEntries(tx, mailing);
  await changeState(tx, mailing.id, ["scheduled"], "scheduled", { contentVersionId: id }, now);
}
