import { defineTexts } from "../../../ui/index.ts";

/** Words that several pages of the settings share. */
export const texts = defineTexts("settings", {
  de: {
    title: "Einstellungen",
    setup: "Einrichtung",
    readOnly: "Sie können diese Angaben lesen. Ändern können sie die Inhaber des Mandanten.",
    oneEachLine: "Eine Person je Zeile.",
    optional: "freiwillig",
    recorded: "Festgehalten von {{by}}, {{at}}.",
    add: "Hinzufügen",
    remove: "Entfernen",
    save: "Speichern",
    change: "Ändern",
    cancel: "Abbrechen",
    close: "Schließen",
    done: "Gespeichert",
  },
  en: {
    title: "Settings",
    setup: "Set-up",
    readOnly: "You can read these settings. The account's owners can change them.",
    oneEachLine: "One person a line.",
    optional: "optional",
    recorded: "Recorded by {{by}}, {{at}}.",
    add: "Add",
    remove: "Remove",
    save: "Save",
    change: "Change",
    cancel: "Cancel",
    close: "Close",
    done: "Saved",
  },
});
