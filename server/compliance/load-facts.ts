import { addressHash } from "../contacts/index.ts";
import type { Clock, Keys, Tx } from "../platform/index.ts";
import { scopeNeeded, type MailKind, type RecipientFacts } from "./facts.ts";
import { currentAccountId, selectFacts, type FactsScope } from "./facts.store.ts";
import { parseFacts, type ParsedFacts } from "./parse-facts.ts";

export interface ComplianceDeps {
  keys: Keys;
  clock: Clock;
}

/** A recipient: the contact, the address the mail is made out to, or both. Without a contact the address must be given. */
export interface FactsTarget {
  contactId: number | null;
  emailNormalised?: string;
}

export interface FactsQuery {
  kind: MailKind;
  /** The mailing's lists in their order; the first that holds carries the mail. */
  listIds: number[];
  targets?: FactsTarget[];
  /** Short for targets with a contact and its own address. */
  contactIds?: number[];
  /** Where the mail would go; by default where the account's mode sends it. */
  destination?: "catch_all" | "internet";
  /** The content is of a scope that only wordings from this version on cover (CON-19). */
  wordingFrom?: number;
  /** A law demands this very mail (transactional only). */
  legallyRequired?: boolean;
}

/** Kinds that go to a contact's own address by the thousand: its stored hash will do. */
const bulk: readonly MailKind[] = ["newsletter", "core_campaign", "customer_7_3"];

/**
 * The facts of a batch in one statement, in the order of the targets. What the database does not hold (purchases,
 * consents of a core system, personal mail) stays unknown, so that the gate says no.
 */
export async function loadFacts(
  tx: Tx,
  deps: ComplianceDeps,
  query: FactsQuery,
): Promise<RecipientFacts[]> {
  const targets: FactsTarget[] =
    query.targets ?? (query.contactIds ?? []).map((contactId) => ({ contactId }));
  if (targets.length === 0) return [];
  const needHashes =
    !bulk.includes(query.kind) || targets.some((target) => target.contactId === null);
  const accountId = needHashes ? await currentAccountId(tx) : 0;
  const found = await selectFacts(
    tx,
    {
      contactIds: targets.map((target) => target.contactId),
      emails: targets.map((target) => target.emailNormalised ?? null),
      hashes: targets.map(({ emailNormalised }) =>
        needHashes && emailNormalised !== undefined
          ? addressHash(deps.keys, accountId, emailNormalised)
          : null,
      ),
    },
    scopeOf(query),
  );
  // Most people of a batch have the same facts.
  const parsed = new Map<string, ParsedFacts>();
  return found.map((row) => {
    let facts = parsed.get(row.facts);
    if (facts === undefined) parsed.set(row.facts, (facts = parseFacts(row.facts)));
    return completeFacts(facts, query, row);
  });
}

export function scopeOf(
  query: Pick<FactsQuery, "kind" | "listIds" | "wordingFrom" | "destination">,
): FactsScope {
  return {
    listIds: query.listIds,
    ...scopeNeeded(query.kind),
    wordingFrom: query.wordingFrom ?? null,
    testAddresses: query.kind === "test" ? { destination: query.destination ?? null } : null,
  };
}

/** Adds whose facts these are, and what only the asker knows. */
export function completeFacts(
  facts: ParsedFacts,
  query: Pick<FactsQuery, "destination" | "legallyRequired">,
  who: { contactId: number | null; emailNormalised: string | null },
): RecipientFacts {
  return {
    ...facts,
    contactId: who.contactId,
    emailNormalised: who.emailNormalised ?? undefined,
    destination: query.destination ?? (facts.accountMode === "live" ? "internet" : "catch_all"),
    legallyRequired: query.legallyRequired ?? false,
    coreConsent: undefined,
    existingCustomer: undefined,
    oneToOne: undefined,
  };
}
