import {
  databaseAwayPage,
  failedPage,
  linkInvalidPage,
  neutralTheme,
  pageNotFound,
  pageVoice,
  programsOnlyPage,
  rateLimitedPage,
  type Locale,
  type PageContext,
  type PageTheme,
} from "../../server/pages/index.ts";
import * as preferences from "../../server/preferences/pages/index.ts";
import * as signup from "../../server/signup/pages/index.ts";
import { archivePages } from "./archive-page-samples.ts";
import { requestPages, sampleGone, sampleRights } from "./request-page-samples.ts";
import { trackingPages } from "./tracking-page-samples.ts";

/** A bank that does not exist, with everything an account can set. */
export const sampleTheme: PageTheme = {
  accountName: "Musterbank",
  legalName: "Musterbank eG",
  colour: "#0B6E6E",
  imprintLines: ["Musterplatz 1 · 12345 Musterstadt", "Telefon 0123 456-0"],
  imprintUrl: "https://www.musterbank.example/impressum",
  privacyUrl: "https://www.musterbank.example/datenschutz",
  accessibilityUrl: "https://www.musterbank.example/barrierefreiheit",
  contactEmail: "newsletter@musterbank.example",
  homeUrl: "/f/frm_1",
  locales: ["de", "en"],
  informal: false,
};

export function sampleContext(locale: Locale, theme: PageTheme = sampleTheme): PageContext {
  return { theme, locale, timeZone: "Europe/Berlin" };
}

const wordings = {
  de: {
    list: (name: string, topics: string, frequency: string) =>
      `Ja, ich möchte den Newsletter „${name}“ der Musterbank eG mit Informationen und Angeboten zu ${topics} per E-Mail erhalten (${frequency}). Ich kann diese Einwilligung jederzeit mit Wirkung für die Zukunft widerrufen, z. B. über den Abmeldelink in jeder E-Mail oder an newsletter@musterbank.example. Hinweise zum Datenschutz: www.musterbank.example/datenschutz.`,
    tracking:
      "Ja, die Musterbank eG darf auswerten, ob und wann ich diese Newsletter öffne und welche Links ich anklicke. Dafür enthalten die E-Mails eine kleine Messgrafik (Zählpixel) und persönliche Links. Zweck: mir passendere Themen zu einem passenden Zeitpunkt zu senden. Besondere Kategorien personenbezogener Daten (Art. 9 DSGVO) werden nicht ausgewertet. Die Einwilligung ist freiwillig und keine Voraussetzung für den Newsletter. Ich kann sie jederzeit über „Verwalten“ oder den Link „Tracking-Einstellungen“ in jeder E-Mail mit Wirkung für die Zukunft widerrufen. Details: Hinweise zum Datenschutz.",
  },
  en: {
    list: (name: string, topics: string, frequency: string) =>
      `Yes, I would like to receive the newsletter “${name}” from Musterbank eG with information and offers about ${topics} by e-mail (${frequency}). I can withdraw this consent at any time with effect for the future, for example with the unsubscribe link in every e-mail or by writing to newsletter@musterbank.example. Privacy notice: www.musterbank.example/datenschutz.`,
    tracking:
      "Yes, Musterbank eG may record whether and when I open these newsletters and which links I click. The e-mails then contain a small measuring image (pixel) and personal links. Purpose: more relevant topics at a suitable time. No special categories of data are analysed. This is optional and not a condition for the newsletter. I can withdraw at any time via “Manage” or the “Tracking settings” link in every e-mail. Details: privacy notice.",
  },
};

const texts = {
  de: {
    topics: ["Zinsen, Börse und Konjunktur", "Finanzieren, Fördern und Modernisieren"],
    frequency: ["jeden Freitag", "einmal im Monat"],
    source: "über das Anmeldeformular",
    stays: [
      "Ein Eintrag in der Sperrliste, damit diese Adresse nicht versehentlich wieder angeschrieben wird.",
      "Der versiegelte Nachweis der Einwilligung, bis 31. Dezember 2029, falls jemand ihn anzweifelt.",
    ],
    facts: [
      ["E-Mail-Adresse", "adresse@example.org", "über das Anmeldeformular, 3. Februar 2026"],
      ["Name", "Beispiel", "freiwillig angegeben"],
      ["Öffnungen und Klicks", "14 Öffnungen, 5 Klicks", "mit Erlaubnis; Löschung nach 12 Monaten"],
      ["Nachweis", "Wortlaut, Zeitpunkt", "versiegelt, bis drei Jahre nach der Abmeldung"],
    ],
    history: [
      "Anmeldung per E-Mail bestätigt",
      "Auswertung meiner Nutzung erlaubt, Fassung 2",
      "Anmeldung zu Marktblick und Bauen & Wohnen über das Formular",
    ],
  },
  en: {
    topics: [
      "interest rates, stock markets and the economy",
      "financing, subsidies and modernising",
    ],
    frequency: ["every Friday", "once a month"],
    source: "with the sign-up form",
    stays: [
      "An entry on the suppression list, so that nobody writes to you again by mistake.",
      "The sealed proof of your consent, until 31 December 2029, in case anyone doubts it.",
    ],
    facts: [
      ["E-mail address", "adresse@example.org", "from you, sign-up form, 3 February 2026"],
      ["Name", "Beispiel", "from you, optional"],
      [
        "Opens and clicks",
        "14 opens, 5 clicks",
        "because you agreed to the analysis; deleted after 12 months or as soon as you switch it off",
      ],
      [
        "Proof",
        "Wording, time, confirmation e-mail",
        "under seal, until three years after you unsubscribe",
      ],
    ],
    history: [
      "Sign-up confirmed by e-mail",
      "Analysis of my use allowed, version 2",
      "Signed up for Marktblick and Bauen & Wohnen with the form",
    ],
  },
};

const names = ["Marktblick", "Bauen & Wohnen"] as const;
const at = (iso: string): Date => new Date(iso);
const target = (action: string) => ({ action, fields: { nonce: "n0nce" } });

export function sampleForm(locale: Locale): signup.SignupFormModel {
  return {
    target: { action: "/f/frm_1" },
    selfUrl: "/f/frm_1",
    manageUrl: "/f/frm_1/verwalten",
    lists: names.map((name, index) => ({
      id: `lst_${index + 1}`,
      name,
      topics: texts[locale].topics[index],
      frequency: texts[locale].frequency[index],
      wording: wordings[locale].list(
        name,
        texts[locale].topics[index]!,
        texts[locale].frequency[index]!,
      ),
    })),
    askSalutation: true,
    askNames: true,
    tracking: { wording: wordings[locale].tracking },
    processor: { name: "Beispiel Rechenzentrum GmbH", storage: "Frankfurt am Main" },
    startedToken: "sealed-time",
  };
}

export function sampleManage(locale: Locale): preferences.ManageModel {
  const words = texts[locale];
  return {
    address: "adresse@example.org",
    until: at("2026-11-21T14:05:00Z"),
    selfUrl: "/v/token",
    signupUrl: "/f/frm_1",
    notice: "tracking_on",
    lists: [...names, "Junge Leute"].map((name, index) => ({
      id: `lst_${index + 1}`,
      name,
      description: `${words.topics[index % 2]}, ${words.frequency[index % 2]}`,
      state: index < 2 ? "subscribed" : "none",
      since: index < 2 ? at("2026-02-03T08:12:00Z") : undefined,
      wording: wordings[locale].list(name, words.topics[index % 2]!, words.frequency[index % 2]!),
      target: target(`/v/token/lists/lst_${index + 1}`),
    })),
    leaveAll: target("/v/token/leave-all"),
    tracking: {
      state: "granted",
      target: target("/v/token/tracking"),
      accepted: {
        wording: wordings[locale].tracking,
        version: 2,
        at: at("2026-02-03T08:12:00Z"),
        source: words.source,
      },
    },
    names: {
      target: target("/v/token/names"),
      salutation: "",
      firstName: "",
      lastName: "Beispiel",
      locale,
    },
    newAddress: { target: target("/v/token/address") },
    stored: words.facts.map(([label, value, origin]) => ({
      label: label!,
      value: value!,
      origin: origin!,
    })),
    events: {
      total: 19,
      newest: Array.from({ length: 19 }, (_, index) => ({
        kind:
          index === 5
            ? ("invisible" as const)
            : index % 4 === 3
              ? ("click" as const)
              : ("open" as const),
        agent: index === 5 ? 8 : [0, 0, 2, 0, 9][index % 5]!,
        at: at(`2026-11-${String(20 - index).padStart(2, "0")}T07:00:00Z`),
        mailing: `Marktblick ${47 - index}/2026`,
        link: index % 4 === 3 ? "Zinsen im Überblick" : undefined,
      })),
    },
    history: words.history.map((text, index) => ({
      at: at(`2026-02-03T08:${20 - index * 4}:00Z`),
      text,
    })),
    ...sampleRights,
    object: target("/v/token/object"),
    erase: target("/v/token/erase"),
  };
}

/** Every public page in one language, by a name that is good for a file. */
export function samplePages(
  locale: Locale,
  theme: PageTheme = sampleTheme,
): Record<string, string> {
  const c = sampleContext(locale, theme);
  const words = texts[locale];
  const lists = names.map((name, index) => ({
    name,
    description: `${words.topics[index]}, ${words.frequency[index]}`,
  }));
  const form = sampleForm(locale);
  const manage = sampleManage(locale);
  const undo = { target: target("/u/token/undo"), until: at("2026-11-21T13:35:00Z") };
  const manageUrl = "/v/token";
  const receipt = {
    at: at("2026-11-21T13:05:00Z"),
    address: "adresse@example.org",
    number: "led_4f2a9c",
    manageUrl,
  };
  return {
    "signup-form": signup.signupFormPage(c, form),
    "signup-form-one-list": signup.signupFormPage(c, {
      ...form,
      lists: form.lists.slice(0, 1),
      askSalutation: false,
      askNames: false,
      exchangeNotice: words.stays[0],
    }),
    "signup-form-errors": signup.signupFormPage(c, {
      ...form,
      age: signup.ageQuestion(pageVoice(c), 16),
      work: { challenge: "" },
      values: { email: "adresse@", lastName: "Beispiel", salutation: "frau" },
      problems: ["email_invalid", "list_missing"],
    }),
    ...requestPages(c),
    "signup-too-young": signup.tooYoungPage(c, { minAge: 16 }),
    "signup-thanks": signup.signupThanksPage(c, { formUrl: "/f/frm_1" }),
    "confirm-landing": signup.confirmLandingPage(c, {
      target: target("/b/token"),
      address: "adresse@example.org",
      lists,
      wordings: [...form.lists.map((list) => list.wording), wordings[locale].tracking],
      tracking: true,
      expiresAt: at("2026-11-28T13:05:00Z"),
      notMeUrl: "/n/token",
    }),
    confirmed: signup.confirmedPage(c, {
      receipt: [{ id: `led_${"4f".repeat(16)}`, commitment: "9c".repeat(32) }],
      lists,
      tracking: true,
      senderAddress: "newsletter@musterbank.example",
      manageUrl,
    }),
    "confirmed-untracked": signup.confirmedPage(c, {
      lists: lists.slice(0, 1),
      tracking: false,
      manageUrl,
    }),
    "confirm-expired": signup.confirmExpiredPage(c, { formUrl: "/f/frm_1" }),
    "not-me": signup.notMePage(c, { target: target("/n/token") }),
    "not-me-done": signup.notMeDonePage(c),
    "form-closed": signup.formClosedPage(c, { manageUrl: "/f/frm_1/verwalten" }),
    unsubscribe: preferences.unsubscribePage(c, {
      action: "/u/token",
      kind: "newsletter",
      listName: "Marktblick",
      autoSubmit: false,
    }),
    "unsubscribe-auto": preferences.unsubscribePage(c, {
      action: "/u/token",
      kind: "newsletter",
      listName: "Marktblick",
      autoSubmit: true,
    }),
    "unsubscribe-campaign": preferences.unsubscribePage(c, {
      action: "/u/token",
      kind: "campaign",
      autoSubmit: false,
    }),
    unsubscribed: preferences.unsubscribedPage(c, {
      kind: "newsletter",
      listName: "Marktblick",
      undo,
      remaining: ["Bauen & Wohnen"],
      leaveAll: target("/u/token/all"),
      object: target("/u/token/object"),
      manageUrl,
    }),
    "unsubscribed-campaign": preferences.unsubscribedPage(c, {
      kind: "campaign",
      undo,
      leaveAll: target("/u/token/all"),
      object: target("/u/token/object"),
    }),
    "unsubscribed-customer": preferences.unsubscribedPage(c, {
      kind: "customer",
      object: target("/u/token/object"),
    }),
    "unsubscribed-gone": preferences.unsubscribedPage(c, {
      kind: "newsletter",
      allNewsletters: true,
      undo,
      leaveAll: target("/u/token/all"),
      object: target("/u/token/object"),
    }),
    undone: preferences.undonePage(c, { listName: "Marktblick", manageUrl }),
    "undo-too-late": preferences.undoTooLatePage(c, { signupUrl: "/f/frm_1" }),
    "receipt-all": preferences.receiptPage(c, {
      ...receipt,
      kind: "all_unsubscribed",
      lists: names,
    }),
    "receipt-objected": preferences.receiptPage(c, { ...receipt, kind: "objected" }),
    "receipt-tracking": preferences.receiptPage(c, {
      ...receipt,
      kind: "tracking_withdrawn",
      deleted: { opens: 14, clicks: 1, others: 3 },
    }),
    access: preferences.accessPage(c, {
      target: { action: "/f/frm_1/verwalten" },
      selfUrl: "/f/frm_1/verwalten",
      signupUrl: "/f/frm_1",
      linkMinutes: 60,
      startedToken: "sealed-time",
    }),
    "access-errors": preferences.accessPage(c, {
      target: { action: "/f/frm_1/verwalten" },
      selfUrl: "/f/frm_1/verwalten",
      signupUrl: "/f/frm_1",
      linkMinutes: 60,
      startedToken: "sealed-time",
      problems: ["email_missing"],
    }),
    "access-sent": preferences.accessSentPage(c, { accessUrl: "/f/frm_1/verwalten" }),
    "stale-link": preferences.staleLinkPage(c, {
      renew: target("/v/token/renew"),
      trackingOff: target("/v/token/tracking-off"),
      leave: target("/u/token"),
    }),
    "fresh-link-sent": preferences.freshLinkSentPage(c),
    manage: preferences.managePage(c, manage),
    "manage-from-mail": preferences.managePage(c, {
      ...manage,
      notice: undefined,
      until: at("2026-12-21T13:05:00Z"),
      tracking: { state: "unknown", target: target("/v/token/tracking") },
      names: undefined,
      newAddress: undefined,
      stored: undefined,
      events: undefined,
      history: undefined,
      copy: undefined,
      erase: undefined,
      fresh: target("/v/token/renew"),
    }),
    "manage-tracking-off": preferences.managePage(c, {
      ...manage,
      notice: undefined,
      problems: ["email_invalid"],
      tracking: {
        state: "refused",
        target: target("/v/token/tracking"),
        offeredWording: wordings[locale].tracking,
      },
      newAddress: { target: target("/v/token/address"), entered: "neu@" },
    }),
    ...trackingPages(c, wordings[locale].tracking, manageUrl),
    ...archivePages(c),
    "address-confirm": preferences.addressConfirmPage(c, {
      target: target("/c/token"),
      oldAddress: "adresse@example.org",
      newAddress: "neue-adresse@example.org",
      expiresAt: at("2026-11-28T13:05:00Z"),
    }),
    "address-changed": preferences.addressChangedPage(c, { manageUrl }),
    erase: preferences.erasePage(c, {
      target: target("/v/token/erase/yes"),
      backUrl: manageUrl,
      stays: words.stays,
    }),
    erased: preferences.erasedPage(c, { stays: words.stays, gone: sampleGone }),
    "link-invalid": linkInvalidPage(c),
    "link-invalid-neutral": linkInvalidPage(sampleContext(locale, neutralTheme())),
    "programs-only-neutral": programsOnlyPage(sampleContext(locale, neutralTheme())),
    "not-found": pageNotFound(c),
    "rate-limited": rateLimitedPage(c, { retryMinutes: 10 }),
    "database-away": databaseAwayPage(c),
    failed: failedPage(c, { reference: "req-7f3a" }),
  };
}
