import type { Account } from "../accounts/index.ts";
import { conflict, type Locale } from "../platform/index.ts";
import { anchorsCovering } from "./anchor.store.ts";
import { makeCheckpoint, nodesOf, type TreeDeps } from "./checkpoint-make.ts";
import { logKey, originOf, verifierKey } from "./checkpoint.ts";
import { COMMITMENT_DOMAIN } from "./ledger.ts";
import { namedWordings, proofEntry, type ProofEntry, type ProofWording } from "./proof.ts";
import type { LedgerEntry } from "./record-entry.ts";
import { consistencyProof, inclusionProofs, leafBytes, leafHash } from "./tree.ts";
import { lastCheckpoint, positionsOf, type CheckpointRow } from "./tree.store.ts";
import { listVersions } from "./wording.store.ts";

/** An entry with its place in the tree. Hashes are hexadecimal. */
export interface PackageEntry extends ProofEntry {
  leaf: { index: number; hash: string; path: string[] };
}

/** A checkpoint that left the house, and how the tree of the package grew out of it. */
export interface PackageAnchor {
  kind: string;
  at: string;
  answer: string | null;
  checkpoint: string;
  /** RFC 3161, DER in base64. */
  token: string | null;
  consistency: string[];
}

/** All that proves one entry with what belongs to it, or everything about a person; stands alone. */
export interface ProofPackage {
  format: "klarpost-proof/2";
  createdAt: string;
  account: { id: string; name: string };
  /** `entry`: the first of the entries, with those of the same story. `person`: all there are. */
  about: "entry" | "person";
  entries: PackageEntry[];
  wordings: ProofWording[];
  log: { origin: string; publicKey: string; size: number; checkpoint: string; at: string };
  anchors: PackageAnchor[];
  verify: Record<Locale, string>;
}

const howTo: Record<Locale, string> = {
  de: `Für jeden Eintrag gilt: commitment = SHA-256(0x00 ‖ "${COMMITMENT_DOMAIN}" ‖ salt ‖ canonical); leaf.hash = SHA-256(0x00 ‖ "klarpost/leaf/v1", id, at, kind, commitment, je mit Zeilenende); leaf.path führt nach RFC 9162 zur Wurzel, die der Prüfpunkt log.checkpoint unterschrieben festlegt (C2SP tlog-checkpoint, Ed25519). Für jeden Wortlaut gilt: sha256 = SHA-256(text). Das Programm verify-proof.mjs rechnet alles ohne Netz nach; docs/privacy/ledger.md beschreibt das Format.`,
  en: `For each entry: commitment = SHA-256(0x00 ‖ "${COMMITMENT_DOMAIN}" ‖ salt ‖ canonical); leaf.hash = SHA-256(0x00 ‖ "klarpost/leaf/v1", id, at, kind, commitment, each with a line feed); by RFC 9162 leaf.path leads to the root that the checkpoint log.checkpoint fixes under a signature (C2SP tlog-checkpoint, Ed25519). For each wording: sha256 = SHA-256(text). The program verify-proof.mjs computes all of it without a network; docs/privacy/ledger.md describes the format.`,
};

/** Last and first of what a package needs to know of the tree. */
export interface Covered {
  checkpoint: CheckpointRow;
  /** Entry id to position. */
  positions: Map<number, number>;
}

/**
 * A checkpoint that holds all of these entries; signed now when the last one is older than one of them.
 * @throws AppError 409 `ledger_altered` when nothing can be signed any more
 */
export async function coverEntries(
  deps: TreeDeps,
  accountId: number,
  entryIds: number[],
): Promise<Covered> {
  const look = () =>
    deps.db.account(accountId, async (tx) => ({
      checkpoint: await lastCheckpoint(tx),
      positions: new Map(
        (await positionsOf(tx, entryIds)).map((row) => [row.entryId, row.position]),
      ),
    }));
  const isCovered = ({ checkpoint, positions }: Awaited<ReturnType<typeof look>>) =>
    checkpoint !== undefined &&
    entryIds.every((id) => (positions.get(id) ?? Infinity) < checkpoint.treeSize);
  let found = await look();
  if (!isCovered(found)) {
    await makeCheckpoint(deps, accountId);
    found = await look();
  }
  if (!found.checkpoint || !isCovered(found))
    throw conflict("ledger_altered", "The ledger cannot place these entries.", {
      hint: "Verify the ledger.",
    });
  return { checkpoint: found.checkpoint, positions: found.positions };
}

/** Puts a package together. `entries` in the order in which they are to stand. */
export async function buildPackage(
  deps: TreeDeps,
  account: Account,
  about: ProofPackage["about"],
  entries: readonly LedgerEntry[],
): Promise<ProofPackage> {
  const { checkpoint, positions } = await coverEntries(
    deps,
    account.id,
    entries.map((entry) => entry.entryId),
  );
  const places = entries.map((entry) => positions.get(entry.entryId)!);
  const origin = originOf(account.publicId);
  return deps.db.account(account.id, async (tx) => {
    const paths = await inclusionProofs(places, checkpoint.treeSize, nodesOf(tx));
    const anchored = await anchorsCovering(tx, Math.max(...places) + 1, checkpoint.treeSize);
    const anchors: PackageAnchor[] = [];
    for (const anchor of anchored)
      anchors.push({
        kind: anchor.kind,
        at: anchor.finishedAt!.toISOString(),
        answer: anchor.answer,
        checkpoint: anchor.note,
        token: anchor.token?.toString("base64") ?? null,
        consistency: hex(await consistencyProof(anchor.treeSize, checkpoint.treeSize, nodesOf(tx))),
      });
    return {
      format: "klarpost-proof/2" as const,
      createdAt: deps.clock.now().toISOString(),
      account: { id: account.publicId, name: account.name },
      about,
      entries: entries.map((entry, no) => ({
        ...proofEntry(entry),
        leaf: {
          index: places[no]!,
          hash: leafHash(leafBytes(entry)).toString("hex"),
          path: hex(paths[no]!),
        },
      })),
      wordings: namedWordings(entries, await listVersions(tx)),
      log: {
        origin,
        publicKey: verifierKey(origin, logKey(deps.keys).publicKey),
        size: checkpoint.treeSize,
        checkpoint: checkpoint.note,
        at: checkpoint.at.toISOString(),
      },
      anchors,
      verify: howTo,
    };
  });
}

const hex = (hashes: Buffer[]): string[] => hashes.map((hash) => hash.toString("hex"));
