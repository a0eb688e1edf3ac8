import { guardTodos } from "../guards/index.ts";
import type { Dashboard, Todo } from "../../contract/dashboard.ts";
import { getAccount, setupProgress } from "../accounts/index.ts";
import { checklist } from "../compliance/index.ts";
import { waitingReplies } from "../inbound/index.ts";
import { activeStops, openAlarms } from "../delivery/index.ts";
import { findMailing, maySeeFigures, mailingProgress } from "../mailings/index.ts";
import { findListsById } from "../lists/index.ts";
import { oversightTodos } from "../oversight/index.ts";
import { requestTodos } from "../requests/index.ts";
import { dueReviews } from "../suppression/index.ts";
import type { Clock, Tx } from "../platform/index.ts";
import {
  countPeople,
  currentMailings,
  failedChecks,
  ledgerMonths,
  uncertainMailings,
  unconfirmedReplyAddresses,
  waitingMailings,
  type LedgerMonth,
} from "./dashboard.store.ts";
import { coreTodos } from "./core-todos.ts";
import { approvalTodos, mailingTodo, todo } from "./dashboard-todos.ts";
import { mailingReport } from "./mailing-report.ts";

const DAY_MS = 86_400_000;

export interface DashboardDeps {
  clock: Clock;
  /** What higher ranks want to have done; asked for people who answer for data protection. */
  furtherTodos?: readonly ((tx: Tx) => Promise<Todo[]>)[];
}

/** What needs me today, what is going out, what came of the last mailing. Parts the viewer may not see are null. */
export async function dashboard(
  tx: Tx,
  deps: DashboardDeps,
  accountId: number,
  may: (permission: string) => boolean,
  operatorId?: number,
): Promise<Dashboard> {
  const now = deps.clock.now();
  const current = await currentMailings(tx);
  return {
    now: now.toISOString(),
    todos: await todos(tx, deps, accountId, may, now, operatorId),
    underway: may("mailings.read") ? await underway(tx, deps, accountId, current, may) : null,
    last:
      may("reports.read") && current.last !== undefined
        ? await lastMailing(tx, accountId, current.last, may("tracking.read"), now)
        : null,
    // Figures of all lists: who sees some contacts only would get wrong ones.
    people: may("contacts.read") && may("lists.read") ? await people(tx, now) : null,
  };
}

async function todos(
  tx: Tx,
  deps: DashboardDeps,
  accountId: number,
  may: (permission: string) => boolean,
  now: Date,
  operatorId: number | undefined,
): Promise<Todo[]> {
  const found: Todo[] = [];
  const open = setupProgress(await getAccount(tx)).filter((step) => !step.done);
  if (open.length > 0)
    found.push(
      todo("setup_incomplete", "/einrichtung", {
        title: { de: "Die Einrichtung ist noch nicht fertig", en: "The set-up is not finished" },
        detail: {
          de: open.map((step) => step.label.de).join(" · "),
          en: open.map((step) => step.label.en).join(" · "),
        },
        urgent: true,
      }),
    );
  if (may("checks.read")) found.push(...(await checkTodos(tx, deps)));
  if (may("senders.read"))
    for (const address of await unconfirmedReplyAddresses(tx))
      found.push(
        todo("reply_address_unconfirmed", "/einstellungen/absender", {
          title: {
            de: `Bestätigen Sie die Antwortadresse ${address}`,
            en: `Confirm the reply address ${address}`,
          },
          rule: "CNT-03",
        }),
      );
  if (may("lists.read")) found.push(...(await coreTodos(tx, now)));
  if (may("replies.read")) found.push(...(await replyTodos(tx, now)));
  if (may("privacy.manage")) {
    found.push(...(await requestTodos(tx, deps.clock)));
    found.push(...(await oversightTodos(tx, deps.clock, accountId)));
  }
  if (may("suppression.read")) found.push(...(await reviewTodos(tx, now)));
  found.push(...(await guardTodos(tx, may, operatorId)));
  if (may("privacy.manage"))
    for (const further of deps.furtherTodos ?? []) found.push(...(await further(tx)));
  if (may("mailings.read")) {
    found.push(...(await sendingTodos(tx, accountId)));
    if (may("mailings.send")) found.push(...(await approvalTodos(tx, operatorId)));
    found.push(...(await waitingMailings(tx)).map(mailingTodo));
    for (const mailing of await uncertainMailings(tx, new Date(now.getTime() - 30 * DAY_MS)))
      found.push(
        todo("delivery_uncertain", `/mailings/${mailing.publicId}`, {
          title: {
            de:
              mailing.count === 1
                ? `Eine Mail von „${mailing.name}“ ist ungewiss`
                : `${mailing.count} Mails von „${mailing.name}“ sind ungewiss`,
            en:
              mailing.count === 1
                ? `One mail of “${mailing.name}” is uncertain`
                : `${mailing.count} mails of “${mailing.name}” are uncertain`,
          },
          detail: {
            de: "Niemand weiß, ob der Empfänger sie hat. Entscheiden Sie: als angenommen werten oder noch einmal senden.",
            en: "Nobody knows whether it arrived. Decide: count as accepted, or send once more.",
          },
          rule: "SND-16",
          at: mailing.at,
        }),
      );
  }
  return found.sort((a, b) => Number(b.urgent) - Number(a.urgent) || rank(a) - rank(b));
}

/** UNS-24: entries of the blacklist are looked at again on their day. */
async function reviewTodos(tx: Tx, now: Date): Promise<Todo[]> {
  const { count, since } = await dueReviews(tx, now.toISOString().slice(0, 10));
  if (count === 0) return [];
  return [
    todo("block_review_due", "/lists/blocks?due=true", {
      title: {
        de: count === 1 ? "Eine Sperre ist zu prüfen" : `${count} Sperren sind zu prüfen`,
        en: count === 1 ? "One block is due for review" : `${count} blocks are due for review`,
      },
      detail: {
        de: "Ist sie noch nötig? Sonst heben Sie sie auf.",
        en: "Is it still necessary? Otherwise lift it.",
      },
      rule: "UNS-24",
      at: since,
    }),
  ];
}

/** LEG-17: replies are decided within one working day. */
async function replyTodos(tx: Tx, now: Date): Promise<Todo[]> {
  const { waiting, overdue, nextDueAt } = await waitingReplies(tx, now);
  if (waiting === 0) return [];
  const one = waiting === 1;
  const late = overdue === 1;
  return [
    todo("reply_waiting", "/antworten", {
      title: {
        de: one
          ? "Eine Antwort wartet auf Ihre Entscheidung"
          : `${waiting} Antworten warten auf Ihre Entscheidung`,
        en: one ? "A reply waits for your decision" : `${waiting} replies wait for your decision`,
      },
      ...(overdue > 0
        ? {
            detail: {
              de: late
                ? "Bei einer ist die Frist von einem Werktag vorbei."
                : `Bei ${overdue} ist die Frist von einem Werktag vorbei.`,
              en: late
                ? "For one the deadline of one working day is over."
                : `For ${overdue} the deadline of one working day is over.`,
            },
          }
        : {}),
      urgent: overdue > 0,
      rule: "LEG-17",
      ...(nextDueAt === null ? {} : { at: nextDueAt }),
    }),
  ];
}

/** ORG-12, SND-07, SND-11: what stops sending, and what somebody has to decide about it. */
async function sendingTodos(tx: Tx, accountId: number): Promise<Todo[]> {
  // What red checks hold is said by the checks themselves.
  const stop = (await activeStops(tx, accountId)).find(({ cause }) => cause !== "checks");
  const alarms = await openAlarms(tx, accountId);
  return [
    ...(stop
      ? [
          todo("sending_stopped", "/versand", {
            title: { de: "Der Versand ist angehalten", en: "Sending is stopped" },
            detail: {
              de: `${stop.startedBy}${stop.reason === null ? "" : `: ${stop.reason}`}`,
              en: `${stop.startedBy}${stop.reason === null ? "" : `: ${stop.reason}`}`,
            },
            urgent: true,
            rule: "ORG-12",
            at: stop.startedAt,
          }),
        ]
      : []),
    ...alarms
      // A paused or missed mailing stands in the list by itself.
      .filter((alarm) => !["hard_bounces", "missed"].includes(alarm.code))
      .map((alarm) =>
        todo("sending_alarm", pathOfAlarm(alarm.figures), {
          title: ALARMS[alarm.code],
          urgent: alarm.code !== "complaints",
          rule: RULES[alarm.code] ?? null,
          at: alarm.raisedAt,
        }),
      ),
  ];
}

const RULES: Partial<Record<keyof typeof ALARMS, string>> = {
  complaints: "SND-07",
  complaints_high: "SND-07",
  winner: "TRK-21",
};

function pathOfAlarm({ path }: Record<string, unknown>): string {
  return typeof path === "string" ? path : "/versand";
}

const ALARMS = {
  occurrence: {
    de: "Eine Ausgabe eines wiederkehrenden Mailings braucht Sie",
    en: "An issue of a recurring mailing needs you",
  },
  winner: {
    de: "Ein Variantentest wartet auf Ihre Entscheidung",
    en: "A test of variants waits for your decision",
  },
  hard_bounces: { de: "Zu viele unzustellbare Adressen", en: "Too many undeliverable addresses" },
  missed: { de: "Sendezeit verpasst", en: "Time to send missed" },
  complaints: {
    de: "Empfänger melden Ihre Mails als Spam",
    en: "Recipients report your mails as spam",
  },
  complaints_high: {
    de: "Werblicher Versand angehalten: zu viele Beschwerden",
    en: "Advertising stopped: too many complaints",
  },
  stalled: { de: "Der Versand steht", en: "Sending stands still" },
};

const ORDER: readonly Todo["code"][] = [
  "incident_open",
  "data_request_open",
  "sending_stopped",
  "sending_alarm",
  "approval_waiting",
  "second_person_waiting",
  "alert_open",
  "mailing_paused",
  "mailing_missed",
  "reply_waiting",
  "block_review_due",
  "setup_incomplete",
  "check_failed",
  "reply_address_unconfirmed",
  "delivery_uncertain",
  "training_overdue",
  "place_open",
  "tool_review_due",
  "assessment_due",
  "document_changed",
  "data_notice_open",
  "mailing_scheduled",
  "mailing_draft",
];
const rank = (one: Todo) => ORDER.indexOf(one.code);

async function checkTodos(tx: Tx, deps: DashboardDeps): Promise<Todo[]> {
  return (await failedChecks(tx, deps.clock.now())).flatMap((id) => {
    const check = checklist.find((one) => one.id === id);
    if (!check) return [];
    return todo("check_failed", `/datenschutz/checkliste#${id}`, {
      title: {
        de: `Prüfung nicht bestanden: ${check.label.de}`,
        en: `Check failed: ${check.label.en}`,
      },
      urgent: check.blocking,
      rule: check.id,
    });
  });
}

async function underway(
  tx: Tx,
  deps: DashboardDeps,
  accountId: number,
  current: { underway: string[] },
  may: (permission: string) => boolean,
): Promise<NonNullable<Dashboard["underway"]>> {
  const shown: NonNullable<Dashboard["underway"]> = [];
  for (const publicId of current.underway) {
    const mailing = await findMailing(tx, publicId);
    if (!mailing || !maySeeFigures(mailing, { seesPersons: may("tracking.read") })) continue;
    const progress = await mailingProgress(tx, deps, accountId, mailing);
    shown.push({
      id: mailing.publicId,
      name: mailing.name,
      state: mailing.state,
      startedAt: mailing.startedAt?.toISOString() ?? null,
      lists: (await findListsById(tx, mailing.listIds)).map((list) => list.name),
      counts: progress.counts,
      perMinute: progress.perMinute,
      secondsLeft: progress.secondsLeft,
    });
  }
  return shown;
}

async function lastMailing(
  tx: Tx,
  accountId: number,
  publicId: string,
  seesPersons: boolean,
  now: Date,
): Promise<Dashboard["last"]> {
  const mailing = await findMailing(tx, publicId);
  if (!mailing || !maySeeFigures(mailing, { seesPersons })) return null;
  const report = await mailingReport(tx, accountId, mailing, { seesPersons, now });
  const { personal, anonymous } = report;
  return {
    id: report.mailing.id,
    name: report.mailing.name,
    finishedAt: report.mailing.finishedAt,
    selected: report.funnel.candidates,
    accepted: report.funnel.accepted,
    measured: personal && { base: personal.base, opens: personal.opens, clicks: personal.clicks },
    anonymous: anonymous && {
      base: anonymous.base,
      opens: anonymous.opens,
      clicks: anonymous.clicks,
    },
    everybody: report.everybody,
  };
}

async function people(tx: Tx, now: Date): Promise<Dashboard["people"]> {
  const { timezone } = await getAccount(tx);
  const counts = await countPeople(tx);
  const months = lastMonths(now, 13);
  const ledger = await ledgerMonths(tx, new Date(`${months[0]}-01T00:00:00Z`), timezone);
  const recent = await ledgerMonths(tx, new Date(now.getTime() - 30 * DAY_MS), timezone);
  const sum = (field: Exclude<keyof LedgerMonth, "month">) =>
    recent.reduce((total, row) => total + row[field], 0);
  return {
    subscribers: counts.subscribers,
    gained30: sum("gained"),
    left30: sum("left"),
    granted: counts.granted,
    refused: counts.refused,
    withdrawn: counts.withdrawn,
    granted30: sum("granted"),
    withdrawn30: sum("withdrawn"),
    months: backwards(months, ledger, counts),
  };
}

/** The months up to this one, the oldest first: `2026-11`. */
export function lastMonths(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_unused, at) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (count - 1 - at), 1))
      .toISOString()
      .slice(0, 7),
  );
}

/** State at each month's end, reckoned back from today with what the ledger recorded since. */
export function backwards(
  months: readonly string[],
  ledger: readonly LedgerMonth[],
  today: { subscriptions: number; granted: number },
): { month: string; subscriptions: number; granted: number }[] {
  let { subscriptions, granted } = today;
  return [...months]
    .reverse()
    .map((month) => {
      const shown = {
        month,
        subscriptions: Math.max(0, subscriptions),
        granted: Math.max(0, granted),
      };
      const changed = ledger.find((row) => row.month === month);
      if (changed) {
        subscriptions -= changed.gained - changed.left;
        granted -= changed.granted - changed.withdrawn;
      }
      return shown;
    })
    .reverse();
}
