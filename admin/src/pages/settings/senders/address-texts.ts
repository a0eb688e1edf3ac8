import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-addresses", {
  de: {
    confirmed: "bestätigt",
    confirmedUntil: "bestätigt bis {{date}}",
    waiting: "wartet auf Bestätigung",
    unasked: "nicht bestätigt",
    confirmedText: "Hier liest jemand mit.",
    waitingText: "Eine E-Mail mit einem Link liegt bei {{email}}.",
    unaskedText: "Ein Link an {{email}} zeigt, dass hier jemand mitliest.",
    openMailbox: "Im Testpostfach öffnen",
    ask: "Bestätigungsmail senden",
    askAgain: "Erneut senden",
    sent: "Eine E-Mail ist an {{email}} unterwegs.",
    tooMany: "Der Link wurde gerade erst verschickt. Warten Sie bitte eine Minute.",
  },
  en: {
    confirmed: "confirmed",
    confirmedUntil: "confirmed until {{date}}",
    waiting: "waiting for confirmation",
    unasked: "not confirmed",
    confirmedText: "Somebody reads it.",
    waitingText: "An e-mail with a link lies at {{email}}.",
    unaskedText: "A link to {{email}} shows that somebody reads it.",
    openMailbox: "Open in the test mailbox",
    ask: "Send confirmation mail",
    askAgain: "Send again",
    sent: "An e-mail is on its way to {{email}}.",
    tooMany: "The link was sent a moment ago. Please wait a minute.",
  },
});
