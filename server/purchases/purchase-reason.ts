import { inBothForms, type Informal, type Voice, type Words } from "../platform/index.ts";
import type { PurchaseForNotice } from "./purchases.store.ts";

export type { PurchaseForNotice };

const de = {
  purchase: (day: string, entity: string, what: string) =>
    `Sie erhalten diese E-Mail, weil Sie am ${day} bei ${entity} gekauft haben: ${what}.`,
  contract: (day: string, entity: string, what: string) =>
    `Sie erhalten diese E-Mail, weil Sie am ${day} einen Vertrag mit ${entity} geschlossen haben: ${what}.`,
  use: (day: string, entity: string, what: string) =>
    `Sie erhalten diese E-Mail, weil Sie seit dem ${day} ein Angebot von ${entity} nutzen: ${what}.`,
} as const;

const du: Required<Informal<typeof de>> = {
  purchase: (day, entity, what) =>
    `Du erhältst diese E-Mail, weil du am ${day} bei ${entity} gekauft hast: ${what}.`,
  contract: (day, entity, what) =>
    `Du erhältst diese E-Mail, weil du am ${day} einen Vertrag mit ${entity} geschlossen hast: ${what}.`,
  use: (day, entity, what) =>
    `Du erhältst diese E-Mail, weil du seit dem ${day} ein Angebot von ${entity} nutzt: ${what}.`,
};

const en: Words<typeof de> = {
  purchase: (day, entity, what) =>
    `You receive this e-mail because you bought from ${entity} on ${day}: ${what}.`,
  contract: (day, entity, what) =>
    `You receive this e-mail because you made a contract with ${entity} on ${day}: ${what}.`,
  use: (day, entity, what) =>
    `You receive this e-mail because you have used an offer of ${entity} since ${day}: ${what}.`,
};

export const purchaseWords: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };

/** Why somebody gets a mail as a customer, in one sentence for that very person (T-6, LEG-08). */
export function purchaseReason(purchase: PurchaseForNotice, voice: Voice): string {
  const locale = voice === "en" ? "en" : "de";
  const day = new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${purchase.concludedOn}T00:00:00Z`));
  const { entity } = purchase;
  const what = locale === "en" ? purchase.categoryEn || purchase.category : purchase.category;
  const known = purchaseWords[voice];
  if (purchase.kind === "purchase") return known.purchase(day, entity, what);
  if (purchase.kind === "contract") return known.contract(day, entity, what);
  return known.use(day, entity, what);
}
