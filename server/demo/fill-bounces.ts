import { classifyRefusal, recordRefusals, type Refusal } from "../bounces/index.ts";
import type { Keys, Tx } from "../platform/index.ts";

const DAY_MS = 86_400_000;

/** What servers answer when mail comes back, and how many mailings in a row got that answer. */
const STORIES: { reply: [code: number, enhanced: string, text: string]; mailings: number }[] = [
  {
    reply: [550, "5.1.1", "The email account that you tried to reach does not exist"],
    mailings: 1,
  },
  { reply: [550, "5.1.1", "Recipient address rejected: User unknown"], mailings: 1 },
  { reply: [550, "5.2.1", "This mailbox is disabled and not accepting messages"], mailings: 3 },
  { reply: [552, "5.2.2", "Mailbox full, quota exceeded"], mailings: 5 },
  { reply: [550, "5.1.1", "Requested action not taken: mailbox unavailable"], mailings: 1 },
  { reply: [550, "5.4.4", "Unable to route: no mail server for this domain"], mailings: 3 },
];

/** Retains addresses the way real ones come to it: by what their servers answered. */
export async function fillBounces(
  tx: Tx,
  deps: { keys: Keys; now: Date },
  accountId: number,
  emails: readonly string[],
): Promise<void> {
  const refusals = emails.flatMap((emailNormalised, at): Refusal[] => {
    const { reply, mailings } = STORIES[at % STORIES.length]!;
    const [code, enhanced, text] = reply;
    const found = classifyRefusal({ code, enhanced, text });
    return Array.from({ length: mailings }, (_, no) => ({
      accountId,
      deliveryId: null,
      contactId: null,
      emailNormalised,
      runId: null,
      class: found.class,
      unknownUser: found.unknownUser,
      code,
      enhanced,
      meaning: found.meaning,
      text,
      source: "smtp",
      at: new Date(deps.now.getTime() - (1 + (at % 9) + 4 * (mailings - 1 - no)) * DAY_MS),
    }));
  });
  await recordRefusals(tx, { keys: deps.keys, clock: { now: () => deps.now } }, refusals);
}
