import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-live", {
  de: {
    title: "Echtbetrieb",
    metaSandbox: "Zurzeit im Testbetrieb: keine E-Mail verlässt das Haus.",
    metaLive: "Mailings gehen an die echten Empfänger.",
    toChecklist: "Ganze Checkliste",
    nothingOpen: "Nichts steht im Weg",
    nothingOpenText: "Alle Prüfungen, die für den Echtbetrieb nötig sind, sind bestanden.",
    open_one: "Eine Prüfung steht noch im Weg",
    open_other: "{{count}} Prüfungen stehen noch im Weg",
    look: "Neu prüfen",
    lookFirst: "Jetzt prüfen",
    neverText:
      "Klarpost hat noch nicht nachgesehen. Danach steht hier, was Sie selbst erledigen können.",
    nothingFailed: "Nichts ist durchgefallen. Einiges ist noch nicht geprüft.",
    notCheckedTitle: "Noch nicht geprüft",
    notApplicable: "nicht nötig",
    notChecked: "Was noch nicht geprüft ist, gilt nicht als bestanden.",
    numbers: "Checkliste",
    passed: "bestanden",
    failed: "nicht bestanden",
    notCheckedShort: "nicht geprüft",
    switch: "Umschalten",
    switchText:
      "Danach verlassen E-Mails das Haus. Bestätigen Sie den Wechsel mit dem Namen Ihres Mandanten.",
    switchFoot: "Der Wechsel steht mit Ihrem Namen im Protokoll.",
    blocked_one: "Noch eine Prüfung offen",
    blocked_other: "Noch {{count}} Prüfungen offen",
    blockedText:
      "Sobald alle nötigen Prüfungen bestanden sind, können Sie hier umschalten. Links steht, was dafür fehlt.",
    goLive: "In den Echtbetrieb wechseln",
    ownersOnly: "Umschalten kann eine Inhaberin oder ein Inhaber des Mandanten.",
    askTitle: "In den Echtbetrieb wechseln?",
    askText1:
      "Ab sofort gehen Mailings und Bestätigungsmails von „{{name}}“ an die echten Empfänger.",
    askText2:
      "Was bisher im Testpostfach lag, wird nicht nachträglich versendet. Testadressen bestätigen sich neu.",
    done: "Ihr Mandant ist im Echtbetrieb",
    isLive: "Sie sind im Echtbetrieb",
    isLiveText:
      "Wird eine nötige Prüfung später rot, warten Mailings und persönliche Mails, auch laufende, bis sie wieder bestanden ist.",
  },
  en: {
    title: "Live operation",
    metaSandbox: "In the sandbox at present: no e-mail leaves the house.",
    metaLive: "Mailings go to real recipients.",
    toChecklist: "Whole checklist",
    nothingOpen: "Nothing is open",
    nothingOpenText: "All checks needed for live operation have passed.",
    open_one: "One check is still open",
    open_other: "{{count}} checks are still open",
    look: "Look again",
    lookFirst: "Look now",
    neverText: "Klarpost has not looked yet. Afterwards this says what you can do yourself.",
    nothingFailed: "Nothing has failed. Some is not checked yet.",
    notCheckedTitle: "Not checked yet",
    notApplicable: "not applicable",
    notChecked: "What is not checked yet does not count as passed.",
    numbers: "Checklist",
    passed: "passed",
    failed: "failed",
    notCheckedShort: "not checked",
    switch: "Switch over",
    switchText:
      "From then on e-mails leave the house. Confirm the switch with the name of your account.",
    switchFoot: "The switch is logged with your name.",
    blocked_one: "One check is open",
    blocked_other: "{{count}} checks are open",
    blockedText:
      "As soon as all necessary checks have passed, you can switch over here. What is missing is shown on the left.",
    goLive: "Go live",
    ownersOnly: "An owner of the account can switch over.",
    askTitle: "Go live?",
    askText1: "From now on mailings and opt-in mails of “{{name}}” go to the real recipients.",
    askText2:
      "What lay in the test mailbox so far is not sent afterwards. Test addresses have to be confirmed again.",
    done: "Your account is live",
    isLive: "You are live",
    isLiveText:
      "If a necessary check turns red later, mailings and personal mails wait, those under way too, until it has passed again.",
  },
});
