import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-test-addresses", {
  de: {
    title: "Testadressen",
    meta: "Testmails gehen nur an Postfächer, die damit einverstanden sind.",
    addTitle: "Adresse hinzufügen",
    email: "E-Mail-Adresse",
    add: "Um Bestätigung bitten",
    invalid: "Das ist keine E-Mail-Adresse.",
    listTitle: "Ihre Testadressen",
    none: "Noch keine. Fügen Sie oben Ihre eigene Adresse hinzu.",
    removed: "Testadresse entfernt",
    removeTitle: "Testadresse entfernen?",
    removeText: "An {{email}} gehen dann keine Testmails mehr.",
    sandboxTitle: "Im Testbetrieb",
    sandboxText:
      "Auch Testmails bleiben im Haus. Den Link zur Bestätigung finden Sie im Testpostfach.",
    toMailbox: "Testpostfach öffnen",
  },
  en: {
    title: "Test addresses",
    meta: "Test mails go only to mailboxes that agreed to them.",
    addTitle: "Add an address",
    email: "E-mail address",
    add: "Ask for confirmation",
    invalid: "This is not an e-mail address.",
    listTitle: "Your test addresses",
    none: "None yet. Add your own address above.",
    removed: "Test address removed",
    removeTitle: "Remove this test address?",
    removeText: "{{email}} then gets no more test mails.",
    sandboxTitle: "In the sandbox",
    sandboxText: "Test mails stay in the house too. The confirmation link is in the test mailbox.",
    toMailbox: "Open the test mailbox",
  },
});
