import { IdParams } from "../../contract/common.ts";
import {
  EmbedQuery,
  FormDiffQuery,
  FormDiffSchema,
  FormVersionPage,
  FormVersionParams,
  FormVersionTextsSchema,
  type FormDiff,
  type FormVersionView,
} from "../../contract/signup.ts";
import { getAccount, pageTheme } from "../accounts/index.ts";
import { wordDiff } from "../consent/index.ts";
import { notFound, route, type Locale, type RouteSpec, type Tx } from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import { offeredLocale, type Form } from "./form.ts";
import { formModel } from "./form-model.ts";
import { partsOf, type PartOfForm } from "./form-parts.ts";
import { findForm, versionsInTime, type VersionInTime } from "./forms.store.ts";
import { signupFormPage } from "./pages/index.ts";

const tag = "Forms";

/** Versions of a form: what visitors saw, from when to when, and what changed (CON-04, CON-05). */
export function formVersionRoutes({ db }: Pick<SignupDeps, "db">): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/forms/:id/versions",
      permission: "forms.read",
      tag,
      summary: "All versions of a form, the newest first: who made each, and when visitors saw it.",
      params: IdParams,
      response: FormVersionPage,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const form = await formOf(tx, params.id);
          return { items: (await versionsInTime(tx, form.id)).map((one) => present(one, form)) };
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/forms/:id/versions/:version",
      permission: "forms.read",
      tag,
      summary: "What a person read in one version, text by text and as the page.",
      params: FormVersionParams,
      query: EmbedQuery,
      response: FormVersionTextsSchema,
      handle: ({ accountId, params, query }) =>
        db.account(accountId, async (tx) => {
          const form = await formOf(tx, params.id);
          const version = await versionOf(tx, form, params.version);
          const locale = offeredLocale(version, query.lang);
          return {
            ...present(version, form),
            locale,
            parts: partsOf(version.definition, locale),
            html: await pageOfVersion(tx, form, version, locale),
          };
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/forms/:id/versions/:version/diff",
      permission: "forms.read",
      tag,
      summary: "What changed between two versions, text by text and word by word.",
      params: FormVersionParams,
      query: FormDiffQuery,
      response: FormDiffSchema,
      handle: ({ accountId, params, query }) =>
        db.account(accountId, async (tx): Promise<FormDiff> => {
          const form = await formOf(tx, params.id);
          const [before, after] = [
            await versionOf(tx, form, query.with),
            await versionOf(tx, form, params.version),
          ];
          const locale = offeredLocale(after, query.lang);
          const [old, now] = [before, after].map((one) => partsOf(one.definition, locale));
          const changes = changesOf(old!, now!);
          return { before: before.version, after: after.version, locale, changes };
        }),
    }),
  ];
}

async function formOf(tx: Tx, publicId: string): Promise<Form> {
  const form = await findForm(tx, publicId);
  if (!form) throw notFound("form");
  return form;
}

async function versionOf(tx: Tx, form: Form, number: number): Promise<VersionInTime> {
  const [version] = await versionsInTime(tx, form.id, number);
  if (!version) throw notFound("version of this form");
  return version;
}

function present(version: VersionInTime, form: Form): FormVersionView {
  return {
    version: version.version,
    from: version.createdAt.toISOString(),
    until: version.until?.toISOString() ?? null,
    by: version.by,
    current: version.id === form.currentVersionId,
    locales: version.definition.settings.locales,
    sha256: version.sha256.toString("hex"),
  };
}

/** The page with the texts of the version; its frame and colours are today's. */
async function pageOfVersion(
  tx: Tx,
  form: Form,
  version: VersionInTime,
  locale: Locale,
): Promise<string> {
  const account = await getAccount(tx);
  const theme = { ...pageTheme(account, locale), locales: version.definition.settings.locales };
  const context = { theme, locale, timeZone: account.timezone };
  return signupFormPage(context, formModel({ form, version, account, context }, ""));
}

/** Parts that differ, in the order of the newer version; those that are gone come last. */
function changesOf(before: PartOfForm[], after: PartOfForm[]): FormDiff["changes"] {
  const same = (a: PartOfForm) => (b: PartOfForm) => a.part === b.part && a.subject === b.subject;
  const gone = before.filter((old) => !after.some(same(old)));
  return [
    ...after.map((now) => ({ now, old: before.find(same(now))?.text ?? "" })),
    ...gone.map((old) => ({ now: { ...old, text: "" }, old: old.text })),
  ].flatMap(({ now: { part, subject, text }, old }) =>
    old === text ? [] : [{ part, subject, words: wordDiff(old, text) }],
  );
}
