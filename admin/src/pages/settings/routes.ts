import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/einrichtung",
    title: { de: "Einrichtung", en: "Set-up" },
    permission: "account.read",
    keywords: "Mandant einrichten Impressum Absender setup account imprint sender",
    load: () => import("./setup/setup-page.tsx"),
  },
  {
    path: "/einrichtung/$step",
    title: { de: "Einrichtung", en: "Set-up" },
    permission: "account.read",
    load: () => import("./setup/setup-step-page.tsx"),
  },
  {
    path: "/einstellungen",
    title: { de: "Einstellungen", en: "Settings" },
    permission: "account.read",
    nav: "settings",
    load: () => import("./overview/settings-page.tsx"),
  },
  {
    path: "/einstellungen/mandant/$section",
    title: { de: "Mandant", en: "Account" },
    permission: "account.read",
    load: () => import("./overview/section-page.tsx"),
  },
  {
    path: "/einstellungen/absender",
    title: { de: "Absender", en: "Senders" },
    permission: "senders.read",
    keywords: "SPF DKIM DMARC DNS Antwortadresse reply",
    load: () => import("./senders/senders-page.tsx"),
  },
  {
    path: "/einstellungen/testadressen",
    title: { de: "Testadressen", en: "Test addresses" },
    permission: "senders.read",
    load: () => import("./senders/test-addresses-page.tsx"),
  },
  {
    path: "/einstellungen/versandwege",
    title: { de: "Versandwege", en: "Sending routes" },
    permission: "relays.read",
    keywords: "SMTP Relay Postfix Anbieter SES Postmark Mailjet Brevo Scaleway provider server",
    load: () => import("./relays/relays-page.tsx"),
  },
  {
    path: "/einstellungen/personen",
    title: { de: "Personen und Rollen", en: "People and roles" },
    permission: "operators.manage",
    keywords: "Benutzer einladen Rechte invite users members",
    load: () => import("./people/people-page.tsx"),
  },
  {
    path: "/einstellungen/api",
    title: { de: "API-Schlüssel", en: "API keys" },
    permission: "apikeys.manage",
    load: () => import("./keys/api-keys-page.tsx"),
  },
  {
    path: "/einstellungen/ich",
    title: { de: "Meine Angaben", en: "My details" },
    keywords: "Passwort Sprache Sitzungen password language sessions profile",
    load: () => import("./person/person-page.tsx"),
  },
  {
    path: "/einstellungen/echtbetrieb",
    title: { de: "Echtbetrieb", en: "Live operation" },
    permission: "checks.read",
    keywords: "live schalten Checkliste sandbox Testbetrieb",
    load: () => import("./live/live-page.tsx"),
  },
  {
    path: "/mandanten",
    title: { de: "Mandanten", en: "Accounts" },
    keywords: "Mandant anlegen wechseln switch account",
    load: () => import("./accounts/accounts-page.tsx"),
  },
];
