import type { FactsQuery } from "../compliance/index.ts";
import { findVersion, type WordingVersion } from "../consent/index.ts";
import { invalid, type Tx } from "../platform/index.ts";
import { gateOffer, offerOfMailing } from "./customer-offer.ts";
import { keptForGate } from "../segments/index.ts";
import { behaviourOfMailing } from "./follow-up.ts";
import type { Mailing } from "./mailing.ts";
import { segmentOfMailing } from "./segment-of-mailing.ts";

/** The wording version from which on a consent covers the content (CON-19); undefined where any does. */
export async function requiredWording(
  tx: Tx,
  mailing: Pick<Mailing, "settings">,
): Promise<WordingVersion | undefined> {
  const { wordingFrom } = mailing.settings;
  return wordingFrom === undefined ? undefined : findVersion(tx, wordingFrom);
}

/** What the gate has to know of a mailing beside its kind and lists: what it asks for, what its content needs. */
export async function scopeOfMailing(
  tx: Tx,
  mailing: Pick<Mailing, "kind" | "settings">,
): Promise<Pick<FactsQuery, "purpose" | "wordingFrom" | "offer" | "behaviour">> {
  const offer = gateOffer(await offerOfMailing(tx, mailing));
  const required = await requiredWording(tx, mailing);
  const segment = await segmentOfMailing(tx, mailing);
  const behaviour =
    (await behaviourOfMailing(tx, mailing)) ?? (segment && keptForGate(segment)) ?? undefined;
  const { purpose } = mailing.settings;
  return {
    ...(purpose === undefined ? {} : { purpose }),
    ...(required === undefined ? {} : { wordingFrom: required.id }),
    ...(offer ? { offer } : {}),
    ...(behaviour ? { behaviour } : {}),
  };
}

/** Throws 422 unless the id is of a version of a newsletter's wording that was approved. */
export async function requireNewsletterWording(tx: Tx, publicId: string): Promise<void> {
  const version = await findVersion(tx, publicId);
  if (version?.purpose !== "newsletter" || !version.approvedAt)
    throw invalid("no_such_wording", "There is no such approved wording of a newsletter.", {
      hint: "GET /api/v1/wordings lists them with their versions.",
    });
}
