import type { Todo } from "../../contract/dashboard.ts";
import { getAccount } from "../accounts/index.ts";
import type { Tx } from "../platform/index.ts";
import { newestVersions } from "./documents.store.ts";
import { documentNames } from "./document.ts";
import { dayIn, readFacts, type FactsDeps } from "./facts.ts";
import { readAssessments } from "./read-assessments.ts";
import { summarise } from "./read-documents.ts";

/** A mandatory check rests on the confirmation of these (CHK-29, CHK-30). */
const BLOCKING: readonly string[] = ["records", "screening"];

/** For the start page: assessments whose day has come (CHK-36), and documents that were confirmed and no longer hold. */
export async function documentTodos(tx: Tx, deps: FactsDeps): Promise<Todo[]> {
  const { timezone } = await getAccount(tx);
  const today = dayIn(deps.clock.now(), timezone);
  const due = (await readAssessments(tx, today)).filter(({ state }) =>
    ["due", "changed", "overdue"].includes(state),
  );
  const found = due.map(({ topic, title, state, current }): Todo => ({
    code: "assessment_due",
    urgent: state !== "due",
    title: {
      de: `Einschätzung „${title.de}“ durchsehen`,
      en: `Go through the assessment “${title.en}”`,
    },
    detail:
      state === "changed"
        ? {
            de: "Was sie beurteilt, hat sich seither geändert.",
            en: "What it judges has changed since.",
          }
        : state === "overdue"
          ? {
              de: "Die Wiedervorlage ist über 30 Tage her.",
              en: "The next look is more than 30 days late.",
            }
          : { de: "Die Wiedervorlage ist da.", en: "The day of the next look has come." },
    path: `/datenschutz/einschaetzungen#${topic}`,
    rule: "CHK-36",
    at: current === null ? null : `${current.reviewOn}T00:00:00.000Z`,
  }));
  const versions = await newestVersions(tx);
  if (versions.length === 0) return found;
  const of = await readFacts(tx, deps);
  const changed = versions.flatMap((newest) => {
    const { state } = summarise(of, newest.kind, newest, today);
    return state === "changed" || state === "expired"
      ? [{ kind: newest.kind, isExpired: state === "expired" }]
      : [];
  });
  if (changed.length === 0) return found;
  const names = (locale: "de" | "en") =>
    changed.map(({ kind }) => documentNames[kind].title[locale]).join(" · ");
  const only = changed.length === 1 ? changed[0]!.kind : null;
  return [
    ...found,
    {
      code: "document_changed",
      urgent: changed.some(({ isExpired, kind }) => isExpired || BLOCKING.includes(kind)),
      title: {
        de:
          changed.length === 1
            ? "Ein Dokument ist erneut zu bestätigen"
            : `${changed.length} Dokumente sind erneut zu bestätigen`,
        en:
          changed.length === 1
            ? "One document is to be confirmed again"
            : `${changed.length} documents are to be confirmed again`,
      },
      detail: { de: names("de"), en: names("en") },
      path: only === null ? "/datenschutz/unterlagen" : `/datenschutz/unterlagen/${only}`,
      rule: "ORG-10",
      at: null,
    },
  ];
}
