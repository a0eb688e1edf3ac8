import type { Account } from "../accounts/index.ts";
import type { PageContext } from "../pages/index.ts";
import type { FormDefinition } from "./form.ts";
import type { SignupFormModel } from "./pages/index.ts";

/** What the hosted page shows of a form in the language of the context. */
export function formModel(
  shownForm: {
    form: { publicId: string };
    version: { version: number; definition: FormDefinition };
    account: Account;
    context: PageContext;
  },
  startedToken: string,
): SignupFormModel {
  const { form, version, account, context } = shownForm;
  const { settings, shown } = version.definition;
  const texts = shown[context.locale]!;
  const { operation, place } = account.processing;
  const url = `/f/${form.publicId}`;
  return {
    target: { action: url, fields: { version: String(version.version) } },
    selfUrl: url,
    manageUrl: `${url}/verwalten`,
    heading: settings.title[context.locale],
    intro: settings.intro[context.locale],
    lists: texts.lists.map((list) => ({
      id: list.publicId,
      name: list.name,
      topics: list.topics,
      frequency: list.frequency,
      wording: list.declaration.text,
    })),
    askSalutation: settings.fields.salutation,
    askNames: settings.fields.firstName || settings.fields.lastName,
    tracking: texts.tracking === null ? undefined : { wording: texts.tracking.text },
    exchangeNotice: settings.exchange?.notice[context.locale],
    processor:
      operation?.kind === "processor" && place !== undefined
        ? { name: operation.provider, storage: `${place.dataCentre} (${place.country})` }
        : undefined,
    startedToken,
  };
}
