import type { DocumentSummary } from "../../contract/documents.ts";
import { getAccount } from "../accounts/index.ts";
import {
  dayAfter,
  type Check,
  type CheckContext,
  type CheckOutcome,
  type Locale,
} from "../platform/index.ts";
import { openChapters } from "./content/measures.ts";
import { screen } from "./content/questions.ts";
import { listEntries, listImpactFiles, newestVersions } from "./documents.store.ts";
import { dayIn, readFacts, type Facts, type FactsDeps } from "./facts.ts";
import { readAssessments } from "./read-assessments.ts";
import { summarise } from "./read-documents.ts";
import { longDay } from "./words.ts";

type Words = Record<Locale, string>;
const failed = (de: string, en: string, evidence: Record<string, unknown> = {}): CheckOutcome => ({
  status: "failed",
  message: { de, en },
  evidence,
});
const passed = (message: Words, evidence: Record<string, unknown> = {}): CheckOutcome => ({
  status: "passed",
  message,
  evidence,
});

/** The entries of the checklist on documents and assessments (CHK-28, CHK-29, CHK-30, CHK-36). */
export function documentChecks(deps: FactsDeps): Check[] {
  return [
    {
      id: "CHK-28",
      rules: ["ORG-01", "ORG-06"],
      blocking: true,
      label: { de: "TOM ausgefüllt", en: "Measures filled in" },
      run: checkMeasures,
    },
    {
      id: "CHK-29",
      rules: ["ORG-13"],
      blocking: true,
      label: { de: "DSFA-Vorprüfung gemacht", en: "DPIA screening done" },
      run: (context) => checkScreening(context, deps),
    },
    {
      id: "CHK-30",
      rules: ["ORG-10"],
      blocking: true,
      label: {
        de: "Verarbeitungsverzeichnis erzeugt und bestätigt",
        en: "Records of processing generated and confirmed",
      },
      run: (context) => checkRecords(context, deps),
    },
    {
      id: "CHK-36",
      rules: ["TRK-07", "UNS-17", "UNS-24"],
      blocking: true,
      label: { de: "Hauseinschätzungen dokumentiert", en: "House assessments documented" },
      run: checkAssessments,
    },
  ];
}

async function checkMeasures({ tx }: CheckContext): Promise<CheckOutcome> {
  const { processing } = await getAccount(tx);
  if (processing.operation === undefined)
    return failed(
      "Es ist nicht gesagt, wer diese Installation betreibt und welche Dienstleister beteiligt sind. Erfassen Sie es unter „Einstellungen, Mandant, Verarbeitung“.",
      "Nobody has said who operates this installation and which service providers take part. Record it under “Settings, Account, Processing”.",
    );
  const missing = openChapters({ entries: await listEntries(tx) });
  if (missing.length > 0)
    return failed(
      `In den technischen und organisatorischen Maßnahmen fehlt noch: ${missing.map(({ title }) => title.de).join(", ")}. Schreiben Sie es unter „Datenschutz, Unterlagen“.`,
      `Still missing in the technical and organisational measures: ${missing.map(({ title }) => title.en).join(", ")}. Write it under “Data protection, Documents”.`,
      { missing: missing.map(({ key }) => key) },
    );
  return passed({
    de: "Alle Kapitel der Maßnahmen sind ausgefüllt, die Dienstleister sind genannt.",
    en: "All chapters of the measures are filled in, the service providers are named.",
  });
}

async function checkScreening(context: CheckContext, deps: FactsDeps): Promise<CheckOutcome> {
  const { tx, clock } = context;
  const of = await readFacts(tx, deps);
  const { required, reasons } = screen(of);
  const newest = (await newestVersions(tx)).find(({ kind }) => kind === "screening");
  const today = dayIn(clock.now(), of.account.timezone);
  const evidence = { required, version: newest?.version ?? null };
  const summary = summarise(of, "screening", newest, today);
  if (summary.open.length > 0)
    return failed(
      `In der DSFA-Vorprüfung ${summary.open.length === 1 ? "ist eine Frage" : `sind ${summary.open.length} Fragen`} offen. Beantworten Sie sie unter „Datenschutz, Unterlagen“.`,
      `In the DPIA screening ${summary.open.length === 1 ? "one question is" : `${summary.open.length} questions are`} open. Answer under “Data protection, Documents”.`,
      evidence,
    );
  if (required === true && (await listImpactFiles(tx)).length === 0)
    return failed(
      `DSFA erforderlich: ${reasons[0]?.de ?? ""} Laden Sie die fertige Abschätzung unter „Datenschutz, Unterlagen“ hoch; die Vorlage dort ist vorausgefüllt.`,
      `DPIA required: ${reasons[0]?.en ?? ""} Upload the finished assessment under “Data protection, Documents”; the template there is filled in.`,
      evidence,
    );
  if (newest === undefined || newest.validUntil < today)
    return failed(
      newest === undefined
        ? "Die DSFA-Vorprüfung ist beantwortet, aber noch nicht bestätigt."
        : "Die Bestätigung der DSFA-Vorprüfung ist älter als zwölf Monate. Bestätigen Sie sie neu.",
      newest === undefined
        ? "The DPIA screening is answered, but not confirmed yet."
        : "The confirmation of the DPIA screening is older than twelve months. Confirm it anew.",
      evidence,
    );
  if (summary.state === "changed") return changedSince(context, of, summary, evidence);
  const result: Words = required
    ? { de: "DSFA erforderlich und hinterlegt.", en: "DPIA required and filed." }
    : { de: "DSFA nicht erforderlich.", en: "DPIA not required." };
  return passed(result, evidence);
}

/** Names at most so many sections that changed. */
const NAMED = 4;

/**
 * Days in which a live account goes on mailing while a changed document waits to be confirmed again: one list more, or a
 * sentence that an update words better, is no reason to hold everything back. Who goes live has none.
 */
const GRACE_DAYS = 14;

/** What somebody confirmed is no longer what is done; the sections that differ, and what to do now. */
function changedSince(
  { before = {}, clock }: CheckContext,
  { account }: Pick<Facts, "account">,
  summary: DocumentSummary,
  evidence: Record<string, unknown> & { version: number | null },
): CheckOutcome {
  const today = dayIn(clock.now(), account.timezone);
  // Another confirmation in between begins anew.
  const known = before["version"] === evidence.version ? before["changedSince"] : undefined;
  const since = typeof known === "string" ? known : today;
  const until = dayAfter(since, GRACE_DAYS);
  const sections = summary.changed;
  const rest = sections.length - NAMED;
  const named: Words = {
    de: [
      ...sections.slice(0, NAMED).map(({ de }) => `„${de}“`),
      ...(rest > 0 ? [`${rest} weitere`] : []),
    ].join(", "),
    en: [
      ...sections.slice(0, NAMED).map(({ en }) => `“${en}”`),
      ...(rest > 0 ? [`${rest} more`] : []),
    ].join(", "),
  };
  const isScreening = summary.kind === "screening";
  const again: Words = isScreening
    ? {
        de: " Prüfen Sie dabei, ob eine hinterlegte Folgenabschätzung noch passt (Art. 35 Abs. 11 DSGVO).",
        en: " See as well whether a filed impact assessment still fits (Art. 35(11) GDPR).",
      }
    : { de: "", en: "" };
  const found = { ...evidence, changed: sections.map(({ de }) => de), changedSince: since };
  if (account.mode === "live" && today <= until)
    return passed(
      {
        de: `„${summary.title.de}“ hat sich seit der Bestätigung geändert${sections.length > 0 ? `: ${named.de}` : ""}. Bestätigen Sie das Dokument bis zum ${longDay(until, "de")} unter „Datenschutz, Unterlagen“ neu; danach beginnt kein Mailing mehr.${again.de}`,
        en: `“${summary.title.en}” has changed since it was confirmed${sections.length > 0 ? `: ${named.en}` : ""}. Confirm it anew by ${longDay(until, "en")} under “Data protection, Documents”; after that no mailing begins.${again.en}`,
      },
      found,
    );
  return failed(
    `„${summary.title.de}“: Seit der Bestätigung durch ${summary.confirmedBy ?? ""} hat sich die Konfiguration geändert${sections.length > 0 ? `: ${named.de}` : ""}. Lesen Sie die Änderungen unter „Datenschutz, Unterlagen“ und bestätigen Sie das Dokument neu.${again.de}`,
    `“${summary.title.en}”: the configuration has changed since ${summary.confirmedBy ?? ""} confirmed it${
      sections.length > 0 ? `: ${named.en}` : ""
    }. Read the changes under “Data protection, Documents” and confirm the document anew.${again.en}`,
    found,
  );
}

async function checkRecords(context: CheckContext, deps: FactsDeps): Promise<CheckOutcome> {
  const { tx, clock } = context;
  const of = await readFacts(tx, deps);
  const newest = (await newestVersions(tx)).find(({ kind }) => kind === "records");
  const today = dayIn(clock.now(), of.account.timezone);
  const summary = summarise(of, "records", newest, today);
  if (newest === undefined)
    return failed(
      "Das Verarbeitungsverzeichnis ist erzeugt, aber noch von niemandem bestätigt. Lesen und bestätigen Sie es unter „Datenschutz, Unterlagen“.",
      "The records of processing are generated, but nobody has confirmed them. Read and confirm them under “Data protection, Documents”.",
    );
  const evidence = {
    version: newest.version,
    confirmedBy: newest.confirmedBy,
    validUntil: newest.validUntil,
    state: summary.state,
  };
  if (newest.validUntil < today)
    return failed(
      `Die Bestätigung des Verarbeitungsverzeichnisses ist am ${longDay(newest.validUntil, "de")} abgelaufen.`,
      `The confirmation of the records of processing expired on ${longDay(newest.validUntil, "en")}.`,
      evidence,
    );
  if (summary.state === "changed" || summary.state === "incomplete")
    return changedSince(context, of, summary, evidence);
  return passed(
    {
      de: `Fassung ${newest.version} bestätigt von ${newest.confirmedBy}, gültig bis ${longDay(newest.validUntil, "de")}. Sie entspricht der heutigen Konfiguration.`,
      en: `Version ${newest.version} confirmed by ${newest.confirmedBy}, valid until ${longDay(newest.validUntil, "en")}. It matches today's configuration.`,
    },
    evidence,
  );
}

async function checkAssessments({ tx, clock }: CheckContext): Promise<CheckOutcome> {
  const { timezone } = await getAccount(tx);
  const found = await readAssessments(tx, dayIn(clock.now(), timezone));
  const missing = found.filter(({ needed, state }) => needed && state === "missing");
  const overdue = found.filter(({ state }) => state === "overdue");
  const changed = found.filter(({ state }) => state === "changed");
  const names = (of: typeof found, locale: Locale) =>
    of.map(({ title }) => title[locale]).join(", ");
  const evidence = {
    missing: missing.map(({ topic }) => topic),
    overdue: overdue.map(({ topic }) => topic),
    changed: changed.map(({ topic }) => topic),
  };
  if (missing.length > 0)
    return failed(
      `Noch nicht festgehalten: ${names(missing, "de")}. Schreiben Sie Argumente und Ergebnis unter „Datenschutz, Einschätzungen“.`,
      `Not recorded yet: ${names(missing, "en")}. Write arguments and conclusion under “Data protection, Assessments”.`,
      evidence,
    );
  if (changed.length > 0)
    return failed(
      `Was beurteilt wurde, hat sich seither geändert: ${names(changed, "de")}. Sehen Sie die Einschätzung unter „Datenschutz, Einschätzungen“ durch.`,
      `What was judged has changed since: ${names(changed, "en")}. Go through the assessment under “Data protection, Assessments”.`,
      evidence,
    );
  if (overdue.length > 0)
    return failed(
      `Die Wiedervorlage ist über 30 Tage her: ${names(overdue, "de")}. Sehen Sie die Einschätzung durch.`,
      `The next look is more than 30 days late: ${names(overdue, "en")}. Go through the assessment.`,
      evidence,
    );
  return passed(
    {
      de: "Alle Einschätzungen sind festgehalten: mit Argumenten, Name, Datum und Wiedervorlage.",
      en: "All assessments are recorded: with arguments, name, date and next look.",
    },
    evidence,
  );
}
