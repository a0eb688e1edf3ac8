import type { MyContact, MyContacts } from "../../contract/my-contacts.ts";
import type { ComplianceDeps } from "../compliance/index.ts";
import { displayName, orphanDeletion, type Adviser, type Stage } from "../contacts/index.ts";
import { allLists } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { askGate, presentDecision } from "./contact-directory.ts";
import { myContacts } from "./my-contacts.store.ts";

const STAGES: readonly Stage[] = ["prospect", "customer", ""];
const PER_STAGE = 60;

/** The contacts somebody looks after, by stage, with the last touch and what is open. */
export async function adviserContacts(
  tx: Tx,
  deps: ComplianceDeps,
  adviser: Adviser,
): Promise<MyContacts> {
  const found = await myContacts(tx, adviser.id, PER_STAGE);
  const lists = (await allLists(tx, { archived: false })).map((list) => list.id);
  const decisions = await askGate(
    tx,
    deps,
    found.map((row) => ({ id: row.contactId, emailNormalised: row.emailNormalised })),
    lists,
  );
  const now = deps.clock.now();
  const entries = found.map((row, at): MyContact => {
    const deletion = orphanDeletion(row, now);
    return {
      id: row.publicId,
      name: displayName(row),
      company: row.company,
      email: row.email,
      stage: row.stage,
      tags: row.tags,
      mail: presentDecision(decisions[at]!),
      touch: { kind: row.touchKind ?? "none", at: row.touchAt?.toISOString() ?? null },
      open: [
        ...row.open.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
        ...(deletion ? [{ kind: "deletion" as const, text: "", at: deletion.toISOString() }] : []),
      ],
    };
  });
  return {
    responsible: { id: adviser.publicId, name: adviser.name },
    columns: STAGES.map((stage) => ({
      stage,
      total: found.find((row) => row.stage === stage)?.total ?? 0,
      items: entries.filter((entry) => entry.stage === stage),
    })),
  };
}
