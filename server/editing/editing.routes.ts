import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  BrandKitInput,
  BrandKitView,
  BrandPreviewQuery,
  NewSavedSectionSchema,
  SavedSectionChangeSchema,
  SavedSectionSchema,
  type BrandKitAnswer,
  type SavedSectionView,
} from "../../contract/editing.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { compileBlocks } from "../content/index.ts";
import {
  conflict,
  notFound,
  route,
  type Clock,
  type Database,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { brandKitOf, DEFAULT_KIT, withAccount } from "./brand-kit.ts";
import {
  allSavedSections,
  deleteSavedSection,
  findBrandKit,
  insertSavedSection,
  putBrandKit,
  renameSavedSection,
  type SavedSection,
} from "./editing.store.ts";
import { sampleDocument } from "./sample-document.ts";

export interface EditingDeps {
  db: Database;
  clock: Clock;
  pagesUrl: string;
  /** Told when the look of mails changed: drafts made of blocks are made anew. */
  kitChanged: (tx: Tx) => Promise<void>;
}

const tag = "Mailings";

/** The look of an account's mails, and sections kept for again. */
export function editingRoutes(deps: EditingDeps): RouteSpec[] {
  return [...brandRoutes(deps), ...sectionRoutes(deps)];
}

async function presentKit(tx: Tx, pagesUrl: string): Promise<BrandKitAnswer> {
  const logoWidth = ((await findBrandKit(tx)) ?? DEFAULT_KIT).logoWidth;
  return { ...(await brandKitOf(tx, await getAccount(tx), pagesUrl)), logoWidth };
}

function brandRoutes({ db, clock, pagesUrl, kitChanged }: EditingDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/brand-kit",
      permission: "account.read",
      tag,
      summary: "The brand kit: how mails made of blocks look.",
      response: BrandKitView,
      handle: ({ accountId }) => db.account(accountId, (tx) => presentKit(tx, pagesUrl)),
    }),
    route({
      method: "PUT",
      path: "/api/v1/brand-kit",
      permission: "account.manage",
      tag,
      summary: "Change the brand kit. Drafts made of blocks follow at once.",
      body: BrandKitInput,
      response: BrandKitView,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await putBrandKit(tx, accountId, body, clock.now());
          await kitChanged(tx);
          await audit(tx, accountId, actor, "brand_kit.changed", { objectType: "account" });
          return presentKit(tx, pagesUrl);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/brand-kit/preview",
      permission: "account.read",
      tag,
      summary:
        "A sample mail in the look of the kit, with the given choices in place of the stored.",
      query: BrandPreviewQuery,
      response: Type.Object({ html: Type.String() }),
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => {
          const account = await getAccount(tx);
          const { colour, locale = account.locale, ...choices } = query;
          const stored = (await findBrandKit(tx)) ?? DEFAULT_KIT;
          const kit = withAccount({ ...stored, ...choices }, account, pagesUrl);
          const shown = colour === undefined ? kit : { ...kit, colour };
          return { html: compileBlocks(sampleDocument(locale, shown.footer), shown, locale) };
        }),
    }),
  ];
}

function sectionRoutes({ db, clock }: EditingDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/saved-sections",
      permission: "mailings.read",
      tag,
      summary: "Sections of blocks kept for again, by name.",
      response: Type.Object({ items: Type.Array(SavedSectionSchema) }),
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({ items: (await allSavedSections(tx)).map(present) })),
    }),
    route({
      method: "POST",
      path: "/api/v1/saved-sections",
      permission: "mailings.write",
      tag,
      summary: "Keep a section of blocks under a name.",
      body: NewSavedSectionSchema,
      response: SavedSectionSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const saved = await insertSavedSection(tx, accountId, {
            ...body,
            name: body.name.trim(),
            createdBy: actor.operatorId ?? null,
            at: clock.now(),
          });
          if (!saved) throw nameTaken();
          await audit(tx, accountId, actor, "saved_section.created", {
            objectType: "saved_section",
            objectId: saved.publicId,
          });
          return present(saved);
        }),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/saved-sections/:id",
      permission: "mailings.write",
      tag,
      summary: "Rename a kept section.",
      params: IdParams,
      body: SavedSectionChangeSchema,
      response: SavedSectionSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const known = (await allSavedSections(tx)).some((one) => one.publicId === params.id);
          if (!known) throw notFound("saved_section");
          const saved = await renameSavedSection(tx, params.id, body.name.trim());
          if (!saved) throw nameTaken();
          await audit(tx, accountId, actor, "saved_section.changed", {
            objectType: "saved_section",
            objectId: params.id,
          });
          return present(saved);
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/saved-sections/:id",
      permission: "mailings.write",
      tag,
      summary: "Forget a kept section. Mailings that hold it keep their copy.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          if (!(await deleteSavedSection(tx, params.id))) throw notFound("saved_section");
          await audit(tx, accountId, actor, "saved_section.deleted", {
            objectType: "saved_section",
            objectId: params.id,
          });
        }),
    }),
  ];
}

const nameTaken = () =>
  conflict("saved_section_name_taken", "There is a kept section of this name.", {
    hint: "Choose another name, or delete the other one.",
  });

function present(saved: SavedSection): SavedSectionView {
  return {
    id: saved.publicId,
    name: saved.name,
    section: saved.section,
    createdBy: saved.createdBy,
    createdAt: saved.createdAt.toISOString(),
  };
}
