import {
  comparedRates,
  type ComparedMailing,
  type Comparison,
  type Rate,
} from "../../contract/account-report.ts";
import type { MailingReport } from "../../contract/reports.ts";
import { getAccount } from "../accounts/index.ts";
import { allLists } from "../lists/index.ts";
import {
  findMailing,
  maySeeFigures,
  requireMaySeeFigures,
  type Mailing,
} from "../mailings/index.ts";
import { AppError, notFound, type Tx } from "../platform/index.ts";
import { lastMailings } from "./comparison.store.ts";
import { mailingReport } from "./mailing-report.ts";
import { differenceOf, rateOf } from "./proportions.ts";

/** Mailings beside each other where nobody chose any. */
const LAST = 10;

/**
 * Mailings beside each other, each with the figures of its own report and nothing computed across them, so that no hidden
 * figure can be had by subtraction (TRK-09). Differences are marked against one of them, within the same kind of rate only.
 *
 * @param ids public ids; the last ten mailings when there are none. Throws 404 where one is unknown, 422 where one was never sent, 403 where
 *   its audience was chosen by behaviour and the viewer may not know it; unasked, such mailings are left out.
 */
export async function compareMailings(
  tx: Tx,
  accountId: number,
  asked: { ids: readonly string[]; against: string | undefined },
  viewer: { seesPersons: boolean; now: Date },
): Promise<Comparison> {
  const ids = asked.ids.length > 0 ? [...new Set(asked.ids)] : await lastMailings(tx, LAST);
  const names = new Map((await allLists(tx, { archived: true })).map((one) => [one.id, one.name]));
  const mailings: ComparedMailing[] = [];
  for (const id of ids) {
    const mailing = await findMailing(tx, id);
    if (!mailing) throw notFound("mailing");
    if (asked.ids.length > 0) requireMaySeeFigures(mailing, viewer);
    else if (!maySeeFigures(mailing, viewer)) continue;
    if (mailing.runId === null)
      throw new AppError(
        "mailing_not_sent",
        422,
        `The mailing ${id} was never sent, so it has nothing to compare.`,
      );
    const report = await mailingReport(tx, accountId, mailing, viewer);
    const lists = mailing.listIds.flatMap((listId) => names.get(listId) ?? []);
    mailings.push(present(mailing, report, lists));
  }
  const { kMin } = await getAccount(tx);
  const against = mailings.find((each) => each.id === asked.against) ?? mailings[0];
  return {
    k: kMin,
    against: against?.id ?? null,
    mailings: mailings.map((each) => withDifferences(each, against)),
  };
}

function present(mailing: Mailing, report: MailingReport, lists: string[]): ComparedMailing {
  const { funnel, personal, measuring, everybody } = report;
  const { accepted, rejected, excluded, uncertain, cancelled, open } = funnel;
  const later = report.bounces.reduce((sum, each) => sum + (each.later ? each.count : 0), 0);
  const unique = everybody?.uniqueOpens;
  const rates: Record<keyof ComparedMailing["rates"], Rate | null> = {
    bounced: rateOf(rejected + later, accepted + rejected),
    unsubscribed: report.after.from === null ? null : rateOf(report.after.unsubscribed, accepted),
    complained: rateOf(report.complaints, accepted),
    measured: measuring && personal ? rateOf(personal.base, accepted) : null,
    opened: personal && rateOf(personal.opens.people, personal.base),
    clicked: personal && rateOf(personal.clicks.people, personal.base),
    uniqueOpened:
      unique && !unique.hidden && unique.value !== null ? rateOf(unique.value, accepted) : null,
  };
  return {
    id: mailing.publicId,
    name: mailing.name,
    subject: mailing.subject,
    state: mailing.state,
    startedAt: mailing.startedAt?.toISOString() ?? null,
    lists,
    level: measuring?.level ?? null,
    closed: measuring?.closed ?? false,
    selected: funnel.candidates,
    accepted,
    notSent: {
      total: funnel.candidates - accepted,
      excluded,
      rejected,
      uncertain,
      cancelled,
      open,
    },
    rates: Object.fromEntries(
      comparedRates.map((name) => [name, rates[name] && { ...rates[name], difference: null }]),
    ) as ComparedMailing["rates"],
    personal: personal && { base: personal.base, opens: personal.opens, clicks: personal.clicks },
    personalHidden: measuring !== null && measuring.personal > 0 && personal === null,
    anonymous: report.anonymous && {
      base: report.anonymous.base,
      opens: report.anonymous.opens,
      clicks: report.anonymous.clicks,
    },
    everybody: everybody && { opens: everybody.opens, clicks: everybody.clicks },
  };
}

/** Marks what differs from the chosen mailing by more than chance. Pure. */
export function withDifferences(
  mailing: ComparedMailing,
  against: ComparedMailing | undefined,
): ComparedMailing {
  if (!against || against.id === mailing.id) return mailing;
  const rates = { ...mailing.rates };
  for (const name of comparedRates) {
    const own = rates[name];
    const other = against.rates[name];
    if (own && other) rates[name] = { ...own, difference: differenceOf(own, other) };
  }
  return { ...mailing, rates };
}
