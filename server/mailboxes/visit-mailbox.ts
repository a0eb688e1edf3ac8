import type { MailboxProblem } from "../../contract/mailbox-texts.ts";
import { guardAsking } from "../platform/index.ts";
import { getAccessToken } from "./access-token.ts";
import type { MailboxDeps, TakeMessage } from "./deps.ts";
import {
  MailboxUnreadable,
  openSecret,
  pauseAfterVisit,
  sealSecret,
  type Mailbox,
} from "./mailbox.ts";
import { endVisit, replaceSecret } from "./mailboxes.store.ts";
import { openImap } from "./open-imap.ts";
import { openPop3 } from "./open-pop3.ts";
import { forgetGone, insertSeen, seenAmong } from "./seen.store.ts";
import type { MailboxEntry, MailboxLogin, MailboxSession } from "./session.ts";

/** Messages of one visit; the next one follows at once when there are more. */
const MOST_A_VISIT = 200;
/** Of a larger message the beginning is read: what a report says stands in front. */
const MOST_BYTES = 10 * 1024 * 1024;
const VISIT_MS = 120_000;
/** So many that cannot be processed are no chance any more. */
const MOST_FAILING = 5;
/** Results that may be committed before their messages are taken out of the mailbox. */
const REMOVED_AT_ONCE = 50;

/** How long a mailbox stays with one reader; longer than a visit can take. */
export const LEASE_MS = 5 * 60_000;

/** Signs in to a mailbox. Throws MailboxUnreadable. */
export async function openMailbox(deps: MailboxDeps, mailbox: Mailbox): Promise<MailboxSession> {
  const secret = openSecret(deps.keys, mailbox.secret);
  let credential: MailboxLogin["credential"];
  if ("password" in secret) credential = secret;
  else {
    const { accessToken, refreshToken } = await getAccessToken(deps, secret);
    if (refreshToken !== null && mailbox.id !== 0)
      await deps.db.account(mailbox.accountId, (tx) =>
        replaceSecret(tx, mailbox.id, sealSecret(deps.keys, { ...secret, refreshToken })),
      );
    credential = { accessToken };
  }
  const { mayReach } = deps;
  const guard = guardAsking(deps.guard, mayReach && ((host) => mayReach(host, mailbox.accountId)));
  const login: MailboxLogin = { mailbox, credential, guard, ca: deps.ca };
  return mailbox.protocol === "imap" ? openImap(login) : openPop3(login);
}

/** Puts a message into the folder that is read; IMAP only. Throws MailboxUnreadable. */
export async function appendToMailbox(
  deps: MailboxDeps,
  mailbox: Mailbox,
  raw: Buffer,
): Promise<void> {
  const session = await openMailbox(deps, mailbox);
  try {
    await session.append(raw);
  } finally {
    await session.close().catch(() => session.destroy());
  }
}

/**
 * Reads a leased mailbox once and writes how that went. What a message did is committed first, together with its name
 * in the mailbox; only then is it taken out. Whoever is killed in between finds it named, and takes it out next time.
 */
export async function visitMailbox(
  deps: MailboxDeps,
  mailbox: Mailbox,
  take: TakeMessage,
  signal?: AbortSignal,
): Promise<{ count: number; problem: MailboxProblem | null }> {
  const until = deps.clock.now().getTime() + VISIT_MS;
  const visit = { count: 0, more: false, problem: null as MailboxProblem | null };
  const isOver = () => signal?.aborted === true || deps.clock.now().getTime() > until;
  let session: MailboxSession | null = null;
  try {
    session = await openMailbox(deps, mailbox);
    await readAll(deps, mailbox, session, take, visit, isOver);
    await session.close();
  } catch (error) {
    session?.destroy();
    if (!(error instanceof MailboxUnreadable)) throw error;
    visit.problem = error.problem;
    deps.log.warn(
      { accountId: mailbox.accountId, mailbox: mailbox.publicId, problem: error.problem },
      "mailbox could not be read",
    );
  }
  const at = deps.clock.now();
  const failures = visit.problem === null ? 0 : mailbox.failures + 1;
  const pause =
    visit.more && visit.problem === null ? 0 : pauseAfterVisit(mailbox, failures, visit.problem);
  await deps.db.account(mailbox.accountId, (tx) =>
    endVisit(tx, mailbox.id, {
      at,
      nextAt: new Date(at.getTime() + pause),
      count: visit.count,
      failures,
      problem: visit.problem,
    }),
  );
  return { count: visit.count, problem: visit.problem };
}

async function readAll(
  deps: MailboxDeps,
  mailbox: Mailbox,
  session: MailboxSession,
  take: TakeMessage,
  visit: { count: number; more: boolean; problem: MailboxProblem | null },
  isOver: () => boolean,
): Promise<void> {
  const entries = await session.list();
  const known = await deps.db.account(mailbox.accountId, async (tx) => {
    const uids = entries.map((entry) => entry.uid);
    await forgetGone(tx, mailbox.id, uids);
    return new Map((await seenAmong(tx, mailbox.id, uids)).map((one) => [one.uid, one.remove]));
  });
  let done = entries.filter((entry) => known.get(entry.uid) === true);
  const fresh = entries.filter((entry) => !known.has(entry.uid));
  let failing = 0;
  for (const entry of inTurn(fresh, mailbox).slice(0, MOST_A_VISIT)) {
    if (isOver()) break;
    const fetched = await session.fetch(entry, MOST_BYTES);
    if (fetched === null) continue;
    try {
      if (await takeOne(deps, mailbox, entry, fetched, take)) done.push(entry);
      visit.count++;
    } catch (error) {
      deps.log.error(
        { err: error, accountId: mailbox.accountId, mailbox: mailbox.publicId },
        "message of a mailbox was not processed",
      );
      visit.problem = "processing";
      if (++failing >= MOST_FAILING) break;
    }
    if (done.length >= REMOVED_AT_ONCE) {
      await session.remove(done);
      done = [];
    }
  }
  visit.more = fresh.length > visit.count && failing === 0;
  await session.remove(done);
}

/** The oldest first; where the last visits failed with some of them, others first, so that those block nobody. */
function inTurn(
  entries: readonly MailboxEntry[],
  { problem, failures }: Pick<Mailbox, "problem" | "failures">,
): MailboxEntry[] {
  const from = problem === "processing" ? (failures * MOST_FAILING) % (entries.length || 1) : 0;
  return [...entries.slice(from), ...entries.slice(0, from)];
}

/** True when the message may leave the mailbox. */
async function takeOne(
  deps: MailboxDeps,
  mailbox: Mailbox,
  entry: MailboxEntry,
  fetched: { raw: Buffer; complete: boolean },
  take: TakeMessage,
): Promise<boolean> {
  let mayLeave = false;
  await take({
    mailbox,
    ...fetched,
    async seen(tx, messageKey, remove) {
      await insertSeen(tx, mailbox.accountId, {
        mailboxId: mailbox.id,
        uid: entry.uid,
        messageKey,
        remove,
        at: deps.clock.now(),
      });
      mayLeave = remove;
    },
  });
  return mayLeave;
}
