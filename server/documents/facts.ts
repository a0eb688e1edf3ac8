import { getAccount, type Account } from "../accounts/index.ts";
import type { Locale, PersonalDataSource, Tx } from "../platform/index.ts";
import { readConcept } from "../privacy/index.ts";
import { listEntries, type Entry } from "./documents.store.ts";
import {
  backupSettings,
  coreSources,
  formsInUse,
  goalHosts,
  inUse,
  listsInUse,
  mailboxesRead,
  ownFields,
  purposesInForce,
  waysOut,
  type BackupFact,
  type FieldFact,
  type ListFact,
  type MailboxFact,
  type Use,
  type WayOutFact,
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
  waysOut: WayOutFact[];
  /** The installation's own relay (SMTP_URL), where it has one. */
  relayHost: string | null;
  /** The workplace and the public pages are reached by https. */
  isSecure: boolean;
  mailboxes: MailboxFact[];
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
  relayHost: string | null;
  publicUrl: string;
}

/** Reads the live configuration; in the caller's transaction, so that it is one moment's. */
export async function readFacts(tx: Tx, deps: FactsDeps): Promise<Facts> {
  const account = await getAccount(tx);
  const { concept, sha256, newest } = await readConcept(tx, deps.map);
  const ways = await waysOut(tx);
  const mailboxes = await mailboxesRead(tx);
  return {
    account,
    controller: concept.account,
    lists: await listsInUse(tx),
    forms: await formsInUse(tx),
    fields: await ownFields(tx),
    purposes: new Set(await purposesInForce(tx)),
    waysOut: ways,
    relayHost: deps.relayHost,
    isSecure: deps.publicUrl.startsWith("https:"),
    mailboxes,
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
    parties: await readParties(tx, { account, ways, mailboxes, relayHost: deps.relayHost }),
    entries: await listEntries(tx),
  };
}

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
