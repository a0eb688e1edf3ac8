import { getAccount } from "../accounts/index.ts";
import type { Clock, Tx } from "../platform/index.ts";
import { openRequest } from "./open-request.ts";
import { asksForRight, guessKind, type DataRequest } from "./request.ts";
import { countSince, recentOf } from "./requests.store.ts";

const DAY_MS = 24 * 3_600_000;
/** More from outside within a day is a flood; what is beyond stays in the mailbox or is answered as always. */
export const MOST_A_DAY = 200;

/** A message that a person wrote, as far as it may be a request. */
export interface MailToUs {
  from: { address: string; normalised: string };
  /** Addresses it was made out to, as its header has them. */
  recipients: readonly string[];
  subject: string;
  /** The author's own words, without what is quoted. */
  text: string;
}

/**
 * DSR-16: mail to the account's address for data protection, or that names a right of the GDPR, becomes a case with its
 * last day. A further message of a case that is open adds no second one. Undefined: it is no request.
 */
export async function takeRequestMail(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  mail: MailToUs,
): Promise<DataRequest | undefined> {
  const words = `${mail.subject}\n${mail.text}`;
  if (!(await isToPrivacy(tx, mail.recipients)) && !asksForRight(words)) return undefined;
  const kind = guessKind(words);
  const open = await recentOf(tx, mail.from.normalised, kind);
  if (open) return open;
  if ((await countSince(tx, new Date(deps.clock.now().getTime() - DAY_MS))) >= MOST_A_DAY)
    return undefined;
  return openRequest(tx, deps, accountId, {
    kind,
    channel: "mail",
    email: mail.from,
    message: words.trim(),
    actor: "",
  });
}

async function isToPrivacy(tx: Tx, recipients: readonly string[]): Promise<boolean> {
  const { contactEmail, dpo } = (await getAccount(tx)).privacy;
  const ours = [contactEmail, dpo?.appointed === true ? dpo.email : undefined]
    .filter((one) => one !== undefined && one !== "")
    .map((one) => one!.toLowerCase());
  return recipients.some((one) => ours.includes(one.trim().toLowerCase()));
}
