import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("contacts-duplicates", {
  de: {
    title: "Dubletten",
    contacts: "Kontakte",
    search: "Jetzt suchen",
    searched_zero: "Nichts Neues gefunden.",
    searched_one: "Ein neues Paar gefunden.",
    searched_other: "{{count, number}} neue Paare gefunden.",
    intro:
      "Diese Kontakte könnten je eine Person sein. Klarpost führt nichts von selbst zusammen: Sie entscheiden, Feld für Feld.",
    nightly: "Gesucht wird jede Nacht.",
    emptyTitle: "Keine Dubletten gefunden",
    emptyText:
      "Gesucht wird nach derselben Adresse, nach gleichem Namen mit gleicher Firma und nach gleichen Telefonnummern in eigenen Feldern.",
    reasons: {
      address: "Dieselbe Adresse",
      name_company: "Gleicher Name, gleiche Firma",
      phone: "Gleiche Telefonnummer",
    },
    compare: "Vergleichen",
    dismiss: "Zwei Personen",
    dismissed: "Das Paar wird nicht mehr vorgeschlagen.",
    since: "seit {{when}}",
    shown: "Gezeigt werden die ersten {{shown, number}} von {{total, number}}.",
    merge: {
      title: "Kontakte zusammenführen",
      kept: "Bleibt",
      gone: "Geht auf",
      swap: "Seiten tauschen",
      fields: "Welche Angabe gilt?",
      fieldsText:
        "Jede Angabe behält ihre Herkunft. Vorgeschlagen wird, was der verbleibende Kontakt hat.",
      noFields: "Die beiden unterscheiden sich in keiner Angabe.",
      none: "ohne Angabe",
      consequences: "Was geschieht",
      consequencesText:
        "Ein Zusammenführen schafft nie eine Erlaubnis. Im Zweifel gilt die strengere Seite.",
      final:
        "Sieben Tage lang lässt sich das zurücknehmen. Gelöschte Messdaten und eine beendete Erlaubnis zur Auswertung kommen dabei nicht wieder.",
      action: "Zusammenführen",
      confirm: "{{gone}} in {{kept}} aufgehen lassen?",
      confirmText:
        "„{{gone}}“ gibt es danach nicht mehr als eigenen Kontakt. Sieben Tage lang können Sie das beim verbleibenden Kontakt zurücknehmen.",
      mergedTitle: "Mit einer Dublette zusammengeführt ({{by}}, {{when}})",
      mergedText:
        "Bis {{until}} lassen sich beide wieder trennen. Danach wird gelöscht, was dafür aufbewahrt ist.",
      undo: "Wieder trennen",
      undone: "Beide Kontakte stehen wieder für sich.",
      done: "Die Kontakte sind zusammengeführt.",
      cannot: "Das geht nicht",
      stricter: "strenger",
    },
  },
  en: {
    title: "Duplicates",
    contacts: "Contacts",
    search: "Search now",
    searched_zero: "Found nothing new.",
    searched_one: "Found one new pair.",
    searched_other: "Found {{count, number}} new pairs.",
    intro:
      "Each of these pairs may be one person. Klarpost never merges anything on its own: you decide, field by field.",
    nightly: "The search runs every night.",
    emptyTitle: "No duplicates found",
    emptyText:
      "Klarpost looks for the same address, the same name at the same company, and the same telephone number in own fields.",
    reasons: {
      address: "The same address",
      name_company: "Same name, same company",
      phone: "The same telephone number",
    },
    compare: "Compare",
    dismiss: "Two people",
    dismissed: "The pair will not be proposed again.",
    since: "since {{when}}",
    shown: "The first {{shown, number}} of {{total, number}} are shown.",
    merge: {
      title: "Merge contacts",
      kept: "Stays",
      gone: "Is merged into it",
      swap: "Swap sides",
      fields: "Which value applies?",
      fieldsText:
        "Each value keeps its origin. The values of the contact that stays are suggested.",
      noFields: "The two differ in no value.",
      none: "not given",
      consequences: "What happens",
      consequencesText: "A merge never creates a permission. In doubt the stricter rule applies.",
      final:
        "It can be undone for seven days. Measured use that was deleted and a permission to analyse that ended do not come back with it.",
      action: "Merge",
      confirm: "Merge {{gone}} into {{kept}}?",
      confirmText:
        "“{{gone}}” will no longer be a contact of its own. You can undo this for seven days on the contact that stays.",
      mergedTitle: "Merged with a duplicate ({{by}}, {{when}})",
      mergedText:
        "The two can be separated again until {{until}}. After that, what was kept for this is deleted.",
      undo: "Separate again",
      undone: "The two contacts are separate again.",
      done: "The contacts are merged.",
      cannot: "This cannot be done",
      stricter: "stricter",
    },
  },
});
