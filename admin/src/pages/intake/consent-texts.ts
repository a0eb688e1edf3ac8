import { defineTexts } from "../../ui/index.ts";

/** Words for consents. */
export const texts = defineTexts("intake-consent", {
  de: {
    lists: "Welche Newsletter möchte die Person?",
    language: "Sprache der Person",
    languages: { de: "Deutsch", en: "Englisch" },
    wording: "Wortlaut",
    wordingVersion: "Fassung",
    version: "Fassung {{version}}, freigegeben am {{date}}",
    readOutTitle: "Bitte lesen Sie das vor:",
    writtenTitle: "Diesem Wortlaut hat die Person zugestimmt:",
    chooseLists: "Der Wortlaut erscheint, sobald ein Newsletter gewählt ist.",
    tracking: "Die Person erlaubt zusätzlich die Auswertung ihrer Nutzung",
    trackingHelp:
      "Freiwillig und getrennt vom Newsletter. Nur ankreuzen, wenn die Person das ausdrücklich erklärt hat:",
    proof: "Nachweis",
    script: "Version des Gesprächsleitfadens",
    readOut: "Ich habe den Wortlaut vollständig vorgelesen und die Person hat zugestimmt.",
    tabletLog: "Eintrag im Tablet-Protokoll",
    tabletLogHelp: "Nur nötig, wenn kein unterschriebenes Formular als Scan vorliegt.",
    message: "Text der SMS",
    senderNumber: "Nummer des Absenders",
    providerId: "Nachrichten-ID des Anbieters",
    declaredAt: "Wann hat die Person zugestimmt?",
    declaredNow: "Leer heißt: jetzt.",
    declaredPaper: "Das Datum auf dem Papier oder der Nachricht.",
    signed: "Die Erklärung ist unterschrieben und nennt diese E-Mail-Adresse",
    signedHelp: "Dann gilt sie sofort, ohne Bestätigungsmail. Grund: {{reason}}",
    submit: "Einwilligung erfassen",
    missingTitle: "So lässt sich die Einwilligung nicht nachweisen. Es fehlt:",
    missing: {
      attachments: "der Scan des Briefs",
      agent: "wer mit der Person gesprochen hat",
      script: "die Version des Gesprächsleitfadens",
      readOut: "dass der Wortlaut vollständig vorgelesen wurde",
      tabletLog: "das unterschriebene Formular als Scan oder der Eintrag im Tablet-Protokoll",
      message: "der Text der SMS",
      senderNumber: "die Nummer des Absenders",
      providerId: "die Nachrichten-ID des Anbieters",
      declaredAt: "der Zeitpunkt der Erklärung",
      wordingId: "der Wortlaut",
      trackingWordingId: "der Wortlaut zur Auswertung",
    },
    saveIncomplete: "Unvollständig speichern",
    saveIncompleteHelp:
      "Die Angaben bleiben erhalten, aber an die Adresse geht nichts, bis der Nachweis vollständig ist.",
    askedTitle: "Erfasst. Jetzt fehlt nur noch die Bestätigung.",
    askedText:
      "Ist die Adresse noch zu bestätigen, ist die Bestätigungsmail schon unterwegs. Der Newsletter kommt erst danach.",
    confirmedTitle: "Erfasst. Die Anmeldung gilt.",
    unverifiedTitle: "Unvollständig gespeichert",
    unverifiedText:
      "An diese Adresse geht nichts, bis die Einwilligung mit allen Angaben noch einmal erfasst ist. Es fehlt: {{missing}}.",
    spoken: {
      asked:
        "Vielen Dank. Falls Ihre Adresse noch bestätigt werden muss, bekommen Sie gleich eine E-Mail von uns. Bitte klicken Sie darin auf „Anmeldung bestätigen“ – erst danach schicken wir Ihnen den Newsletter.",
      confirmed:
        "Vielen Dank, Ihre Anmeldung ist eingetragen. Sie können sich jederzeit abmelden, mit dem Link in jeder E-Mail.",
    },
    notAsked: {
      title: "Es ging keine E-Mail hinaus",
      confirmed: "Die Adresse hat all das schon früher bestätigt.",
      limit:
        "An die Adresse gingen in kurzer Zeit schon mehrere Bestätigungsmails. Bitte versuchen Sie es morgen noch einmal.",
      not_me: "Der Inhaber der Adresse hat erklärt, sich nicht angemeldet zu haben.",
      excluded:
        "Die Adresse ist gesperrt: durch einen Widerspruch, die Blacklist oder weil sie unzustellbar ist.",
    },
    rule: {
      title: "Unterschriebene Erklärungen",
      on: "Eine unterschriebene Erklärung, die die Adresse nennt, gilt ohne Bestätigungsmail. Eingeschaltet von {{by}} am {{date}}. Grund: {{reason}}",
      off: "Nach jeder Einwilligung geht eine Bestätigungsmail hinaus, auch nach einer unterschriebenen. Ist anders sichergestellt, dass die Adresse der Person gehört, können Sie darauf verzichten.",
      reason: "Warum genügt bei Ihnen die Unterschrift?",
      reasonHelp: "Etwa, wie die Adresse geprüft wird. Der Grund steht in jedem dieser Nachweise.",
      enable: "Ohne Bestätigungsmail gelten lassen",
      disable: "Wieder immer bestätigen lassen",
      saved: "Gespeichert.",
    },
  },
  en: {
    lists: "Which newsletters does the person want?",
    language: "The person’s language",
    languages: { de: "German", en: "English" },
    wording: "Wording",
    wordingVersion: "Version",
    version: "Version {{version}}, approved on {{date}}",
    readOutTitle: "Please read this out:",
    writtenTitle: "This is the wording the person agreed to:",
    chooseLists: "The wording appears once a newsletter is chosen.",
    tracking: "The person also permits the analysis of their use",
    trackingHelp:
      "Optional and apart from the newsletter. Tick it only if the person expressly declared this:",
    proof: "Proof",
    script: "Version of the phone script",
    readOut: "I read out the wording in full and the person agreed.",
    tabletLog: "Entry of the tablet’s log",
    tabletLogHelp: "Needed only where there is no scan of a signed form.",
    message: "Text of the message",
    senderNumber: "Number it came from",
    providerId: "The provider’s message id",
    declaredAt: "When did the person agree?",
    declaredNow: "Empty means: now.",
    declaredPaper: "The date on the paper or of the message.",
    signed: "The declaration is signed and names this e-mail address",
    signedHelp: "Then it counts at once, without an opt-in mail. Reason: {{reason}}",
    submit: "Record the consent",
    missingTitle: "This would not prove the consent. What is missing:",
    missing: {
      attachments: "the scan of the letter",
      agent: "who spoke with the person",
      script: "the version of the phone script",
      readOut: "that the wording was read out in full",
      tabletLog: "the scan of the signed form or the entry of the tablet’s log",
      message: "the text of the message",
      senderNumber: "the number it came from",
      providerId: "the provider’s message id",
      declaredAt: "the time of the declaration",
      wordingId: "the wording",
      trackingWordingId: "the wording of the analysis",
    },
    saveIncomplete: "Save incomplete",
    saveIncompleteHelp:
      "What you entered is kept, but nothing goes to the address until the proof is complete.",
    askedTitle: "Recorded. Only the confirmation is missing now.",
    askedText:
      "If the address is still to be confirmed, the opt-in mail is on its way. The newsletter comes only after that.",
    confirmedTitle: "Recorded. The subscription counts.",
    unverifiedTitle: "Saved incomplete",
    unverifiedText:
      "Nothing goes to this address until the consent is recorded again, complete. Missing: {{missing}}.",
    spoken: {
      asked:
        "Thank you. If your address still has to be confirmed, you will get an e-mail from us in a moment. Please click “Confirm subscription” in it – only then do we send you the newsletter.",
      confirmed:
        "Thank you, your subscription is entered. You can unsubscribe at any time, by the link in every e-mail.",
    },
    notAsked: {
      title: "No mail went out",
      confirmed: "The address confirmed all of this before.",
      limit:
        "Several opt-in mails went to the address within a short time. Please try again tomorrow.",
      not_me: "The owner of the address said they did not sign up.",
      excluded:
        "The address is blocked: by an objection, the blacklist, or because it is undeliverable.",
    },
    rule: {
      title: "Signed declarations",
      on: "A signed declaration that names the address counts without an opt-in mail. Switched on by {{by}} on {{date}}. Reason: {{reason}}",
      off: "After every consent an opt-in mail goes out, also after a signed one. Where it is otherwise made sure that the address belongs to the person, you can do without.",
      reason: "Why is the signature enough here?",
      reasonHelp:
        "For example how the address is checked. The reason is recorded in each of these proofs.",
      enable: "Let it count without an opt-in mail",
      disable: "Always ask for confirmation again",
      saved: "Saved.",
    },
  },
});
