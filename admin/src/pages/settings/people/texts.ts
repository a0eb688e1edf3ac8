import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-people", {
  de: {
    title: "Personen und Rollen",
    meta: "Wer in diesem Mandanten arbeiten darf, und was. Jede Änderung steht im Protokoll.",
    members: "Wer hier arbeitet",
    you: "Sie",
    since: "seit {{date}}",
    withFactor: "mit zweitem Faktor",
    withoutFactor: "ohne zweiten Faktor",
    reset: {
      menu: "Anmeldung",
      menuOf: "Anmeldung von {{name}}",
      password: "Link für ein neues Passwort",
      factor: "Zweiten Faktor zurücksetzen",
      factorTitle: "Zweiten Faktor von {{name}} zurücksetzen?",
      factorText:
        "Für den Fall, dass Telefon oder Schlüssel verloren sind. {{name}} wird überall abgemeldet, meldet sich mit dem Passwort an und richtet einen neuen ein. Vergewissern Sie sich, dass die Bitte wirklich von der Person kommt.",
      factorDone: "Zweiter Faktor von {{name}} zurückgesetzt",
      act: "Zurücksetzen",
      passwordTitle: "Neues Passwort für {{name}}?",
      passwordText:
        "{{name}} bekommt einen Link, der 24 Stunden und nur einmal gilt. Das bisherige Passwort gilt weiter, bis er benutzt wird. Der zweite Faktor wird weiterhin verlangt.",
      makeLink: "Link erstellen",
      mailed: "Der Link ist an {{email}} unterwegs.",
      handOver:
        "Von hier geht noch keine E-Mail hinaus. Geben Sie {{name}} diesen Link auf einem sicheren Weg.",
      link: "Link für ein neues Passwort, nur jetzt sichtbar",
      worksElsewhere:
        "Diese Person arbeitet auch in anderen Mandanten. Wenden Sie sich an die Person, die Klarpost bei Ihnen betreibt.",
    },
    changeRoles: "Rollen ändern",
    changeRolesOf: "Rollen von {{name}} ändern",
    rolesOf: "Rollen",
    oneRole: "Bitte wählen Sie mindestens eine Rolle.",
    signedOut:
      "Die Person wird überall abgemeldet und meldet sich mit den neuen Rechten wieder an.",
    removed: "{{name}} entfernt",
    removeTitle: "{{name}} entfernen?",
    removeText:
      "{{name}} wird sofort abgemeldet und kann in diesem Mandanten nicht mehr arbeiten. Was die Person getan hat, bleibt im Protokoll.",
    lastOwner:
      "Ein Mandant behält mindestens eine Inhaberin oder einen Inhaber. Geben Sie die Rolle zuerst jemand anderem.",
    invite: "Person einladen",
    invitations: "Offene Einladungen",
    validUntil: "Gilt bis {{at}}",
    withdraw: "Zurückziehen",
    withdrawn: "Einladung zurückgezogen",
    email: "E-Mail-Adresse",
    invalid: "Das ist keine E-Mail-Adresse.",
    sendInvitation: "Einladen",
    mailed: "Die Einladung ist an {{email}} unterwegs. Sie gilt sieben Tage.",
    notMailed:
      "Von hier geht noch keine E-Mail hinaus. Geben Sie {{email}} diesen Link auf einem sicheren Weg; er gilt sieben Tage und nur einmal.",
    link: "Link zur Einladung, nur jetzt sichtbar",
    rolesTitle: "Was die Rollen dürfen",
    rolesFoot:
      "Wer mehrere Rollen hat, darf alles, was eine davon erlaubt. Was keine Rolle nennt, ist nicht erlaubt.",
    roles: {
      owner: {
        name: "Inhaber",
        text: "Darf alles, verantwortet den Mandanten und vergibt die Rollen.",
      },
      marketer: {
        name: "Marketing",
        text: "Schreibt und versendet, pflegt Kontakte, Listen und Formulare. Sieht weder Einwilligungsnachweise noch das Protokoll.",
      },
      dpo: {
        name: "Datenschutz",
        text: "Sieht alles, auch Nachweise und Protokoll, gibt Wortlaute frei und bearbeitet Anfragen von Betroffenen. Versendet nichts.",
      },
      intake: {
        name: "Erfassung",
        text: "Für Filiale und Servicestelle: erfasst Einwilligungen, Widerrufe und Widersprüche. Sieht weder Kontakte noch Listen von Personen.",
      },
    },
  },
  en: {
    title: "People and roles",
    meta: "Who may work in this account, and what they may do. Every change is logged.",
    members: "Who works here",
    you: "you",
    since: "since {{date}}",
    withFactor: "with a second factor",
    withoutFactor: "without a second factor",
    reset: {
      menu: "Sign-in",
      menuOf: "Sign-in of {{name}}",
      password: "Link for a new password",
      factor: "Reset the second factor",
      factorTitle: "Reset the second factor of {{name}}?",
      factorText:
        "For the case that phone or key are lost. {{name}} is signed out everywhere, signs in with the password and sets up a new one. Make sure that the request really comes from this person.",
      factorDone: "Second factor of {{name}} reset",
      act: "Reset",
      passwordTitle: "A new password for {{name}}?",
      passwordText:
        "{{name}} gets a link that is valid for 24 hours, and once. The present password stays valid until it is used. The second factor is still asked.",
      makeLink: "Make the link",
      mailed: "The link is on its way to {{email}}.",
      handOver: "No mail leaves here yet. Hand this link to {{name}} by a safe way.",
      link: "Link for a new password, visible only now",
      worksElsewhere:
        "This person works in other accounts too. Ask the person who runs Klarpost in your organisation.",
    },
    changeRoles: "Change roles",
    changeRolesOf: "Change the roles of {{name}}",
    rolesOf: "Roles",
    oneRole: "Please choose at least one role.",
    signedOut: "The person is signed out everywhere and signs in again with the new rights.",
    removed: "{{name}} removed",
    removeTitle: "Remove {{name}}?",
    removeText:
      "{{name}} is signed out at once and can no longer work in this account. What they did stays in the log.",
    lastOwner: "An account keeps at least one owner. Give the role to somebody else first.",
    invite: "Invite a person",
    invitations: "Open invitations",
    validUntil: "Valid until {{at}}",
    withdraw: "Withdraw",
    withdrawn: "Invitation withdrawn",
    email: "E-mail address",
    invalid: "This is not an e-mail address.",
    sendInvitation: "Invite",
    mailed: "The invitation is on its way to {{email}}. It is valid for seven days.",
    notMailed:
      "No e-mail leaves from here yet. Give {{email}} this link in a safe way; it is valid for seven days, and once.",
    link: "Invitation link, visible only now",
    rolesTitle: "What the roles may do",
    rolesFoot:
      "Whoever has several roles may do everything one of them allows. What no role names is not allowed.",
    roles: {
      owner: {
        name: "Owner",
        text: "May do everything, answers for the account and gives the roles.",
      },
      marketer: {
        name: "Marketing",
        text: "Writes and sends, looks after contacts, lists and forms. Sees neither proofs of consent nor the log.",
      },
      dpo: {
        name: "Data protection",
        text: "Sees everything, also proofs and the log, approves wordings and handles requests of data subjects. Sends nothing.",
      },
      intake: {
        name: "Intake",
        text: "For branch and service desk: records consents, withdrawals and objections. Sees neither contacts nor lists of people.",
      },
    },
  },
});
