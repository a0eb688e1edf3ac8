import { exclusionReasons, type ExclusionReason } from "../../contract/reasons.ts";
import { csvRow, csvStart, type Locale, type Tx } from "../platform/index.ts";
import type { CoreList } from "../records/index.ts";
import {
  actsOfRecords,
  anonymousCounts,
  anonymousReport,
  HUMAN,
  measuredLinks,
  measuredMailing,
  publishOptions,
  type Figure,
} from "../tracking/index.ts";
import { returnWords } from "./return-words.ts";
import {
  returnedDeliveries,
  returnedWithdrawals,
  type CampaignOfList,
  type ReturnedDelivery,
} from "./return.store.ts";

/** A line of the return file; texts in the language of the file. */
export type ReturnRow = string[];

/**
 * The rows of a return file: for everyone what became of their mail and what they said; who opened and clicked only of
 * records with Profiling 1, and bare totals for the rest by the small-number rule (CRM-12, CRM-13, CRM-16).
 *
 * @param seesPersons without the right to see single persons' use only totals are given (TRK-12)
 */
export async function returnRows(
  tx: Tx,
  list: CoreList,
  campaigns: readonly CampaignOfList[],
  options: { locale: Locale; seesPersons: boolean; now: Date; mailingId: number | null },
): Promise<ReturnRow[]> {
  const { locale, seesPersons, now, mailingId } = options;
  const words = returnWords[locale];
  const ids = campaigns.map((one) => one.id);
  const nameOf = new Map(campaigns.map((one) => [one.id, one.name]));
  const deliveries = await returnedDeliveries(tx, list.id, ids);
  const row = (
    who: {
      personNumber: string;
      recordNumber: string;
      line: number | null;
      fileName: string | null;
    },
    what: string,
    detail: string,
    code: string,
    at: Date | null,
    of: { deliveryId: string | null; mailingId: number | null },
  ): ReturnRow => [
    who.personNumber,
    who.recordNumber,
    what,
    detail,
    code,
    at?.toISOString() ?? "",
    of.deliveryId ?? "",
    nameOf.get(of.mailingId ?? 0) ?? "",
    // CRM-16: without a number somebody has to find the person by hand.
    who.personNumber === "" && who.line !== null ? words.byHand(who.line, who.fileName ?? "") : "",
  ];
  const rows = deliveries.flatMap((one) => {
    const end = endOf(one, locale);
    const first = row(one, end.what, end.detail, end.code, one.at, one);
    if (one.outcome !== "accepted" || one.bounce === null) return [first];
    const later = bounceOf(one.bounce, locale);
    return [
      first,
      row(one, later, words.afterAcceptance, one.bounceStatus ?? "", one.bouncedAt, one),
    ];
  });
  for (const one of await returnedWithdrawals(tx, list.id, mailingId))
    rows.push(row(one, words.withdrawals[one.kind], one.origin, "", one.at, one));
  if (seesPersons)
    for (const one of await actsOfRecords(tx, list.id, ids))
      rows.push(
        row(
          one,
          one.link === null ? words.opener : words.clicker,
          one.link ?? "",
          String(one.times),
          one.firstHour,
          one,
        ),
      );
  for (const campaign of campaigns)
    rows.push(...(await totalsOf(tx, campaign, deliveries, locale, now)));
  return rows;
}

/** CRM-20: five ends that never overlap, so that the sums close. */
function endOf(
  one: ReturnedDelivery,
  locale: Locale,
): { what: string; detail: string; code: string } {
  const words = returnWords[locale];
  const code = [one.smtpCode || null, one.enhancedCode || null]
    .filter((part) => part !== null)
    .join(" ");
  if (one.outcome === "accepted") return { what: words.sent, detail: "", code };
  if (one.outcome === "rejected")
    return { what: bounceOf(one.reason ?? "", locale), detail: one.reason ?? "", code };
  if (one.outcome === "excluded") {
    const reason = one.reason ?? "facts_missing";
    const known = Object.hasOwn(exclusionReasons, reason);
    const detail = known
      ? `${reason}: ${exclusionReasons[reason as ExclusionReason].label[locale]}`
      : reason;
    return { what: reason === "retained" ? words.retained : words.excluded, detail, code };
  }
  if (one.outcome === "cancelled") return { what: words.excluded, detail: words.cancelled, code };
  if (one.outcome === "uncertain") return { what: words.uncertain, detail: "", code };
  return { what: words.open, detail: "", code };
}

const bounceOf = (kind: string, locale: Locale): string =>
  returnWords[locale][
    kind === "hard" ? "bounceHard" : kind === "soft" ? "bounceSoft" : "bounceOther"
  ];

/** The totals of everybody without Profiling: only what the small-number rule lets out. */
async function totalsOf(
  tx: Tx,
  campaign: CampaignOfList,
  deliveries: readonly ReturnedDelivery[],
  locale: Locale,
  now: Date,
): Promise<ReturnRow[]> {
  const words = returnWords[locale];
  const measuring = await measuredMailing(tx, campaign.id);
  if (!measuring) return [];
  const own = deliveries.filter((one) => one.mailingId === campaign.id);
  const accepted = own.filter(
    (one) => one.outcome === "accepted" && one.measured !== "personal",
  ).length;
  const line = (what: string, value: string, base: number): ReturnRow => [
    "",
    "",
    what,
    value,
    "",
    now.toISOString(),
    "",
    campaign.name,
    words.base(base < measuring.kMin ? words.fewer(measuring.kMin) : String(base)),
  ];
  if (measuring.level === "none") return [line(words.totals, words.notCounted, accepted)];
  const options = publishOptions(
    measuring,
    accepted,
    now,
    own.length > 0 && own.every((one) => one.outcome !== null),
  );
  const links = (await measuredLinks(tx, campaign.id)).map((link) => link.no);
  const report = anonymousReport(
    (await anonymousCounts(tx, campaign.id)).filter((count) => count.agent === HUMAN),
    links,
    options,
  );
  const text = (figure: Figure) =>
    figure.hidden ? words.fewer(figure.below) : String(figure.value);
  return [
    ...(measuring.level === "clicks_only"
      ? []
      : [line(words.totalOpens, text(report.opens), options.base)]),
    line(words.totalClicks, text(report.clicks), options.base),
  ];
}

/** As CSV: semicolons, UTF-8 with byte order mark, and nothing a spreadsheet would calculate. */
export function returnCsv(rows: readonly ReturnRow[], locale: Locale): string {
  return csvStart(returnWords[locale].columns) + rows.map(csvRow).join("");
}
