import { getAccount, pageTheme, type Account } from "../accounts/index.ts";
import { lintOptInMail } from "../content/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { accessProblems, withProbe } from "../pages/index.ts";
import {
  hashToken,
  type Check,
  type CheckContext,
  type CheckOutcome,
  type Locale,
} from "../platform/index.ts";
import { confirmPageRoutes } from "./confirm-pages.routes.ts";
import type { Declaration } from "./consent-request.ts";
import { findByToken } from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";
import type { Form, FormVersion } from "./form.ts";
import { formPageRoutes } from "./form-pages.routes.ts";
import { allForms } from "./forms.store.ts";
import { TOKEN_PLACEHOLDER, wordingsOf, writeOptInMail } from "./opt-in-mail.ts";
import { DAY_MS, loadParameters } from "./parameters.ts";
import { NOBODY, plantRequest } from "./plant-request.ts";
import { currentForm } from "./save-form.ts";

const LOOKS = 10;

/** The entries of the checklist that concern signing up. They look at the pages themselves and leave nothing behind. */
export function signupChecks(deps: SignupDeps): Check[] {
  return [
    {
      id: "CHK-14",
      rules: ["DOI-07"],
      blocking: true,
      label: {
        de: "GET auf Abmelde- und DOI-Link ändert nichts",
        en: "A GET of unsubscribe and opt-in links changes nothing",
      },
      run: (context) => checkConfirmLink(deps, context),
    },
    {
      id: "CHK-20",
      rules: ["CON-02", "CON-03", "CON-11", "DSR-01"],
      blocking: true,
      label: {
        de: "Anmeldemaske: nur E-Mail Pflicht, keine vorbelegten Häkchen, Widerrufshinweis, Datenschutzlink",
        en: "Sign-up form: only the address required, nothing ticked, withdrawal and privacy notice named",
      },
      run: (context) => checkForms(deps, context, judgeForm),
    },
    {
      id: "CHK-21",
      rules: ["CON-08", "TRK-03"],
      blocking: true,
      label: {
        de: "Profiling-Häkchen getrennt und freiwillig; Standardwert 0",
        en: "Analysis box separate and optional; off by default",
      },
      run: (context) => checkForms(deps, context, judgeTracking),
    },
    {
      id: "CHK-22",
      rules: ["DOI-02", "DOI-03", "DOI-04", "DOI-05", "DOI-06", "DOI-09"],
      blocking: true,
      label: {
        de: "DOI-Mail werbefrei, Betreff, Button, Ablauf",
        en: "Opt-in mail without advertising; subject, button, end",
      },
      run: (context) => checkMail(deps, context),
    },
    {
      id: "CHK-02",
      rules: ["DOI-03"],
      blocking: true,
      label: {
        de: "Impressum in der Bestätigungsmail",
        en: "Imprint in the opt-in mail",
      },
      run: (context) => checkMail(deps, context, "DOI-03"),
    },
    {
      id: "CHK-32",
      rules: ["A11Y-01"],
      blocking: false,
      label: { de: "Anmeldeformulare barrierefrei", en: "Sign-up forms accessible" },
      run: (context) => checkForms(deps, context, judgeAccess),
    },
  ];
}

interface OpenForm {
  form: Form;
  version: FormVersion;
}

async function openForms(deps: SignupDeps, { tx, accountId }: CheckContext): Promise<OpenForm[]> {
  const open: OpenForm[] = [];
  for (const form of await allForms(tx)) {
    const current = await currentForm(tx, deps, accountId, form);
    if (current.kind === "open") open.push(current);
  }
  return open;
}

const noForms: CheckOutcome = {
  status: "not_applicable",
  message: {
    de: "Es gibt kein offenes Anmeldeformular.",
    en: "There is no open sign-up form.",
  },
};

type Problem = Record<Locale, string>;

/** Reads every open form in each of its languages as a visitor gets it. */
async function checkForms(
  deps: SignupDeps,
  context: CheckContext,
  judge: (page: string, form: OpenForm, locale: Locale) => Problem[],
): Promise<CheckOutcome> {
  const forms = await openForms(deps, context);
  if (forms.length === 0) return noForms;
  const problems: Problem[] = [];
  let pages = 0;
  await withProbe(
    context.tx,
    { db: deps.db, log: deps.log, routes: (db) => formPageRoutes({ ...deps, db }) },
    async (probe) => {
      for (const each of forms)
        for (const locale of each.version.definition.settings.locales) {
          const path = `/f/${each.form.publicId}?lang=${locale}`;
          for (const trick of ["", "&lists=all&profiling=1&checked=1"]) {
            const answer = await probe.ask("GET", path + trick);
            pages += 1;
            if (answer.status !== 200) problems.push(notShown(each.form));
            else problems.push(...judge(answer.text, each, locale));
          }
        }
    },
  );
  return outcomeOf(problems, { forms: forms.length, pages });
}

const notShown = ({ name }: Form): Problem => ({
  de: `Das Formular „${name}“ lässt sich nicht aufrufen.`,
  en: `The form “${name}” cannot be opened.`,
});

const fine: Record<string, Problem> = {
  all: {
    de: "Die Bestätigungsmails sind werbefrei und nennen alles, was sie müssen.",
    en: "The opt-in mails are free of advertising and name all they have to.",
  },
  "DOI-03": {
    de: "Das Impressum steht in den Bestätigungsmails.",
    en: "The imprint stands in the opt-in mails.",
  },
};

function outcomeOf(
  problems: Problem[],
  evidence: Record<string, unknown>,
  good: Problem = {
    de: "Alle offenen Formulare gelesen, in jeder Sprache: in Ordnung.",
    en: "All open forms read, in each language: in order.",
  },
): CheckOutcome {
  const unique = [...new Map(problems.map((one) => [one.de, one])).values()].slice(0, 3);
  if (unique.length === 0)
    return {
      status: "passed",
      message: good,
      evidence,
    };
  return {
    status: "failed",
    message: {
      de: unique.map((one) => one.de).join(" "),
      en: unique.map((one) => one.en).join(" "),
    },
    evidence,
  };
}

const tagsOf = (page: string, name: string): string[] =>
  page.match(new RegExp(`<${name}\\b[^>]*>`, "g")) ?? [];
const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

function judgeForm(page: string, { form, version }: OpenForm, locale: Locale): Problem[] {
  const inputs = [...tagsOf(page, "input"), ...tagsOf(page, "select")];
  const required = inputs.filter((tag) => /\srequired\b/.test(tag));
  const boxes = inputs.filter((tag) => attribute(tag, "type") === "checkbox");
  const problems: Problem[] = [];
  const say = (de: string, en: string) =>
    problems.push({ de: `„${form.name}“: ${de}`, en: `“${form.name}”: ${en}` });
  if (required.length !== 1 || attribute(required[0]!, "name") !== "email")
    say("Pflichtfeld ist nicht nur die E-Mail-Adresse.", "not only the address is required.");
  if (inputs.some((tag) => /\schecked\b/.test(tag)))
    say("Ein Häkchen ist vorbelegt.", "a box is ticked beforehand.");
  const isExplained = (tag: string) =>
    (attribute(tag, "aria-describedby") ?? "")
      .split(" ")
      .some((id) => id.startsWith("widerruf") && page.includes(`id="${id}"`));
  if (boxes.length === 0 || !boxes.every(isExplained))
    say(
      "Der Widerrufshinweis steht nicht bei jedem Häkchen.",
      "withdrawal is not named beside each box.",
    );
  const { url } = version.definition.shown[locale]!.privacyNotice;
  if (!page.includes(`href="${url.replaceAll("&", "&amp;")}"`))
    say("Der Link zum Datenschutz fehlt.", "the link to the privacy notice is missing.");
  return problems;
}

/** A11Y-01: every form as a visitor gets it, with the account's own texts in it. */
const judgeAccess = (page: string, { form }: OpenForm): Problem[] =>
  accessProblems(page).map(({ de, en }) => ({
    de: `„${form.name}“: ${de}`,
    en: `“${form.name}”: ${en}`,
  }));

function judgeTracking(page: string, { form, version }: OpenForm, locale: Locale): Problem[] {
  const box = tagsOf(page, "input").filter((tag) => attribute(tag, "name") === "profiling");
  const asked = version.definition.shown[locale]!.tracking !== null;
  const fieldsets = page.split("<fieldset").filter((part) => part.includes('name="profiling"'));
  const isApart = fieldsets.every(
    (part) => !part.split("</fieldset>")[0]!.includes('name="lists"'),
  );
  const good = asked
    ? box.length === 1 && isApart && !/\s(?:checked|required)\b/.test(box[0]!)
    : box.length === 0;
  return good
    ? []
    : [
        {
          de: `„${form.name}“: Das Häkchen für die Auswertung steht nicht für sich, leer und freiwillig.`,
          en: `“${form.name}”: the box for the analysis does not stand apart, empty and optional.`,
        },
      ];
}

/** The opt-in mails of all forms, by all rules or by one. */
async function checkMail(
  deps: SignupDeps,
  context: CheckContext,
  rule?: string,
): Promise<CheckOutcome> {
  const forms = await openForms(deps, context);
  if (forms.length === 0) return noForms;
  const account = await getAccount(context.tx);
  const { tokenDays } = await loadParameters(context.tx);
  const problems: Problem[] = [];
  for (const each of forms)
    for (const locale of each.version.definition.settings.locales)
      for (const finding of lintMail(deps, account, each, locale, tokenDays))
        if (rule === undefined || finding.rule === rule) problems.push(finding.message);
  if (rule === undefined && (tokenDays < 1 || tokenDays > 14))
    problems.push({
      de: "Der Bestätigungslink gilt nicht zwischen 1 und 14 Tagen.",
      en: "The confirmation link does not hold between 1 and 14 days.",
    });
  return outcomeOf(problems, { forms: forms.length, tokenDays }, fine[rule ?? "all"]);
}

function lintMail(
  deps: SignupDeps,
  account: Account,
  { form, version }: OpenForm,
  locale: Locale,
  validDays: number,
): { rule: string; message: Problem }[] {
  const theme = pageTheme(account, locale);
  const now = deps.clock.now();
  const declaration = declarationOf(deps, form, version, locale, now);
  const mail = writeOptInMail(account, {
    declaration,
    locale,
    pagesUrl: deps.pagesUrl,
    validDays,
    expiresAt: new Date(now.getTime() + validDays * DAY_MS),
  });
  return lintOptInMail({
    ...mail,
    links: {
      confirm: `${deps.pagesUrl}/b/${TOKEN_PLACEHOLDER}`,
      notMe: `${deps.pagesUrl}/n/${TOKEN_PLACEHOLDER}`,
      privacy: theme.privacyUrl ?? "",
      imprint: theme.imprintUrl,
    },
    imprintLines: theme.imprintLines,
    wordings: wordingsOf(declaration),
    names: [
      ...declaration.lists.flatMap((list) => [list.name, list.topics, list.frequency]),
      theme.accountName,
      theme.legalName,
    ],
  }).filter((finding) => finding.severity === "block");
}

function declarationOf(
  { pagesUrl }: SignupDeps,
  form: Form,
  version: FormVersion,
  locale: Locale,
  now: Date,
): Declaration {
  const shown = version.definition.shown[locale]!;
  return {
    form: { id: form.publicId, version: version.version, sha256: version.sha256.toString("hex") },
    page: `${pagesUrl}/f/${form.publicId}`,
    lists: shown.lists,
    tracking: shown.tracking,
    privacyNotice: shown.privacyNotice,
    requestedAt: now.toISOString(),
  };
}

/** Makes a waiting sign-up, looks at its link as programs do, and compares. */
async function checkConfirmLink(deps: SignupDeps, context: CheckContext): Promise<CheckOutcome> {
  const { tx, accountId } = context;
  let changed = false;
  let refused = 0;
  await withProbe(
    tx,
    { db: deps.db, log: deps.log, routes: (db) => confirmPageRoutes({ ...deps, db }) },
    async (probe) => {
      const token = await plantRequest(tx, deps, accountId);
      const state = async () => {
        const request = await findByToken(tx, hashToken(token));
        const subscriptions = await subscriptionsOfAddress(tx, NOBODY);
        return JSON.stringify([request?.state, request?.expiresAt, subscriptions]);
      };
      const before = await state();
      for (let look = 0; look < LOOKS; look++)
        for (const method of ["GET", "HEAD"] as const)
          for (const path of [`/b/${token}`, `/n/${token}`])
            if ((await probe.ask(method, path)).status !== 200) refused += 1;
      changed = (await state()) !== before;
    },
  );
  if (!changed && refused === 0)
    return {
      status: "passed",
      message: {
        de: `Nach ${LOOKS} Aufrufen beider Links der Bestätigungsmail war alles wie zuvor.`,
        en: `After ${LOOKS} looks at both links of the opt-in mail everything was as before.`,
      },
      evidence: { looks: LOOKS * 4 },
    };
  return {
    status: "failed",
    message: changed
      ? {
          de: "Ein bloßer Aufruf des Bestätigungslinks hat etwas geändert.",
          en: "Merely opening the confirmation link changed something.",
        }
      : {
          de: "Der Bestätigungslink lässt sich nicht aufrufen.",
          en: "The confirmation link cannot be opened.",
        },
    evidence: { looks: LOOKS * 4, refused },
  };
}
