import { rows, type RawBuilder, type Tx } from "../platform/index.ts";
import { unpack, withPurchases } from "./existing-customer.store.ts";
import { groupFacts } from "./facts.store.ts";
import { decide, type Decision } from "./gate.ts";
import {
  completeFacts,
  loadFacts,
  scopeFor,
  withPurchase,
  type ComplianceDeps,
  type FactsQuery,
} from "./load-facts.ts";
import { parseFacts } from "./parse-facts.ts";

/** Candidates of one batch that get the same answer. */
export interface DecidedGroup {
  batch: number;
  ids: number[];
  people: number;
  /** Neither contact nor address is left, so nothing but an exclusion is possible. */
  erased: boolean;
  decision: Decision;
}

type GroupQuery = Pick<
  FactsQuery,
  "kind" | "listIds" | "wordingFrom" | "destination" | "purpose" | "behaviour" | "offer" | "runId"
>;

interface Candidate {
  no: number;
  batch: number;
  contactId: number | null;
  emailNormalised: string | null;
}

/**
 * The gate over frozen candidates. `source` selects (no, batch, contact_id, email_normalised). A mailing
 * rests on facts that the database holds alone: people who have the same ones come in one row and are decided once,
 * which saves most of the way of a million. Ids are given for the excluded only.
 */
export async function decideFrozen(
  tx: Tx,
  deps: ComplianceDeps,
  query: GroupQuery,
  source: RawBuilder<unknown>,
): Promise<DecidedGroup[]> {
  const { offer } = query;
  if (query.kind === "newsletter" || query.kind === "core_campaign")
    return decideGroups(tx, deps, query, source);
  if (query.kind === "customer_7_3" && offer)
    return decideGroups(tx, deps, query, withPurchases(source, offer));
  const now = deps.clock.now();
  const candidates = await rows<Candidate>(tx, source);
  const facts = await loadFacts(tx, deps, {
    ...query,
    targets: candidates.map(({ contactId, emailNormalised }) => ({
      contactId,
      ...(emailNormalised === null ? {} : { emailNormalised }),
    })),
  });
  return candidates.map((candidate, at) => {
    const decision = decide(facts[at]!, query.kind, now);
    return {
      batch: candidate.batch,
      ids: [candidate.no],
      people: 1,
      erased: candidate.emailNormalised === null,
      decision,
    };
  });
}

/**
 * The gate over people with the same facts, once for each. For an offer to existing customers the number of the batch
 * holds what their purchases prove (`withPurchases`).
 */
export async function decideGroups(
  tx: Tx,
  deps: Pick<ComplianceDeps, "clock" | "segmentHolds">,
  query: GroupQuery,
  people: RawBuilder<unknown>,
): Promise<DecidedGroup[]> {
  const now = deps.clock.now();
  const groups = await groupFacts(tx, people, await scopeFor(tx, deps, query));
  return groups.map((group) => {
    const { batch, customer } = query.offer
      ? unpack(group.batch)
      : { batch: group.batch, customer: undefined };
    const facts = withPurchase(completeFacts(parseFacts(group.facts), query, group), customer);
    const decision = decide(facts, query.kind, now);
    return {
      batch,
      ids: decision.kind === "excluded" ? group.ids.split(",").map(Number) : [],
      people: group.people,
      erased: !group.hasAddress,
      decision,
    };
  });
}
