import { createHash } from "node:crypto";
import type { Account } from "../accounts/index.ts";
import { nodesOf, type TreeDeps } from "./checkpoint-make.ts";
import { logKey, originOf, signNote, verifierKey } from "./checkpoint.ts";
import { entriesOfList, formVersionsNamed } from "./ledger.store.ts";
import { coverEntries } from "./proof-package.ts";
import { namedWordings, proofEntry } from "./proof.ts";
import { openRow, type LedgerEntry } from "./record-entry.ts";
import { inclusionProofs, leafBytes, leafHash } from "./tree.ts";
import { listVersions } from "./wording.store.ts";

export interface EvidenceRequest {
  list: { id: number; publicId: string; name: string };
  from: string | null;
  to: string | null;
  reason: string;
}

const FORMAT = "klarpost-evidence/1";
const PER_TURN = 200;

/**
 * The evidence bundle of a list, line by line (CON-24): a header, every entry of the list in the range with its place
 * in the tree, the forms and wordings they name, and at the end a signed manifest over all the lines before it. Opt-in
 * mails stand in the entries that they belong to. What is sealed stays closed; nothing here says how
 * anybody used a mail.
 */
export async function* evidenceLines(
  deps: TreeDeps,
  account: Account,
  { list, from, to, reason }: EvidenceRequest,
): AsyncGenerator<string> {
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
  const until = deps.clock.now();
  yield line({
    type: "header",
    format: FORMAT,
    createdAt: until.toISOString(),
    account: { id: account.publicId, name: account.name },
    list: { id: list.publicId, name: list.name },
    from,
    to,
    reason,
    log: { origin, publicKey: verifierKey(origin, key.publicKey) },
  });
  const forms = new Map<string, { id: string; version: number }>();
  const named = new Set<number>();
  let after = 0;
  for (;;) {
    const entries = await nextEntries(deps, account.id, { listId: list.id, from, to, after });
    if (entries.length === 0) break;
    after = entries.at(-1)!.entryId;
    for (const entry of entries) {
      const form = entry.document?.evidence.form;
      if (form) forms.set(`${form.id}/${form.version}`, form);
      if (entry.wordingVersionId !== null) named.add(entry.wordingVersionId);
    }
    for (const placed of await placeEntries(deps, account.id, entries))
      yield line({ type: "entry", ...placed });
  }
  const { shown, wordings } = await deps.db.account(account.id, async (tx) => ({
    shown: await formVersionsNamed(tx, [...forms.values()]),
    wordings: (await listVersions(tx)).filter((version) => named.has(version.id)),
  }));
  for (const form of shown)
    yield line({ type: "form", ...form, sha256: form.sha256.toString("hex") });
  for (const wording of namedWordings([], wordings)) yield line({ type: "wording", ...wording });
  const manifest = `${FORMAT}\n${origin}\n${lines}\n${hash.digest("base64")}\n`;
  yield `${JSON.stringify({ type: "manifest", note: signNote(manifest, origin, key) })}\n`;
}

async function nextEntries(
  deps: TreeDeps,
  accountId: number,
  page: { listId: number; from: string | null; to: string | null; after: number },
): Promise<LedgerEntry[]> {
  const found = await deps.db.account(accountId, (tx) =>
    entriesOfList(tx, { ...page, limit: PER_TURN }),
  );
  return found.map((row) => {
    const opened = openRow(deps.keys, row);
    // Under seal it is for a dispute about this person, not for a look at a list (Art. 17(3)(e)).
    return row.sealedUntil === null
      ? opened
      : { ...opened, salt: null, canonical: null, document: null, intact: null };
  });
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
