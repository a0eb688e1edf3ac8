import { getAccount, type SendSystemMail } from "../accounts/index.ts";
import type { JobHandler, MayReach, PostOutside, Tx } from "../platform/index.ts";
import { mailFor } from "./anchor-mail.ts";
import { ANCHOR_JOB } from "./anchor-plan.ts";
import { askForTimestamp, readTimestamp } from "./anchor-timestamp.ts";
import {
  endAnchor,
  findAnchor,
  readAnchorSettings,
  type AnchorRow,
  type AnchorSettings,
} from "./anchor.store.ts";
import type { TreeDeps } from "./checkpoint-make.ts";
import { logKey, originOf, verifierKey } from "./checkpoint.ts";
import { findCheckpointById, type CheckpointRow } from "./tree.store.ts";

export interface AnchorDeps extends TreeDeps {
  /** Writes to the outside; given by the composition root. */
  post: PostOutside;
  /** Whether an account's webhook may be called (ORG-09). Time stamp services see a hash and are free. */
  mayReach?: MayReach;
  sendSystemMail: SendSystemMail;
}

/** Names anchors in the outcome of their mails. */
export const ANCHOR_REFERENCE = "ledger_anchor";
const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 60_000;

interface Loaded {
  anchor: AnchorRow;
  checkpoint: CheckpointRow;
  settings: AnchorSettings;
  accountPublicId: string;
}

/** Carries a checkpoint out of the operator's reach; tries again for about two hours. */
export function anchorJobs(deps: AnchorDeps): Record<string, JobHandler> {
  return {
    [ANCHOR_JOB]: async ({ accountId, payload }) => {
      const loaded = await deps.db.account(accountId, (tx) =>
        load(tx, Number(payload["anchorId"])),
      );
      if (!loaded) return;
      try {
        if (loaded.anchor.kind === "mail") await sendMail(deps, accountId, loaded);
        else {
          const { answer, token } = await (loaded.anchor.kind === "webhook"
            ? callWebhook(deps, accountId, loaded)
            : getTimestamp(deps, loaded));
          const end = { state: "done" as const, answer, token, at: deps.clock.now() };
          await deps.db.account(accountId, (tx) => endAnchor(tx, loaded.anchor.id, end));
        }
      } catch (error) {
        return giveUpOrRepeat(deps, accountId, loaded.anchor, error);
      }
    },
  };
}

async function load(tx: Tx, anchorId: number): Promise<Loaded | undefined> {
  const anchor = await findAnchor(tx, anchorId);
  if (anchor?.state !== "waiting") return undefined;
  return {
    anchor,
    checkpoint: await findCheckpointById(tx, anchor.checkpointId),
    settings: await readAnchorSettings(tx),
    accountPublicId: (await getAccount(tx)).publicId,
  };
}

/** The mail and its waiting for an outcome are one commit; the outcome comes as news (`noteAnchorMail`). */
async function sendMail(deps: AnchorDeps, accountId: number, loaded: Loaded): Promise<void> {
  await deps.db.account(accountId, async (tx) => {
    const account = await getAccount(tx);
    const to = account.privacy.contactEmail;
    if (!to) throw new Error("The account has no privacy contact.");
    await deps.sendSystemMail(tx, {
      accountId,
      kind: "security_note",
      to,
      locale: account.locale,
      ...mailFor(account, loaded.checkpoint, keyOf(deps, loaded)),
      reference: { type: ANCHOR_REFERENCE, id: loaded.anchor.id },
    });
  });
}

const keyOf = (deps: AnchorDeps, { accountPublicId }: Loaded): string =>
  verifierKey(originOf(accountPublicId), logKey(deps.keys).publicKey);

async function callWebhook(
  deps: AnchorDeps,
  accountId: number,
  loaded: Loaded,
): Promise<{ answer: string; token?: Buffer }> {
  const { checkpoint, settings, accountPublicId } = loaded;
  if (settings.webhookUrl === null) throw new Error("The webhook was taken out of the settings.");
  await deps.mayReach?.(new URL(settings.webhookUrl).hostname, accountId);
  const body = JSON.stringify({
    type: "ledger.checkpoint",
    account: accountPublicId,
    id: checkpoint.publicId,
    at: checkpoint.at.toISOString(),
    checkpoint: checkpoint.note,
    publicKey: keyOf(deps, loaded),
  });
  const { status } = await deps.post(settings.webhookUrl, {
    body: Buffer.from(body, "utf8"),
    type: "application/json",
  });
  if (status < 200 || status > 299) throw new Error(`The receiver answered ${status}.`);
  return { answer: String(status) };
}

async function getTimestamp(
  deps: AnchorDeps,
  { checkpoint, settings }: Loaded,
): Promise<{ answer: string; token: Buffer }> {
  if (settings.timestampUrl === null)
    throw new Error("The time stamp service was taken out of the settings.");
  const question = askForTimestamp(checkpoint.note);
  const { status, body } = await deps.post(settings.timestampUrl, {
    body: question.request,
    type: "application/timestamp-query",
    // The answer is signed; most services speak plain http.
    plain: true,
  });
  if (status !== 200) throw new Error(`The service answered ${status}.`);
  const { token, at, by } = readTimestamp(body, question);
  return { answer: `${at.toISOString()} ${by}`, token };
}

async function giveUpOrRepeat(
  deps: AnchorDeps,
  accountId: number,
  anchor: AnchorRow,
  error: unknown,
): Promise<{ again: Date } | void> {
  const attempts = anchor.attempts + 1;
  const at = deps.clock.now();
  const state = attempts >= MAX_ATTEMPTS ? "failed" : "waiting";
  const answer = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  await deps.db.account(accountId, (tx) => endAnchor(tx, anchor.id, { state, answer, at }));
  if (state === "failed")
    return deps.log.error({ err: error, accountId, anchor: anchor.publicId }, "anchor failed");
  return { again: new Date(at.getTime() + FIRST_PAUSE_MS * 2 ** (attempts - 1)) };
}

/** The end of an anchor's mail: accepted by the receiving server, or not. */
export function noteAnchorMail(
  deps: TreeDeps,
): (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void> {
  return async ({ accountId, payload }) => {
    if (payload["referenceType"] !== ANCHOR_REFERENCE) return;
    const isAccepted = payload["outcome"] === "accepted";
    await deps.db.account(accountId, (tx) =>
      endAnchor(tx, Number(payload["referenceId"]), {
        state: isAccepted ? "done" : "failed",
        answer: String(payload["reply"] ?? payload["outcome"] ?? "").slice(0, 300),
        at: deps.clock.now(),
      }),
    );
  };
}
