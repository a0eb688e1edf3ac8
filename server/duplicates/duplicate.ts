import type { Contact } from "../contacts/index.ts";

/** Why two contacts may be one person. */
export type PairReason = "address" | "name_company" | "phone";

export interface Pair {
  firstId: number;
  secondId: number;
  reason: PairReason;
  foundAt: Date;
}

/** Fields a merge asks about, apart from the address and the account's own fields. */
export const MERGE_FIELDS = [
  "salutation",
  "title",
  "firstName",
  "lastName",
  "company",
  "locale",
] as const satisfies readonly (keyof Contact)[];

/** Own fields that hold a telephone number, told by their key. */
export const PHONE_KEY = "(tel|phone|mobil|handy|fon)";

type Text = { de: string; en: string };

/** Why two contacts cannot be merged; undefined when they can. */
export function mergeObstacle(
  kept: Contact,
  gone: Contact,
): { code: string; text: Text } | undefined {
  if (kept.id === gone.id)
    return {
      code: "merge_itself",
      text: {
        de: "Das ist ein und derselbe Kontakt.",
        en: "This is one and the same contact.",
      },
    };
  if (kept.restrictedAt || gone.restrictedAt)
    return {
      code: "merge_restricted",
      text: {
        de: "Die Verarbeitung eines der beiden Kontakte ist eingeschränkt (Art. 18 DSGVO): Seine Daten werden nur aufbewahrt und deshalb nicht zusammengeführt.",
        en: "Processing of one of the two is restricted (Art. 18 GDPR): its data are only stored, and so not merged.",
      },
    };
  if (kept.pot === "core" || gone.pot === "core")
    return {
      code: "merge_core",
      text: {
        de: "Kontakte aus dem Kernsystem kennt Klarpost unter ihrer Personennummer. Führen Sie sie dort zusammen.",
        en: "Klarpost knows contacts of the core system by their person number. Merge them there.",
      },
    };
  return undefined;
}
