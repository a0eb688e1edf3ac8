import { IdParams } from "../../contract/common.ts";
import {
  CheckWordingSchema,
  NewWordingSchema,
  NewWordingVersionSchema,
  WordingDiffQuery,
  WordingDiffSchema,
  WordingFindingsSchema,
  WordingListSchema,
  WordingSchema,
  WordingTemplatesSchema,
  type WordingVersionView,
  type WordingView,
} from "../../contract/consent.ts";
import { type Account, accountVoice, audit, getAccount } from "../accounts/index.ts";
import {
  conflict,
  notFound,
  route,
  type Actor,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { otherAddress } from "./address-form.ts";
import { checkWording } from "./check-wording.ts";
import type { ConsentDeps } from "./consent.routes.ts";
import { approveWordingVersion, createWording, createWordingVersion } from "./manage-wordings.ts";
import { defaultWordings } from "./default-wordings.ts";
import { wordDiff } from "./word-diff.ts";
import { annexSha256, type WordingVersion } from "./wording.ts";
import {
  countConsents,
  findVersion,
  listVersions,
  listWordings,
  retireVersion,
} from "./wording.store.ts";

/** Consent wordings: versions, approval, comparison. */
export function wordingRoutes(deps: ConsentDeps): RouteSpec[] {
  return [
    listRoute(deps),
    createRoute(deps),
    createVersionRoute(deps),
    checkRoute(),
    templatesRoute(),
    diffRoute(deps),
    approveRoute(deps),
    retireRoute(deps),
  ];
}

function listRoute({ db }: ConsentDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/wordings",
    permission: "wordings.read",
    tag: "Consent",
    summary: "Consent wordings with all versions and the number of consents given under each.",
    response: WordingListSchema,
    handle: ({ accountId }) => db.account(accountId, async (tx) => ({ items: await present(tx) })),
  });
}

function createRoute(deps: ConsentDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/wordings",
    permission: "wordings.write",
    tag: "Consent",
    summary: "Make a wording with its first version. It can be shown once it is approved.",
    body: NewWordingSchema,
    response: WordingSchema,
    status: 201,
    handle: ({ accountId, actor, body }) =>
      deps.db.account(accountId, async (tx) => {
        const input = { ...body, by: actor.operatorId ?? null };
        const wording = await createWording(tx, deps, accountId, input);
        await log(tx, accountId, actor, "wording.created", wording.publicId);
        return presentOne(tx, wording.publicId);
      }),
  });
}

function createVersionRoute(deps: ConsentDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/wordings/:id/versions",
    permission: "wordings.write",
    tag: "Consent",
    summary: "Add the next version of a wording. Earlier versions never change (CON-04).",
    params: IdParams,
    body: NewWordingVersionSchema,
    response: WordingSchema,
    status: 201,
    handle: ({ accountId, actor, params, body }) =>
      deps.db.account(accountId, async (tx) => {
        const by = actor.operatorId ?? null;
        const version = await createWordingVersion(tx, deps, accountId, params.id, body, by);
        await log(tx, accountId, actor, "wording.version_created", params.id, { version });
        return presentOne(tx, params.id);
      }),
  });
}

function checkRoute(): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/wordings/check",
    permission: "wordings.read",
    tag: "Consent",
    summary: "Name the mandatory parts a text lacks, without storing it (CON-03, CON-07).",
    body: CheckWordingSchema,
    response: WordingFindingsSchema,
    handle: async ({ body }) => ({
      findings: checkWording(body.text, body.purpose, body.locale, body.scope),
    }),
  });
}

function templatesRoute(): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/wordings/templates",
    permission: "wordings.read",
    tag: "Consent",
    summary: "The product's own wordings by purpose, to start from.",
    response: WordingTemplatesSchema,
    handle: async () => ({
      items: defaultWordings.map(({ purpose, name, texts, techniques, uses, channels }) => ({
        purpose,
        name,
        texts,
        techniques,
        uses,
        channels,
      })),
    }),
  });
}

function diffRoute({ db }: ConsentDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/wording-versions/:id/diff",
    permission: "wordings.read",
    tag: "Consent",
    summary: "What changed between two versions, word by word.",
    params: IdParams,
    query: WordingDiffQuery,
    response: WordingDiffSchema,
    handle: ({ accountId, params, query }) =>
      db.account(accountId, async (tx) => {
        const [before, after] = [
          await findVersion(tx, query.with),
          await findVersion(tx, params.id),
        ];
        if (!before || !after) throw notFound("wording version");
        const name = ({ publicId, version, locale }: WordingVersion) => ({
          id: publicId,
          version,
          locale,
        });
        return {
          before: name(before),
          after: name(after),
          parts: wordDiff(before.text, after.text),
        };
      }),
  });
}

function approveRoute(deps: ConsentDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/wording-versions/:id/approve",
    permission: "wordings.approve",
    tag: "Consent",
    summary:
      "Approve a version, so that people may see it. Refused with 409 while a mandatory part is missing.",
    params: IdParams,
    response: WordingSchema,
    handle: ({ accountId, actor, params }) =>
      deps.db.account(accountId, async (tx) => {
        const by = actor.operatorId ?? null;
        const version = await approveWordingVersion(tx, deps, params.id, by);
        await log(tx, accountId, actor, "wording.approved", params.id, {
          version: version.version,
        });
        return presentWordingOf(tx, version);
      }),
  });
}

function retireRoute({ db, clock }: ConsentDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/wording-versions/:id/retire",
    permission: "wordings.approve",
    tag: "Consent",
    summary: "Take a version out of use. Consents given under it stay, with its text.",
    params: IdParams,
    response: WordingSchema,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const version = await findVersion(tx, params.id);
        if (!version) throw notFound("wording version");
        if (!(await retireVersion(tx, version.id, clock.now())))
          throw conflict("wording_retired", "This version is retired already.");
        await log(tx, accountId, actor, "wording.retired", params.id, { version: version.version });
        return presentWordingOf(tx, version);
      }),
  });
}

function log(
  tx: Tx,
  accountId: number,
  actor: Actor,
  action: string,
  objectId: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  return audit(tx, accountId, actor, action, { objectType: "wording", objectId, detail });
}

async function present(tx: Tx): Promise<WordingView[]> {
  const versions = await listVersions(tx);
  const account = await getAccount(tx);
  const counts = new Map((await countConsents(tx)).map((row) => [row.versionId, row.consents]));
  return (await listWordings(tx)).map((wording) => ({
    id: wording.publicId,
    purpose: wording.purpose,
    name: wording.name,
    createdAt: wording.createdAt.toISOString(),
    versions: versions
      .filter((version) => version.wordingId === wording.id)
      .map((version) => presentVersion(version, account, counts.get(version.id) ?? 0)),
  }));
}

async function presentOne(tx: Tx, publicId: string): Promise<WordingView> {
  return (await present(tx)).find((wording) => wording.id === publicId)!;
}

async function presentWordingOf(tx: Tx, version: WordingVersion): Promise<WordingView> {
  return (await present(tx)).find((wording) =>
    wording.versions.some((one) => one.id === version.publicId),
  )!;
}

function presentVersion(
  version: WordingVersion,
  account: Account,
  consents: number,
): WordingVersionView {
  return {
    id: version.publicId,
    version: version.version,
    locale: version.locale,
    text: version.text,
    sha256: version.sha256.toString("hex"),
    material: version.material,
    techniques: version.techniques,
    uses: version.uses,
    channels: version.channels,
    changes: version.changes,
    annex:
      version.annexText === ""
        ? null
        : {
            title: version.annexTitle,
            text: version.annexText,
            url: version.annexUrl,
            sha256: annexSha256(version).toString("hex"),
          },
    createdAt: version.createdAt.toISOString(),
    approvedAt: version.approvedAt?.toISOString() ?? null,
    retiredAt: version.retiredAt?.toISOString() ?? null,
    consents,
    findings: checkWording(version.text, version.purpose, version.locale, version),
    otherAddress: otherAddress(version.text, accountVoice(account, version.locale)),
  };
}
