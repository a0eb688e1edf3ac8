import type { ReportedDelivery } from "../delivery/index.ts";
import type { Tx } from "../platform/index.ts";
import type { ArrivalSource, InboundResultCode } from "./arrival.ts";
import type { InboundDeps } from "./deps.ts";
import { aboutDelivery, identify } from "./identify.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { complain, recordBounce, worstOf } from "./record-reported.ts";
import type { MessageRule, TaughtClass } from "./rule.ts";
import { ruleMatches } from "./rule.ts";
import { listRules } from "./rules.store.ts";

/** The newest rule that means this message. */
export async function ruleFor(tx: Tx, mail: InboundMail): Promise<MessageRule | undefined> {
  return (await listRules(tx)).find((rule) => ruleMatches(rule, mail));
}

/** Does what a person or their rule said a message is. Null: it is about a mail, and nobody knows about which. */
export async function applyClass(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  taught: TaughtClass,
  about: {
    mail: InboundMail | null;
    delivery: ReportedDelivery | undefined;
    source: ArrivalSource;
  },
): Promise<InboundResultCode | null> {
  const { mail, delivery, source } = about;
  if (taught === "auto_reply") return "auto_reply";
  if (taught === "ignore") return "ignored";
  if (taught === "complaint") {
    const whose =
      (delivery && (await aboutDelivery(tx, deps, accountId, delivery))) ??
      (mail === null ? undefined : await identify(tx, deps, accountId, mail));
    // A rule is no person who looks at each message: an address alone proves nothing to it.
    if (!whose || (!whose.isProven && source !== "operator")) return null;
    await complain(tx, deps, accountId, whose, { delivery, source });
    return "complaint";
  }
  if (!delivery) return null;
  const read = worstOf(mail?.report.recipients ?? []);
  await recordBounce(tx, deps, accountId, delivery, {
    ...read,
    text: read.text || (mail?.text ?? "").slice(0, 2000),
    class: taught,
    // A rule says how bad it is; that nobody is there is said by the receiver alone.
    unknownUser: taught === "hard" && read.unknownUser,
    source,
    at: deps.clock.now(),
  });
  return "bounce";
}
