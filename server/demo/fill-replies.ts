import { systemActor, audit, type Account } from "../accounts/index.ts";
import { addressHash } from "../contacts/index.ts";
import { parseInbound, receiveMessage, type InboundDeps } from "../inbound/index.ts";
import type { List } from "../lists/index.ts";
import { someSubscribers } from "./demo.store.ts";

const HOUR_MS = 3_600_000;

/** What readers of a newsletter write back: hours ago, and their words. */
const REPLIES: { hoursAgo: number; text: string }[] = [
  {
    hoursAgo: 98,
    text: "Guten Tag,\n\nich habe das Konto bei Ihnen aufgelöst. Bitte nehmen Sie mich aus dem Verteiler heraus.\n\nMit freundlichen Grüßen",
  },
  {
    hoursAgo: 20,
    text: "Hallo zusammen,\n\nder Newsletter ist gut gemacht, aber ich komme nicht zum Lesen. Bitte keine weiteren Mails, einmal im Quartal würde mir reichen.\n\nViele Grüße",
  },
  { hoursAgo: 2, text: "Please remove me from your list. Thank you!" },
];

/** Replies that wait for a decision, received by the same code as every other (LEG-17). */
export async function fillReplies(deps: InboundDeps, account: Account, list: List): Promise<void> {
  const people = await deps.db.account(account.id, (tx) =>
    someSubscribers(tx, list.id, REPLIES.length),
  );
  for (const [at, { email, contactId }] of people.entries()) {
    const { hoursAgo, text } = REPLIES[at]!;
    const then = new Date(deps.clock.now().getTime() - hoursAgo * HOUR_MS);
    const token = deps.links.make("unsubscribe", {
      accountId: account.id,
      listId: list.id,
      contactId,
      addressHash: addressHash(deps.keys, account.id, email),
      mailingId: 0,
      issuedAt: then,
    });
    const raw = Buffer.from(
      [
        `From: <${email}>`,
        `Subject: AW: ${list.name}`,
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        text,
        "",
        `> Abmelden: https://post.example/u/${token}`,
        "",
      ].join("\r\n"),
    );
    await receiveMessage(
      { ...deps, clock: { now: () => then } },
      { kind: "account", accountId: account.id },
      { raw, read: () => parseInbound(raw), source: "listener" },
      (tx, accountId, { reply }) =>
        audit(tx, accountId, systemActor, "reply.received", {
          ...(reply ? { objectType: "reply", objectId: reply.publicId } : {}),
        }),
    );
  }
}
