import { apiBase, type RelayKind } from "../relays/index.ts";
import type { Tx } from "../platform/index.ts";
import type { EnvironmentPlace } from "./deps.ts";
import { hostName, type Connection } from "./place.ts";
import { configuredRows, readEnvironment, type ConfiguredRow } from "./places.store.ts";

const PATHS: Readonly<Record<ConfiguredRow["kind"], string>> = {
  relay: "/einstellungen/versandwege",
  mailbox: "/einstellungen/postfaecher",
  webhook: "/datenschutz/nachweise",
  timestamp: "/datenschutz/nachweise",
  feed: "/einstellungen/feeds",
  sign_in: "/einstellungen/anmeldung",
};

/** Names of what the environment sets; places and people read them, never a value. */
const ENVIRONMENT_NAMES: Readonly<Record<string, string>> = {
  "env:hosting": "PUBLIC_URL",
  "env:database": "DATABASE_URL",
  "env:backup": "BACKUP_DIR",
  "env:logs": "LOG",
  "env:relay": "SMTP_URL",
  "env:spamd": "SPAMD_URL",
  "env:rspamd": "RSPAMD_URL",
};

/**
 * Everything the account's data can go to, from the live configuration: ways out, mailboxes, webhooks, feeds, sign-on, and
 * what the environment of the installation names (ORG-09). Direct delivery (MX) is left out: the receivers' own servers
 * are whom the mail is for.
 */
export async function connectionsOf(tx: Tx): Promise<Connection[]> {
  const { places } = await readEnvironment(tx);
  return [
    ...places.map(ofEnvironment),
    ...(await configuredRows(tx)).filter((row) => row.relayKind !== "mx").map(ofRow),
  ];
}

const ofEnvironment = ({ key, role, host }: EnvironmentPlace): Connection => ({
  key,
  role,
  name: ENVIRONMENT_NAMES[key] ?? key,
  host: host === null ? null : hostName(host),
  path: null,
  since: null,
  isOpen: false,
});

function ofRow(row: ConfiguredRow): Connection {
  const target =
    row.target ??
    (row.relayKind === null
      ? null
      : apiBase({ kind: row.relayKind as RelayKind, region: row.region }));
  return {
    key: row.key,
    role: row.role,
    name: row.name,
    host: target === null ? null : hostOfTarget(target),
    path: PATHS[row.kind],
    since: row.since,
    // Feeds are read, not written to; a time stamp is asked for with a hash of a hash (RFC 3161).
    isOpen: row.kind === "feed" || row.kind === "timestamp",
  };
}

function hostOfTarget(target: string): string {
  return hostName(target.includes("://") ? (URL.parse(target)?.hostname ?? target) : target);
}
