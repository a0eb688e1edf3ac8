import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type {
  CategoryView,
  EntityView,
  PurchaseAnswer,
  PurchaseImport,
  PurchaseView,
  SimilarityMap,
} from "../../contract/purchases.ts";
import { runningApp, type RunningApp } from "../../test/support/app.ts";
import { askAs, signedInAs, type Ask } from "../../test/support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { rows, sql } from "../platform/index.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Ask;
let bags: CategoryView;
before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 3, domain: "laden.example" });
  owner = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
  bags = await owner("POST", "/product-categories", { name: "Handtaschen", nameEn: "Handbags" });
});
after(() => running.close());

const notice = { version: "2026-01", shownOn: "2026-03-01", place: "unter dem Feld E-Mail" };
const sale = (more: object = {}) => ({
  orderNumber: "R-1",
  email: "person1@laden.example",
  categoryId: bags.id,
  concludedOn: "2026-03-02",
  addressGiven: true,
  notice,
  ...more,
});
const save = (more: object = {}) => owner<PurchaseAnswer>("POST", "/purchases", sale(more));
const take = (csv: string, more: object = {}) =>
  owner<PurchaseImport>("POST", "/purchases/import", { csv, ...more });
const all = async () =>
  (await owner<{ items: PurchaseView[] }>("GET", "/purchases?limit=200")).items;

test("LEG-04: the own number is the purchase; its address is evidence and never changes", async () => {
  const made = await save();
  assert.equal(made.outcome, "created");
  assert.deepEqual(made.purchase.conditions, {
    sale: true,
    address: true,
    entity: true,
    notice: true,
    recent: true,
  });
  assert.equal((await save()).outcome, "unchanged");
  const cancelled = await save({ cancelledOn: "2026-03-20" });
  assert.equal(cancelled.outcome, "changed");
  assert.equal(cancelled.purchase.conditions.sale, false);
  await assert.rejects(save({ email: "andere@laden.example" }), /address_fixed/);
  const { items } = await owner<{ items: { id: string; email: string }[] }>("GET", "/contacts");
  const other = items.find((one) => one.email === "person2@laden.example")!;
  await assert.rejects(save({ contactId: other.id }), /order_of_another_contact/);
  assert.equal((await all()).filter((one) => one.orderNumber === "R-1").length, 1);
});

test("LEG-11: a purchase makes a contact, and by that alone nobody is on a list", async () => {
  const { purchase } = await save({ orderNumber: "R-2", email: "Neu@Laden.example" });
  assert.equal(purchase.email, "Neu@laden.example");
  const overview = await owner<{ lists: unknown[] }>(
    "GET",
    `/contacts/${purchase.contact.id}/overview`,
  );
  assert.deepEqual(overview.lists, []);
});

test("LEG-07: a privacy notice is no notice of the right to object, nor is one shown later", async () => {
  const refused: [object, RegExp][] = [
    [{ notice: { ...notice, kind: "privacy_policy" } }, /notice_privacy_policy/],
    [
      { notice: { ...notice, place: "in der Datenschutzerklärung, Ziffer 8" } },
      /notice_privacy_policy/,
    ],
    [{ notice: { ...notice, place: "Privacy policy, page 8" } }, /notice_privacy_policy/],
    [{ notice: { ...notice, shownOn: "2026-03-03" } }, /notice_after_sale/],
    [{ notice: { ...notice, version: " " } }, /notice_incomplete/],
    [{ concludedOn: "2199-01-01" }, /date_in_future/],
    [{ cancelledOn: "2026-01-01" }, /cancelled_before_sale/],
    [{ email: "keine-adresse" }, /email_not_valid/],
    [{ categoryId: `cat_${"0".repeat(32)}` }, /category_unknown/],
    [{ entityId: `ent_${"0".repeat(32)}` }, /entity_unknown/],
  ];
  for (const [more, reason] of refused)
    await assert.rejects(save({ orderNumber: "R-3", ...more }), reason);
  assert.ok(!(await all()).some((one) => one.orderNumber === "R-3"));
});

test("LEG-07 LEG-04: every line of a file ends created, changed, unchanged or rejected with its reason", async () => {
  const csv = [
    "Bestellnummer;E-Mail;Kategorie;Kaufdatum;Storniert am;Art;Adresse angegeben;Hinweis Version;Hinweis Datum;Hinweis Stelle",
    "C-1;a@laden.example;Handtaschen;01.02.2026;;Kauf;ja;v1;01.02.2026;unter dem Feld E-Mail",
    "C-2;b@laden.example;handbags;2026-02-03;;Vertrag;nein;;;",
    "C-3;kaputt;Handtaschen;01.02.2026;;;;;;",
    "C-4;d@laden.example;Raketen;01.02.2026;;;;;;",
    "C-5;e@laden.example;Handtaschen;31.02.2026;;;;;;",
    "C-6;f@laden.example;Handtaschen;01.02.2026;;;vielleicht;;;",
    "C-1;a@laden.example;Handtaschen;01.02.2026;;;;;;",
    "C-7;g@laden.example;Handtaschen;01.02.2026;;;ja;v1;;im Formular",
    "C-8;h@laden.example;Handtaschen;01.02.2026;;;ja;v1;01.02.2026;Datenschutzerklärung",
    ";i@laden.example;Handtaschen;01.02.2026;;;;;;",
    "C-9;=cmd();Handtaschen;01.02.2026;;Miete;;;;",
  ].join("\r\n");
  const look = await take(csv, { dryRun: true });
  assert.equal(look.stored, false);
  assert.ok(
    !(await all()).some((one) => one.orderNumber.startsWith("C-")),
    "a look stores nothing",
  );
  const first = await take(csv);
  assert.deepEqual(
    first.lines.map((line) => [line.line, line.outcome, line.reason]),
    [
      [2, "created", null],
      [3, "created", null],
      [4, "rejected", "email_not_valid"],
      [5, "rejected", "category_unknown"],
      [6, "rejected", "date_not_valid"],
      [7, "rejected", "yes_or_no"],
      [8, "rejected", "duplicate_in_file"],
      [9, "rejected", "notice_incomplete"],
      [10, "created", "notice_privacy_policy"],
      [11, "rejected", "order_number_missing"],
      [12, "rejected", "email_not_valid"],
    ],
  );
  assert.deepEqual(first.counts, { created: 3, changed: 0, unchanged: 0, rejected: 8 });
  assert.equal(first.errorFile.split("\r\n").length - 1, 9, "headings and the rejected lines");
  assert.match(first.errorFile, /"'=cmd\(\)"/, "no cell is run as a formula");
  const stored = new Map((await all()).map((one) => [one.orderNumber, one]));
  assert.equal(stored.get("C-8")!.notice, null, "the sale counts, the notice does not");
  assert.equal(stored.get("C-2")!.addressGiven, false);
  const second = await take(
    csv.replace(
      "C-2;b@laden.example;handbags;2026-02-03;;",
      "C-2;b@laden.example;handbags;2026-02-03;04.02.2026;",
    ),
  );
  assert.deepEqual(second.counts, { created: 0, changed: 1, unchanged: 2, rejected: 8 });
});

test("LEG-04: what is no file of purchases is refused as a whole", async () => {
  const head = "Bestellnummer;E-Mail;Kategorie;Kaufdatum";
  for (const csv of [
    "Name;Ort\nAnna;Ulm\n",
    `${head};Kaufdatum\nX-1;x@laden.example;Handtaschen;01.02.2026;01.02.2026\n`,
    `${head}\n"X-1;x@laden.example;Handtaschen;01.02.2026\n`,
    `${head}\n${"X;x@laden.example;Handtaschen;01.02.2026\n".repeat(10_001)}`,
  ])
    await assert.rejects(take(csv), /purchases_not_readable/);
  assert.equal((await take(`${head}\n`)).lines.length, 0);
  const long = await take(`${head}\nX-1;${"x".repeat(600)}@laden.example;Handtaschen;01.02.2026\n`);
  assert.equal(long.lines[0]!.reason, "too_long");
});

test("LEG-05 LEG-06: categories, companies and the map, each decision in the audit log", async () => {
  const shoes = await owner<CategoryView>("POST", "/product-categories", {
    name: "Schuhe",
    parentId: bags.id,
  });
  const range = await owner<CategoryView>("POST", "/product-categories", {
    name: "Gesamtsortiment",
    wholeRange: true,
  });
  await assert.rejects(owner("POST", "/product-categories", { name: "schuhe" }), /name_taken/);
  await assert.rejects(
    owner("PATCH", `/product-categories/${bags.id}`, { parentId: shoes.id }),
    /category_parent_loop/,
  );
  const pair = { purchasedId: bags.id, advertisedId: shoes.id };
  const map = await owner<SimilarityMap>("PUT", "/product-similarities", {
    ...pair,
    similar: true,
    note: "Wird zusammen getragen.",
  });
  const found = map.similar.find(
    (one) => one.advertisedId === shoes.id && one.purchasedId === bags.id,
  )!;
  assert.equal(found.note, "Wird zusammen getragen.");
  assert.ok(
    !map.similar.some((one) => one.purchasedId === shoes.id && one.advertisedId === bags.id),
    "similar one way is not similar the other",
  );
  await assert.rejects(
    owner("PUT", "/product-similarities", {
      purchasedId: bags.id,
      advertisedId: range.id,
      similar: true,
    }),
    /whole_range_never_similar/,
  );
  await assert.rejects(save({ orderNumber: "R-9", categoryId: range.id }), /category_whole_range/);
  const { items } = await owner<{ items: EntityView[] }>("GET", "/legal-entities");
  assert.equal(items.length, 1, "the account is its own company from the first category on");
  assert.equal(items[0]!.relation, "own");
  await owner("PUT", "/product-similarities", { ...pair, similar: false });
  const log = await running.database.db.account(seeded.accountId, (tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where action like 'similarity.%' order by id`,
    ),
  );
  assert.deepEqual(
    log.map((one) => one.action),
    ["similarity.set", "similarity.removed"],
  );
});

test("LEG-09: free accounts count only with a reason that names the judgment", async () => {
  const decide = (freeServiceReason: string) =>
    owner("PATCH", "/customer-mail", { freeServiceCounts: true, freeServiceReason });
  await assert.rejects(decide("Weil es praktisch ist."), /free_service_reason/);
  await save({ orderNumber: "R-4", kind: "free_account", email: "frei@laden.example" });
  const conditions = async () =>
    (await all()).find((one) => one.orderNumber === "R-4")!.conditions.sale;
  assert.equal(await conditions(), false);
  await decide("Das kostenlose Konto führt zum Abonnement, EuGH C-654/23 vom 13.11.2025.");
  assert.equal(await conditions(), true);
});

test("LEG-01: lists for those who agreed, an offer for those who bought, never both", async () => {
  const customers = { kind: "customer_7_3", name: "Bestand" };
  await assert.rejects(
    owner("POST", "/mailings", { ...customers, listIds: [seeded.listPublicId] }),
    /customer_mail_has_no_lists/,
  );
  const offer = { categoryId: bags.id, entityId: null };
  await assert.rejects(owner("POST", "/mailings", { name: "N", offer }), /newsletter_has_no_offer/);
  const made = await owner<{ id: string; kind: string; offer: object }>("POST", "/mailings", {
    ...customers,
    offer,
  });
  assert.equal(made.kind, "customer_7_3");
  assert.deepEqual(made.offer, offer);
  const check = await owner<{ basis: string; problems: { code: string }[] }>(
    "GET",
    `/mailings/${made.id}/readiness`,
  );
  assert.equal(check.basis, "customer_7_3_uwg");
  assert.ok(check.problems.some((problem) => problem.code === "offer_entity_missing"));
  assert.ok(!check.problems.some((problem) => problem.code === "list_missing"));
});
