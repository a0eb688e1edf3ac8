import { rows, type RawBuilder, type Tx } from "../platform/index.ts";
import { groupFacts } from "./facts.store.ts";
import { decide, type Decision } from "./gate.ts";
import {
  completeFacts,
  loadFacts,
  scopeOf,
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

interface Candidate {
  no: number;
  batch: number;
  contactId: number | null;
  emailNormalised: string | null;
}

/**
 * The gate over frozen candidates. `source` selects (no, batch, contact_id, email_normalised). A newsletter
 * rests on facts that the database holds alone: people who have the same ones come in one row and are decided once,
 * which saves most of the way of a million. Ids are given for the excluded only.
 */
export async function decideFrozen(
  tx: Tx,
  deps: ComplianceDeps,
  query: Pick<FactsQuery, "kind" | "listIds" | "wordingFrom" | "destination" | "purpose" | "offer">,
  source: RawBuilder<unknown>,
): Promise<DecidedGroup[]> {
  const now = deps.clock.now();
  if (query.kind === "newsletter") {
    const groups = await groupFacts(tx, source, scopeOf(query, now));
    return groups.map((group) => {
      const decision = decide(
        completeFacts(parseFacts(group.facts), query, group),
        "newsletter",
        now,
      );
      return {
        batch: group.batch,
        ids: decision.kind === "excluded" ? group.ids.split(",").map(Number) : [],
        people: group.people,
        erased: !group.hasAddress,
        decision,
      };
    });
  }
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
