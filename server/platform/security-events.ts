import { channel } from "node:diagnostics_channel";

/**
 * Something that people who watch over the installation want to know of (ASVS 16.3). Names nobody: operators and accounts
 * by their ids, addresses and networks as keyed hashes.
 */
export interface SecurityEvent {
  event:
    | "sign_in.failed"
    | "call.refused"
    | "call.limited"
    | "request.forged"
    | "upload.rejected"
    | "outside.blocked";
  /** The code of the answer. */
  code: string;
  method?: string | undefined;
  /** Pattern of the route, never the URL. */
  route?: string | undefined;
  requestId?: string | undefined;
  accountId?: number | undefined;
  operatorId?: number | undefined;
  apiKeyId?: number | undefined;
  /** Keyed hash of the address somebody tried to sign in with. */
  who?: string | undefined;
  /** Keyed hash of the network the call came from. */
  network?: string | undefined;
}

const events = channel("klarpost.security");

/** Tells whoever listens. Called from where nobody knows a log, such as inside the resolution of a name. */
export function noteSecurityEvent(event: SecurityEvent): void {
  events.publish(event);
}

/** Hears of every event of this process; gives what ends it. */
export function onSecurityEvent(hear: (event: SecurityEvent) => void): () => void {
  const listener = (event: unknown): void => hear(event as SecurityEvent);
  events.subscribe(listener);
  return () => void events.unsubscribe(listener);
}
