import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import pg from "pg";
import { createKeys, manualClock } from "../platform/index.ts";
import { recordEntry } from "../consent/index.ts";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { reportRoutes } from "./index.ts";

const clock = manualClock("2026-11-21T09:00:00Z");
const keys = createKeys(Buffer.alloc(32, 3));
const ALL = [
  "account.read",
  "contacts.read",
  "lists.read",
  "mailings.read",
  "reports.read",
  "tracking.read",
  "consents.read",
  "checks.read",
  "senders.read",
];

let database: TestDatabase;
let owner: pg.Client;
let accountId: number;
let full: TestHttp;
let modest: TestHttp;
let foreign: TestHttp;
let listId: number;
let listPublicId: string;
let wordingVersionId: number;

before(async () => {
  database = await testDatabase();
  owner = new pg.Client(database.connection);
  await owner.connect();
  accountId = (await testAccount(database.db)).accountId;
  const other = (await testAccount(database.db, { name: "Andere" })).accountId;
  const deps = { db: database.db, clock, compliance: { keys, clock }, checks: [] };
  const open = (permissions: string[], id = accountId) =>
    testServer({ db: database.db, routes: reportRoutes(deps), as: { accountId: id, permissions } });
  full = await open(ALL);
  modest = await open(ALL.filter((one) => !["tracking.read", "consents.read"].includes(one)));
  foreign = await open(ALL, other);
  const list = await insert("lists", { name: "Übersicht Münster" });
  listId = list.id;
  listPublicId = list.public_id;
  const wording = await insert("wordings", { purpose: "profiling", name: "P" });
  wordingVersionId = (
    await insert("wording_versions", {
      wording_id: wording.id,
      version: 1,
      locale: "de",
      text: "Ja",
      sha256: Buffer.alloc(32),
      techniques: ["open", "click"],
      approved_at: clock.now(),
    })
  ).id;
});
after(async () => {
  await Promise.all([full.close(), modest.close(), foreign.close()]);
  await owner.end();
  await database.close();
});

async function insert(
  table: string,
  row: Record<string, unknown>,
): Promise<{ id: number; public_id: string }> {
  const columns = ["account_id", ...Object.keys(row)];
  const values = [accountId, ...Object.values(row)];
  const made = await owner.query<{ id: string; public_id: string }>(
    `insert into ${table} (${columns.join(", ")}) values (${values.map((_v, at) => `$${at + 1}`).join(", ")}) returning *`,
    values,
  );
  return { id: Number(made.rows[0]!.id), public_id: made.rows[0]!.public_id };
}

let made = 0;
async function contact(
  options: { name?: string; granted?: boolean; confirmed?: boolean; email?: string } = {},
) {
  const email = options.email ?? `p${++made}@example.org`;
  const lastName = options.name ?? `Person${made}`;
  const hash = randomBytes(16);
  const row = await insert("contacts", {
    email,
    email_normalised: email,
    address_hash: hash,
    last_name: lastName,
    sort_key: lastName.toLowerCase(),
    origins: JSON.stringify({ email: { source: "Formular", at: "2026-01-01T00:00:00.000Z" } }),
  });
  if (options.confirmed !== false)
    await insert("subscriptions", {
      list_id: listId,
      email_normalised: email,
      contact_id: row.id,
      state: "confirmed",
      proof: "double_opt_in",
      entry_id: 1,
      confirmed_at: clock.now(),
    }).catch((error: unknown) => {
      // The table has no id of its own; the row is in.
      if (!(error instanceof TypeError)) throw error;
    });
  if (options.granted)
    await owner.query(
      "insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id, contact_ids) values ($1, $2, 'granted', $3, 1, $4)",
      [accountId, email, wordingVersionId, [row.id]],
    );
  return { ...row, email, hash };
}

/** A sent mailing: `granted` measured people and `silent` others, all accepted, one excluded, one rejected. */
async function sentMailing(granted: number, silent: number, level = "shared") {
  const version = await insert("content_versions", {
    locale: "de",
    subject: "Brief",
    html: "",
    text: "",
    sha256: Buffer.alloc(32),
    links: JSON.stringify(
      [1, 2, 3].map((no) => ({
        no,
        url: `https://shop.example/${no}`,
        label: no === 3 ? "=HYPERLINK(1)" : `Link ${no}`,
        part: "html",
        position: { line: no, column: 1, offset: 10 * no, length: 5 },
        notPersonal: no === 2,
      })),
    ),
  });
  const run = await insert("delivery_runs", {
    kind: "newsletter",
    content_version_id: version.id,
    sender_id: 1,
    state: "done",
    candidates: granted + silent + 2,
  });
  const mailing = await insert("mailings", {
    name: `Brief ${run.id}`,
    subject: "Ihr Brief",
    state: "sent",
    list_ids: [listId],
    content_version_id: version.id,
    run_id: run.id,
    started_at: clock.now(),
    finished_at: clock.now(),
  });
  await owner.query("update delivery_runs set mailing_id = $1 where id = $2", [mailing.id, run.id]);
  const batch = await insert("delivery_batches", {
    run_id: run.id,
    priority: 5,
    state: "ready",
    size: granted + silent + 2,
  });
  await owner.query(
    "insert into measured_mailings (account_id, mailing_id, level, level_reason, personal_base, anonymous_base, k_min, timezone, opened_at, closes_at) values ($1, $2, $3, $4, $5, $6, 10, 'Europe/Berlin', $7, $8)",
    [
      accountId,
      mailing.id,
      level,
      level === "none" ? "too_few" : null,
      granted,
      silent,
      clock.now(),
      new Date(clock.now().getTime() + 14 * 86_400_000),
    ],
  );
  for (const no of [1, 2, 3])
    await owner.query(
      "insert into measured_links (account_id, mailing_id, link, url) values ($1, $2, $3, $4)",
      [accountId, mailing.id, no, `https://shop.example/${no}`],
    );
  const people: { contactId: number; publicId: string; email: string; deliveryId: number }[] = [];
  for (let i = 0; i < granted + silent + 2; i++) {
    const person = await contact({ granted: i < granted });
    const delivery = await insert("deliveries", {
      batch_id: batch.id,
      run_id: run.id,
      kind: "newsletter",
      contact_id: person.id,
      list_id: listId,
      email: person.email,
      email_normalised: person.email,
    });
    const outcome =
      i < granted + silent ? "accepted" : i === granted + silent ? "excluded" : "rejected";
    await owner.query(
      "insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, phase, measured, at) values ($1, $2, 1, $3, $4, $5, true, $6, $7, $8, $9)",
      [
        accountId,
        delivery.id,
        batch.id,
        run.id,
        outcome,
        outcome === "excluded" ? "retained" : outcome === "rejected" ? "hard" : null,
        outcome === "excluded" ? "preparation" : null,
        outcome === "accepted" ? (i < granted ? "personal" : "anonymous") : null,
        clock.now(),
      ],
    );
    if (i < granted)
      await owner.query(
        "insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised) values ($1, $2, $3, $4, $5)",
        [accountId, delivery.id, mailing.id, person.id, person.email],
      );
    people.push({
      contactId: person.id,
      publicId: person.public_id,
      email: person.email,
      deliveryId: delivery.id,
    });
  }
  const event = (at: number, link: number, agent = 0, hour = "2026-11-21T09:00:00Z") =>
    owner.query(
      "insert into personal_events (account_id, mailing_id, delivery_id, link, hour, agent) values ($1, $2, $3, $4, $5, $6)",
      [accountId, mailing.id, people[at]!.deliveryId, link, hour, agent],
    );
  const total = (link: number, day: string, hits: number, agent = 0) =>
    owner.query(
      "insert into anonymous_totals (account_id, mailing_id, link, day, agent, hits) values ($1, $2, $3, $4, $5, $6)",
      [accountId, mailing.id, link, day, agent, hits],
    );
  return { ...mailing, people, event, total };
}

const audits = async (action: string) =>
  (
    await owner.query("select object_id, detail from audit_entries where action = $1 order by id", [
      action,
    ])
  ).rows as {
    object_id: string;
    detail: Record<string, unknown>;
  }[];

test("TRK-23 TRK-08: the report shows those who agreed with base and formula, anonymous totals gross, machines apart", async () => {
  const mailing = await sentMailing(12, 40);
  for (const [person, link, agent] of [
    [0, 0, 0],
    [0, 0, 0],
    [1, 0, 0],
    [2, 0, 1],
    [0, 1, 0],
    [0, 1, 0],
    [3, 3, 0],
  ] as const)
    await mailing.event(person, link, agent);
  await mailing.total(0, "2026-11-21", 31);
  await mailing.total(0, "2026-11-22", 4);
  await mailing.total(1, "2026-11-21", 12);
  await mailing.total(2, "2026-11-21", 9);
  await mailing.total(0, "2026-11-21", 55, 1);
  clock.set("2026-11-24T09:00:00Z");
  const { status, body } = await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`);
  clock.set("2026-11-21T09:00:00Z");
  assert.equal(status, 200);
  assert.deepEqual(body.funnel, {
    candidates: 54,
    open: 0,
    deferred: 0,
    accepted: 52,
    rejected: 1,
    excluded: 1,
    uncertain: 0,
    cancelled: 0,
  });
  assert.deepEqual(body.personal, {
    base: 12,
    opens: { people: 2, hits: 3 },
    clicks: { people: 2, hits: 3 },
    machine: { opens: 1, clicks: 0 },
    expired: false,
  });
  const hidden = { hidden: true, value: null, below: 10 };
  const shown = (value: number) => ({ hidden: false, value, below: null });
  assert.equal(body.anonymous.base, 40);
  assert.deepEqual(body.anonymous.opens, shown(31));
  assert.deepEqual(body.anonymous.clicks, shown(12));
  assert.deepEqual(body.anonymous.machine, { opens: shown(55), clicks: hidden });
  assert.deepEqual(body.everybody, {
    opens: { value: 34, partial: false },
    clicks: { value: 15, partial: false },
  });
  assert.deepEqual(
    body.links.map((link: { anonymous: unknown }) => link.anonymous),
    [shown(12), hidden, hidden],
  );
  // TRK-25: nobody is measured on a link marked "not personally".
  assert.deepEqual(
    body.links.map((link: { personal: unknown }) => link.personal),
    [{ people: 1, hits: 2 }, null, { people: 1, hits: 1 }],
  );
  assert.deepEqual(body.links[0].position, { line: 1, column: 1, offset: 10, length: 5 });
  assert.deepEqual(body.days, [
    {
      day: "2026-11-21",
      personal: { opens: 3, clicks: 3 },
      anonymous: { from: "2026-11-21", opens: 31, clicks: 12 },
    },
  ]);
  assert.equal(body.measuring.personal, 12);
  assert.match(body.measuring.label.de, /Brutto, anonym gezählt/);
  assert.deepEqual(
    body.notSent
      .map((row: { reason: string; rule: string; count: number }) => [
        row.reason,
        row.rule,
        row.count,
      ])
      .sort(),
    [
      ["hard", "SND-09", 1],
      ["retained", "SND-09", 1],
    ],
  );
});

test("TRK-08: the running day and days not yet settled are not shown", async () => {
  const mailing = await sentMailing(0, 30);
  await mailing.total(0, "2026-11-21", 500);
  const read = async () =>
    (await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`)).body;
  assert.equal((await read()).anonymous.opens.hidden, true);
  clock.set("2026-11-21T23:59:59Z"); // one in the morning in Berlin, not yet
  assert.equal((await read()).anonymous.opens.hidden, true);
  clock.set("2026-11-22T00:00:00Z");
  assert.equal((await read()).anonymous.opens.value, 500);
  clock.set("2026-11-21T09:00:00Z");
});

test("TRK-09: with five people without permission the total is the personal part, with a note", async () => {
  const mailing = await sentMailing(20, 5);
  await mailing.event(0, 0);
  await mailing.total(0, "2026-11-20", 40);
  const { body } = await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`);
  assert.equal(body.anonymous.opens.hidden, true);
  assert.deepEqual(body.everybody.opens, { value: 1, partial: true });
});

test("TRK-08: a mailing too small to count says so and why", async () => {
  const mailing = await sentMailing(3, 4, "none");
  const { body } = await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`);
  assert.equal(body.anonymous, null);
  assert.equal(body.measuring.reason.code, "too_few");
  assert.match(body.measuring.reason.explanation.de, /anonym zu zählen/);
});

test("TRK-01 TRK-14: whoever withdrew, was restricted or shares the address with somebody who did not grant, is out of every figure", async () => {
  const mailing = await sentMailing(12, 20);
  for (let i = 0; i < 12; i++) await mailing.event(i, 1);
  const read = async () => {
    const report = (await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`)).body;
    const persons = (await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report/persons`))
      .body;
    return [report.personal.base, report.personal.clicks.people, persons.items.length];
  };
  assert.deepEqual(await read(), [12, 12, 12]);
  await owner.query(
    "update profiling_permissions set state = 'withdrawn' where email_normalised = $1",
    [mailing.people[0]!.email],
  );
  await owner.query("update contacts set restricted_at = now() where id = $1", [
    mailing.people[1]!.contactId,
  ]);
  await contact({ email: mailing.people[2]!.email, confirmed: false });
  assert.deepEqual(await read(), [9, 9, 9]);
});

test("TRK-12: without the right nobody sees single persons, nor figures about fewer than ten", async () => {
  const few = await sentMailing(4, 20);
  const many = await sentMailing(11, 20);
  await few.event(0, 0);
  await many.event(0, 0);
  assert.equal(
    (await modest.call("GET", `/api/v1/mailings/${few.public_id}/report/persons`)).status,
    403,
  );
  const small = (await modest.call("GET", `/api/v1/mailings/${few.public_id}/report`)).body;
  assert.deepEqual([small.personal, small.everybody, small.links[0].personal], [null, null, null]);
  assert.equal(
    (await modest.call("GET", `/api/v1/mailings/${many.public_id}/report`)).body.personal.opens
      .people,
    1,
  );
  assert.equal(
    (await full.call("GET", `/api/v1/mailings/${few.public_id}/report`)).body.personal.opens.people,
    1,
  );
});

test("TRK-12 ORG-04: persons come page by page, filtered, and each look is in the audit log without names", async () => {
  const mailing = await sentMailing(5, 10);
  for (const i of [0, 1, 2, 3]) await mailing.event(i, 0);
  await mailing.event(1, 1);
  await mailing.event(2, 3);
  await mailing.event(4, 1, 1);
  const path = `/api/v1/mailings/${mailing.public_id}/report/persons`;
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await full.call("GET", `${path}?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
    seen.push(...body.items.map((one: { id: string }) => one.id));
    cursor = body.nextCursor;
  } while (cursor);
  assert.deepEqual(new Set(seen), new Set([0, 1, 2, 3].map((i) => mailing.people[i]!.publicId)));
  assert.equal(seen.length, 4);
  const clicked = (await full.call("GET", `${path}?did=clicked`)).body.items;
  assert.deepEqual(
    new Set(clicked.map((one: { id: string }) => one.id)),
    new Set([1, 2].map((i) => mailing.people[i]!.publicId)),
  );
  const onThree = (await full.call("GET", `${path}?link=3`)).body.items;
  assert.deepEqual(
    onThree.map((one: { links: number[] }) => one.links),
    [[3]],
  );
  const looks = (await audits("report.persons_viewed")).filter(
    (row) => row.object_id === mailing.public_id,
  );
  assert.equal(looks.length, 4);
  assert.doesNotMatch(JSON.stringify(looks), /example\.org|ctc_/);
});

test("TRK-08: the export shows what the page shows, and no cell calculates", async () => {
  const mailing = await sentMailing(12, 30);
  await mailing.total(0, "2026-11-20", 9);
  await mailing.total(1, "2026-11-20", 14);
  const { text, headers, status } = await full.call(
    "GET",
    `/api/v1/mailings/${mailing.public_id}/report.csv`,
  );
  assert.equal(status, 200);
  assert.match(String(headers["content-type"]), /text\/csv/);
  assert.match(text, /Öffnungen, brutto und anonym;weniger als 10;30/);
  assert.match(text, /Klicks, brutto und anonym;14;30/);
  assert.match(text, /3 =HYPERLINK/);
  assert.doesNotMatch(text, /(^|;)"?[=+@-]/m);
  const english = await full.call(
    "GET",
    `/api/v1/mailings/${mailing.public_id}/report.csv?locale=en`,
  );
  assert.match(english.text, /fewer than 10/);
});

test("ORG-08: another account sees nothing of it", async () => {
  const mailing = await sentMailing(1, 1);
  for (const path of ["report", "report.csv", "report/persons"])
    assert.equal(
      (await foreign.call("GET", `/api/v1/mailings/${mailing.public_id}/${path}`)).status,
      404,
    );
  assert.deepEqual((await foreign.call("GET", "/api/v1/contacts")).body.items, []);
  assert.equal(
    (await foreign.call("GET", `/api/v1/contacts/${mailing.people[0]!.publicId}/overview`)).status,
    404,
  );
});

test("the directory is in German order, pages, and filters by list, state, permission and suppression", async () => {
  await owner.query("update contacts set sort_key = 'zz' || sort_key");
  const names = ["Ärmel", "Zander", "Öhler", "Bär"];
  const folded: Record<string, string> = {
    Ärmel: "aermel",
    Zander: "zander",
    Öhler: "ohler",
    Bär: "bar",
  };
  const people: Record<string, Awaited<ReturnType<typeof contact>>> = {};
  for (const name of names) {
    people[name] = await contact({ name, granted: name === "Bär", confirmed: name !== "Zander" });
    await owner.query("update contacts set sort_key = $1 where id = $2", [
      folded[name],
      people[name].id,
    ]);
  }
  await insert("suppressions", {
    scope: "blacklist",
    email_normalised: people["Öhler"]!.email,
    address_hash: people["Öhler"]!.hash,
    reason: "x",
    origin: "operator",
  });
  const ask = async (query: string) =>
    (await full.call("GET", `/api/v1/contacts?${query}`)).body.items.map(
      (one: { name: string }) => one.name,
    ) as string[];
  const first = (await full.call("GET", "/api/v1/contacts?limit=3")).body;
  assert.deepEqual(
    first.items.map((one: { name: string }) => one.name),
    ["Ärmel", "Bär", "Öhler"],
  );
  assert.equal(
    (await full.call("GET", `/api/v1/contacts?limit=1&cursor=${first.nextCursor}`)).body.items[0]
      .name,
    "Zander",
  );
  assert.deepEqual(await ask("q=ohl"), ["Öhler"]);
  assert.deepEqual((await ask("profiling=granted&limit=200")).slice(0, 1), ["Bär"]);
  assert.deepEqual(await ask("suppressed=true"), ["Öhler"]);
  assert.ok(!(await ask(`list=${listPublicId}&state=confirmed&limit=200`)).includes("Zander"));
  assert.ok((await ask("profiling=unknown&limit=200")).includes("Zander"));
  const [oehler] = (await full.call("GET", "/api/v1/contacts?q=ohl")).body.items;
  assert.deepEqual(oehler.mail, { allowed: false, reason: "blacklist", rule: "UNS-24" });
  assert.equal(oehler.suppressed, true);
  assert.equal((await full.call("GET", `/api/v1/contacts?list=lst_${"0".repeat(32)}`)).status, 404);
});

test("TRK-12 DSR-03 ORG-04: a person's page shows use only to whom may see it and while it is permitted, and is audited", async () => {
  const mailing = await sentMailing(1, 1);
  await mailing.event(0, 0);
  await mailing.event(0, 1);
  const person = mailing.people[0]!;
  await database.db.account(accountId, (tx) =>
    recordEntry(
      tx,
      { keys, clock },
      {
        accountId,
        subject: { emailNormalised: person.email },
        kind: "profiling_refused",
        purpose: "profiling",
        payload: { shownText: "Darf ich?", source: "Verwalten" },
      },
    ),
  );
  const read = async (as: TestHttp) =>
    (await as.call("GET", `/api/v1/contacts/${person.publicId}/overview`)).body;
  const use = (body: { timeline: { kind: string }[] }) =>
    body.timeline.filter((one) => one.kind === "opened" || one.kind === "clicked").length;
  const seen = await read(full);
  assert.equal(use(seen), 2);
  assert.equal(seen.measure.allowed, true);
  assert.equal(seen.permissions[0].proof.shownText, "Darf ich?");
  assert.equal(seen.permissions[0].proof.intact, true);
  assert.deepEqual(
    seen.origins.find((one: { field: string }) => one.field === "email"),
    { field: "email", value: person.email, source: "Formular", at: "2026-01-01T00:00:00.000Z" },
  );
  assert.ok(
    seen.timeline.some(
      (one: { kind: string; mailing: { id: string } | null }) =>
        one.kind === "mail" && one.mailing?.id === mailing.public_id,
    ),
  );
  assert.ok(seen.deletions.some((one: { rule: string }) => one.rule === "TRK-18"));
  const modestly = await read(modest);
  assert.equal(use(modestly), 0);
  assert.equal(modestly.usageShown, false);
  assert.equal(modestly.permissions[0].proof, null);
  await owner.query(
    "update profiling_permissions set state = 'withdrawn' where email_normalised = $1",
    [person.email],
  );
  const later = await read(full);
  assert.equal(use(later), 0);
  assert.deepEqual([later.measure.allowed, later.measure.state], [false, "withdrawn"]);
  const looks = (await audits("contact.viewed")).filter((row) => row.object_id === person.publicId);
  assert.deepEqual(
    looks.map((row) => row.detail["view"]),
    ["overview", "use", "overview", "overview"],
  );
  const other = await read(full).then(() =>
    full.call("GET", `/api/v1/contacts/${mailing.people[1]!.publicId}/overview`),
  );
  assert.ok(
    other.body.timeline.some((one: { detail: { de: string } | null }) =>
      /nicht messbar/.test(one.detail?.de ?? ""),
    ),
  );
});

test("the start page names what waits, the last mailing's honest figures and who may be mailed", async () => {
  const mailing = await sentMailing(12, 20);
  await owner.query("update mailings set finished_at = '2030-01-01' where id = $1", [mailing.id]);
  await insert("mailings", { name: "Entwurf Eins", state: "draft" });
  await insert("mailings", { name: "Halt", state: "paused" });
  await insert("senders", {
    from_name: "A",
    from_address: "a@b.example",
    domain: "b.example",
    reply_to: "antwort@b.example",
  });
  await mailing.event(0, 0);
  await database.db.account(accountId, (tx) =>
    recordEntry(
      tx,
      { keys, clock },
      {
        accountId,
        subject: { emailNormalised: "x@y.example" },
        kind: "unsubscribed",
        purpose: "newsletter",
        payload: {},
      },
    ),
  );
  const { status, body } = await full.call("GET", "/api/v1/dashboard");
  assert.equal(status, 200);
  const codes = body.todos.map((one: { code: string }) => one.code);
  assert.equal(codes[0], "mailing_paused");
  for (const code of ["setup_incomplete", "mailing_draft", "reply_address_unconfirmed"])
    assert.ok(codes.includes(code), code);
  assert.equal(body.last.id, mailing.public_id);
  assert.deepEqual(body.last.measured, {
    base: 12,
    opens: { people: 1, hits: 1 },
    clicks: { people: 0, hits: 0 },
  });
  assert.equal(body.underway[0].name, "Halt");
  assert.equal(body.people.months.length, 13);
  assert.equal(body.people.left30, 1);
  const { subscribers, granted, refused, withdrawn } = body.people;
  assert.ok(subscribers > 30 && granted > 0 && refused >= 0 && withdrawn >= 0);
  assert.ok(granted + refused + withdrawn <= subscribers);
  assert.ok(body.people.granted30 >= 0 && body.people.withdrawn30 >= 0);
  const months = body.people.months as { month: string; subscriptions: number }[];
  assert.equal(months.at(-1)!.month, "2026-11");
  assert.equal(months.at(-2)!.subscriptions, months.at(-1)!.subscriptions + 1);
});

test("the search finds contacts, mailings and lists, each only for whom may see them", async () => {
  const few = await testServer({
    db: database.db,
    routes: reportRoutes({ db: database.db, clock, compliance: { keys, clock }, checks: [] }),
    as: { accountId, permissions: ["account.read", "lists.read"] },
  });
  await contact({ name: "Übermut" });
  await owner.query("update contacts set sort_key = 'ubermut' where last_name = 'Übermut'");
  await insert("mailings", { name: "Übermorgen", state: "draft" });
  const kinds = async (server: TestHttp, q: string) =>
    (await server.call("GET", `/api/v1/search?q=${encodeURIComponent(q)}`)).body.items
      .map((one: { kind: string }) => one.kind)
      .sort();
  assert.deepEqual(await kinds(full, "Über"), ["contact", "list", "mailing"]);
  assert.deepEqual(await kinds(few, "Über"), ["list"]);
  assert.deepEqual(await kinds(full, "%"), []);
  await few.close();
});
