import type { RelayKind } from "./relay.ts";

/**
 * What a provider reports of a mail it had taken, as news in the outbox (`relay.event`). Reports come at least once:
 * whoever handles them takes `eventId` twice for one. Accepted, delivered, opened and clicked are not news.
 *
 * - `bounce`: the receiver did not take it after all; `bounce` is the provider's own class, text and codes are the
 *   receiver's words where the provider hands them on, so that the table of refusals may know better (SND-08);
 * - `complaint`: the recipient pressed "spam" (RFC 5965);
 * - `unsubscribe`: the recipient used an unsubscribe function of the provider.
 */
export interface RelayEvent {
  type: "relay.event";
  relayId: number;
  relayPublicId: string;
  provider: RelayKind;
  kind: "bounce" | "complaint" | "unsubscribe";
  /** Our own delivery, from our Message-ID or the id we gave the provider; null: the report names none of ours. */
  deliveryPublicId: string | null;
  /** Only where the report names no delivery of ours; never beside one, whose address counts. */
  email: string | null;
  /** Meaningful for `bounce`. `policy`: about us or the content, never the recipient's fault. */
  bounce: "hard" | "soft" | "policy" | "unknown" | null;
  /** Basic code of RFC 5321, 0 where nobody says one. */
  code: number;
  /** RFC 3463, `5.1.1`; null where nobody says one. */
  enhanced: string | null;
  /** In the receiver's or the provider's words, at most 500 characters. */
  text: string;
  /** When it happened, ISO 8601; where the provider does not say, when the report came. */
  at: string;
  /** The same for each repetition of one report. */
  eventId: string;
}

/** What a provider's report says, before it is known whose it is. */
export type ProviderReport = Omit<
  RelayEvent,
  "type" | "relayId" | "relayPublicId" | "provider" | "eventId" | "at"
> & {
  at: string | null;
  /** The provider's name for this report, where it has one. */
  id: string | null;
};
