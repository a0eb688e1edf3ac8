import assert from "node:assert/strict";
import { test } from "node:test";
import { recordEntry } from "../consent/index.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import {
  accountId,
  audits,
  clock,
  contact,
  database,
  full,
  insert,
  keys,
  listPublicId,
  modest,
  owner,
  reportBench,
  sentMailing,
} from "../../test/support/report-samples.ts";
import { reportRoutes } from "./index.ts";

reportBench();

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
  await mailing.event(0, 0, 9);
  await mailing.event(0, 1023, 8);
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
  assert.equal(use(seen), 4);
  // TRK-13: each says person or machine, why, and what nobody knows.
  assert.deepEqual(
    seen.timeline
      .filter((one: { agent: unknown }) => one.agent !== null)
      .map(
        (one: { title: { de: string }; agent: { certainty: string; unknown: { de: string } } }) => {
          assert.ok(one.agent.unknown.de.length > 10);
          return `${one.title.de}: ${one.agent.certainty}`;
        },
      )
      .sort(),
    [
      "Bild geladen: uncertain",
      "Geklickt: person",
      "Geöffnet: person",
      "Unsichtbaren Link aufgerufen: machine",
    ],
  );
  assert.equal(seen.measure.allowed, true);
  assert.equal(seen.permissions[0].proof.shownText, "Darf ich?");
  assert.equal(seen.permissions[0].proof.intact, true);
  assert.deepEqual(
    seen.origins.find((one: { field: string }) => one.field === "email"),
    {
      field: "email",
      label: null,
      value: person.email,
      source: "Formular",
      at: "2026-01-01T00:00:00.000Z",
    },
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
    routes: reportRoutes({ db: database.db, clock, compliance: { keys, clock } }),
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
