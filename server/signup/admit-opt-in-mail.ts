import { lockAddress } from "../contacts/index.ts";
import { countHit, isCounted, isWithinLimits } from "../pages/index.ts";
import { mailboxOf, type Clock, type Keys, type Tx } from "../platform/index.ts";
import { DAY_MS, loadParameters } from "./parameters.ts";

const MAIL_BUCKET = "opt_in_mail";
const NOT_ME_BUCKET = "not_me";
const MONTH_MS = 30 * DAY_MS;

interface Deps {
  keys: Keys;
  clock: Clock;
}

/**
 * Whether one more opt-in mail may go to an address, over all forms of the account (DOI-11), and not while its
 * owner said "not me" (DOI-15). Counts the mail, by mailbox, because `anna+1@` and `anna+2@` are read by one person.
 * Call it with the address locked.
 */
export async function admitOptInMail(
  tx: Tx,
  deps: Deps,
  accountId: number,
  emailNormalised: string,
): Promise<"admitted" | "limit" | "not_me"> {
  const now = deps.clock.now();
  const { mailsPerDay, mailsPerMonth } = await loadParameters(tx);
  if (await saidNotMe(tx, deps, accountId, emailNormalised)) return "not_me";
  const key = mailboxOf(emailNormalised);
  // Behind the lock of the address, and no address itself, so that nobody waits for another in a circle.
  await lockAddress(tx, accountId, `mailbox ${key}`);
  const at = { bucket: MAIL_BUCKET, key, now };
  const limits = [
    { max: mailsPerDay, perMs: DAY_MS },
    { max: mailsPerMonth, perMs: MONTH_MS },
  ];
  if (!(await isWithinLimits(tx, deps, accountId, { ...at, limits }))) return "limit";
  await countHit(tx, deps, accountId, { ...at, keepMs: MONTH_MS });
  return "admitted";
}

/** Whether the owner of an address said "not me" within the time that counts (DOI-15). */
export function saidNotMe(
  tx: Tx,
  deps: Deps,
  accountId: number,
  emailNormalised: string,
): Promise<boolean> {
  const now = deps.clock.now();
  const key = mailboxOf(emailNormalised);
  return isCounted(tx, deps, accountId, { bucket: NOT_ME_BUCKET, key, now });
}

/** Keeps opt-in mails away from a mailbox; only a keyed hash of it stays (DOI-10, DOI-15). */
export async function blockOptInMails(
  tx: Tx,
  deps: Deps,
  accountId: number,
  emailNormalised: string,
): Promise<void> {
  const { notMeDays } = await loadParameters(tx);
  await countHit(tx, deps, accountId, {
    bucket: NOT_ME_BUCKET,
    key: mailboxOf(emailNormalised),
    now: deps.clock.now(),
    keepMs: notMeDays * DAY_MS,
  });
}
