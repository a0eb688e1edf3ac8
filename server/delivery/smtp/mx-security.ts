import type { Clock } from "../../platform/index.ts";
import { daneCheck, usableTlsa } from "./dane.ts";
import type { MxHost } from "./mx-resolver.ts";
import type { Relay } from "./relay.ts";
import type { TlsPolicyType, TlsResult } from "./tls-outcomes.ts";

/** How the way to one server of a domain is secured, or why it must not be used. */
export type MxSecurity =
  | { ok: true; policy: TlsPolicyType; relay: Pick<Relay, "encryption" | "verifyPeer"> }
  | { ok: false; policy: TlsPolicyType; result: TlsResult; detail: string };

/**
 * What holds for a server (SND-04): its TLSA records where DNSSEC proves them (RFC 7672), else the policy its domain
 * enforces (RFC 8461), else our own setting. Without any of them encryption is opportunistic, with any certificate
 * (RFC 7435). A demand that cannot be met ends here; it never becomes clear text.
 *
 * @param allows the domain's enforced MTA-STS policy, if it has one
 */
export function securityOf(options: {
  domain: string;
  host: string;
  tlsa: MxHost["tlsa"];
  allows: ((host: string) => boolean) | null;
  required: boolean;
  clock: Clock;
}): MxSecurity {
  const { domain, host, tlsa, allows } = options;
  if (tlsa === "failed") {
    const detail = "its TLSA records cannot be read";
    return { ok: false, policy: "tlsa", result: "dnssec-invalid", detail };
  }
  if (allows && !allows(host)) {
    const detail = "MTA-STS of the domain does not name this server";
    return { ok: false, policy: "sts", result: "sts-webpki-invalid", detail };
  }
  const usable = usableTlsa(tlsa);
  if (usable.length > 0) {
    const verifyPeer = daneCheck(usable, [host, domain], options.clock);
    return { ok: true, policy: "tlsa", relay: { encryption: "required", verifyPeer } };
  }
  if (allows) return { ok: true, policy: "sts", relay: { encryption: "required" } };
  if (options.required) return { ok: true, policy: "own", relay: { encryption: "required" } };
  if (tlsa.length > 0) {
    // Records with which nothing can be proven still say that the server speaks TLS (RFC 7672, 2.2).
    const verifyPeer = () => undefined;
    return { ok: true, policy: "tlsa", relay: { encryption: "required", verifyPeer } };
  }
  return { ok: true, policy: "none", relay: { encryption: "opportunistic" } };
}
