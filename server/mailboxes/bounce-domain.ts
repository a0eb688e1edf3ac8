import { setTimeout as sleep } from "node:timers/promises";
import { listAccountIds } from "../accounts/index.ts";
import { listSenders } from "../senders/index.ts";
import { saveBounceDomain, type BounceDomain } from "./bounce-domains.store.ts";
import type { MailboxDeps } from "./deps.ts";

/** The domain below a sender's domain that takes its bounces: so SPF is aligned with the sender (RFC 7489, 3.1.2). */
export const bounceHost = (senderDomain: string): string => `bounce.${senderDomain}`;

const KNOWN_MS = 10 * 60_000;
const PATIENCE_MS = 1_000;

/**
 * Tells which host an MX record has to name for mail to come here: the one our own domain's record names. Asked every
 * ten minutes at most, and nobody waits longer than a second. Null where the installation receives no mail.
 */
export function createMxTarget({
  lookUp,
  inboundDomain,
  clock,
}: Pick<MailboxDeps, "lookUp" | "inboundDomain" | "clock">): () => Promise<string | null> {
  let known = inboundDomain;
  let until = 0;
  return async () => {
    if (inboundDomain === null || clock.now().getTime() < until) return known;
    until = clock.now().getTime() + KNOWN_MS;
    const asked = lookUp.mx(inboundDomain).then(
      ([first]) => void (known = plain(first ?? inboundDomain)),
      () => undefined,
    );
    const patience = new AbortController();
    await Promise.race([
      asked,
      sleep(PATIENCE_MS, undefined, { signal: patience.signal, ref: false }).catch(() => undefined),
    ]);
    patience.abort();
    return known;
  };
}

/** Looks at the bounce domains of an account's senders and writes what the DNS says. */
export async function checkBounceDomains(deps: MailboxDeps, accountId: number): Promise<void> {
  const { inboundDomain } = deps;
  if (inboundDomain === null) return;
  const domains = await deps.db.account(accountId, async (tx) => [
    ...new Set((await listSenders(tx)).map((sender) => sender.domain)),
  ]);
  const ours = new Set([inboundDomain, ...(await deps.lookUp.mx(inboundDomain)).map(plain)]);
  for (const domain of domains) {
    const seen = await lookAt(deps, domain, ours);
    await deps.db.account(accountId, (tx) => saveBounceDomain(tx, accountId, seen));
  }
}

async function lookAt(
  { lookUp, clock }: MailboxDeps,
  domain: string,
  ours: ReadonlySet<string>,
): Promise<BounceDomain> {
  const host = bounceHost(domain);
  const mx = (await lookUp.mx(host)).map(plain);
  const texts = (await lookUp.txt(host)).map((parts) => parts.join(""));
  return {
    domain,
    host,
    mx: mx.length > 0 && mx.every((one) => ours.has(one)),
    spf: texts.some((text) => /^v=spf1(?:\s|$)/i.test(text)),
    checkedAt: clock.now(),
  };
}

/** All accounts; where nobody could be asked, what was known stays. */
export async function checkAllBounceDomains(deps: MailboxDeps): Promise<void> {
  if (deps.inboundDomain === null) return;
  for (const accountId of await listAccountIds(deps.db))
    await checkBounceDomains(deps, accountId).catch((error: unknown) =>
      deps.log.debug({ err: error, accountId }, "bounce domains could not be looked up"),
    );
}

function plain(host: string): string {
  return host.toLowerCase().replace(/\.$/, "");
}
