import { IdParams } from "../../contract/common.ts";
import {
  PURCHASE_LIMITS,
  PurchaseAnswerSchema,
  PurchaseFileSchema,
  PurchaseImportSchema,
  PurchaseInputSchema,
  PurchasePage,
  PurchaseQuery,
  type PurchaseImport,
  type PurchaseView,
} from "../../contract/purchases.ts";
import { audit } from "../accounts/index.ts";
import { displayName, findContact } from "../contacts/index.ts";
import {
  decodeCursor,
  notFound,
  route,
  toPage,
  type Clock,
  type Database,
  type Keys,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { catalogueRoutes } from "./catalogue.routes.ts";
import { importPurchases } from "./import-purchases.ts";
import { ensureOwnEntity } from "./manage-catalogue.ts";
import {
  deletePurchase,
  listPurchases,
  maxAgeMonths,
  type PurchaseRow,
} from "./purchases.store.ts";
import { savePurchase } from "./save-purchase.ts";

export interface PurchaseDeps {
  db: Database;
  keys: Keys;
  clock: Clock;
}

const tag = "Purchases";

/** Purchases and contracts, and what they allow (§ 7(3) UWG). */
export function purchaseRoutes(deps: PurchaseDeps): RouteSpec[] {
  return [
    listRoute(deps),
    saveRoute(deps),
    importRoute(deps),
    deleteRoute(deps),
    ...catalogueRoutes(deps),
  ];
}

function listRoute({ db, clock }: PurchaseDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/purchases",
    permission: "contacts.read",
    tag,
    summary: "Purchases and contracts, the latest first; all, or those of one contact.",
    query: PurchaseQuery,
    response: PurchasePage,
    handle: ({ accountId, actor, query }) =>
      db.account(accountId, async (tx) => {
        const limit = query.limit ?? 50;
        const after = decodeCursor(query.cursor, 2);
        if (query.contact !== undefined) {
          if (!(await findContact(tx, query.contact))) throw notFound("contact");
          await audit(tx, accountId, actor, "contact.viewed", {
            objectType: "contact",
            objectId: query.contact,
            detail: { view: "purchases" },
          });
        }
        const found = await listPurchases(tx, {
          limit: limit + 1,
          earliest: await earliestDay(tx, clock.now()),
          ...(query.contact === undefined ? {} : { contactPublicId: query.contact }),
          ...(query.q === undefined ? {} : { q: query.q }),
          ...(after === null
            ? {}
            : { after: { concludedOn: String(after[0]), id: Number(after[1]) } }),
        });
        return toPage(found, limit, present, (row) => [row.concludedOn, row.id]);
      }),
  });
}

function saveRoute(deps: PurchaseDeps): RouteSpec {
  const { db, clock } = deps;
  return route({
    method: "POST",
    path: "/api/v1/purchases",
    permission: "contacts.write",
    tag,
    summary:
      "Store a purchase or contract under the account's own number; the same number is the same purchase. Its address never changes (LEG-04).",
    body: PurchaseInputSchema,
    response: PurchaseAnswerSchema,
    handle: ({ accountId, actor, body }) =>
      db.account(accountId, async (tx) => {
        const { outcome } = await savePurchase(tx, deps, accountId, actor, body);
        const [stored] = await listPurchases(tx, {
          orderNumber: body.orderNumber.trim(),
          limit: 1,
          earliest: await earliestDay(tx, clock.now()),
        });
        return { outcome, purchase: present(stored!) };
      }),
  });
}

/** Ends a transaction whose work was only to be looked at. */
class OnlyLooked extends Error {
  readonly answer: PurchaseImport;
  constructor(answer: PurchaseImport) {
    super("Nothing is stored.");
    this.answer = answer;
  }
}

function importRoute(deps: PurchaseDeps): RouteSpec {
  const { db, clock } = deps;
  return route({
    method: "POST",
    path: "/api/v1/purchases/import",
    permission: "contacts.import",
    tag,
    summary:
      "Take a CSV file of purchases, all or nothing. Every line ends created, changed, unchanged or rejected with a reason.",
    body: PurchaseFileSchema,
    response: PurchaseImportSchema,
    bodyLimit: PURCHASE_LIMITS.bytes * 2,
    async handle({ accountId, actor, body }) {
      try {
        return await db.account(accountId, async (tx) => {
          await ensureOwnEntity(tx, accountId, clock.now());
          const answer = await importPurchases(tx, deps, accountId, actor, body);
          if (body.dryRun === true) throw new OnlyLooked(answer);
          return answer;
        });
      } catch (error) {
        if (error instanceof OnlyLooked) return error.answer;
        throw error;
      }
    },
  });
}

function deleteRoute({ db }: PurchaseDeps): RouteSpec {
  return route({
    method: "DELETE",
    path: "/api/v1/purchases/:id",
    permission: "contacts.write",
    tag,
    summary: "Delete a purchase that was entered wrongly. What rested on it rests on it no longer.",
    params: IdParams,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const gone = await deletePurchase(tx, params.id);
        if (!gone) throw notFound("purchase");
        await audit(tx, accountId, actor, "purchase.deleted", {
          objectType: "purchase",
          objectId: gone.orderNumber,
        });
      }),
  });
}

/** First day on which a contract is not too old for § 7(3) (LEG-10). */
async function earliestDay(tx: Tx, now: Date): Promise<string> {
  const day = new Date(now);
  day.setUTCMonth(day.getUTCMonth() - (await maxAgeMonths(tx)));
  return day.toISOString().slice(0, 10);
}

function present(row: PurchaseRow): PurchaseView {
  const { noticeVersion, noticeOn, noticePlace } = row;
  const contact = {
    firstName: row.firstName,
    lastName: row.lastName,
    company: row.company,
    email: row.contactEmail,
  };
  return {
    id: row.publicId,
    orderNumber: row.orderNumber,
    contact: { id: row.contactPublicId, name: displayName(contact), email: row.contactEmail },
    kind: row.kind,
    category: { id: row.categoryPublicId, name: row.categoryName, nameEn: row.categoryNameEn },
    entity: { id: row.entityPublicId, name: row.entityName, relation: row.relation },
    concludedOn: row.concludedOn,
    cancelledOn: row.cancelledOn,
    email: row.email,
    addressGiven: row.addressGiven,
    objected: row.objected,
    notice:
      noticeVersion === null
        ? null
        : { version: noticeVersion, shownOn: noticeOn!, place: noticePlace! },
    source: row.source,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    conditions: {
      sale: row.sale,
      address: row.address,
      entity: row.relation === "own",
      notice: noticeVersion !== null,
      recent: row.recent,
    },
    similarTo: row.similarTo,
  };
}
