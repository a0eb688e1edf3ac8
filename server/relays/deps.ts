import type { Agent } from "node:https";
import type { Clock, Database, Keys, Logger, RequirePlace } from "../platform/index.ts";

/** What the routes of ways out need; given by the composition root. */
export interface RelaysDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  publicUrl: string;
  /** Hosts of the own network that may be named (PRIVATE_HOSTS). */
  privateHosts: readonly string[];
  /** Whether an account has settled where such a host stands (ORG-09). */
  requirePlace?: RequirePlace;
  /** The installation's own relay; null: none. */
  smtpUrl: string | null;
  /** Connects to the server with Amazon's certificates, and confirms a topic; tests bring their own. */
  snsAgent?: Agent;
  confirmTopic?(address: string): Promise<void>;
}
