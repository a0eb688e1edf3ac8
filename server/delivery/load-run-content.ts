import { getAccount } from "../accounts/index.ts";
import { compileVersion, findContentVersion } from "../content/index.ts";
import { findListsById, listTexts } from "../lists/index.ts";
import type { Keys, Tx } from "../platform/index.ts";
import { findSenderById, signingKeys } from "../senders/index.ts";
import { measuredMailing } from "../tracking/index.ts";
import type { RunContent } from "./compose.ts";
import type { Run } from "./delivery.ts";
import { extraHeaders } from "./mail-headers.ts";
import { toDkimKeys } from "./mail-source.ts";
import { streamOf } from "./ways-out.ts";

/** Loads and compiles everything the mails of a run have in common. */
export async function loadRunContent(
  tx: Tx,
  deps: { keys: Keys; pagesUrl: string; trackUrl: string },
  accountId: number,
  run: Run,
): Promise<RunContent> {
  const version = await findContentVersion(tx, accountId, run.contentVersionId);
  const sender = await findSenderById(tx, run.senderId);
  if (!version || !sender) throw new Error(`Run ${run.id} has lost its content or sender.`);
  const compiled = compileVersion(version);
  if (!compiled.ok)
    throw new Error(`The content version of run ${run.id} does not compile any more.`);
  const [list] = await findListsById(tx, run.listIds.slice(0, 1));
  const account = await getAccount(tx);
  const facts = version.settings.facts;
  // Mails to existing customers and campaigns belong to no list; their stream has a name of its own (RFC 2919, SND-06).
  const streamName = run.kind === "core_campaign" ? "campaigns" : "customers";
  const stream = list?.publicId ?? `${account.publicId}-${streamName}`;
  const measuring = run.mailingId === null ? undefined : await measuredMailing(tx, run.mailingId);
  const level = measuring?.level ?? "none";
  return {
    accountId,
    mailingId: run.mailingId ?? 0,
    content: compiled.content,
    level,
    from: { name: sender.fromName, address: sender.fromAddress },
    replyTo: sender.replyTo,
    domain: sender.domain,
    listId:
      list || run.kind === "customer_7_3" || run.kind === "core_campaign"
        ? {
            id: `${stream.replace("_", "-")}.${sender.domain}`,
            name: (list && listTexts(list, facts.locale).name) || account.name,
          }
        : undefined,
    headers: extraHeaders({
      kind: run.kind,
      accountId,
      mailingId: run.mailingId,
      domain: sender.domain,
      complaintsAddress: account.complaintsAddress,
    }),
    dkim: toDkimKeys(await signingKeys(tx, deps.keys, sender.domain, streamOf(run.kind))),
    pagesUrl: deps.pagesUrl,
    trackUrl: deps.trackUrl,
  };
}
