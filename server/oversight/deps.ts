import type { SendSystemMail } from "../accounts/index.ts";
import type { Clock, Database, Keys, Locale, Logger } from "../platform/index.ts";
import type { PlaceRole, Transfer } from "../../contract/oversight.ts";

/** Paper that is written from top to bottom and tagged for screen readers; reports make it. */
interface PaperLike {
  write(
    role: string,
    text: string,
    style: { font?: "sans" | "bold" | "serif"; size?: number; colour?: string },
    below?: number,
  ): void;
  heading(text: string): void;
  finish(foot: (page: number, of: number) => string): Promise<Buffer>;
}

export type MakePaper = (meta: {
  title: string;
  author: string;
  locale: Locale;
  at: Date;
}) => PaperLike;

/** A place the environment of the installation names. */
export interface EnvironmentPlace {
  key: string;
  role: PlaceRole;
  /** Null: this machine, the embedded database, a folder. */
  host: string | null;
  /** ISO 3166-1, as PLACES says; null: not said. */
  country: string | null;
  /** As the file of TRANSFER_RECORDS says. */
  transfer: Transfer | null;
}

export interface Environment {
  places: readonly EnvironmentPlace[];
  /** Hosts the operator named as own (PRIVATE_HOSTS). */
  own: readonly string[];
}

/** What overseeing needs; given by the composition root. */
export interface OversightDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  publicUrl: string;
  environment: Environment;
  sendSystemMail: SendSystemMail;
  makePaper: MakePaper;
}
