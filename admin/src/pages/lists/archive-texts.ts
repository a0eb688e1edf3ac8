import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("listArchive", {
  de: {
    title: "Öffentliches Archiv",
    about:
      "Eine Seite mit allen Ausgaben zum Nachlesen und ein RSS-Feed. Ohne Namen, ohne persönliche Links, ohne Zählung.",
    open: "Archiv veröffentlichen",
    wouldShowNone: "Noch gibt es keine Ausgabe, die dort stünde.",
    wouldShow_one: "Sofort öffentlich wäre eine schon versendete Ausgabe.",
    wouldShow_other: "Sofort öffentlich wären {{count, number}} schon versendete Ausgaben.",
    showsNone: "Noch steht keine Ausgabe darin.",
    shows_one: "Eine Ausgabe steht darin.",
    shows_other: "{{count, number}} Ausgaben stehen darin.",
    never:
      "Nie darin: Mailings an Bestandskunden, Folge-Mailings, die Frage zur Auswertung und was auch an eine nicht öffentliche Liste ging.",
    indexed: "Suchmaschinen dürfen es aufnehmen",
    indexedSandbox: "Wirkt, sobald der Mandant im Echtbetrieb ist.",
    opened: "Das Archiv ist öffentlich.",
    closed: "Das Archiv ist geschlossen.",
    saved: "Gespeichert.",
    feed: "RSS-Feed",
    confirm: {
      title: "Archiv veröffentlichen?",
      action: "Veröffentlichen",
      textNone: "Jeder mit dem Link kann die Seite sehen.",
      text_one:
        "Jeder mit dem Link kann die Seite sehen. Eine schon versendete Ausgabe steht sofort darin.",
      text_other:
        "Jeder mit dem Link kann die Seite sehen. {{count, number}} schon versendete Ausgaben stehen sofort darin.",
      leaveOut: "Einzelne Ausgaben nehmen Sie beim Mailing heraus.",
    },
  },
  en: {
    title: "Public archive",
    about:
      "A page with all issues to read again, and an RSS feed. Without names, personal links and counting.",
    open: "Publish the archive",
    wouldShowNone: "There is no issue yet that would be in it.",
    wouldShow_one: "One issue that was sent already would be public at once.",
    wouldShow_other: "{{count, number}} issues that were sent already would be public at once.",
    showsNone: "No issue is in it yet.",
    shows_one: "One issue is in it.",
    shows_other: "{{count, number}} issues are in it.",
    never:
      "Never in it: mailings to existing customers, follow-ups, the tracking question, and what also went to a list that is not public.",
    indexed: "Search engines may take it in",
    indexedSandbox: "Takes effect once the account is live.",
    opened: "The archive is public.",
    closed: "The archive is closed.",
    saved: "Saved.",
    feed: "RSS feed",
    confirm: {
      title: "Publish the archive?",
      action: "Publish",
      textNone: "Anybody with the link can see the page.",
      text_one:
        "Anybody with the link can see the page. One issue that was sent already is in it at once.",
      text_other:
        "Anybody with the link can see the page. {{count, number}} issues that were sent already are in it at once.",
      leaveOut: "You take single issues out at the mailing.",
    },
  },
});
