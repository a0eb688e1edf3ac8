import type { Locale } from "../platform/index.ts";

/** What a verification may find. None of them happens by itself. */
export const findingTexts = {
  entry_changed: {
    de: "Ein Eintrag wurde nachträglich verändert oder vertauscht.",
    en: "An entry was altered or swapped afterwards.",
  },
  entry_missing: {
    de: "Ein Eintrag wurde gelöscht.",
    en: "An entry was deleted.",
  },
  position_missing: {
    de: "In der Reihe der Einträge fehlt ein Platz.",
    en: "A place in the order of entries is missing.",
  },
  node_changed: {
    de: "Eine Zwischensumme des Prüfbaums stimmt nicht.",
    en: "An inner hash of the tree does not fit.",
  },
  content_changed: {
    de: "Der verschlüsselte Inhalt eines Eintrags passt nicht zu seiner Prüfsumme.",
    en: "The encrypted content of an entry does not fit its commitment.",
  },
  content_moved: {
    de: "Ein Eintrag ist einer anderen Person, einem anderen Zweck oder Wortlaut zugeordnet als in seinem Inhalt.",
    en: "An entry is assigned to another person, purpose or wording than its content says.",
  },
  content_missing: {
    de: "Inhalte sind verschwunden, ohne dass eine Löschung im Nachweisbuch steht.",
    en: "Contents have vanished without an erasure in the ledger.",
  },
  erasure_changed: {
    de: "Der Vermerk über eine Löschung wurde verändert.",
    en: "The note of an erasure was altered.",
  },
  entry_unplaced: {
    de: "Ein Eintrag hat keinen Platz im Prüfbaum und wartet auch auf keinen.",
    en: "An entry has no place in the tree and does not wait for one either.",
  },
  checkpoint_signature: {
    de: "Die Unterschrift eines gespeicherten Prüfpunkts stimmt nicht.",
    en: "The signature of a stored checkpoint does not fit.",
  },
  checkpoint_differs: {
    de: "Das Nachweisbuch entspricht einem gespeicherten Prüfpunkt nicht.",
    en: "The ledger does not fit a stored checkpoint.",
  },
  checkpoint_ahead: {
    de: "Ein gespeicherter Prüfpunkt kennt mehr Einträge, als das Nachweisbuch enthält.",
    en: "A stored checkpoint knows of more entries than the ledger holds.",
  },
  outside_unreadable: {
    de: "Der mitgebrachte Prüfpunkt ist keiner dieser Installation und dieses Mandanten.",
    en: "The checkpoint you brought is none of this installation and account.",
  },
  outside_differs: {
    de: "Das Nachweisbuch entspricht dem mitgebrachten Prüfpunkt nicht.",
    en: "The ledger does not fit the checkpoint you brought.",
  },
  outside_ahead: {
    de: "Der mitgebrachte Prüfpunkt kennt mehr Einträge, als das Nachweisbuch enthält. Es wurde gekürzt oder eine alte Kopie eingespielt.",
    en: "The checkpoint you brought knows of more entries than the ledger holds. It was cut, or an old copy was restored.",
  },
} satisfies Record<string, Record<Locale, string>>;

export type FindingCode = keyof typeof findingTexts;

export interface Finding {
  code: FindingCode;
  /** Position in the tree, from 0. */
  position?: number;
  /** Public id of the entry. */
  entry?: string;
  count?: number;
}
