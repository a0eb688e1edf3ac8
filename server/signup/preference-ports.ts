import type { Locale, Tx } from "../platform/index.ts";
import { admitOptInMail } from "./admit-opt-in-mail.ts";
import type { SignupDeps } from "./deps.ts";
import type { Form } from "./form.ts";
import { accountOfForm, allForms, findForm, findVersionById } from "./forms.store.ts";
import { loadParameters } from "./parameters.ts";

/** What the settings page needs to know of a form. */
export interface FormForPreferences {
  publicId: string;
  version: number;
  /** Public ids of its newsletters, in its order. */
  lists: string[];
  locales: Locale[];
  archived: boolean;
}

/** What sign-up does for preferences, its neighbour of the same rank; the composition root hands it over. */
export function preferencePorts(deps: SignupDeps) {
  const present = async (tx: Tx, form: Form): Promise<FormForPreferences> => {
    const version = (await findVersionById(tx, form.currentVersionId!))!;
    const { lists, locales } = version.definition.settings;
    return {
      publicId: form.publicId,
      version: version.version,
      lists,
      locales,
      archived: form.archivedAt !== null,
    };
  };
  return {
    forms: {
      accountOf: (publicId: string): Promise<number | null> =>
        deps.db.instance((tx) => accountOfForm(tx, publicId)),
      async find(tx: Tx, publicId: string): Promise<FormForPreferences | undefined> {
        const form = await findForm(tx, publicId);
        return form && present(tx, form);
      },
      /** The first form that is not archived, for links of mails, which come from no form. */
      async first(tx: Tx): Promise<FormForPreferences | undefined> {
        const form = (await allForms(tx)).find((one) => one.archivedAt === null);
        return form && present(tx, form);
      },
    },
    optIn: {
      /** One more opt-in mail to an address, or not: sign-up's limits hold for new addresses too (DOI-11). */
      admit: (tx: Tx, accountId: number, emailNormalised: string) =>
        admitOptInMail(tx, deps, accountId, emailNormalised),
      /** `doi.token_ttl` in days. */
      days: async (tx: Tx): Promise<number> => (await loadParameters(tx)).tokenDays,
    },
  };
}
