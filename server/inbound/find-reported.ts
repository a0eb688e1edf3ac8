import {
  findDeliveryByMessage,
  findReportedDelivery,
  type ReportedDelivery,
} from "../delivery/index.ts";
import { parseEmailAddress, type Tx } from "../platform/index.ts";
import type { InboundDeps } from "./deps.ts";
import type { InboundMail } from "./inbound-mail.ts";

/**
 * The delivery a machine's mail is about: by the signed token of the address it came to, or that the returned header
 * quotes; else by our Message-ID together with the address it went to. Never by an address alone, which anybody may
 * write into a report (SND-13).
 *
 * @param deliveryId what the envelope's address named, where it was known
 */
export async function findReported(
  tx: Tx,
  deps: Pick<InboundDeps, "bounces">,
  accountId: number,
  mail: InboundMail,
  deliveryId: number | null,
): Promise<ReportedDelivery | undefined> {
  const { report } = mail;
  const named = deliveryId ?? tokenIn(deps, accountId, mail);
  if (named !== null) {
    const delivery = await findReportedDelivery(tx, named);
    if (delivery) return delivery;
  }
  const key = report.originalMessageId?.split("@")[0]?.toLowerCase();
  if (!key) return undefined;
  const addresses = [...report.candidates, ...mail.originalRecipients]
    .slice(0, 50)
    .map((address) => parseEmailAddress(address))
    .flatMap((parsed) => (parsed.ok ? [parsed.normalised] : []));
  return addresses.length === 0 ? undefined : findDeliveryByMessage(tx, addresses, [key]);
}

/** The delivery that a signed address in the header names: where it was delivered, or our own envelope in what came back. */
export function tokenIn(
  { bounces }: Pick<InboundDeps, "bounces">,
  accountId: number,
  { recipients, report }: Pick<InboundMail, "recipients" | "report">,
): number | null {
  const returned = (report.originalFields["return-path"] ?? "").replace(/[<>\s]/g, "");
  for (const address of [...recipients, returned]) {
    const subject = bounces.read(address);
    if (subject?.accountId === accountId) return subject.deliveryId;
  }
  return null;
}
