import { audit, getAccount } from "../accounts/index.ts";
import { conflict, notFound, type Actor, type Tx } from "../platform/index.ts";
import type { SendersDeps } from "./deps.ts";
import { ensureDkimKey } from "./dkim-keys.ts";
import { listSendingDomains } from "./domains.store.ts";
import { requestConfirmationUnlessFresh } from "./request-confirmation.ts";
import { judge, requireGoodSender, type Sender } from "./sender.ts";
import {
  archiveSender,
  clearDefault,
  findDefaultSender,
  findSender,
  insertSender,
  listSenders,
  updateSender,
} from "./senders.store.ts";

interface By {
  accountId: number;
  actor: Actor;
}

/**
 * Creates a sender: checks name and addresses (CNT-01, SND-15), makes the domain's signing key, and asks the
 * reply address to confirm that somebody reads it (CNT-03). The first sender is the default.
 */
export async function createSender(
  deps: SendersDeps,
  tx: Tx,
  by: By,
  input: { fromName: string; fromAddress: string; replyTo: string; isDefault?: boolean },
): Promise<Sender> {
  const account = await getAccount(tx);
  const good = requireGoodSender(input, account.name, await listSendingDomains(tx));
  const isDefault = input.isDefault === true || (await findDefaultSender(tx)) === undefined;
  if (isDefault) await clearDefault(tx);
  const now = deps.clock.now();
  const sender = await insertSender(
    tx,
    by.accountId,
    { ...good, isDefault, warningsAcknowledgedAt: null },
    now,
  );
  await ensureDkimKey(tx, deps.keys, by.accountId, sender.domain, now);
  await audit(tx, by.accountId, by.actor, "sender.created", {
    objectType: "sender",
    objectId: sender.publicId,
    detail: { domain: sender.domain },
    change: { keys: deps.keys, before: null, after: sender },
  });
  await requestConfirmationUnlessFresh(deps, tx, by.accountId, "reply_to", sender.replyTo);
  return sender;
}

/** Changes a sender. A new name or address has to be acknowledged anew where it draws warnings (CNT-02). */
export async function changeSender(
  deps: SendersDeps,
  tx: Tx,
  by: By,
  publicId: string,
  change: {
    fromName?: string;
    fromAddress?: string;
    replyTo?: string;
    isDefault?: true;
    acknowledgeWarnings?: true;
  },
): Promise<Sender> {
  const before = await findSender(tx, publicId);
  if (!before) throw notFound("sender");
  const account = await getAccount(tx);
  const good = requireGoodSender(
    {
      fromName: change.fromName ?? before.fromName,
      fromAddress: change.fromAddress ?? before.fromAddress,
      replyTo: change.replyTo ?? before.replyTo,
    },
    account.name,
    (await listSendingDomains(tx)).filter((domain) => domain !== before.domain),
  );
  const now = deps.clock.now();
  const renamed = good.fromName !== before.fromName || good.fromAddress !== before.fromAddress;
  if (change.isDefault && !before.isDefault) await clearDefault(tx);
  const sender = await updateSender(
    tx,
    before.id,
    {
      ...good,
      isDefault: before.isDefault || change.isDefault === true,
      warningsAcknowledgedAt: change.acknowledgeWarnings
        ? now
        : renamed
          ? null
          : before.warningsAcknowledgedAt,
    },
    now,
  );
  await ensureDkimKey(tx, deps.keys, by.accountId, sender.domain, now);
  await audit(tx, by.accountId, by.actor, "sender.changed", {
    objectType: "sender",
    objectId: publicId,
    detail: {
      fields: Object.keys(change),
      ...(change.acknowledgeWarnings
        ? { acknowledged: judge(good, account.name).warnings.map((each) => each.rule) }
        : {}),
    },
    change: { keys: deps.keys, before, after: sender },
  });
  if (sender.replyTo !== before.replyTo)
    await requestConfirmationUnlessFresh(deps, tx, by.accountId, "reply_to", sender.replyTo);
  return sender;
}

/** Takes a sender out of the choice. Mails that left with it keep naming it. */
export async function removeSender(
  deps: Pick<SendersDeps, "clock" | "keys">,
  tx: Tx,
  by: By,
  publicId: string,
): Promise<void> {
  const sender = await findSender(tx, publicId);
  if (!sender) throw notFound("sender");
  if (sender.isDefault && (await listSenders(tx)).length > 1)
    throw conflict("sender_is_default", "The default sender cannot be removed.", {
      hint: "Make another sender the default first.",
    });
  await archiveSender(tx, sender.id, deps.clock.now());
  await audit(tx, by.accountId, by.actor, "sender.archived", {
    objectType: "sender",
    objectId: publicId,
    change: { keys: deps.keys, before: sender, after: null },
  });
}
