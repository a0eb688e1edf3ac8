import type { FormView } from "../../contract/signup.ts";
import type { AppError, Tx } from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import type { Form } from "./form.ts";
import { countSubmissions, type SubmissionCounts } from "./forms.store.ts";
import { DAY_MS } from "./parameters.ts";
import { currentForm } from "./save-form.ts";

/** Days of sign-ups that a form shows. */
const COUNTED_DAYS = 30;

/** Forms with their current version, what keeps one closed, and what became of its sign-ups. */
export async function presentForms(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  forms: Form[],
): Promise<FormView[]> {
  const now = deps.clock.now();
  const since = new Date(now.getTime() - COUNTED_DAYS * DAY_MS);
  const counts = await countSubmissions(tx, since, now);
  const views: FormView[] = [];
  for (const form of forms)
    views.push(
      await presentOne(
        tx,
        deps,
        accountId,
        form,
        counts.find((each) => each.formId === form.id),
      ),
    );
  return views;
}

export async function presentForm(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  form: Form,
): Promise<FormView> {
  return (await presentForms(tx, deps, accountId, [form]))[0]!;
}

async function presentOne(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  found: Form,
  counts: SubmissionCounts | undefined,
): Promise<FormView> {
  const current = await currentForm(tx, deps, accountId, found);
  const { form, version } = current;
  const { settings, shown } = version.definition;
  const url = `${deps.pagesUrl}/f/${form.publicId}`;
  const texts = shown[settings.locales[0]!]!;
  return {
    id: form.publicId,
    name: form.name,
    version: version.version,
    sha256: version.sha256.toString("hex"),
    versionCreatedAt: version.createdAt.toISOString(),
    lists: texts.lists.map(({ publicId, name }) => ({ id: publicId, name })),
    fields: settings.fields,
    askTracking: settings.askTracking,
    locales: settings.locales,
    title: settings.title,
    intro: settings.intro,
    exchange: settings.exchange,
    embeddedOn: settings.embeddedOn,
    hidden: settings.hidden ?? [],
    minAge: settings.minAge ?? null,
    proofOfWork: settings.proofOfWork === true,
    url,
    manageUrl: `${url}/verwalten`,
    problems:
      current.kind === "closed" && current.problem !== null ? [problemOf(current.problem)] : [],
    submissions: {
      days: COUNTED_DAYS,
      requested: counts?.requested ?? 0,
      confirmed: counts?.confirmed ?? 0,
      waiting: counts?.waiting ?? 0,
      expired: counts?.expired ?? 0,
      declined: counts?.declined ?? 0,
    },
    archivedAt: form.archivedAt?.toISOString() ?? null,
    createdAt: form.createdAt.toISOString(),
  };
}

const german: Record<string, string> = {
  privacy_notice_missing:
    "In den Einstellungen fehlt die Adresse der Datenschutzhinweise. Bis dahin ist das Formular geschlossen.",
  form_list_unknown:
    "Ein Newsletter dieses Formulars ist archiviert. Nehmen Sie ihn aus dem Formular, oder holen Sie ihn zurück.",
  form_language_gap:
    "In einer der Sprachen fehlen Texte. Ergänzen Sie Thema und Rhythmus der Newsletter und die Kontaktadresse.",
  wording_not_approved:
    "Ein Einwilligungstext ist nicht freigegeben. Geben Sie ihn unter „Datenschutz“, „Einwilligungstexte“ frei.",
};

function problemOf(problem: AppError): FormView["problems"][number] {
  return {
    rule: String(problem.extra?.["rule"] ?? ""),
    message: {
      de: german[problem.code] ?? problem.message,
      en: `${problem.message} ${problem.hint ?? ""}`.trim(),
    },
  };
}
