import type { Locale } from "../platform/index.ts";
import type { PurchaseForNotice } from "./purchases.store.ts";

export type { PurchaseForNotice };

/** Why somebody gets a mail as a customer, in one sentence for that very person (T-6, LEG-08). */
export function purchaseReason(purchase: PurchaseForNotice, locale: Locale): string {
  const day = new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${purchase.concludedOn}T00:00:00Z`));
  const { entity } = purchase;
  const what = locale === "en" ? purchase.categoryEn || purchase.category : purchase.category;
  if (locale === "de") {
    switch (purchase.kind) {
      case "purchase":
        return `Sie erhalten diese E-Mail, weil Sie am ${day} bei ${entity} gekauft haben: ${what}.`;
      case "contract":
        return `Sie erhalten diese E-Mail, weil Sie am ${day} einen Vertrag mit ${entity} geschlossen haben: ${what}.`;
      case "free_account":
      case "trial":
        return `Sie erhalten diese E-Mail, weil Sie seit dem ${day} ein Angebot von ${entity} nutzen: ${what}.`;
    }
  }
  switch (purchase.kind) {
    case "purchase":
      return `You receive this e-mail because you bought from ${entity} on ${day}: ${what}.`;
    case "contract":
      return `You receive this e-mail because you made a contract with ${entity} on ${day}: ${what}.`;
    case "free_account":
    case "trial":
      return `You receive this e-mail because you have used an offer of ${entity} since ${day}: ${what}.`;
  }
}
