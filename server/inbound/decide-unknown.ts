import type { DecideMessageInput } from "../../contract/unknown-messages.ts";
import { addressHash, findByAddress } from "../contacts/index.ts";
import {
  findNewestAccepted,
  findReportedDelivery,
  type ReportedDelivery,
} from "../delivery/index.ts";
import {
  AppError,
  conflict,
  invalid,
  normaliseEmailAddress,
  notFound,
  type Actor,
  type Tx,
} from "../platform/index.ts";
import { applyClass } from "./apply-class.ts";
import type { InboundDeps } from "./deps.ts";
import { findReported } from "./find-reported.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { parseInbound } from "./parse-inbound.ts";
import { complain } from "./record-reported.ts";
import { MOST_RULES, ruleMatches, type MessageRule } from "./rule.ts";
import { countApplied, insertRule, listRules } from "./rules.store.ts";
import { openUnknown } from "./unknown-message.ts";
import {
  decideUnknown,
  findUnknown,
  waitingUnknown,
  type UnknownMessage,
} from "./unknown.store.ts";

const DAY_MS = 86_400_000;
/** A bounce is about a mail of the last weeks. */
const ABOUT_DAYS = 30;
/** Waiting messages a rule is tried on in one go. */
const MOST_AT_ONCE = 50;

/** Reads what is kept of an unknown message; null where it cannot be read. */
export async function readUnknown(
  { keys }: Pick<InboundDeps, "keys">,
  { sealed }: UnknownMessage,
): Promise<{ raw: Buffer; mail: InboundMail | null } | null> {
  if (sealed === null) return null;
  const raw = openUnknown(keys, sealed);
  try {
    return { raw, mail: await parseInbound(raw) };
  } catch (error) {
    if (error instanceof AppError && error.status === 422) return { raw, mail: null };
    throw error;
  }
}

/**
 * A person says what a message is. It acts like a message that was understood, its content goes, and with `remember`
 * later ones like it are treated the same. Throws AppError 400 where a bounce or complaint is about nobody's mail.
 */
export async function decideUnknownMessage(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  publicId: string,
  input: DecideMessageInput,
  read: InboundMail | null,
  actor: Actor,
): Promise<{ result: string; rule: MessageRule | null }> {
  const message = await findUnknown(tx, publicId);
  if (!message) throw notFound("message");
  if (message.state === "decided")
    throw conflict("message_decided", "Somebody said what this message is already.");
  const rule = input.remember ? await remember(tx, deps, accountId, input, actor) : null;
  const result = await act(tx, deps, accountId, message, input, read);
  if (result === null)
    throw invalid("mail_not_known", "It is not known which mail this message is about.", {
      hint: "Name the address of the recipient; a mail must have been sent there within 30 days.",
      errors: [{ path: "/address", message: "No mail to this address is known." }],
    });
  await decideUnknown(tx, message.id, {
    decision: input.class,
    by: actor.operatorId ?? null,
    ruleId: rule?.id ?? null,
    at: deps.clock.now(),
  });
  return { result, rule };
}

async function act(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  message: UnknownMessage,
  input: Pick<DecideMessageInput, "class" | "address">,
  mail: InboundMail | null,
): Promise<string | null> {
  const address = input.address ? normaliseEmailAddress(input.address) : undefined;
  if (input.address && address === undefined)
    throw invalid("address_not_valid", "This is not an e-mail address.", {
      errors: [{ path: "/address", message: "Expected a form such as name@example.org." }],
    });
  const delivery = await deliveryOf(tx, deps, accountId, message, mail, address);
  const result = await applyClass(tx, deps, accountId, input.class, {
    mail,
    delivery,
    source: "operator",
  });
  if (result !== null || input.class !== "complaint" || address === undefined) return result;
  const [contact] = await findByAddress(tx, address);
  if (!contact) return null;
  const about = {
    addressHash: addressHash(deps.keys, accountId, address),
    contactId: contact.id,
    listId: null,
    mailingId: null,
    isRecipient: true,
    isProven: true,
  };
  await complain(tx, deps, accountId, about, { delivery: undefined, source: "operator" });
  return "complaint";
}

/** What the message itself names comes first; an address that a person gives stands for its newest mail. */
async function deliveryOf(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  message: UnknownMessage,
  mail: InboundMail | null,
  address: string | undefined,
): Promise<ReportedDelivery | undefined> {
  if (message.deliveryId !== null) {
    const named = await findReportedDelivery(tx, message.deliveryId);
    if (named) return named;
  }
  const found = mail && (await findReported(tx, deps, accountId, mail, null));
  if (found) return found;
  const since = new Date(deps.clock.now().getTime() - ABOUT_DAYS * DAY_MS);
  return address === undefined ? undefined : findNewestAccepted(tx, address, since);
}

async function remember(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  { class: taught, remember: parts }: DecideMessageInput,
  actor: Actor,
): Promise<MessageRule> {
  if ((await listRules(tx)).length >= MOST_RULES)
    throw conflict("too_many_rules", `An account has at most ${MOST_RULES} rules.`, {
      hint: "Delete rules that are not used any more.",
    });
  const part = (text: string | undefined) => text?.trim() || null;
  return insertRule(tx, accountId, {
    sender: part(parts?.sender),
    subject: part(parts?.subject),
    fragment: part(parts?.fragment),
    class: taught,
    by: actor.operatorId ?? null,
    at: deps.clock.now(),
  });
}

/** Treats waiting messages by a rule, the oldest first; those about an unknown mail wait on, with its proposal. */
export async function applyRule(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  rule: MessageRule,
  actor: Actor,
): Promise<{ applied: number; left: number }> {
  const counts = { applied: 0, left: 0 };
  for (const message of await waitingUnknown(tx, MOST_AT_ONCE)) {
    const read = await readUnknown(deps, message);
    if (!read?.mail || !ruleMatches(rule, read.mail)) continue;
    const result = await act(tx, deps, accountId, message, { class: rule.class }, read.mail);
    if (result === null) {
      counts.left++;
      continue;
    }
    counts.applied++;
    const at = deps.clock.now();
    await countApplied(tx, rule.id, at);
    await decideUnknown(tx, message.id, {
      decision: rule.class,
      by: actor.operatorId ?? null,
      ruleId: rule.id,
      at,
    });
  }
  return counts;
}
