import type { CheckOutcome, CheckQuestion, CheckStatus, Locale, Tx } from "../platform/index.ts";
import { checklist, type ChecklistEntry } from "./checklist.ts";
import {
  findAnswers,
  findCheckResults,
  findOverrides,
  type Answer,
  type CheckResultRow,
  type Override,
} from "./checks.store.ts";

/** An entry with its last result. */
export interface CheckState extends ChecklistEntry {
  status: CheckStatus;
  message: Record<Locale, string>;
  evidence: Record<string, unknown>;
  checkedAt: Date | null;
  since: Date | null;
  alarmedAt: Date | null;
  /** What a person has to say, with the newest answer, which may have ended. */
  questions: { question: CheckQuestion; answer: Answer | null }[];
  /** CHK-A2; never of a blocking check. */
  override: Override | null;
}

/** A result older than this says nothing any more; live accounts are looked at daily. */
const RESULT_MAX_AGE_MS = 3 * 86_400_000;

const neverLooked: Record<Locale, string> = {
  de: "Noch nicht geprüft.",
  en: "Not checked yet.",
};
const notBuilt: Record<Locale, string> = {
  de: "Diese Prüfung gibt es noch nicht. Bis dahin ist der Echtbetrieb nicht möglich.",
  en: "This check does not exist yet. Until it does, live operation is not possible.",
};
const tooOld: Record<Locale, string> = {
  de: "Das letzte Ergebnis ist zu alt. Bitte neu prüfen.",
  en: "The last result is too old. Please check again.",
};

const severity: readonly CheckStatus[] = ["failed", "not_checked", "passed", "not_applicable"];

/** Several looks at one entry: the worst counts, and only what is as bad speaks. Pure. */
export function worstOf(outcomes: readonly CheckOutcome[]): CheckOutcome {
  if (outcomes.length === 0) return { status: "not_checked", message: notBuilt };
  const status = severity.find((one) => outcomes.some((outcome) => outcome.status === one))!;
  const speaking = outcomes.filter((outcome) => outcome.status === status);
  const say = (locale: Locale) => speaking.map((outcome) => outcome.message[locale]).join(" ");
  return {
    status,
    message: { de: say("de"), en: say("en") },
    evidence: Object.assign({}, ...outcomes.map((outcome) => outcome.evidence ?? {})),
    asks: outcomes.flatMap((outcome) => (outcome.status === "passed" ? (outcome.asks ?? []) : [])),
  };
}

/** Whether an answer counts on a day (`2026-11-22`). */
export const answerCounts = (answer: Answer, today: string): boolean => answer.validUntil >= today;

/**
 * What passed but for a person's word is green only with it: an entry whose question nobody answered, or whose answer has
 * ended, is red. Pure.
 */
export function withAnswers(
  outcome: CheckOutcome,
  answers: readonly Answer[],
  today: string,
): CheckOutcome {
  const asks = outcome.asks ?? [];
  if (outcome.status !== "passed" || asks.length === 0) return outcome;
  const found = asks.map((question) => ({
    question,
    answer: answers.find((one) => one.questionKey === question.key),
  }));
  const open = found.find(({ answer }) => answer === undefined || !answerCounts(answer, today));
  const evidence = {
    ...outcome.evidence,
    answers: found.flatMap(({ answer }) =>
      answer ? [{ by: answer.answeredBy, at: answer.answeredAt, until: answer.validUntil }] : [],
    ),
  };
  if (!open) {
    const by = found.map(({ answer }) => answer!.answeredBy).join(", ");
    return {
      ...outcome,
      message: {
        de: `${outcome.message.de} Bestätigt von ${by}.`,
        en: `${outcome.message.en} Confirmed by ${by}.`,
      },
      evidence,
    };
  }
  const { text, hint } = open.question;
  const more = (locale: Locale) => (hint ? ` ${hint[locale]}` : "");
  return {
    ...outcome,
    status: "failed",
    message: open.answer
      ? {
          de: `Die Bestätigung von ${open.answer.answeredBy} galt bis ${open.answer.validUntil}. Bitte bestätigen Sie neu: ${text.de}${more("de")}`,
          en: `The confirmation of ${open.answer.answeredBy} counted until ${open.answer.validUntil}. Please confirm again: ${text.en}${more("en")}`,
        }
      : {
          de: `Das kann nur ein Mensch bestätigen: ${text.de}${more("de")}`,
          en: `Only a person can confirm this: ${text.en}${more("en")}`,
        },
    evidence,
  };
}

/** The whole checklist with the stored results. What was never looked at, or too long ago, is not checked. */
export async function listChecks(tx: Tx, now: Date): Promise<CheckState[]> {
  const found = new Map((await findCheckResults(tx)).map((row) => [row.checkId, row]));
  const answers = await findAnswers(tx);
  const overrides = await findOverrides(tx, now);
  return checklist.map((entry) => {
    const row = found.get(entry.id);
    return {
      ...entry,
      ...resultOf(row, now),
      questions: (row?.asks ?? []).map((question) => ({
        question,
        answer:
          answers.find((one) => one.checkId === entry.id && one.questionKey === question.key) ??
          null,
      })),
      override: entry.blocking ? null : (overrides.find((one) => one.checkId === entry.id) ?? null),
    };
  });
}

function resultOf(row: CheckResultRow | undefined, now: Date) {
  if (row === undefined)
    return {
      status: "not_checked" as const,
      message: neverLooked,
      evidence: {},
      checkedAt: null,
      since: null,
      alarmedAt: null,
    };
  const isOld = now.getTime() - row.checkedAt.getTime() > RESULT_MAX_AGE_MS;
  return {
    status: isOld ? ("not_checked" as const) : row.status,
    message: isOld ? tooOld : { ...neverLooked, ...row.message },
    evidence: row.evidence,
    checkedAt: row.checkedAt,
    since: row.changedAt,
    alarmedAt: row.alarmedAt,
  };
}

/** The checks that keep an account from live mail now (CHK-A1). Advisory in sandbox. */
export async function blockingChecks(tx: Tx, now: Date): Promise<CheckState[]> {
  return (await listChecks(tx, now)).filter(blocks);
}

export const isGreen = (check: Pick<CheckState, "status">): boolean =>
  check.status === "passed" || check.status === "not_applicable";

export const blocks = (check: CheckState): boolean => check.blocking && !isGreen(check);

/** What nobody could look at is red after a day, because resolvers have bad hours. */
const UNSEEN_MS = 86_400_000;

/** Holds what is under way (CHK, preamble): failed, or nobody could look at it for a day. */
export const isRed = (check: CheckState, now: Date): boolean =>
  blocks(check) &&
  (check.status === "failed" || now.getTime() - (check.since?.getTime() ?? 0) >= UNSEEN_MS);

/** Still to be done: not green, and not passed over. */
export const isOpen = (check: CheckState): boolean => !isGreen(check) && check.override === null;

/** The entry to go on with: what blocks first, what failed before what nobody could look at, in the order of the list. */
export function nextCheck(checks: readonly CheckState[]): CheckState | undefined {
  const weight = (check: CheckState) =>
    (check.blocking ? 0 : 2) + (check.status === "failed" ? 0 : 1);
  return checks.filter(isOpen).toSorted((a, b) => weight(a) - weight(b))[0];
}
