import type { TrainingResult } from "../../contract/training.ts";
import { audit, setTrainingDue, VALID_MONTHS } from "../accounts/index.ts";
import { AppError, type Actor, type Clock, type Locale, type Tx } from "../platform/index.ts";
import { COURSE_VERSION, mark } from "./course/course.ts";
import type { MakePaper } from "./deps.ts";
import { insertCertificate, type Certificate } from "./training.store.ts";

/**
 * Marks the five questions. Only all right answers pass; whoever missed one reads why and answers again. Passing gives a
 * certificate of twelve months and brings rights back that rested (ORG-14).
 *
 * @throws AppError 422 `promise_missing` without the promise of confidentiality
 */
export async function takeCourse(
  tx: Tx,
  clock: Clock,
  { accountId, actor, operatorId }: { accountId: number; actor: Actor; operatorId: number },
  attempt: { answers: Record<string, number>; promised: boolean; locale: Locale },
): Promise<TrainingResult> {
  const results = mark(attempt.answers, attempt.locale);
  const passed = results.every(({ correct }) => correct);
  if (!passed) {
    await audit(tx, accountId, actor, "training.attempted", {
      objectType: "training",
      detail: { right: results.filter(({ correct }) => correct).length, of: results.length },
    });
    return { passed, results, certificate: null, dueOn: null };
  }
  if (!attempt.promised)
    throw new AppError(
      "promise_missing",
      422,
      "The course ends with the promise of confidentiality.",
      {
        hint: "Confirm it with `promised: true`.",
      },
    );
  const now = clock.now();
  const validUntil = monthsLater(now, VALID_MONTHS);
  const made = await insertCertificate(tx, accountId, {
    operatorId,
    name: actor.name,
    locale: attempt.locale,
    courseVersion: COURSE_VERSION,
    passedAt: now,
    validUntil,
  });
  await setTrainingDue(tx, accountId, operatorId, validUntil);
  await audit(tx, accountId, actor, "training.passed", {
    objectType: "training",
    objectId: made.publicId,
    detail: { version: COURSE_VERSION, validUntil },
  });
  return { passed, results, certificate: made.publicId, dueOn: validUntil };
}

/** The same day some months later, the last of the month where there is none: `2027-02-28`. */
export function monthsLater(at: Date, months: number): string {
  const end = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0));
  const day = Math.min(at.getUTCDate(), end.getUTCDate());
  return new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), day))
    .toISOString()
    .slice(0, 10);
}

const words = {
  de: {
    title: "Teilnahmebescheinigung",
    course: "Erlaubnis, Tracking und der sichere Umgang mit Daten",
    passed: (name: string, day: string) =>
      `${name} hat den Kurs am ${day} vollständig bearbeitet, alle fünf Fragen richtig beantwortet und sich zur Vertraulichkeit verpflichtet.`,
    contents: "Inhalte",
    contentsText:
      "Einwilligung und Nachweis · verdecktes Tracking und wie es erkannt wird · kein Tracking mit Fremdwerkzeugen · Rechte der Empfänger · sicherer Umgang mit Daten · Datenpannen und die Frist von 72 Stunden. Dauer etwa 15 Minuten.",
    valid: (day: string) => `Gültig bis ${day} (Art. 29, 32 Abs. 4 und 39 DSGVO).`,
    foot: (id: string, version: string) => `Bescheinigung ${id} · Kursfassung ${version}`,
  },
  en: {
    title: "Certificate of attendance",
    course: "Permission, tracking and handling data safely",
    passed: (name: string, day: string) =>
      `${name} worked through the whole course on ${day}, answered all five questions correctly and promised confidentiality.`,
    contents: "Contents",
    contentsText:
      "Consent and proof · covert tracking and how to recognise it · no tracking with tools from elsewhere · recipients' rights · handling data safely · breaches and the 72 hours. About 15 minutes.",
    valid: (day: string) => `Valid until ${day} (Articles 29, 32(4) and 39 GDPR).`,
    foot: (id: string, version: string) => `Certificate ${id} · Course ${version}`,
  },
} as const;

const dayText = (day: Date | string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(typeof day === "string" ? new Date(`${day}T12:00:00Z`) : day);

/** The certificate on one page. */
export function certificatePdf(
  certificate: Certificate,
  accountName: string,
  makePaper: MakePaper,
): Promise<Buffer> {
  const { locale, name } = certificate;
  const say = words[locale];
  const paper = makePaper({
    title: say.title,
    author: accountName,
    locale,
    at: certificate.passedAt,
  });
  paper.write("P", accountName, { font: "bold", size: 10 }, 90);
  paper.write("P", say.title, { size: 11, colour: "#0b6e6e" }, 8);
  paper.write("H1", name, { font: "serif", size: 34 }, 16);
  paper.write("P", say.course, { font: "serif", size: 17 }, 24);
  paper.write("P", say.passed(name, dayText(certificate.passedAt, locale)), { size: 11 }, 10);
  paper.write(
    "P",
    say.valid(dayText(certificate.validUntil, locale)),
    { font: "bold", size: 11 },
    20,
  );
  paper.heading(say.contents);
  paper.write("P", say.contentsText, { size: 10 }, 6);
  return paper.finish(() => say.foot(certificate.publicId, certificate.courseVersion));
}
