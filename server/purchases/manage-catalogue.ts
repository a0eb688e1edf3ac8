import type {
  CategoryChange,
  CustomerMailSettings,
  CustomerMailSettingsInput,
  EntityChange,
} from "../../contract/purchases.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { conflict, invalid, notFound, type Actor, type Tx } from "../platform/index.ts";
import {
  allEntities,
  findCategory,
  findCustomerMail,
  findEntity,
  insertCategory,
  insertEntity,
  saveCustomerMail,
  setSimilar,
  unsetSimilar,
  updateCategory,
  updateEntity,
} from "./catalogue.store.ts";
import type { LegalEntity, ProductCategory } from "./purchase.ts";
import { maxAgeMonths } from "./purchases.store.ts";

interface Act {
  accountId: number;
  actor: Actor;
  now: Date;
}

/** The account itself as its first own company, so that a single company never has to think of this. */
export async function ensureOwnEntity(tx: Tx, accountId: number, now: Date): Promise<void> {
  if ((await allEntities(tx)).length > 0) return;
  const account = await getAccount(tx);
  const name = account.imprint.legalName?.trim() || account.name;
  await insertEntity(
    tx,
    accountId,
    { name, relation: "own", contactEmail: "", postalAddress: "" },
    now,
  );
}

export async function addEntity(
  tx: Tx,
  { accountId, actor, now }: Act,
  input: Pick<LegalEntity, "name" | "relation"> & { contactEmail?: string; postalAddress?: string },
): Promise<LegalEntity> {
  const entity = await insertEntity(
    tx,
    accountId,
    { contactEmail: "", postalAddress: "", ...input, name: input.name.trim() },
    now,
  );
  if (!entity) throw nameTaken("company");
  await audit(tx, accountId, actor, "entity.created", {
    objectType: "entity",
    objectId: entity.publicId,
    detail: { name: entity.name, relation: entity.relation },
  });
  return entity;
}

export async function changeEntity(
  tx: Tx,
  { accountId, actor, now }: Act,
  publicId: string,
  { archived, ...change }: EntityChange,
): Promise<LegalEntity> {
  const known = await findEntity(tx, publicId);
  if (!known) throw notFound("entity");
  await requireFreeName(
    known,
    change.name,
    (await allEntities(tx)).map((one) => one),
    "company",
  );
  const entity = await updateEntity(tx, known.id, change, archivedTime(archived, now));
  await audit(tx, accountId, actor, "entity.changed", {
    objectType: "entity",
    objectId: publicId,
    detail: { ...change, ...(archived === undefined ? {} : { archived }) },
  });
  return entity;
}

/** A new category is similar to itself, by an entry like any other: without an entry nothing is similar (LEG-05). */
export async function addCategory(
  tx: Tx,
  { accountId, actor, now }: Act,
  input: { name: string; nameEn?: string; parentId?: string | null; wholeRange?: boolean },
): Promise<ProductCategory> {
  await ensureOwnEntity(tx, accountId, now);
  const category = await insertCategory(
    tx,
    accountId,
    {
      name: input.name.trim(),
      nameEn: input.nameEn?.trim() ?? "",
      parentId: await parentOf(tx, input.parentId ?? null),
      wholeRange: input.wholeRange ?? false,
    },
    now,
  );
  if (!category) throw nameTaken("category");
  const { id } = category;
  if (!category.wholeRange)
    await setSimilar(
      tx,
      accountId,
      { purchasedId: id, advertisedId: id },
      { note: "", by: actor.name, at: now },
    );
  await audit(tx, accountId, actor, "category.created", {
    objectType: "category",
    objectId: category.publicId,
    detail: { name: category.name },
  });
  return category;
}

export async function changeCategory(
  tx: Tx,
  { accountId, actor, now }: Act,
  publicId: string,
  { archived, parentId, ...change }: CategoryChange,
  all: readonly ProductCategory[],
): Promise<ProductCategory> {
  const known = await findCategory(tx, publicId);
  if (!known) throw notFound("category");
  await requireFreeName(known, change.name, all, "category");
  const parent = parentId === undefined ? undefined : await parentOf(tx, parentId);
  if (parent !== undefined && parent !== null && isBelow(parent, known.id, all))
    throw invalid("category_parent_loop", "A category cannot stand below itself.");
  const category = await updateCategory(
    tx,
    known.id,
    { ...change, ...(parent === undefined ? {} : { parentId: parent }) },
    archivedTime(archived, now),
  );
  await audit(tx, accountId, actor, "category.changed", {
    objectType: "category",
    objectId: publicId,
    detail: {
      ...change,
      ...(parentId === undefined ? {} : { parentId }),
      ...(archived === undefined ? {} : { archived }),
    },
  });
  return category;
}

function isBelow(id: number, above: number, all: readonly ProductCategory[]): boolean {
  const seen = new Set<number>();
  for (let at: number | null = id; at !== null && !seen.has(at);) {
    if (at === above) return true;
    seen.add(at);
    at = all.find((one) => one.id === at)?.parentId ?? null;
  }
  return false;
}

async function parentOf(tx: Tx, publicId: string | null): Promise<number | null> {
  if (publicId === null) return null;
  const parent = await findCategory(tx, publicId);
  if (!parent) throw noSuchCategory();
  return parent.id;
}

/** LEG-05: what may be advertised to those who bought. Every decision is written to the audit log with its reason. */
export async function changeSimilarity(
  tx: Tx,
  { accountId, actor, now }: Act,
  input: { purchasedId: string; advertisedId: string; similar: boolean; note?: string },
): Promise<void> {
  const [purchased, advertised] = [
    await findCategory(tx, input.purchasedId),
    await findCategory(tx, input.advertisedId),
  ];
  if (!purchased || !advertised) throw noSuchCategory();
  if (input.similar && (purchased.wholeRange || advertised.wholeRange))
    throw invalid("whole_range_never_similar", "The whole range is similar to nothing (LEG-05).", {
      hint: "Advertise a category of goods or services.",
    });
  const pair = { purchasedId: purchased.id, advertisedId: advertised.id };
  if (input.similar)
    await setSimilar(tx, accountId, pair, { note: input.note, by: actor.name, at: now });
  else await unsetSimilar(tx, pair);
  await audit(tx, accountId, actor, input.similar ? "similarity.set" : "similarity.removed", {
    objectType: "category",
    objectId: purchased.publicId,
    detail: {
      purchased: purchased.name,
      advertised: advertised.name,
      ...(input.note ? { note: input.note } : {}),
    },
  });
}

export async function showCustomerMail(tx: Tx): Promise<CustomerMailSettings> {
  const found = await findCustomerMail(tx);
  return {
    freeServiceCounts: found?.freeServiceCounts ?? false,
    freeServiceReason: found?.freeServiceReason ?? "",
    maxAgeMonths: await maxAgeMonths(tx),
    reviewedOn: found?.reviewedOn ?? null,
    reviewedNote: found?.reviewedNote ?? "",
    decidedBy: found?.decidedBy ?? null,
    decidedAt: found?.decidedAt?.toISOString() ?? null,
  };
}

/** LEG-09: free accounts count only with a reason that names the judgment it relies on. */
export async function changeCustomerMail(
  tx: Tx,
  { accountId, actor, now }: Act,
  input: CustomerMailSettingsInput,
): Promise<CustomerMailSettings> {
  const before = await showCustomerMail(tx);
  const next = {
    freeServiceCounts: input.freeServiceCounts ?? before.freeServiceCounts,
    freeServiceReason: (input.freeServiceReason ?? before.freeServiceReason).trim(),
    reviewedNote: input.reviewedNote?.trim() ?? before.reviewedNote,
    reviewedOn:
      input.reviewedNote === undefined ? before.reviewedOn : now.toISOString().slice(0, 10),
  };
  if (next.freeServiceCounts && !/C[-‑–]654\/23/i.test(next.freeServiceReason))
    throw invalid(
      "free_service_reason",
      "Free accounts count as a sale only with a reason that refers to CJEU C-654/23 (LEG-09).",
      { hint: "Say which offer the free account serves, and name C-654/23." },
    );
  await saveCustomerMail(tx, accountId, next, actor.name, now);
  await audit(tx, accountId, actor, "customer_mail.changed", {
    objectType: "account",
    objectId: (await getAccount(tx)).publicId,
    detail: { ...input },
  });
  return showCustomerMail(tx);
}

function archivedTime(archived: boolean | undefined, now: Date): Date | null | undefined {
  return archived === undefined ? undefined : archived ? now : null;
}

async function requireFreeName(
  known: { id: number },
  name: string | undefined,
  all: readonly { id: number; name: string }[],
  what: "company" | "category",
): Promise<void> {
  const wanted = name?.trim().toLowerCase();
  if (all.some((one) => one.id !== known.id && one.name.toLowerCase() === wanted))
    throw nameTaken(what);
}

const nameTaken = (what: "company" | "category") =>
  conflict("name_taken", `There is a ${what} of this name already.`);

const noSuchCategory = () =>
  invalid("no_such_category", "There is no such product category in this account.", {
    hint: "GET /api/v1/product-categories lists them.",
  });
