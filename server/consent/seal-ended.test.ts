import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { createKeys, manualClock, one, run, sql, type Tx } from "../platform/index.ts";
import {
  destroySealedSubjects,
  readEntries,
  recordEntry,
  sealEndedSubjects,
  type LedgerKind,
  type NewLedgerEntry,
} from "./index.ts";

let base: TestDatabase;
const keys = createKeys(randomBytes(32));
const clock = manualClock("2026-11-21T09:00:00Z");
const deps = { keys, clock };
let accountId = 0;
let lists: number[] = [];

before(async () => {
  base = await testDatabase();
  accountId = (
    await base.db.instance((tx) =>
      one<{ id: number }>(tx, sql`insert into accounts (name) values ('Musterbank') returning id`),
    )
  ).id;
  lists = await look(async (tx) => {
    const found: number[] = [];
    for (const name of ["Marktblick", "Immobilien"])
      found.push(
        (
          await one<{ id: number }>(
            tx,
            sql`insert into lists (account_id, name, topics, frequency) values (${accountId}, ${name}, 'Zinsen', 'monatlich') returning id`,
          )
        ).id,
      );
    return found;
  });
});
after(() => base.close());

const look = <T>(work: (tx: Tx) => Promise<T>) => base.db.account(accountId, work);
const address = (name: string) => `${name}@example.org`;
/** Writes an entry as of a day; gives its id. */
const said = async (
  name: string,
  at: string,
  kind: LedgerKind,
  further: Partial<NewLedgerEntry> = {},
): Promise<number> => {
  clock.set(at);
  const entry = await look((tx) =>
    recordEntry(tx, deps, {
      accountId,
      subject: { emailNormalised: address(name) },
      kind,
      payload: { channel: "import", grantedAt: clock.now().toISOString(), source: "Messe" },
      ...further,
    }),
  );
  return entry.entryId;
};
const newsletter = (list = 0) => ({ purpose: "newsletter" as const, listId: lists[list]! });
const profiling = { purpose: "profiling" as const };
const agreed = (name: string, at: string, further: Partial<NewLedgerEntry> = newsletter()) =>
  said(name, at, "imported_with_evidence", further);
const contact = (name: string) =>
  look((tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into contacts (account_id, email, email_normalised, address_hash) values (${accountId}, ${address(name)}, ${address(name)}, ${randomBytes(16)}) returning id`,
    ),
  );
const subscribe = async (name: string, entryId: number): Promise<void> => {
  const { id } = await contact(name);
  await look((tx) =>
    run(
      tx,
      sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id, confirmed_at)
          values (${accountId}, ${lists[0]!}, ${address(name)}, ${id}, 'confirmed', 'double_opt_in', ${entryId}, now())`,
    ),
  );
};
const seal = async (at: string) => {
  clock.set(at);
  return sealEndedSubjects({ ...deps, db: base.db }, accountId);
};
const sealedUntil = async (name: string) =>
  (await look((tx) => readEntries(tx, deps, accountId, { emailNormalised: address(name) }))).map(
    (entry) => entry.sealedUntil,
  );
const destroy = (at: string) => {
  clock.set(at);
  return base.db.retention(accountId, (tx) => destroySealedSubjects(tx, deps, accountId));
};

test("RET-09 UNS-16: proof of a consent withdrawn on 15 March 2026 is sealed after a week, exists on 31 December 2029 and is gone the day after", async () => {
  await agreed("withdrawn", "2020-05-01T09:00:00Z");
  await said("withdrawn", "2026-03-15T09:00:00Z", "unsubscribed", newsletter());
  assert.equal(await seal("2026-03-22T08:00:00Z"), 0);
  assert.equal(await seal("2026-03-22T10:00:00Z"), 1);
  assert.equal(await seal("2026-03-23T10:00:00Z"), 0);
  assert.deepEqual(await sealedUntil("withdrawn"), ["2029-12-31", "2029-12-31"]);
  assert.equal(await destroy("2029-12-31T22:00:00Z"), 0);
  assert.equal((await sealedUntil("withdrawn")).length, 2, "a proof for the DPO to the last");
  assert.equal(await destroy("2029-12-31T23:00:00Z"), 1);
  assert.deepEqual(await sealedUntil("withdrawn"), []);
});

test("RET-09: the year is that of the last word, in the account's time zone, however late it is noticed", async () => {
  await agreed("eve", "2020-05-01T09:00:00Z");
  await said("eve", "2026-12-31T23:30:00Z", "unsubscribed", newsletter());
  await agreed("two", "2020-05-01T09:00:00Z");
  await agreed("two", "2020-06-01T09:00:00Z", newsletter(1));
  await said("two", "2021-05-01T09:00:00Z", "unsubscribed", newsletter());
  await agreed("analysed", "2020-05-01T09:00:00Z");
  await agreed("analysed", "2020-05-01T09:00:00Z", profiling);
  await said("analysed", "2021-05-01T09:00:00Z", "profiling_withdrawn", profiling);
  await agreed("objected", "2020-05-01T09:00:00Z", { purpose: "sales_1to1" });
  await agreed("objected", "2020-05-01T09:00:00Z", newsletter(1));
  await said("objected", "2022-05-01T09:00:00Z", "objection");
  assert.equal(await seal("2029-06-01T09:00:00Z"), 2);
  assert.deepEqual(await sealedUntil("eve"), ["2030-12-31", "2030-12-31"]);
  assert.deepEqual(await sealedUntil("two"), [null, null, null], "another list goes on");
  assert.deepEqual(await sealedUntil("analysed"), [null, null, null]);
  assert.deepEqual(new Set(await sealedUntil("objected")), new Set(["2025-12-31"]));
  await said("two", "2024-05-01T09:00:00Z", "unsubscribed", newsletter(1));
  await said("analysed", "2025-05-01T09:00:00Z", "consent_withdrawn", { purpose: "newsletter" });
  assert.equal(await seal("2029-06-01T09:00:00Z"), 2);
  assert.deepEqual(new Set(await sealedUntil("two")), new Set(["2027-12-31"]));
  assert.deepEqual(new Set(await sealedUntil("analysed")), new Set(["2028-12-31"]));
});

test("RET-09: what lives is not touched: a consent taken up again, one that goes on, one that a subscription rests on", async () => {
  await agreed("undone", "2020-05-01T09:00:00Z");
  await said("undone", "2021-05-01T09:00:00Z", "unsubscribed", newsletter());
  await said("undone", "2021-05-01T09:10:00Z", "unsubscribe_undone", newsletter());
  await agreed("anew", "2020-05-01T09:00:00Z");
  await said("anew", "2021-05-01T09:00:00Z", "unsubscribed", newsletter());
  await agreed("anew", "2021-05-03T09:00:00Z");
  await agreed("sales", "2020-05-01T09:00:00Z", { purpose: "sales_1to1" });
  await said("sales", "2021-05-01T09:00:00Z", "unsubscribed", { purpose: "newsletter" });
  // An objection to mails to existing customers, which says nothing of newsletters.
  await subscribe("customer", await agreed("customer", "2020-05-01T09:00:00Z"));
  await said("customer", "2021-05-01T09:00:00Z", "objection");
  assert.equal(await seal("2029-06-01T09:00:00Z"), 0);
  for (const name of ["undone", "anew", "sales", "customer"])
    assert.ok(
      (await sealedUntil(name)).every((until) => until === null),
      name,
    );
});

test("RET-09 CON-05: whoever agrees again after the seal begins anew; the old proof goes at its end, the new one stays", async () => {
  await agreed("again", "2020-05-01T09:00:00Z");
  await said("again", "2021-05-01T09:00:00Z", "unsubscribed", newsletter());
  assert.equal(await seal("2021-06-01T09:00:00Z"), 1);
  await agreed("again", "2022-05-01T09:00:00Z");
  assert.equal(await seal("2024-06-01T09:00:00Z"), 0);
  assert.deepEqual(await sealedUntil("again"), ["2024-12-31", "2024-12-31", null]);
  await destroy("2025-01-01T09:00:00Z");
  assert.deepEqual(await sealedUntil("again"), [null]);
});

test("RET-09 DSR-02: that somebody was informed (Art. 14) stays provable while the house knows the person", async () => {
  await agreed("told", "2020-05-01T09:00:00Z");
  await said("told", "2020-05-02T09:00:00Z", "notice_sent", { payload: {} });
  await said("told", "2021-05-01T09:00:00Z", "unsubscribed", newsletter());
  await said("informed", "2020-05-02T09:00:00Z", "notice_sent", { payload: {} });
  const ids = [(await contact("told")).id, (await contact("informed")).id];
  assert.equal(await seal("2022-06-01T09:00:00Z"), 0);
  await look((tx) => run(tx, sql`delete from contacts where id = any(${ids}::bigint[])`));
  assert.equal(await seal("2022-06-02T09:00:00Z"), 2);
  assert.deepEqual(new Set(await sealedUntil("told")), new Set(["2024-12-31"]));
  assert.deepEqual(
    await sealedUntil("informed"),
    ["2025-12-31"],
    "noticed when the contact is gone",
  );
});

test("RET-09 DOI-14: a consent that moved to another address lives until it ends there", async () => {
  const entryId = await agreed("old", "2020-05-01T09:00:00Z");
  const payload = { oldAddress: address("old"), newAddress: "New@Example.org" };
  for (const name of ["old", "new"])
    await said(name, "2021-05-01T09:00:00Z", "address_changed", { payload });
  await subscribe("new", entryId);
  assert.equal(await seal("2022-06-01T09:00:00Z"), 0);
  await said("new", "2023-05-01T09:00:00Z", "unsubscribed", newsletter());
  await look((tx) =>
    run(
      tx,
      sql`update subscriptions set state = 'unsubscribed' where email_normalised = ${address("new")}`,
    ),
  );
  assert.equal(await seal("2023-05-09T09:00:00Z"), 2);
  assert.deepEqual(new Set(await sealedUntil("old")), new Set(["2026-12-31"]));
  assert.deepEqual(new Set(await sealedUntil("new")), new Set(["2026-12-31"]));
});

test("RET-09 RET-10: a due proof stays while a legal hold or a subscription needs it, and is looked at again within 31 days", async () => {
  await agreed("held", "2020-05-01T09:00:00Z");
  await said("held", "2021-05-01T09:00:00Z", "unsubscribed", newsletter());
  const entryId = await agreed("restored", "2020-05-01T09:00:00Z");
  await said("restored", "2021-05-01T09:00:00Z", "unsubscribed", newsletter());
  assert.equal(await seal("2024-06-01T09:00:00Z"), 2);
  await subscribe("restored", entryId);
  const held = [{ emailNormalised: address("held") }];
  const work = (at: string, options: { held?: typeof held } = {}) => {
    clock.set(at);
    return base.db.retention(accountId, (tx) =>
      destroySealedSubjects(tx, deps, accountId, options),
    );
  };
  await work("2025-01-01T09:00:00Z", { held });
  assert.deepEqual(await sealedUntil("held"), ["2025-01-31", "2025-01-31"]);
  await work("2025-01-31T09:00:00Z");
  assert.equal((await sealedUntil("held")).length, 2);
  await work("2025-02-01T09:00:00Z");
  assert.deepEqual(await sealedUntil("held"), []);
  assert.equal((await sealedUntil("restored")).length, 2);
});
