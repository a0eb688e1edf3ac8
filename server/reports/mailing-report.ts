import { describeOutcome } from "../../contract/outcomes.ts";
import { levelReasons } from "../../contract/tracking.ts";
import type { FigureView, MailingReport, ReportLink } from "../../contract/reports.ts";
import { getAccount } from "../accounts/index.ts";
import { questionTotals } from "../consent/index.ts";
import { reasonCounts, runCounts, type RunCounts } from "../delivery/index.ts";
import type { Mailing } from "../mailings/index.ts";
import type { Tx } from "../platform/index.ts";
import {
  anonymousCounts,
  anonymousReport,
  everybody,
  HUMAN,
  MACHINE,
  measuredLinks,
  measuredMailing,
  publishOptions,
  type AnonymousReport,
  type Figure,
  type MeasuredMailing,
} from "../tracking/index.ts";
import { questionReport } from "./permission-report.ts";
import {
  acceptedByMeasure,
  contentLinks,
  endedPermissions,
  expiredByLink,
  nextMailingAt,
  personalByDay,
  personalByLink,
  personalTotals,
  type StoredLink,
} from "./report.store.ts";

const NOTHING_SENT: RunCounts = {
  candidates: 0,
  open: 0,
  deferred: 0,
  accepted: 0,
  rejected: 0,
  excluded: 0,
  uncertain: 0,
  cancelled: 0,
};

/**
 * All figures of one mailing. Anonymous ones come from `anonymousReport` alone and can hide themselves; personal ones
 * are about those who permit it now. Without the right to see single persons, personal figures of fewer than k people
 * are left out, because they would be about single persons all the same (TRK-12).
 */
export async function mailingReport(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
  viewer: { seesPersons: boolean; now: Date },
): Promise<MailingReport> {
  const { runId } = mailing;
  const funnel = runId === null ? NOTHING_SENT : await runCounts(tx, accountId, runId);
  const measuring = runId === null ? undefined : await measuredMailing(tx, mailing.id);
  const accepted =
    runId === null ? { personal: 0, anonymous: 0 } : await acceptedByMeasure(tx, runId);
  const personal = measuring && (await loadPersonal(tx, mailing.id, measuring));
  const shown =
    personal && (viewer.seesPersons || personal.base >= measuring.kMin) ? personal : null;
  const anonymous = measuring
    ? await loadAnonymous(tx, measuring, accepted.anonymous, viewer.now)
    : null;
  const links =
    mailing.contentVersionId === null ? [] : await contentLinks(tx, mailing.contentVersionId);
  const reasons = runId === null ? [] : await reasonCounts(tx, runId);
  return {
    mailing: {
      id: mailing.publicId,
      name: mailing.name,
      subject: mailing.subject,
      state: mailing.state,
      startedAt: mailing.startedAt?.toISOString() ?? null,
      finishedAt: mailing.finishedAt?.toISOString() ?? null,
    },
    funnel,
    measuring: measuring
      ? {
          ...presentMeasuring(measuring, viewer.now, accepted.anonymous),
          personal: personal?.base ?? 0,
          anonymous: accepted.anonymous,
          accepted: funnel.accepted,
        }
      : null,
    personal: shown && {
      base: shown.base,
      opens: { people: shown.openers, hits: shown.hits(0, HUMAN) },
      clicks: { people: shown.clickers, hits: shown.clicks(HUMAN) },
      machine: { opens: shown.hits(0, MACHINE), clicks: shown.clicks(MACHINE) },
      expired: shown.expired,
    },
    anonymous: anonymous && presentAnonymous(anonymous),
    everybody: shown && {
      opens: everybody(shown.hits(0, HUMAN), anonymous?.human.opens ?? HIDDEN),
      clicks: everybody(shown.clicks(HUMAN), anonymous?.human.clicks ?? HIDDEN),
    },
    days: mergeDays(shown?.days ?? null, anonymous?.human.days ?? null),
    links: presentLinks(links, shown, anonymous, measuring?.kMin ?? 0),
    notSent: reasons.map((row) => ({
      outcome: row.outcome as "excluded",
      reason: row.reason,
      phase: row.phase,
      count: row.count,
      ...describeOutcome(row.outcome, row.reason),
    })),
    question: await loadQuestion(tx, mailing.id),
    after: await loadAfter(tx, mailing, measuring, viewer.now),
  };
}

async function loadQuestion(tx: Tx, mailingId: number): Promise<MailingReport["question"]> {
  const totals = await questionTotals(tx, mailingId);
  if (!totals || totals.asked === 0) return null;
  return questionReport(totals, (await getAccount(tx)).kMin);
}

const HIDDEN: Figure = { hidden: true, below: 0 };

interface Personal {
  base: number;
  openers: number;
  clickers: number;
  expired: boolean;
  days: { day: string; opens: number; clicks: number }[];
  hits(link: number, agent: number): number;
  people(link: number): number;
  clicks(agent: number): number;
}

async function loadPersonal(
  tx: Tx,
  mailingId: number,
  measuring: MeasuredMailing,
): Promise<Personal> {
  const totals = await personalTotals(tx, mailingId);
  const byLink = await personalByLink(tx, mailingId);
  const expired = await expiredByLink(tx, mailingId);
  const all = [...byLink, ...expired];
  const sum = (keep: (row: { link: number; agent: number }) => boolean) =>
    all.reduce((total, row) => (keep(row) ? total + row.hits : total), 0);
  return {
    ...totals,
    expired: expired.length > 0,
    days: await personalByDay(tx, mailingId, measuring.timezone),
    hits: (link, agent) => sum((row) => row.link === link && row.agent === agent),
    people: (link) => byLink.find((row) => row.link === link && row.agent === HUMAN)?.people ?? 0,
    clicks: (agent) => sum((row) => row.link > 0 && row.agent === agent),
  };
}

interface Anonymous {
  base: number;
  human: AnonymousReport;
  machine: AnonymousReport;
}

async function loadAnonymous(
  tx: Tx,
  measuring: MeasuredMailing,
  accepted: number,
  now: Date,
): Promise<Anonymous | null> {
  if (measuring.level === "none") return null;
  const counts = await anonymousCounts(tx, measuring.mailingId);
  const links = (await measuredLinks(tx, measuring.mailingId)).map((link) => link.no);
  const options = publishOptions(measuring, accepted, now);
  const of = (agent: number) =>
    anonymousReport(
      counts.filter((count) => count.agent === agent),
      links,
      options,
    );
  return { base: options.base, human: of(HUMAN), machine: of(MACHINE) };
}

function presentMeasuring(measuring: MeasuredMailing, now: Date, accepted: number) {
  const k = measuring.kMin;
  const reason = measuring.levelReason;
  const label = {
    de: `Brutto, anonym gezählt – keine Zuordnung zu Personen möglich. Ausgeblendet, wenn weniger als ${k} Empfänger.`,
    en: `Gross, counted anonymously – no attribution to persons possible. Hidden when fewer than ${k} recipients.`,
  };
  return {
    level: measuring.level,
    reason: reason && {
      code: reason,
      label: levelReasons[reason].label,
      explanation: levelReasons[reason].explanation,
    },
    k,
    timezone: measuring.timezone,
    openedAt: measuring.openedAt.toISOString(),
    closesAt: measuring.closesAt.toISOString(),
    closed: measuring.closedAt !== null || measuring.closesAt <= now,
    shownThrough: publishOptions(measuring, accepted, now).through,
    label,
  };
}

export function presentFigure(figure: Figure): FigureView {
  return figure.hidden
    ? { hidden: true, value: null, below: figure.below }
    : { hidden: false, value: figure.value, below: null };
}

function presentAnonymous({ base, human, machine }: Anonymous): MailingReport["anonymous"] {
  return {
    base,
    opens: presentFigure(human.opens),
    clicks: presentFigure(human.clicks),
    otherLinks: presentFigure(human.otherLinks),
    machine: { opens: presentFigure(machine.opens), clicks: presentFigure(machine.clicks) },
  };
}

function mergeDays(
  personal: Personal["days"] | null,
  anonymous: AnonymousReport["days"] | null,
): MailingReport["days"] {
  const days = new Set([...(personal ?? []), ...(anonymous ?? [])].map((row) => row.day));
  return [...days].sort().map((day) => {
    const own = personal?.find((row) => row.day === day);
    const shown = anonymous?.find((row) => row.day === day);
    return {
      day,
      personal: personal && { opens: own?.opens ?? 0, clicks: own?.clicks ?? 0 },
      anonymous: shown ? { from: shown.from, opens: shown.opens, clicks: shown.clicks } : null,
    };
  });
}

function presentLinks(
  links: readonly StoredLink[],
  personal: Personal | null,
  anonymous: Anonymous | null,
  k: number,
): ReportLink[] {
  const hidden: Figure = { hidden: true, below: k };
  return links.map((link) => ({
    no: link.no,
    url: link.url,
    label: link.label,
    notPersonal: link.notPersonal,
    part: link.part,
    position: link.position ?? null,
    personal:
      personal && !link.notPersonal
        ? { people: personal.people(link.no), hits: personal.hits(link.no, HUMAN) }
        : null,
    anonymous: presentFigure(anonymous?.human.links.get(link.no) ?? hidden),
    machine: {
      personal: personal && !link.notPersonal ? personal.hits(link.no, MACHINE) : null,
      anonymous: presentFigure(anonymous?.machine.links.get(link.no) ?? hidden),
    },
  }));
}

async function loadAfter(
  tx: Tx,
  mailing: Mailing,
  measuring: MeasuredMailing | undefined,
  now: Date,
): Promise<MailingReport["after"]> {
  const from = mailing.startedAt;
  if (!from || !measuring) return { from: null, to: null, unsubscribed: 0, profilingWithdrawn: 0 };
  const next = await nextMailingAt(tx, mailing.id, mailing.listIds, from);
  const ends = [measuring.closesAt, now, ...(next ? [next] : [])];
  const to = new Date(Math.min(...ends.map((end) => end.getTime())));
  const ended = await endedPermissions(tx, mailing.listIds, from, to);
  return { from: from.toISOString(), to: to.toISOString(), ...ended };
}
