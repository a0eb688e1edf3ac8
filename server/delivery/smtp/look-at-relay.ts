import { handshake, type Offers } from "./handshake.ts";
import { RelayUnavailable } from "./relay-unavailable.ts";
import { DEFAULT_TIMEOUTS, type Relay } from "./relay.ts";
import { SmtpChannel } from "./smtp-channel.ts";

const PATIENCE_MS = 10_000;

/** What was seen on the way into a relay, as far as it went. */
export interface RelayLook {
  tls: {
    version: string;
    subject: string;
    issuer: string;
    until: Date | null;
    trusted: boolean;
  } | null;
  offers: Offers | null;
  /** Where it ended early, and why; null: all the way. Codes and texts are the relay's. */
  failed: { stage: "connect" | "tls" | "login" | "talk"; detail: string } | null;
}

/** Goes as far as mails would, sends none and hangs up. Always a value, never an exception. */
export async function lookAtRelay(relay: Relay, name: string): Promise<RelayLook> {
  const channel = new SmtpChannel(relay, PATIENCE_MS);
  try {
    const offers = await handshake(channel, relay, name, {
      ...DEFAULT_TIMEOUTS,
      connect: PATIENCE_MS,
      greeting: PATIENCE_MS,
      command: PATIENCE_MS,
    });
    const tls = tlsOf(channel);
    channel.write("QUIT\r\n");
    return { tls, offers, failed: null };
  } catch (error) {
    const stage = error instanceof RelayUnavailable ? error.stage : "";
    const detail = error instanceof Error ? error.message : "failed";
    return { tls: tlsOf(channel), offers: null, failed: { stage: stageOf(stage, detail), detail } };
  } finally {
    channel.destroy();
  }
}

function stageOf(stage: string, detail: string): NonNullable<RelayLook["failed"]>["stage"] {
  if (stage === "AUTH") return "login";
  if (stage === "TLS" || stage === "STARTTLS" || detail.includes("tls_failed")) return "tls";
  return stage === "connect" || stage === "" ? "connect" : "talk";
}

function tlsOf(channel: SmtpChannel): RelayLook["tls"] {
  const socket = channel.tls;
  // A socket that is gone has forgotten its certificate.
  if (!socket || socket.destroyed) return null;
  const certificate = socket.getPeerCertificate();
  const word = (name: string | string[] | undefined) =>
    (Array.isArray(name) ? name[0] : name) ?? "";
  const until = certificate.valid_to ? new Date(certificate.valid_to) : null;
  return {
    version: socket.getProtocol() ?? "TLS",
    subject: word(certificate.subject?.CN),
    issuer: word(certificate.issuer?.O) || word(certificate.issuer?.CN),
    until: until && !Number.isNaN(until.getTime()) ? until : null,
    trusted: socket.authorized,
  };
}
