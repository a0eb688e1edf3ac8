import type { Account } from "../accounts/index.ts";
import type { PageContext } from "../pages/index.ts";
import { readParameter, type FormDefinition, type HiddenField } from "./form.ts";
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
  /** Parameters of the visit, of which the form's hidden fields take theirs; and the task for the browser. */
  visit: { parameters?: unknown; challenge?: string | undefined } = {},
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
    words: texts.words,
    hidden: settings.hidden && hiddenValues(settings.hidden, visit.parameters),
    age: texts.age,
    work: settings.proofOfWork ? { challenge: visit.challenge ?? "" } : undefined,
  };
}

/** What the page carries on for fields without a value of their own. Those with one never leave the server. */
function hiddenValues(
  fields: readonly HiddenField[],
  parameters: unknown = {},
): Record<string, string> {
  const given = parameters as Record<string, unknown>;
  return Object.fromEntries(
    fields.flatMap(({ name, value }) => {
      const text =
        value === null && Object.hasOwn(given, name) ? readParameter(given[name]) : undefined;
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
