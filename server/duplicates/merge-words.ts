import type { MergePreview } from "../../contract/duplicates.ts";
import type { Contact } from "../contacts/index.ts";
import type { PermissionChange } from "./permissions-of-merge.ts";

type Consequence = MergePreview["consequences"][number];

const says = (stricter: boolean, de: string, en: string): Consequence => ({
  stricter,
  text: { de, en },
});

/** What a merge does, in full sentences. */
export function consequencesOf(
  change: PermissionChange,
  kept: Contact,
  gone: Contact,
): Consequence[] {
  return [
    change.sameAddress
      ? says(
          false,
          `Beide haben die Adresse ${kept.email}. Anmeldungen und Abmeldungen gelten für die Adresse und bleiben, wie sie sind.`,
          `Both have the address ${kept.email}. Subscriptions and unsubscribes hold for the address and stay as they are.`,
        )
      : says(
          true,
          `Die Adresse ${kept.email} bleibt. ${gone.email} wird nicht mehr angeschrieben.`,
          `The address ${kept.email} stays. ${gone.email} is no longer mailed.`,
        ),
    ...change.ending.map((list) =>
      says(
        true,
        `Die Anmeldung von ${gone.email} zu „${list.name}“ endet: Eine Einwilligung gilt nur für die Adresse, für die sie erteilt wurde.`,
        `The subscription of ${gone.email} to “${list.name}” ends: a consent holds only for the address it was given for.`,
      ),
    ),
    ...change.carried.map((block) =>
      block.list
        ? says(
            true,
            `Die Abmeldung von „${block.list.name}“ gilt künftig auch für ${kept.email}.`,
            `The unsubscribe from “${block.list.name}” will hold for ${kept.email} too.`,
          )
        : says(
            true,
            `Ein Widerspruch von ${gone.email} gilt künftig auch für ${kept.email}.`,
            `An objection of ${gone.email} will hold for ${kept.email} too.`,
          ),
    ),
    ...(change.profiling === "reset"
      ? [
          says(
            true,
            "Die Erlaubnis, die Nutzung auszuwerten, haben nicht beide erteilt. Sie endet, was gemessen wurde, wird gelöscht, und die Person kann wieder gefragt werden.",
            "Not both permitted the analysis of use. The permission ends, what was measured is deleted, and the person may be asked again.",
          ),
        ]
      : []),
    says(
      false,
      "Notizen, Schlagwörter, Käufe, Schriftwechsel und das Versandprotokoll gehen auf den verbleibenden Kontakt über. Einwilligungsnachweise bleiben unverändert bei ihrer Adresse.",
      "Notes, tags, purchases, correspondence and the sending log move to the contact that stays. Proofs of consent stay unchanged with their address.",
    ),
  ];
}
