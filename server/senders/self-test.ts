import type { CheckContext } from "../platform/index.ts";
import { verifySignatures, type Signature } from "./authentication.ts";
import type { Sender } from "./sender.ts";
import { listSenders } from "./senders.store.ts";

/** A mailing of this sender as it would leave now, signed; null when none can be made. */
export type SelfTestMail = (context: CheckContext, sender: Sender) => Promise<Buffer | null>;

export interface SelfTest {
  /** The sender's domain. */
  domain: string;
  /** Domain of the From that the mail carries. */
  from: string;
  signatures: Signature[];
  /** Names of all header fields. */
  headers: string[];
}

/**
 * Makes a mail for each domain that sends, the way every mailing is made, and has it verified as a receiver does.
 * Empty when no mail can be made or nobody can ask the DNS. Throws when the DNS did not answer.
 */
export async function lookAtSelfTests(
  context: CheckContext,
  selfTestMail: SelfTestMail | undefined,
): Promise<SelfTest[]> {
  const tests: SelfTest[] = [];
  const seen = new Set<string>();
  for (const sender of await listSenders(context.tx)) {
    if (seen.has(sender.domain) || !context.lookUp) continue;
    seen.add(sender.domain);
    const mail = await selfTestMail?.(context, sender);
    if (!mail) continue;
    const { signatures, from } = await verifySignatures(context.lookUp, mail, context.clock.now());
    // Where the key could not be asked for nobody knows whether the signature is good: not checked, never red.
    if (signatures.some(({ result }) => result === "temperror"))
      throw new Error("The key of a test mail could not be asked for.");
    tests.push({
      domain: sender.domain,
      from: from[0]?.split("@").at(-1)?.toLowerCase() ?? "",
      signatures,
      headers: headerNames(mail),
    });
  }
  return tests;
}

function headerNames(mail: Buffer): string[] {
  const end = mail.indexOf("\r\n\r\n");
  return mail
    .subarray(0, end === -1 ? mail.length : end)
    .toString("latin1")
    .split("\r\n")
    .filter((line) => /^[!-9;-~]+:/.test(line))
    .map((line) => line.slice(0, line.indexOf(":")).toLowerCase());
}
