import type { Clock, Tx } from "../platform/index.ts";
import { recordDomainReport } from "../senders/index.ts";

const DAY_S = 86_400;
const DAYS = 12;

/** What Google and GMX might have reported about the last days: nearly all fine, and a stranger's server. */
export async function fillDomainReports(
  tx: Tx,
  deps: { clock: Clock },
  fill: { accountId: number; domain: string; random: () => number; now: Date },
): Promise<void> {
  const today = Math.floor(fill.now.getTime() / 1000 / DAY_S) * DAY_S;
  for (let day = DAYS; day > 0; day--)
    for (const reporter of ["google.com", "gmx.net"]) {
      const begin = today - day * DAY_S;
      const own = 900 + Math.floor(fill.random() * 400);
      const strangers = Math.floor(fill.random() * 6);
      const rows = [
        { source: "192.0.2.25", count: own, result: "pass" },
        ...(strangers > 0 ? [{ source: "203.0.113.81", count: strangers, result: "fail" }] : []),
      ].map(
        ({ source, count, result }) =>
          `<record><row><source_ip>${source}</source_ip><count>${count}</count><policy_evaluated><dkim>${result}</dkim><spf>${result}</spf></policy_evaluated></row><identifiers><header_from>${fill.domain}</header_from></identifiers></record>`,
      );
      const xml = `<feedback><report_metadata><org_name>${reporter}</org_name><report_id>${begin}</report_id><date_range><begin>${begin}</begin><end>${begin + DAY_S - 1}</end></date_range></report_metadata><policy_published><domain>${fill.domain}</domain><p>none</p></policy_published>${rows.join("")}</feedback>`;
      await recordDomainReport(tx, deps, fill.accountId, { raw: Buffer.from(xml) });
    }
}
