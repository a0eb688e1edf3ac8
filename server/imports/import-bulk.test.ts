import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import {
  addSealed,
  readEntries,
  recordEntries,
  sealAhead,
  takeLedgerSupplies,
  type NewLedgerEntry,
} from "../consent/index.ts";
import { lockAddress, lockAddresses, lockAllAddresses } from "../contacts/index.ts";
import { one, rows, run, sql } from "../platform/index.ts";
import { importJobs } from "./imports.jobs.ts";
import {
  countRows,
  doubleOptIn,
  importHarness,
  type ImportHarness,
} from "../../test/support/imports.ts";

let h: ImportHarness;
before(async () => {
  h = await importHarness();
});
after(() => h.close());

const consent = (emailNormalised: string): NewLedgerEntry => ({
  subject: { emailNormalised },
  kind: "imported_with_evidence",
  purpose: "newsletter",
  listId: h.lists[0]!.id,
  payload: { channel: "import", grantedAt: "2026-05-01", source: "Anmeldeseite" },
});

test("CON-05 CON-06: who is known after all gets the entries sealed ahead under the key that is there", async () => {
  const emails = ["neu@vorab.example", "bekannt@vorab.example"];
  const { db } = h.base;
  const people = await db.account(h.accountId, async (tx) => {
    const supplies = await takeLedgerSupplies(tx, { people: 2, entries: 2, wordingVersionIds: [] });
    return emails.map((email) =>
      sealAhead(h.keys, h.accountId, () => [consent(email)], supplies, h.deps.clock.now()),
    );
  });
  // Meanwhile one of them signs up.
  await db.account(h.accountId, (tx) =>
    recordEntries(tx, h.deps, h.accountId, [consent(emails[1]!)]),
  );
  await db.account(h.accountId, (tx) => addSealed(tx, h.deps, people));
  for (const [at, emailNormalised] of emails.entries()) {
    const entries = await db.account(h.accountId, (tx) =>
      readEntries(tx, h.deps, h.accountId, { emailNormalised }),
    );
    assert.deepEqual(
      entries.map((entry) => entry.intact),
      at === 0 ? [true] : [true, true],
      emailNormalised,
    );
    assert.ok(entries.some((entry) => entry.entryId === people[at]!.entries[0]!.entryId));
  }
});

/** All that an import left of the people of a domain, without ids and the domain itself. */
const left = (domain: string) =>
  h.base.db.account(h.accountId, async (tx) => {
    const found = await rows<{ email: string; row: object }>(
      tx,
      sql`select c.email_normalised as email, json_build_object('names', array[c.salutation, c.first_name, c.last_name, c.company, c.locale, c.sort_key],
            'custom', c.custom, 'origins', contact_origins(c.origins), 'subscription', array[s.state, s.proof, s.flag, s.source, s.confirmed_at::text],
            'purpose', p.purpose, 'line', l.result, 'undo', l.detail - 'subscriptions', 'entries', (l.detail->'subscriptions'->0->>'entryId')::bigint is not distinct from s.entry_id) as row
          from contacts c
          join import_lines l on l.account_id = c.account_id and l.contact_id = c.id
          left join subscriptions s on s.account_id = c.account_id and s.contact_id = c.id
          left join ledger_payloads p on p.account_id = s.account_id and p.entry_id = s.entry_id
          where c.account_id = app_account() and c.email_normalised like ${`p%@${domain}`} order by c.email_normalised`,
    );
    const text = JSON.stringify(found)
      .replaceAll(domain, "…")
      .replaceAll(/imp_\w+/g, "…");
    const entries = await Promise.all(
      found.map(({ email }) => readEntries(tx, h.deps, h.accountId, { emailNormalised: email })),
    );
    const evidence = entries.flat().map(({ document, intact }) => ({
      ...document?.evidence,
      file: undefined,
      intact,
    }));
    return { count: found.length, text, evidence };
  });

test("DSR-03 CON-23: a batch made ready for strangers leaves what one written line by line leaves", async () => {
  const file = (domain: string, first: string) =>
    [
      "E-Mail;Anrede;Vorname;Nachname;filiale;Opt-in-Datum",
      `${first};;;;;`,
      ...Array.from(
        { length: 30 },
        (_, at) =>
          `p${at}@${domain};${at % 2 ? "Frau" : ""};Änne ${at};Weiß;${at % 3 ? "Süd" : ""};${at % 5 ? "2026-05-01" : ""}`,
      ),
      `kein-at;;;;;`,
    ].join("\n");
  const options = doubleOptIn([h.lists[0]!.publicId]);
  await h.importText(file("fremd.example", "erste@fremd.example"), options);
  // One known person in the batch, and everything is made in the transaction.
  await h.importText(file("nicht.example", "erste@fremd.example"), options);
  const [ahead, byLine] = [await left("fremd.example"), await left("nicht.example")];
  assert.equal(ahead.count, 30);
  assert.equal(ahead.text, byLine.text);
  assert.deepEqual(ahead.evidence, byLine.evidence);
  assert.equal(ahead.evidence.filter((one) => one.intact).length, 24);
});

test("a large batch and whoever signs up wait for each other; single addresses do not", async () => {
  const { db } = h.base;
  const order: string[] = [];
  const hold = (
    name: string,
    lock: (tx: Parameters<typeof lockAddress>[0]) => Promise<void>,
    ms: number,
  ) =>
    db.account(h.accountId, async (tx) => {
      await lock(tx);
      order.push(`${name} begins`);
      await sleep(ms);
      order.push(`${name} ends`);
    });
  const batch = hold("batch", (tx) => lockAllAddresses(tx, h.accountId), 200);
  await sleep(60);
  await Promise.all([
    batch,
    hold("one", (tx) => lockAddress(tx, h.accountId, "a@sperre.example"), 100),
    hold("another", (tx) => lockAddresses(tx, h.accountId, ["b@sperre.example"]), 100),
  ]);
  assert.deepEqual(order.slice(0, 2), ["batch begins", "batch ends"]);
  assert.deepEqual(
    order.slice(2, 4).map((each) => each.split(" ")[1]),
    ["begins", "begins"],
  );
});

test("what a foreign key would refuse is refused for a whole statement", async () => {
  for (const statement of [
    sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state) values (app_account(), 999999, 'x@y.example', 1, 'pending')`,
    sql`insert into import_lines (account_id, import_id, line, result) values (app_account(), 999999, 1, 'created')`,
    sql`insert into ledger_payloads (account_id, entry_id, subject_id, ciphertext) values (app_account(), 999999, 999999, '')`,
    sql`insert into ledger_leaves (account_id, position, entry_id) values (app_account(), 999999, 999999)`,
  ])
    await assert.rejects(
      h.base.db.account(h.accountId, (tx) => run(tx, statement)),
      (error: { code?: string }) => error.code === "23503",
    );
});

test("CON-23: a large file is worked on in a process of its own, which stops when asked to", async () => {
  const people = 300;
  const lines = Array.from(
    { length: people },
    (_, at) => `p${at}@apart.example;2026-05-01;${"x".repeat(8000)}`,
  );
  const { id } = await h.upload(["E-Mail;Opt-in-Datum;Unbenutzt", ...lines].join("\n"));
  const path = `/api/v1/imports/${id}`;
  const options = doubleOptIn([h.lists[0]!.publicId]);
  assert.equal((await h.http.call("PATCH", path, { body: { options } })).status, 200);
  assert.equal((await h.http.call("POST", `${path}/check`)).status, 202);
  await h.work();
  assert.equal((await h.http.call("POST", `${path}/run`)).status, 202);
  const { importId } = await h.base.db.account(h.accountId, (tx) =>
    one<{ importId: number }>(
      tx,
      sql`select i.id as import_id from imports i where i.public_id = ${id}`,
    ),
  );
  const worker = pathToFileURL(join(import.meta.dirname, "../cli/import-worker.ts"));
  const silent = new URL("./actor.ts", import.meta.url);
  const state = async () => (await h.http.call("GET", path)).body.state as string;
  // What a started product has in its environment.
  const environment = { SECRET_KEY: h.secret.toString("hex"), LOG_LEVEL: "silent" };
  const apart = { secretKeys: [h.secret] };
  const work = (module: URL, signal = new AbortController().signal, attempts = 1) =>
    importJobs(h.deps, { module, ...apart })["imports.run"]!(
      { id: 0, accountId: h.accountId, kind: "imports.run", payload: { importId }, attempts },
      { keep: async () => undefined, signal },
    );
  Object.assign(process.env, environment);
  try {
    const stopped = await work(worker, AbortSignal.abort());
    assert.ok(stopped?.again instanceof Date, "another takes over");
    // A process that says nothing at its end has done nothing.
    await assert.rejects(work(silent), /ended/);
    assert.equal(await state(), "running");
    await work(worker);
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name];
  }
  assert.equal(await state(), "done");
  assert.equal(await countRows(h, "contacts", "email_normalised like '%apart.example'"), people);
  const [entry] = await h.base.db.account(h.accountId, (tx) =>
    readEntries(tx, h.deps, h.accountId, { emailNormalised: "p7@apart.example" }),
  );
  assert.equal(entry?.intact, true);

  // A file that ends every process that works on it is given up, as one that throws.
  await h.base.db.account(h.accountId, (tx) =>
    run(tx, sql`update imports set state = 'running' where id = ${importId}`),
  );
  assert.equal(await work(silent, undefined, 5), undefined);
  assert.equal(await state(), "failed");
});
