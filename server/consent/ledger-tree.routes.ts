import { Type } from "typebox";
import { IdParams, PageQuery } from "../../contract/common.ts";
import {
  AnchorSettingsSchema,
  AskVerificationSchema,
  CheckpointPageSchema,
  ConsistencyQuery,
  ConsistencySchema,
  LedgerStateSchema,
  MadeCheckpointSchema,
  SaveAnchorSettingsSchema,
  VerificationSchema,
} from "../../contract/ledger.ts";
import { audit } from "../accounts/index.ts";
import {
  decodeCursor,
  invalid,
  notFound,
  route,
  toPage,
  type RouteSpec,
} from "../platform/index.ts";
import { readAnchorSettings, saveAnchorSettings } from "./anchor.store.ts";
import { makeCheckpoint, nodesOf } from "./checkpoint-make.ts";
import type { ConsentDeps } from "./consent.routes.ts";
import {
  showLedger,
  viewCheckpoint,
  viewSettings,
  viewVerification,
  logOf,
} from "./ledger-show.ts";
import { askVerification } from "./ledger.jobs.ts";
import { consistencyProof } from "./tree.ts";
import {
  findCheckpoint,
  findCheckpointOfSize,
  lastCheckpoint,
  listCheckpoints,
} from "./tree.store.ts";

const tag = "Ledger";
const READ = "consents.read";
const WRITE = "privacy.manage";
const base = "/api/v1/ledger";

/** The state of the ledger, its checkpoints and their anchors, and its verification (CON-06). */
export function ledgerTreeRoutes(deps: ConsentDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: base,
      permission: READ,
      tag,
      summary: "How the ledger stands: entries, last checkpoint, anchors, last verification.",
      response: LedgerStateSchema,
      handle: ({ accountId }) => deps.db.account(accountId, (tx) => showLedger(tx, deps)),
    }),
    route({
      method: "GET",
      path: `${base}/checkpoints`,
      permission: READ,
      tag,
      summary: "Signed checkpoints, newest first.",
      query: PageQuery,
      response: CheckpointPageSchema,
      handle: ({ accountId, query }) =>
        deps.db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const after = decodeCursor(query.cursor, 1);
          const before = after ? Number(after[0]) : undefined;
          const found = await listCheckpoints(tx, { before, limit: limit + 1 });
          return toPage(found, limit, viewCheckpoint, (row) => [row.treeSize]);
        }),
    }),
    ...checkpointRoutes(deps),
    route({
      method: "POST",
      path: `${base}/verifications`,
      permission: WRITE,
      tag,
      summary:
        "Verifies the whole ledger now, also against a checkpoint that was kept outside. Runs in the background.",
      body: AskVerificationSchema,
      response: VerificationSchema,
      status: 202,
      handle: ({ accountId, actor, body }) =>
        deps.db.account(accountId, async (tx) => {
          const asked = await askVerification(tx, deps, accountId, body.checkpoint ?? null);
          await audit(tx, accountId, actor, "ledger.verification_asked", {
            objectType: "ledger",
            objectId: asked.publicId,
            detail: { outside: body.checkpoint !== undefined },
          });
          return viewVerification(asked);
        }),
    }),
    consistencyRoute(deps),
    settingsRoute(deps),
  ];
}

function checkpointRoutes(deps: ConsentDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: `${base}/checkpoints`,
      permission: WRITE,
      tag,
      summary: "Signs the ledger as it stands and sends the checkpoint to every anchor.",
      response: MadeCheckpointSchema,
      async handle({ accountId, actor }) {
        const made = await makeCheckpoint(deps, accountId, { onDemand: true });
        await deps.db.account(accountId, (tx) =>
          audit(tx, accountId, actor, "ledger.checkpoint_signed", {
            objectType: "ledger",
            ...(made === undefined ? {} : { objectId: made.publicId }),
            detail: { size: made?.treeSize ?? 0 },
          }),
        );
        return { checkpoint: made === undefined ? null : viewCheckpoint(made) };
      },
    }),
    route({
      method: "GET",
      path: `${base}/checkpoints/:id/note`,
      permission: READ,
      tag,
      summary: "A checkpoint as a text file (C2SP tlog-checkpoint).",
      params: IdParams,
      response: Type.String(),
      async handle({ accountId, params, reply }) {
        const found = await deps.db.account(accountId, (tx) => findCheckpoint(tx, params.id));
        if (!found) throw notFound("checkpoint");
        reply
          .header("content-type", "text/plain; charset=utf-8")
          .header("content-disposition", `attachment; filename="checkpoint-${found.treeSize}.txt"`);
        return found.note;
      },
    }),
  ];
}

function consistencyRoute(deps: ConsentDeps): RouteSpec {
  return route({
    method: "GET",
    path: `${base}/consistency`,
    permission: READ,
    tag,
    summary:
      "Proof that the ledger of one size grew out of a smaller one (RFC 9162 section 2.1.4). `to` is the size of a checkpoint; default the last.",
    query: ConsistencyQuery,
    response: ConsistencySchema,
    handle: ({ accountId, query }) =>
      deps.db.account(accountId, async (tx) => {
        const to =
          query.to === undefined
            ? await lastCheckpoint(tx)
            : await findCheckpointOfSize(tx, query.to);
        if (!to) throw notFound("checkpoint");
        if (query.from > to.treeSize)
          throw invalid("size_too_large", "The ledger had fewer entries then.", {
            errors: [{ path: "from", message: `Expected at most ${to.treeSize}.` }],
          });
        const from = await findCheckpointOfSize(tx, query.from);
        const path = await consistencyProof(query.from, to.treeSize, nodesOf(tx));
        return {
          format: "klarpost-consistency/1" as const,
          ...(await logOf(tx, deps)),
          from: { size: query.from, note: from?.note ?? null },
          to: { size: to.treeSize, note: to.note },
          path: path.map((hash) => hash.toString("hex")),
        };
      }),
  });
}

function settingsRoute(deps: ConsentDeps): RouteSpec {
  return route({
    method: "PUT",
    path: `${base}/anchor-settings`,
    permission: WRITE,
    tag,
    summary:
      "Where checkpoints go: to the privacy contact by mail, to a webhook (https), to a time stamp service (RFC 3161).",
    body: SaveAnchorSettingsSchema,
    response: AnchorSettingsSchema,
    handle: ({ accountId, actor, body }) =>
      deps.db.account(accountId, async (tx) => {
        const before = await readAnchorSettings(tx);
        const next = {
          byMail: body.mail ?? before.byMail,
          webhookUrl: body.webhookUrl === undefined ? before.webhookUrl : body.webhookUrl,
          timestampUrl: body.timestampUrl === undefined ? before.timestampUrl : body.timestampUrl,
        };
        requireAddress(deps, "webhookUrl", next.webhookUrl);
        requireAddress(deps, "timestampUrl", next.timestampUrl);
        if (next.webhookUrl !== null && next.webhookUrl !== before.webhookUrl)
          await deps.requirePlace?.(tx, accountId, new URL(next.webhookUrl).hostname);
        await saveAnchorSettings(tx, next, deps.clock.now());
        await audit(tx, accountId, actor, "ledger.anchors_changed", {
          objectType: "ledger",
          detail: {
            mail: next.byMail,
            webhook: next.webhookUrl === null ? null : new URL(next.webhookUrl).host,
            timestamp: next.timestampUrl === null ? null : new URL(next.timestampUrl).host,
          },
        });
        return viewSettings(tx, next);
      }),
  });
}

/**
 * Whether an address may be called at all is decided when it is called, on what its name means then. Time stamps are
 * signed, so that plain http will do; a webhook needs https outside the own network.
 */
function requireAddress(
  { privateHosts = [] }: ConsentDeps,
  path: "webhookUrl" | "timestampUrl",
  address: string | null,
): void {
  if (address === null) return;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const mayBePlain =
    path === "timestampUrl" ||
    (url && (privateHosts.includes(url.host) || privateHosts.includes(url.hostname)));
  const isFine = url?.protocol === "https:" || (url?.protocol === "http:" && mayBePlain === true);
  if (!url || !isFine || url.hostname === "" || url.username !== "")
    throw invalid("address_not_callable", "The address cannot be called.", {
      errors: [
        {
          path,
          message:
            "Expected an address such as https://www.example.org/anchor, without a password.",
        },
      ],
    });
}
