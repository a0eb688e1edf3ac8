import { describeOutcome } from "../../contract/outcomes.ts";
import { refusalMeanings } from "../../contract/refusal-meanings.ts";
import { agentReason, levelReasons } from "../../contract/tracking.ts";
import type { FigureView, MailingReport, ReportLink } from "../../contract/reports.ts";
import { getAccount } from "../accounts/index.ts";
import { questionTotals } from "../consent/index.ts";
import type { Mailing } from "../mailings/index.ts";
import { providerName, type Tx } from "../platform/index.ts";
import {
  anonymousCounts,
  anonymousReport,
  everybody,
  HUMAN,
  MACHINE,
  PIXEL_LINK,
  measuredLinks,
  measuredMailing,
  publishOptions,
  type AnonymousReport,
  type Figure,
  type MeasuredMailing,
} from "../tracking/index.ts";
import { questionReport } from "./permission-report.ts";
import type { PersonalFacts } from "./facts.store.ts";
import type { ReportFacts } from "./report-facts.ts";
import {
  contentLinks,
  endedPermissions,
  expiredByLink,
  nextMailingAt,
  type StoredLink,
} from "./report.store.ts";
import { factsOf } from "./snapshot-report.ts";

type PublishOptions = ReturnType<typeof publishOptions>;

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
  const { now } = viewer;
  const measuring = mailing.runId === null ? undefined : await measuredMailing(tx, mailing.id);
  const { facts, snapshot } = await factsOf(tx, accountId, mailing, measuring, now);
  const { counts: funnel, accepted } = facts;
  const personal = facts.personal && (await loadPersonal(tx, mailing.id, facts.personal));
  const shown =
    personal && measuring && (viewer.seesPersons || personal.base >= measuring.kMin)
      ? personal
      : null;
  const options =
    measuring && publishOptions(measuring, accepted.anonymous, now, isSendingEnded(facts));
  const anonymous = options ? await loadAnonymous(tx, measuring, options) : null;
  const links =
    mailing.contentVersionId === null ? [] : await contentLinks(tx, mailing.contentVersionId);
  return {
    mailing: {
      id: mailing.publicId,
      name: mailing.name,
      subject: mailing.subject,
      state: mailing.state,
      startedAt: mailing.startedAt?.toISOString() ?? null,
      finishedAt: mailing.finishedAt?.toISOString() ?? null,
    },
    figuresAt: (snapshot?.computedAt ?? now).toISOString(),
    snapshot: snapshot && {
      computingSince: snapshot.computingSince?.toISOString() ?? null,
      tookMs: snapshot.tookMs,
    },
    funnel,
    measuring: options
      ? {
          ...presentMeasuring(measuring, options, now),
          personal: personal?.base ?? 0,
          anonymous: accepted.anonymous,
          accepted: funnel.accepted,
          composition: composition(
            funnel.accepted,
            personal?.base ?? 0,
            anonymous ? accepted.anonymous : 0,
          ),
        }
      : null,
    personal: shown && presentPersonal(shown),
    anonymous: anonymous && presentAnonymous(anonymous),
    everybody: shown && {
      opens: everybody(shown.hits(PIXEL_LINK), anonymous?.human.opens ?? HIDDEN),
      clicks: everybody(shown.clicks(), anonymous?.human.clicks ?? HIDDEN),
      uniqueOpens: anonymous?.human.uniques
        ? everybodyUnique(shown.people(PIXEL_LINK), anonymous.human.uniques.opens)
        : null,
    },
    days: mergeDays(shown?.days ?? null, anonymous?.human.days ?? null),
    links: presentLinks(links, shown, anonymous, measuring?.kMin ?? 0),
    notSent: facts.reasons.map((row) => ({
      outcome: row.outcome as "excluded",
      reason: row.reason,
      phase: row.phase,
      count: row.count,
      ...describeOutcome(row.outcome, row.reason),
    })),
    providers: facts.providers.map((row) => ({
      ...row,
      name: row.provider === null ? null : providerName(row.provider),
    })),
    bounces: facts.bounces.map((row) => ({
      ...row,
      ...(refusalMeanings[row.meaning as keyof typeof refusalMeanings] ?? refusalMeanings.unclear),
    })),
    complaints: facts.complaints,
    question: await loadQuestion(tx, mailing.id),
    after: await loadAfter(tx, mailing, measuring, now),
  };
}

/** Until every mail has its end the base grows, and no unique figure may be compared with it. */
function isSendingEnded({ counts }: ReportFacts): boolean {
  return counts.candidates > 0 && counts.open === 0;
}

/** TRK-23: everybody accepted is measured, counted or neither; whoever withdrew since is neither. */
function composition(accepted: number, personal: number, anonymous: number) {
  return { personal, anonymous, hidden: Math.max(0, accepted - personal - anonymous) };
}

/**
 * A unique figure over everybody. Where the anonymous part is hidden nothing is said: a sum of a known and a hidden
 * part would tell the hidden one (TRK-09).
 */
function everybodyUnique(people: number, anonymous: Figure): FigureView {
  return anonymous.hidden ? HIDDEN_UNIQUE : shownFigure(people + anonymous.value);
}

/** Few or nearly all: one sign for both, so that it does not tell which. */
const HIDDEN_UNIQUE: FigureView = { hidden: true, value: null, below: null };
const shownFigure = (value: number): FigureView => ({ hidden: false, value, below: null });
const presentUnique = (figure: Figure): FigureView =>
  figure.hidden ? HIDDEN_UNIQUE : shownFigure(figure.value);

async function loadQuestion(tx: Tx, mailingId: number): Promise<MailingReport["question"]> {
  const totals = await questionTotals(tx, mailingId);
  if (!totals || totals.asked === 0) return null;
  return questionReport(totals, (await getAccount(tx)).kMin);
}

const HIDDEN: Figure = { hidden: true, below: 0 };

interface Personal {
  base: number;
  clickers: number;
  expired: boolean;
  days: PersonalFacts["days"];
  /** Hits of people on a link. */
  hits(link: number): number;
  people(link: number): number;
  clicks(): number;
  machine(link: number): number;
  /** Everything that is no person, by the code of its reason. */
  agents: { agent: number; opens: number; clicks: number }[];
}

async function loadPersonal(tx: Tx, mailingId: number, facts: PersonalFacts): Promise<Personal> {
  const expired = await expiredByLink(tx, mailingId);
  const all = [...facts.links, ...expired];
  const sum = (keep: (row: { link: number; agent: number }) => boolean) =>
    all.reduce((total, row) => (keep(row) ? total + row.hits : total), 0);
  const agents = [...new Set(all.map((row) => row.agent))].filter((agent) => agent !== HUMAN);
  return {
    base: facts.base,
    clickers: facts.clickers,
    days: facts.days,
    expired: expired.length > 0,
    hits: (link) => sum((row) => row.link === link && row.agent === HUMAN),
    people: (link) => facts.people.find((row) => row.link === link)?.people ?? 0,
    clicks: () => sum((row) => row.link !== PIXEL_LINK && row.agent === HUMAN),
    machine: (link) => sum((row) => row.link === link && isCertainlyMachine(row.agent)),
    agents: agents
      .sort((a, b) => a - b)
      .map((agent) => ({
        agent,
        opens: sum((row) => row.link === PIXEL_LINK && row.agent === agent),
        clicks: sum((row) => row.link !== PIXEL_LINK && row.agent === agent),
      })),
  };
}

const isCertainlyMachine = (agent: number): boolean => agentReason(agent).certainty === "machine";

function presentPersonal(shown: Personal): NonNullable<MailingReport["personal"]> {
  const sum = (certainty: string, kind: "opens" | "clicks") =>
    shown.agents
      .filter(({ agent }) => agentReason(agent).certainty === certainty)
      .reduce((total, row) => total + row[kind], 0);
  return {
    base: shown.base,
    opens: { people: shown.people(PIXEL_LINK), hits: shown.hits(PIXEL_LINK) },
    clicks: { people: shown.clickers, hits: shown.clicks() },
    machine: {
      opens: sum("machine", "opens"),
      clicks: sum("machine", "clicks"),
      reasons: shown.agents,
    },
    uncertain: { opens: sum("uncertain", "opens"), clicks: sum("uncertain", "clicks") },
    expired: shown.expired,
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
  options: PublishOptions,
): Promise<Anonymous | null> {
  if (measuring.level === "none") return null;
  const counts = await anonymousCounts(tx, measuring.mailingId);
  const links = (await measuredLinks(tx, measuring.mailingId)).map((link) => link.no);
  const of = (agent: number) =>
    anonymousReport(
      counts.filter((count) => count.agent === agent),
      links,
      options,
    );
  return { base: options.base, human: of(HUMAN), machine: of(MACHINE) };
}

function presentMeasuring(measuring: MeasuredMailing, options: PublishOptions, now: Date) {
  const k = measuring.kMin;
  const reason = measuring.levelReason;
  const isUnique = measuring.level === "unique";
  const label = {
    de: `${isUnique ? "Anonym" : "Brutto, anonym"} gezählt – keine Zuordnung zu Personen möglich. Ausgeblendet, wenn weniger als ${k} Empfänger.`,
    en: `${isUnique ? "Counted" : "Gross, counted"} anonymously – no attribution to persons possible. Hidden when fewer than ${k} recipients.`,
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
    shownThrough: options.through,
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
    uniqueOpens: human.uniques && presentUnique(human.uniques.opens),
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
  const uniques = anonymous?.human.uniques ?? null;
  return links.map((link) => {
    const own = link.notPersonal ? null : personal;
    const unique = uniques?.links.get(link.no) ?? hidden;
    return {
      no: link.no,
      url: link.url,
      label: link.label,
      notPersonal: link.notPersonal,
      part: link.part,
      position: link.position ?? null,
      personal: own && { people: own.people(link.no), hits: own.hits(link.no) },
      anonymous: presentFigure(anonymous?.human.links.get(link.no) ?? hidden),
      unique: uniques && {
        anonymous: presentUnique(unique),
        // Without personal figures there is no sum, except where nobody is measured personally anyway (TRK-25).
        everybody:
          own || link.notPersonal
            ? everybodyUnique(own?.people(link.no) ?? 0, unique)
            : HIDDEN_UNIQUE,
      },
      machine: {
        personal: own && own.machine(link.no),
        anonymous: presentFigure(anonymous?.machine.links.get(link.no) ?? hidden),
      },
    };
  });
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
