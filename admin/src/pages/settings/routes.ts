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
    keywords: "Antwortadresse reply",
    load: () => import("./senders/senders-page.tsx"),
  },
  {
    path: "/einstellungen/versanddomains",
    title: { de: "Versanddomains", en: "Sending domains" },
    permission: "senders.read",
    keywords: "SPF DKIM DMARC DNS BIMI MTA-STS Berichte reports",
    load: () => import("./domains/domains-page.tsx"),
  },
  {
    path: "/einstellungen/versanddomains/$domain",
    title: { de: "Versanddomain", en: "Sending domain" },
    permission: "senders.read",
    load: () => import("./domains/domain-page.tsx"),
  },
  {
    path: "/einstellungen/versandtempo",
    title: { de: "Versandtempo", en: "Sending pace" },
    permission: "senders.read",
    keywords:
      "Limit Drosselung Bremse Warm-up Aufwärmen Geschwindigkeit throttle rate limit warmup speed",
    load: () => import("./pace/pace-page.tsx"),
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
    path: "/einstellungen/postfaecher",
    title: { de: "Postfächer", en: "Mailboxes" },
    permission: "senders.read",
    keywords: "IMAP POP3 Rückläufer Bounces Weiterleitung Antworten mailbox forwarding",
    load: () => import("./mailboxes/mailboxes-page.tsx"),
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
    path: "/einstellungen/anmeldung",
    title: { de: "Anmeldung des Hauses", en: "Sign-on of the house" },
    keywords: "SSO OpenID Connect OIDC Keycloak Entra Identity Provider Single Sign-on",
    load: () => import("./sign-on/sign-on-page.tsx"),
  },
  {
    path: "/einstellungen/sicherungen",
    title: { de: "Sicherungen", en: "Backups" },
    keywords: "Backup Wiederherstellung Restore Sicherung Löschjournal Schlüssel",
    load: () => import("./backups/backups-page.tsx"),
  },
  {
    path: "/einstellungen/ich",
    title: { de: "Meine Angaben", en: "My details" },
    keywords:
      "Passwort Sprache Sitzungen Passkey zweiter Faktor MFA 2FA TOTP password language sessions profile",
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
