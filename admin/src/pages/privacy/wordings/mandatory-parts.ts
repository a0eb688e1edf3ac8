import type { WordingView } from "../../../../../contract/consent.ts";

export type Purpose = WordingView["purpose"];
export const purposes: readonly Purpose[] = [
  "newsletter",
  "profiling",
  "sales_1to1",
  "crm_campaign_email",
  "web_tracking",
  "web_email_link",
];

/**
 * The parts a wording must have, by the codes under which the server misses them (CON-03, CON-07, CON-08, CON-20,
 * CON-21). Only for showing what is there already: the server decides.
 */
export const mandatoryParts = {
  newsletter: [
    "sender",
    "list",
    "topics",
    "channel",
    "withdrawal",
    "stored_as_proof",
    "privacy_notice",
  ],
  profiling: [
    "sender",
    "technique",
    "purpose",
    "special_categories",
    "voluntary",
    "withdrawal",
    "privacy_notice",
  ],
  sales_1to1: ["sender", "topics", "channel", "withdrawal", "privacy_notice"],
  crm_campaign_email: ["sender", "topics", "channel", "withdrawal", "privacy_notice"],
  web_tracking: [
    "sender",
    "website",
    "purpose",
    "special_categories",
    "voluntary",
    "withdrawal",
    "privacy_notice",
  ],
  web_email_link: [
    "sender",
    "purpose",
    "joined",
    "special_categories",
    "voluntary",
    "withdrawal",
    "privacy_notice",
  ],
} as const satisfies Record<Purpose, readonly string[]>;

/** Placeholders in the language of a text, with the key of their example. */
export const placeholders = {
  de: [
    ["absender", "sender"],
    ["listen", "lists"],
    ["themen", "topics"],
    ["frequenz", "frequency"],
    ["kontakt", "contact"],
    ["widerruf", "withdrawal"],
    ["datenschutz_link", "privacy"],
    ["anhang", "annex"],
  ],
  en: [
    ["sender", "sender"],
    ["lists", "lists"],
    ["topics", "topics"],
    ["frequency", "frequency"],
    ["contact", "contact"],
    ["withdrawal", "withdrawal"],
    ["privacy_link", "privacy"],
    ["annex", "annex"],
  ],
} as const;
