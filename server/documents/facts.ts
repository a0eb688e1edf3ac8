import { getAccount, type Account } from "../accounts/index.ts";
import type { Clock, Locale, PersonalDataSource, Tx } from "../platform/index.ts";
import { readConcept } from "../privacy/index.ts";
import { listEntries, type Entry } from "./documents.store.ts";
import {
  backupSettings,
  coreSources,
  formsInUse,
  goalHosts,
  inUse,
  listsInUse,
  ownFields,
  purposesInForce,
  type BackupFact,
  type FieldFact,
  type ListFact,
  type Use,
} from "./facts.store.ts";
import { readParties, type Party } from "./parties.ts";

type Concept = Awaited<ReturnType<typeof readConcept>>["concept"];

/** Everything the documents are made of: the configuration as it is now, and what the house added. */
export interface Facts {
  account: Account;
  /** Registered name of the controller. */
  controller: string;
  lists: ListFact[];
  forms: string[];
  fields: FieldFact[];
  /** Purposes with an approved wording. */
  purposes: ReadonlySet<string>;
  /** The workplace and the public pages are reached by https. */
  isSecure: boolean;
  goalHosts: string[];
  coreSources: string[];
  use: Use;
  backups: BackupFact;
  concept: Concept;
  conceptVersion: { version: number; madeAt: Date; madeBy: string; isCurrent: boolean } | null;
  /** Who else touches the data, where, and under which contract. */
  parties: Party[];
  entries: Entry[];
}

export interface FactsDeps {
  map: readonly PersonalDataSource[];
  publicUrl: string;
  clock: Clock;
}

/** Reads the live configuration; in the caller's transaction, so that it is one moment's. */
export async function readFacts(tx: Tx, deps: FactsDeps): Promise<Facts> {
  const account = await getAccount(tx);
  const { concept, sha256, newest } = await readConcept(tx, deps.map);
  return {
    account,
    controller: concept.account,
    lists: await listsInUse(tx),
    forms: await formsInUse(tx),
    fields: await ownFields(tx),
    purposes: new Set(await purposesInForce(tx)),
    isSecure: deps.publicUrl.startsWith("https:"),
    goalHosts: await goalHosts(tx),
    coreSources: await coreSources(tx),
    use: await inUse(tx),
    backups: await backupSettings(tx),
    concept,
    conceptVersion:
      newest === undefined
        ? null
        : {
            version: newest.version,
            madeAt: newest.madeAt,
            madeBy: newest.madeBy,
            isCurrent: newest.sha256.equals(sha256),
          },
    parties: await readParties(tx, account, dayIn(deps.clock.now(), account.timezone)),
    entries: await listEntries(tx),
  };
}

/** The day in a zone, `2026-11-22`. */
export const dayIn = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);

/** Picks one of two languages: `say("Ja", "Yes")`. */
export type Say = (de: string, en: string) => string;
export const sayIn =
  (locale: Locale): Say =>
  (de, en) =>
    locale === "de" ? de : en;

export const isOwn = (account: Account): boolean => account.processing.operation?.kind === "own";

/** Personal measuring happens here: people were asked with an approved text, or have permitted it. */
export const measures = ({ purposes, use }: Pick<Facts, "purposes" | "use">): boolean =>
  purposes.has("profiling") || use.hasPermissions;

/** Visits of a website are joined with what somebody does in mails. */
export const joinsWebsite = ({ purposes, goalHosts: hosts }: Facts): boolean =>
  purposes.has("web_email_link") || hosts.length > 0;
