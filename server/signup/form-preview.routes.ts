import { FormPreviewSchema, PreviewFormSchema } from "../../contract/signup.ts";
import { getAccount, pageTheme } from "../accounts/index.ts";
import { route, type RouteSpec } from "../platform/index.ts";
import { readSettings } from "./check-form.ts";
import type { SignupDeps } from "./deps.ts";
import { formModel } from "./form-model.ts";
import { signupFormPage } from "./pages/index.ts";
import { defineForm } from "./show-form.ts";

/** The page as it would be shown with settings that are not saved yet. */
export function formPreviewRoutes({ db }: SignupDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/forms/preview",
      permission: "forms.read",
      tag: "Forms",
      summary:
        "What visitors would see with these settings. Stores nothing; refused like a form that is saved.",
      body: PreviewFormSchema,
      response: FormPreviewSchema,
      handle: ({ accountId, body }) =>
        db.account(accountId, async (tx) => {
          const { locale: wanted, id = "preview", ...input } = body;
          const account = await getAccount(tx);
          const definition = await defineForm(tx, account, readSettings(input));
          const { locales } = definition.settings;
          const locale = wanted !== undefined && locales.includes(wanted) ? wanted : locales[0]!;
          const theme = { ...pageTheme(account, locale), locales };
          const context = { theme, locale, timeZone: account.timezone };
          const shown = { form: { publicId: id }, version: { version: 0, definition } };
          const html = signupFormPage(context, formModel({ ...shown, account, context }, ""));
          return { locale, html };
        }),
    }),
  ];
}
