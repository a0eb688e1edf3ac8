import type {
  AnchorSettingsView,
  AnchorView,
  CheckpointView,
  LedgerStateView,
  VerificationView,
} from "../../contract/ledger.ts";
import { getAccount } from "../accounts/index.ts";
import type { Tx } from "../platform/index.ts";
import {
  listAnchors,
  readAnchorSettings,
  type AnchoredRow,
  type AnchorSettings,
} from "./anchor.store.ts";
import type { TreeDeps } from "./checkpoint-make.ts";
import { logKey, originOf, verifierKey } from "./checkpoint.ts";
import { findingTexts, type FindingCode } from "./ledger-findings.ts";
import { lastVerdict, newestVerifications, type VerificationRow } from "./ledger-verify.store.ts";
import { lastCheckpoint, treeSize, waitingEntries, type CheckpointRow } from "./tree.store.ts";

const SHOWN_ANCHORS = 12;

/** Name and public key of the account's log. */
export async function logOf(
  tx: Tx,
  deps: Pick<TreeDeps, "keys">,
): Promise<{ origin: string; publicKey: string }> {
  const origin = originOf((await getAccount(tx)).publicId);
  return { origin, publicKey: verifierKey(origin, logKey(deps.keys).publicKey) };
}

/** The ledger in one look, for people who answer for it. */
export async function showLedger(tx: Tx, deps: TreeDeps): Promise<LedgerStateView> {
  const [checkpoint, verdict] = [await lastCheckpoint(tx), await lastVerdict(tx)];
  const [newest] = await newestVerifications(tx, 1);
  return {
    entries: await treeSize(tx),
    waiting: (await waitingEntries(tx)).count,
    ...(await logOf(tx, deps)),
    checkpoint: checkpoint ? viewCheckpoint(checkpoint) : null,
    anchors: (await listAnchors(tx, SHOWN_ANCHORS)).map(viewAnchor),
    verification: verdict ? viewVerification(verdict) : null,
    verifying: newest !== undefined && newest.finishedAt === null,
    settings: await viewSettings(tx, await readAnchorSettings(tx)),
  };
}

export function viewCheckpoint(row: CheckpointRow): CheckpointView {
  return {
    id: row.publicId,
    at: row.at.toISOString(),
    size: row.treeSize,
    root: row.root.toString("base64"),
    note: row.note,
  };
}

function viewAnchor(row: AnchoredRow): AnchorView {
  return {
    id: row.publicId,
    kind: row.kind,
    host: row.host,
    state: row.state,
    askedAt: row.askedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    answer: row.answer,
    attempts: row.attempts,
    checkpoint: row.checkpoint,
    size: row.treeSize,
  };
}

export function viewVerification(row: VerificationRow): VerificationView {
  return {
    id: row.publicId,
    askedAt: row.askedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    ok: row.ok,
    outside: row.outsideNote !== null,
    entries: row.entries,
    checkpoints: row.checkpoints,
    durationMs: row.durationMs,
    findings: row.findings.map((finding) => ({
      ...finding,
      message: findingTexts[finding.code as FindingCode],
    })),
  };
}

export async function viewSettings(tx: Tx, settings: AnchorSettings): Promise<AnchorSettingsView> {
  return {
    mail: settings.byMail,
    mailTo: (await getAccount(tx)).privacy.contactEmail ?? null,
    webhookUrl: settings.webhookUrl,
    timestampUrl: settings.timestampUrl,
  };
}
