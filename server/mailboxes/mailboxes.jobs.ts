import type { MailboxDeps, TakeMessage } from "./deps.ts";
import { leaseDueMailboxes } from "./mailboxes.store.ts";
import { LEASE_MS, visitMailbox } from "./visit-mailbox.ts";

const LOOK_MS = 10_000;
/** Mailboxes read at the same time by one process. */
const AT_ONCE = 4;

/** Reads mailboxes that are due. */
export function mailboxPeriodic(
  deps: MailboxDeps,
  take: TakeMessage,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "mailboxes.read",
      everyMs: LOOK_MS,
      run: (signal) => readDueMailboxes(deps, take, signal),
    },
  ];
}

async function readDueMailboxes(
  deps: MailboxDeps,
  take: TakeMessage,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const now = deps.clock.now();
    const leased = await deps.db.worker((tx) =>
      leaseDueMailboxes(tx, now, new Date(now.getTime() + LEASE_MS), AT_ONCE),
    );
    if (leased.length === 0) return;
    // A mailbox whose visit failed in an unexpected way is free again when its lease ends.
    const ends = await Promise.allSettled(
      leased.map((mailbox) => visitMailbox(deps, mailbox, take, signal)),
    );
    for (const end of ends)
      if (end.status === "rejected")
        deps.log.error({ err: end.reason }, "visit to a mailbox failed");
  }
}
