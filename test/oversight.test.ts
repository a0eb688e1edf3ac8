import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setMode } from "../server/accounts/index.ts";
import { manualClock, OutsideRefused, rows, run, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Ask } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { textOfPdf } from "./support/pdf-text.ts";
import type { IncidentDetail, IncidentListSchema } from "../contract/incidents.ts";
import type { PlacesView, ToolsView } from "../contract/oversight.ts";
import type { Static } from "typebox";
import { createPlaceGuard } from "../server/oversight/manage-places.ts";
import { watchIncidents } from "../server/oversight/oversight.jobs.ts";
import { proposeIncident } from "../server/oversight/propose-incident.ts";
import { oversightTodos } from "../server/oversight/todos.ts";
import type { OversightDeps } from "../server/oversight/deps.ts";
import { makePaper } from "../server/reports/index.ts";
import { createLogger } from "../server/platform/index.ts";

const HOUR = 3_600_000;
const START = "2026-11-20T16:00:00Z";

let running: RunningApp;
let seeded: SeededNewsletter;
let ask: Ask;
let owner: { operatorId: number; headers: Record<string, string> };
let deps: OversightDeps;
const clock = manualClock(START);
const sent: { to: string; subject: string }[] = [];

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 3, domain: "aufsicht.example" });
  owner = await signedInAs(db, seeded, ["owner"]);
  ask = askAs(running.url, { name: "owner", ...owner });
  deps = {
    db,
    clock,
    keys: running.app.keys,
    log: createLogger("silent"),
    publicUrl: running.url,
    environment: { places: [], own: [] },
    makePaper,
    sendSystemMail: async (_tx, { to, subject }) => {
      sent.push({ to, subject });
      return { via: "mailbox" };
    },
  };
});
after(() => running.close());

const account = <T>(work: Parameters<typeof deps.db.account<T>>[1]) =>
  deps.db.account(seeded.accountId, work);
const live = (mode: "live" | "sandbox") => account((tx) => setMode(tx, mode, clock.now()));
const soon = (days: number) => new Date(Date.now() + days * 24 * HOUR).toISOString().slice(0, 10);
const relay = (host: string) => ({
  kind: "smtp",
  name: `Weg ${host}`,
  host,
  credentials: { kind: "password", user: "u", password: "geheim-123" },
});

test("ORG-09: a live account adds no relay outside the EEA without a transfer record, and the connection asks once more", async () => {
  const host = "smtp.us-east-1.example.net";
  await live("live");
  try {
    await assert.rejects(ask("POST", "/relays", relay(host)), /422.*place_needs_transfer/s);
    await assert.rejects(
      ask("POST", "/relays", relay("smtp.unbekannt.example")),
      /422.*place_undeclared/s,
    );
    await assert.rejects(
      ask("POST", "/mailboxes", {
        name: "Rückläufer",
        protocol: "imap",
        host: "imap.unbekannt.example",
        port: 993,
        tls: "tls",
        username: "u",
        password: "p",
        purpose: "bounces",
      }),
      /422.*place_undeclared/s,
    );
    await assert.rejects(
      ask("PUT", "/ledger/anchor-settings", { webhookUrl: "https://haken.unbekannt.example/x" }),
      /422.*place_undeclared/s,
    );
    const guard = createPlaceGuard({
      db: deps.db,
      clock: { now: () => new Date() },
      environment: deps.environment,
    });
    await assert.rejects(guard.mayReach(host, seeded.accountId), OutsideRefused);
    const place = {
      host,
      role: "relay",
      company: "Example Inc.",
      country: "US",
      contract: "signed",
    };
    await assert.rejects(ask("POST", "/places", place), /422.*transfer record/s);
    const transfer = {
      basis: "scc",
      record: "Standard contractual clauses 2021/914, module 2.",
      assessment: "Assessment of the transfer, kept with the contract.",
      name: "Dr. Sommer",
      signedOn: soon(-10),
      reviewOn: soon(200),
    };
    await ask("POST", "/places", { ...place, transfer });
    await guard.mayReach(host, seeded.accountId);
    const made = await ask<{ id: string }>("POST", "/relays", relay(host));
    const { items, enforced } = await ask<PlacesView>("GET", "/places");
    assert.equal(enforced, true);
    const shown = items.find((one) => one.host === host)!;
    assert.deepEqual(
      [shown.standing, shown.usedBy.length, shown.contract],
      ["transfer", 1, "signed"],
    );
    await assert.rejects(ask("DELETE", `/places/${shown.id}`), /409.*place_in_use/s);
    // A record that is due for review no longer carries anything.
    const later = createPlaceGuard({
      db: deps.db,
      clock: { now: () => new Date(Date.now() + 201 * 24 * HOUR) },
      environment: deps.environment,
    });
    await assert.rejects(later.mayReach(host, seeded.accountId), OutsideRefused);
    // Nobody else's declaration counts, and own networks need none.
    await assert.rejects(
      guard.mayReach("smtp.unbekannt.example", seeded.accountId),
      OutsideRefused,
    );
    await guard.mayReach("127.0.0.1", seeded.accountId);
    await ask("DELETE", `/relays/${made.id}`);
    await ask("PUT", "/place-settings", {
      euOnly: false,
      reason: "Umzug des Relays bis Jahresende",
    });
    await guard.mayReach("smtp.unbekannt.example", seeded.accountId);
    await ask("PUT", "/place-settings", { euOnly: true });
    await ask("DELETE", `/places/${shown.id}`);
  } finally {
    await live("sandbox");
  }
});

test("ORG-11: known at t means due at t+72 h, an alarm at 48 h on the start page and by mail, and a way to its end", async () => {
  const now = new Date();
  clock.set(now);
  const made = await ask<IncidentDetail>("POST", "/incidents", {
    title: "Einladung an die falsche Liste",
    kind: "disclosure",
    discoveredAt: now.toISOString(),
  });
  const path = `/incidents/${made.id}`;
  assert.equal(Date.parse(made.dueAt) - now.getTime(), 72 * HOUR);
  assert.equal(made.running, true);
  const urgency = async () =>
    (await account((tx) => oversightTodos(tx, clock, seeded.accountId))).find(
      ({ code }) => code === "incident_open",
    )!;
  const alarms = async () =>
    (await ask<IncidentDetail>("GET", path)).events.filter(({ kind }) => kind === "alarm").length;
  clock.advance(47.9 * HOUR);
  assert.equal((await urgency()).urgent, false);
  await watchIncidents(deps, seeded.accountId);
  assert.equal(await alarms(), 0);
  clock.advance(0.1 * HOUR);
  const todo = await urgency();
  assert.equal(todo.urgent, true);
  assert.match(todo.detail!.de, /noch 24 Std\. 0 Min\./);
  await watchIncidents(deps, seeded.accountId);
  assert.equal(await alarms(), 1);
  await watchIncidents(deps, seeded.accountId);
  assert.equal(await alarms(), 1, "each alarm once");
  assert.ok(sent.length > 0 && sent.every(({ subject }) => subject.includes("Datenpanne")));
  clock.advance(25 * HOUR);
  await watchIncidents(deps, seeded.accountId);
  assert.equal(await alarms(), 2);
  assert.match((await urgency()).detail!.en, /1 h 0 min too late/);

  await assert.rejects(
    ask("POST", `${path}/close`, { lesson: "Vor dem Versand zu zweit prüfen." }),
    /409.*step_open/s,
  );
  await ask("PATCH", path, {
    what: "Eine Einladung ging an Interessenten statt an Kunden.",
    measures: "Versand gestoppt, Liste berichtigt.",
    consequences: "Vertragsnummern wurden Dritten bekannt.",
    dataKinds: ["names", "addresses"],
    severity: "medium",
  });
  const counted = await ask<IncidentDetail>("PUT", `${path}/people`, {
    source: "list",
    id: (await ask<{ items: { id: string }[] }>("GET", "/lists")).items[0]!.id,
  });
  assert.equal(counted.people, 3);
  await ask("POST", `${path}/decisions/authority`, {
    notify: true,
    reason: "Risiko nicht auszuschließen.",
  });
  const text = await ask<{ text: string; missing: string[] }>(
    "GET",
    `${path}/notices/authority?format=text&locale=en`,
  );
  assert.match(text.text, /Notification of a personal data breach \(Article 33 GDPR\)/);
  assert.match(text.text, /Approximate number of people: 3/);
  assert.deepEqual(text.missing, []);
  for (const addressee of ["authority", "people"] as const) {
    const answer = await fetch(
      `${running.url}/api/v1${path}/notices/${addressee}?format=pdf&locale=de`,
      {
        headers: owner.headers,
      },
    );
    assert.equal(answer.status, 200);
    const words = textOfPdf(Buffer.from(await answer.arrayBuffer())).replaceAll(/\s+/g, " ");
    assert.match(words, addressee === "authority" ? /Art\. 33 DSGVO/ : /Was können Sie tun\?/);
    assert.match(words, /Eine Einladung ging an Interessenten/);
  }
  await ask("POST", `${path}/told/authority`, { reference: "LfD 4711" });
  await ask("POST", `${path}/decisions/people`, {
    notify: false,
    reason: "Kein hohes Risiko für die Personen.",
  });
  const closed = await ask<IncidentDetail>("POST", `${path}/close`, {
    lesson: "Vor dem Versand zu zweit prüfen.",
  });
  assert.equal(closed.state, "closed");
  assert.equal(closed.peopleNotice!.reason, "Kein hohes Risiko für die Personen.");
  assert.deepEqual(
    closed.events.map(({ kind }) => kind),
    [
      "recorded",
      "alarm",
      "alarm",
      "changed",
      "changed",
      "authority_decided",
      "authority_told",
      "people_decided",
      "closed",
    ],
  );
  const changed = closed.events[3]!.changes.find(({ field }) => field === "severity");
  assert.deepEqual(changed, { field: "severity", before: "", after: "medium" });
  await assert.rejects(ask("PATCH", path, { title: "Anders" }), /409/);
  // Nobody, not even the web server's role, rewrites the history.
  for (const statement of [
    sql`update incident_events set text = 'x'`,
    sql`delete from incident_events`,
  ])
    await assert.rejects(
      account((tx) => run(tx, statement)),
      /permission denied/,
    );
});

test("ORG-11: a near miss has no clock; what the product proposes waits for a person, once", async () => {
  clock.set(new Date());
  const miss = await ask<IncidentDetail>("POST", "/incidents", {
    title: "Fast an alle",
    kind: "disclosure",
    nearMiss: true,
    what: "Der Empfängerkreis war falsch gewählt und fiel in der Freigabe auf.",
  });
  assert.equal(miss.running, false);
  const propose = () => account((tx) => proposeIncident(tx, deps, seeded.accountId, "stop"));
  assert.equal(await propose(), false, "in the sandbox a stop has hurt nobody");
  await live("live");
  assert.equal(await propose(), true);
  assert.equal(await propose(), false);
  await live("sandbox");
  const { items } = await ask<Static<typeof IncidentListSchema>>("GET", "/incidents?state=open");
  const proposed = items.find(({ state, kind }) => state === "proposed" && kind === "disclosure")!;
  assert.equal(proposed.next, "decide_proposal");
  const ended = await ask<IncidentDetail>("POST", `/incidents/${proposed.id}/dismiss`, {
    reason: "Eine Übung am Testsystem, mit Protokoll.",
  });
  assert.equal(ended.state, "dismissed");
  assert.ok(ended.events.some(({ kind, text }) => kind === "dismissed" && text.includes("Übung")));
});

test("ORG-15: what is connected stands in the inventory by itself, and is incomplete until it has owner and purpose", async () => {
  await ask("POST", "/api-keys", {
    name: "Shop",
    purpose: "Käufe melden",
    scopes: ["contacts.read"],
  }).catch(async (error: Error) => {
    // Making keys wants a fresh proof in the product; the row is what counts here.
    assert.match(error.message, /403/);
    await account((tx) =>
      run(
        tx,
        sql`insert into api_keys (account_id, name, purpose, secret_hash, scopes, expires_at) values (${seeded.accountId}, 'Shop', 'Käufe melden', '\\x01', '{contacts.read}', now() + interval '1 day')`,
      ),
    );
  });
  const tool = async () =>
    (await ask<ToolsView>("GET", "/tools")).items.find(({ name }) => name === "Shop")!;
  const found = await tool();
  assert.deepEqual(
    [found.kind, found.state, found.purpose, found.dataClasses],
    ["api_key", "incomplete", "Käufe melden", ["address", "name"]],
  );
  const note = {
    key: found.key,
    owner: "Jana Weber",
    purpose: "Käufe aus dem Shop melden",
    dataClasses: ["address", "purchases"],
    canTrack: false,
    reviewOn: soon(180),
  };
  await assert.rejects(ask("PUT", "/tool-notes", { ...note, owner: "" }), /400/);
  await assert.rejects(ask("PUT", "/tool-notes", { ...note, purpose: "" }), /400/);
  await assert.rejects(
    ask("PUT", "/tool-notes", { ...note, reviewOn: soon(800) }),
    /400.*review_day/s,
  );
  await assert.rejects(
    ask("PUT", "/tool-notes", { ...note, key: "api_key:key_gibtsnicht" }),
    /404/,
  );
  await ask("PUT", "/tool-notes", note);
  assert.equal((await tool()).state, "fine");
  await assert.rejects(
    ask("DELETE", `/tools/${encodeURIComponent(found.key)}`),
    /409.*tool_connected/s,
  );
  const { key: _key, ...facts } = note;
  const added = await ask<ToolsView>("POST", "/tools", {
    ...facts,
    name: "Outlook-Erweiterung",
    vendor: "Mailtrack",
    canTrack: true,
  });
  const outside = added.items.find(({ kind }) => kind === "outside")!;
  assert.equal(outside.canTrack, true);
  await ask("DELETE", `/tools/${encodeURIComponent(outside.key)}`);
  const left = await account((tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where action like 'tool.%' order by id`,
    ),
  );
  assert.deepEqual(
    left.map(({ action }) => action),
    ["tool.noted", "tool.added", "tool.removed"],
  );
});
