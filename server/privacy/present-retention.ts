import type { HoldView, RetentionClassView, RetentionView } from "../../contract/retention.ts";
import type { Actor, Tx } from "../platform/index.ts";
import { readConcept } from "./concept.ts";
import { listHolds, type Hold } from "./holds.store.ts";
import { isIntact } from "./protocol.ts";
import type { RetentionDeps } from "./retention.jobs.ts";
import { daysOf, periodWords, retentionClass, retentionClasses } from "./retention.ts";
import { listProtocols, monthCounts, ownPeriods, type OwnPeriod } from "./retention.store.ts";

const DAY_MS = 86_400_000;

/** Everything the page shows, but what is due: that is counted on request. */
export async function showRetention(
  tx: Tx,
  deps: RetentionDeps,
  accountId: number,
  actor: Actor,
): Promise<RetentionView> {
  const now = deps.clock.now();
  const own = await ownPeriods(tx);
  const month = await monthCounts(tx, `${now.toISOString().slice(0, 7)}-01`);
  const { sha256, newest } = await readConcept(tx, deps.map);
  const holds = await listHolds(tx, new Date(now.getTime() - 365 * DAY_MS));
  const mayName = actor.permissions.has("privacy.manage");
  return {
    classes: retentionClasses.map((each) => showClass(each.id, own)),
    holds: holds.map((hold) => showHold(hold, mayName)),
    month: month.map(({ class: name, done, held }) => ({ class: name, done, held })),
    lastRunAt:
      month
        .map((each) => each.lastAt.toISOString())
        .toSorted()
        .at(-1) ?? null,
    protocols: (await listProtocols(tx)).map((protocol) => {
      const counts = Object.values(protocol.counts);
      return {
        id: protocol.publicId,
        month: protocol.month,
        done: counts.reduce((sum, each) => sum + each.done, 0),
        held: counts.reduce((sum, each) => sum + each.held, 0),
        holds: protocol.holds,
        madeAt: protocol.madeAt.toISOString(),
        isIntact: isIntact(deps.keys, accountId, protocol),
      };
    }),
    concept: newest
      ? {
          version: newest.version,
          madeAt: newest.madeAt.toISOString(),
          madeBy: newest.madeBy,
          isCurrent: newest.sha256.equals(sha256),
        }
      : null,
  };
}

function showClass(id: string, own: OwnPeriod[]): RetentionClassView {
  const each = retentionClass(id)!;
  const { period } = each;
  const set = own.find((one) => one.class === id);
  return {
    id,
    rules: [...each.rules],
    label: each.label,
    what: each.what,
    basis: each.basis,
    start: each.start,
    period: { de: periodWords(each, own, "de"), en: periodWords(each, own, "en") },
    days:
      period.kind === "days"
        ? {
            now: daysOf(id, own),
            standard: period.days,
            least: period.least,
            most: period.most,
            longest: period.longest,
            reason: set?.reason ?? "",
            setBy: set?.setBy ?? null,
          }
        : null,
    place: period.kind === "fixed" ? (period.place ?? null) : null,
    action: each.action,
    holdable: each.holdable,
  };
}

const showHold = (hold: Hold, mayName: boolean): HoldView => ({
  id: hold.publicId,
  scope: hold.scope,
  contactId: mayName ? (hold.contactPublicId ?? null) : null,
  email: mayName ? hold.emailNormalised : null,
  class: hold.class,
  reason: mayName ? hold.reason : "",
  reviewOn: hold.reviewOn,
  endsOn: hold.endsOn,
  startedBy: hold.startedBy,
  startedAt: hold.startedAt.toISOString(),
  endedBy: hold.endedBy,
  endedAt: hold.endedAt?.toISOString() ?? null,
});
