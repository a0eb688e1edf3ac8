import type { PermissionReport } from "../../contract/permission-report.ts";
import type { FigureView, QuestionReport } from "../../contract/reports.ts";
import { getAccount } from "../accounts/index.ts";
import type { QuestionTotals } from "../consent/index.ts";
import type { Tx } from "../platform/index.ts";
import { countPeople } from "./dashboard.store.ts";
import { lastMonths } from "./dashboard.ts";
import {
  askingMailings,
  decisionMonths,
  permissionBySource,
  type DecisionMonth,
  type SourceRow,
} from "./permission-report.store.ts";

const MONTHS = 13;
const SOURCES = 20;
const MAILINGS = 12;

const hidden = (k: number): FigureView => ({ hidden: true, value: null, below: k });
const shown = (value: number): FigureView => ({ hidden: false, value, below: null });

/** A part of a base: neither it nor the rest may be fewer than `k` people (TRK-08). */
export function partFigure(value: number, base: number, k: number): FigureView {
  return base < k || value < k || base - value < k ? hidden(k) : shown(value);
}

/**
 * Parts that add up to a base, the most telling first. Each is hidden where it is fewer than `k` people, zero included; so are
 * others, from the last, until the hidden ones together are `k` people, or a subtraction would tell.
 */
export function splitFigures(parts: readonly number[], k: number): FigureView[] {
  const base = parts.reduce((sum, part) => sum + part, 0);
  const hide = new Set(parts.flatMap((part, at) => (base < k || part < k ? [at] : [])));
  const together = () => parts.reduce((sum, part, at) => (hide.has(at) ? sum + part : sum), 0);
  for (let at = parts.length - 1; at >= 0 && hide.size > 0 && together() < k; at--) hide.add(at);
  return parts.map((part, at) => (hide.has(at) ? hidden(k) : shown(part)));
}

/** What a mailing asked and what came of it, safe for small groups (CON-26). */
export function questionReport(totals: QuestionTotals, k: number): QuestionReport {
  const { granted, refused } = totals;
  // Answers may come before the last mail is counted.
  const asked = Math.max(totals.asked, granted + refused);
  const [yes, no, silent] = splitFigures([granted, refused, asked - granted - refused], k);
  return { asked, granted: yes!, refused: no!, silent: silent! };
}

/**
 * How many may be measured, how that came about, and which way of asking works best. Everything about fewer than `k` people
 * is hidden: this page is read by more people than single contacts are.
 */
export async function permissionReport(tx: Tx, now: Date): Promise<PermissionReport> {
  const { kMin: k, timezone } = await getAccount(tx);
  const people = await countPeople(tx);
  const months = lastMonths(now, MONTHS);
  const decided = await decisionMonths(tx, new Date(`${months[0]}-01T00:00:00Z`), timezone);
  const refused = people.refused + people.withdrawn;
  const [granted, no, unknown] = splitFigures(
    [people.granted, refused, people.subscribers - people.granted - refused],
    k,
  );
  return {
    k,
    now: { people: people.subscribers, granted: granted!, refused: no!, unknown: unknown! },
    periods: periodsOf(months, decided, people.granted, k),
    sources: (await permissionBySource(tx, SOURCES)).map((row) => presentSource(row, k)),
    questions: (await askingMailings(tx, MAILINGS)).map((row) => ({
      id: row.publicId,
      name: row.name,
      startedAt: row.startedAt.toISOString(),
      own: row.own,
      ...questionReport(row, k),
    })),
  };
}

function presentSource(row: SourceRow, k: number): PermissionReport["sources"][number] {
  const [prefix = "", rest = ""] = row.source.split(/:(.*)/s);
  const kind =
    prefix === "form" || prefix === "intake" || prefix === "preferences" ? prefix : "other";
  const name = kind === "form" ? (row.formName ?? "") : kind === "other" ? row.source : rest;
  return { kind, name, people: row.people, granted: partFigure(row.granted, row.people, k) };
}

/** Months, put together until at least `k` people have decided in them; what is left at the end waits. */
export function periodsOf(
  months: readonly string[],
  decided: readonly DecisionMonth[],
  grantedNow: number,
  k: number,
): PermissionReport["periods"] {
  const of = (month: string): DecisionMonth =>
    decided.find((row) => row.month === month) ?? { month, granted: 0, refused: 0, withdrawn: 0 };
  const later = (at: number) =>
    months.slice(at + 1).reduce((sum, month) => sum + of(month).granted - of(month).withdrawn, 0);
  const periods: PermissionReport["periods"] = [];
  let open = { from: "", granted: 0, refused: 0, withdrawn: 0 };
  months.forEach((month, at) => {
    const row = of(month);
    open = {
      from: open.from || month,
      granted: open.granted + row.granted,
      refused: open.refused + row.refused,
      withdrawn: open.withdrawn + row.withdrawn,
    };
    if (open.granted + open.refused + open.withdrawn < k) return;
    const figure = (value: number) => (value < k ? hidden(k) : shown(value));
    const stock = Math.max(0, grantedNow - later(at));
    periods.push({
      from: open.from,
      to: month,
      granted: figure(open.granted),
      refused: figure(open.refused),
      withdrawn: figure(open.withdrawn),
      stock: figure(stock),
    });
    open = { from: "", granted: 0, refused: 0, withdrawn: 0 };
  });
  return periods;
}
