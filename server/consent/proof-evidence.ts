import { createHash } from "node:crypto";
import { getAccount } from "../accounts/index.ts";
import { notFound, type Tx } from "../platform/index.ts";
import { nodesOf, type TreeDeps } from "./checkpoint-make.ts";
import { logKey, originOf, signNote, verifierKey } from "./checkpoint.ts";
import {
  countPeopleOfList,
  entriesOfList,
  findListOfLedger,
  formVersionsNamed,
  type EntriesOfList,
} from "./ledger.store.ts";
import { coverEntries } from "./proof-package.ts";
import { namedWordings, proofEntry } from "./proof.ts";
import { openRow, type LedgerEntry } from "./record-entry.ts";
import { inclusionProofs, leafBytes, leafHash } from "./tree.ts";
import { listVersions } from "./wording.store.ts";

/** Of which list, and of which time: `from` on and before `to`. */
interface EvidenceRange {
  list: string;
  from: string | null;
  to: string | null;
}

/** A few lines of the bundle, and how many people are in them that were in none before. */
interface EvidencePiece {
  text: string;
  people: number;
}

const FORMAT = "klarpost-evidence/1";
const PER_TURN = 200;

/**
 * The evidence bundle of a list as a file that leaves (CON-24): how many people have an entry in it, and its lines, which
 * are to reach the reader byte for byte, because their hash is signed. Both throw 404 for a list that is not the account's.
 */
export function evidenceForFile(deps: TreeDeps, range: EvidenceRange) {
  return {
    count: async (tx: Tx): Promise<number> =>
      countPeopleOfList(tx, { ...range, listId: (await requireList(tx, range.list)).id }),
    lines: (accountId: number, reason: string) => evidenceLines(deps, accountId, range, reason),
  };
}

async function requireList(tx: Tx, publicId: string) {
  const found = await findListOfLedger(tx, publicId);
  if (!found) throw notFound("list");
  return found;
}

/**
 * A header, every entry of the list in the range with its place in the tree, the forms and wordings they name, and at the
 * end a signed manifest over all the lines before it. Opt-in mails stand in the entries that they belong to. What is sealed
 * stays closed; nothing here says how anybody used a mail.
 */
async function* evidenceLines(
  deps: TreeDeps,
  accountId: number,
  range: EvidenceRange,
  reason: string,
): AsyncGenerator<EvidencePiece> {
  const { account, list } = await deps.db.account(accountId, async (tx) => ({
    account: await getAccount(tx),
    list: await requireList(tx, range.list),
  }));
  const { from, to } = range;
  const hash = createHash("sha256");
  let lines = 0;
  const line = (value: unknown): string => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text, "utf8");
    lines += 1;
    return text;
  };
  const origin = originOf(account.publicId);
  const key = logKey(deps.keys);
  const header = {
    type: "header",
    format: FORMAT,
    createdAt: deps.clock.now().toISOString(),
    account: { id: account.publicId, name: account.name },
    list: { id: list.publicId, name: list.name },
    from,
    to,
    reason,
    log: { origin, publicKey: verifierKey(origin, key.publicKey) },
  };
  yield { text: line(header), people: 0 };
  const forms = new Map<string, { id: string; version: number }>();
  const named = new Set<number>();
  let after = 0;
  for (;;) {
    const { entries, people } = await nextEntries(deps, account.id, {
      listId: list.id,
      from,
      to,
      after,
    });
    if (entries.length === 0) break;
    after = entries.at(-1)!.entryId;
    for (const entry of entries) {
      const form = entry.document?.evidence.form;
      if (form) forms.set(`${form.id}/${form.version}`, form);
      if (entry.wordingVersionId !== null) named.add(entry.wordingVersionId);
    }
    const placed = await placeEntries(deps, account.id, entries);
    yield { text: placed.map((one) => line({ type: "entry", ...one })).join(""), people };
  }
  const { shown, wordings } = await deps.db.account(account.id, async (tx) => ({
    shown: await formVersionsNamed(tx, [...forms.values()]),
    wordings: (await listVersions(tx)).filter((version) => named.has(version.id)),
  }));
  const last = [
    ...shown.map((form) => line({ type: "form", ...form, sha256: form.sha256.toString("hex") })),
    ...namedWordings([], wordings).map((wording) => line({ type: "wording", ...wording })),
  ];
  const manifest = `${FORMAT}\n${origin}\n${lines}\n${hash.digest("base64")}\n`;
  last.push(`${JSON.stringify({ type: "manifest", note: signNote(manifest, origin, key) })}\n`);
  yield { text: last.join(""), people: 0 };
}

async function nextEntries(
  deps: TreeDeps,
  accountId: number,
  page: EntriesOfList & { after: number },
): Promise<{ entries: LedgerEntry[]; people: number }> {
  const found = await deps.db.account(accountId, (tx) =>
    entriesOfList(tx, { ...page, limit: PER_TURN }),
  );
  const entries = found.map((row) => {
    const opened = openRow(deps.keys, row);
    // Under seal it is for a dispute about this person, not for a look at a list (Art. 17(3)(e)).
    return row.sealedUntil === null
      ? opened
      : { ...opened, salt: null, canonical: null, document: null, intact: null };
  });
  return { entries, people: found.filter((row) => row.isFirst).length };
}

async function placeEntries(
  deps: TreeDeps,
  accountId: number,
  entries: LedgerEntry[],
): Promise<object[]> {
  const { checkpoint, positions } = await coverEntries(
    deps,
    accountId,
    entries.map((entry) => entry.entryId),
  );
  const places = entries.map((entry) => positions.get(entry.entryId)!);
  const paths = await deps.db.account(accountId, (tx) =>
    inclusionProofs(places, checkpoint.treeSize, nodesOf(tx)),
  );
  return entries.map((entry, no) => ({
    ...proofEntry(entry),
    leaf: {
      index: places[no],
      hash: leafHash(leafBytes(entry)).toString("hex"),
      path: paths[no]!.map((each) => each.toString("hex")),
    },
    checkpoint: checkpoint.note,
  }));
}
