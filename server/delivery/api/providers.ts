import { apiBase, type RelayKind, type SendingRelay } from "../../relays/index.ts";
import type { ApiProvider } from "./api-provider.ts";
import { brevoProvider } from "./brevo.ts";
import { mailjetProvider } from "./mailjet.ts";
import { postmarkProvider } from "./postmark.ts";
import { scalewayProvider } from "./scaleway.ts";
import { sesProvider } from "./ses.ts";

const MAKERS: Partial<Record<RelayKind, (relay: SendingRelay, base: string) => ApiProvider>> = {
  ses: sesProvider,
  postmark: postmarkProvider,
  mailjet: mailjetProvider,
  brevo: brevoProvider,
  scaleway: scalewayProvider,
};

/** The protocol of a way out that speaks HTTP. @throws RangeError for one that does not */
export function apiProviderOf(relay: SendingRelay): ApiProvider {
  const make = MAKERS[relay.kind];
  const base = (relay.baseUrl ?? apiBase(relay))?.replace(/\/+$/, "");
  if (!make || base === undefined) throw new RangeError(`${relay.kind} has no HTTP interface`);
  return make(relay, base);
}
