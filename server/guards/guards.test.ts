import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AlertView, GuardsView, SecondPersonView } from "../../contract/guards.ts";
import { guardDefaults } from "../../contract/guards.ts";
import { signedInAs } from "../../test/support/callers.ts";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { audit, type SystemMail } from "../accounts/index.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  one,
  run,
  sql,
  type Actor,
} from "../platform/index.ts";
import {
  askSecondPerson,
  guardPeriodic,
  guardRoutes,
  heldGuards,
  type GuardDeps,
} from "./index.ts";

const clock = manualClock("2026-11-22T09:00:00Z");
const keys = createKeys(Buffer.alloc(32, 3));
const HOUR = 3_600_000;
const mails: SystemMail[] = [];
const done: string[] = [];
let base: TestDatabase;
let deps: GuardDeps;
let accountId: number;
let wrong = 0;
let first: { operatorId: number; http: TestHttp };
let second: { operatorId: number; http: TestHttp };

before(async () => {
  base = await testDatabase();
  const made = await testAccount(base.db);
  ({ accountId } = made);
  deps = {
    db: base.db,
    clock,
    keys,
    log: createLogger("silent"),
    publicUrl: "http://127.0.0.1:8025",
    sendSystemMail: async (_tx, mail) => {
      mails.push(mail);
      return { via: "mailbox" };
    },
    wrongRecipients: async () => wrong,
    acts: {
      export: {
        confirmed: async (_tx, _id, { objectId }) => {
          done.push(`made ${objectId}`);
          return {};
        },
        ended: async (_tx, _id, { objectId }) => void done.push(`ended ${objectId}`),
      },
      evidence: { confirmed: async () => ({}), ended: async () => undefined },
      release: {
        confirmed: async (_tx, _id, { act }) => {
          done.push(`freed ${act.ids?.length}`);
          return {};
        },
        ended: async () => undefined,
      },
      lift: { confirmed: async () => ({}), ended: async () => undefined },
      guards: heldGuards({ clock, keys }),
    },
  };
  const as = async (operatorId: number) => ({
    operatorId,
    http: await testServer({
      db: base.db,
      routes: guardRoutes(deps),
      as: {
        accountId,
        operatorId,
        permissions: [
          "account.read",
          "audit.read",
          "contacts.export",
          "addresses.release",
          "privacy.manage",
        ],
      },
    }),
  });
  first = await as(made.operatorId);
  const account = { accountId, accountPublicId: made.account.publicId };
  second = await as((await signedInAs(base.db, account, ["owner"])).operatorId);
});
after(async () => {
  await first.http.close();
  await second.http.close();
  await base.close();
});

const actorOf = (operatorId: number): Actor => ({
  kind: "operator",
  operatorId,
  name: `Person ${operatorId}`,
  roles: ["owner"],
  permissions: new Set(["contacts.export"]),
});
const ask = (people: number, objectId: string, alone?: string) =>
  base.db.account(accountId, (tx) =>
    askSecondPerson(tx, deps, accountId, actorOf(first.operatorId), {
      kind: "export",
      people,
      reason: "Prüfung durch die Revision",
      objectId,
      alone,
    }),
  );
const open = async (by: { http: TestHttp }): Promise<SecondPersonView[]> =>
  (await by.http.call("GET", "/api/v1/second-person?state=open")).body.items;
const watch = async () => {
  const [job] = guardPeriodic(deps);
  await job!.run(new AbortController().signal);
};
const alerts = async (): Promise<AlertView[]> =>
  (await first.http.call("GET", "/api/v1/alerts")).body.items;

test("ORG-05: a large export waits for somebody else, who is told and is never the one who asked", async () => {
  assert.deepEqual(await ask(guardDefaults.exportFrom - 1, "exp_small"), { need: "none" });
  assert.equal((await ask(guardDefaults.exportFrom, "exp_large")).need, "open");
  assert.equal(mails.length, 1);
  assert.match(mails[0]!.paragraphs.join(" "), /1\.000 Kontakten.*Revision/s);
  const [own] = await open(first);
  assert.deepEqual([own!.mine, own!.mayDecide], [true, false]);
  const path = `/api/v1/second-person/exports/${own!.id}`;
  const self = await first.http.call("POST", `${path}/confirm`);
  assert.deepEqual([self.status, self.body.code], [409, "second_person_is_first"]);
  assert.equal(
    (await second.http.call("POST", path.replace("exports", "releases") + "/confirm")).status,
    404,
  );
  assert.deepEqual(done, []);
  const [theirs] = await open(second);
  assert.deepEqual([theirs!.mine, theirs!.mayDecide], [false, true]);
  assert.equal((await second.http.call("POST", `${path}/withdraw`)).status, 404);
  assert.equal((await second.http.call("POST", `${path}/confirm`)).status, 204);
  assert.deepEqual(done, ["made exp_large"]);
  assert.equal((await second.http.call("POST", `${path}/confirm`)).status, 409);
});

test("ORG-05: a request can be refused with a reason or withdrawn, and lapses after three days", async () => {
  done.length = 0;
  await ask(5000, "exp_refused");
  const [refused] = await open(second);
  const at = (id: string, act: string) => `/api/v1/second-person/exports/${id}/${act}`;
  assert.equal((await second.http.call("POST", at(refused!.id, "refuse"))).status, 400);
  const body = { comment: "Bitte nur die Kunden der Filiale." };
  assert.equal((await second.http.call("POST", at(refused!.id, "refuse"), { body })).status, 204);
  await ask(5000, "exp_withdrawn");
  const [mine] = await open(first);
  assert.equal((await first.http.call("POST", at(mine!.id, "withdraw"))).status, 204);
  await ask(5000, "exp_late");
  const [late] = await open(second);
  clock.advance(72 * HOUR);
  assert.equal((await second.http.call("POST", at(late!.id, "confirm"))).status, 409);
  await watch();
  assert.deepEqual(done, ["ended exp_refused", "ended exp_withdrawn", "ended exp_late"]);
  const { items } = (await first.http.call("GET", "/api/v1/second-person?state=decided")).body as {
    items: SecondPersonView[];
  };
  assert.deepEqual(
    items.map(({ state, comment }) => [state, comment]),
    [
      ["expired", ""],
      ["withdrawn", ""],
      ["refused", "Bitte nur die Kunden der Filiale."],
      ["confirmed", ""],
    ],
  );
});

test("ORG-05: whoever made a key is no second person for what the key asks", async () => {
  const key = await base.db.account(accountId, (tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into api_keys (account_id, name, secret_hash, scopes, created_by, expires_at)
          values (${accountId}, 'Abgleich', '\\x01', '{contacts.export}', ${first.operatorId}, ${new Date(clock.now().getTime() + HOUR)}) returning id`,
    ),
  );
  const actor: Actor = {
    kind: "apiKey",
    apiKeyId: key.id,
    name: "Abgleich",
    roles: [],
    permissions: new Set(["contacts.export"]),
  };
  const before_ = mails.length;
  const { need } = await base.db.account(accountId, (tx) =>
    askSecondPerson(tx, deps, accountId, actor, {
      kind: "export",
      people: guardDefaults.exportFrom,
      reason: "Abgleich mit dem Archiv",
      objectId: "exp_by_key",
    }),
  );
  assert.equal(need, "open");
  assert.equal(mails.length, before_ + 1, "the other person alone is asked");
  const [request] = await open(first);
  assert.deepEqual([request!.mine, request!.mayDecide], [true, false]);
  const path = `/api/v1/second-person/exports/${request!.id}`;
  const own = await first.http.call("POST", `${path}/confirm`);
  assert.deepEqual([own.status, own.body.code], [409, "second_person_is_first"]);
  assert.equal((await second.http.call("POST", `${path}/confirm`)).status, 204);
  assert.equal(done.pop(), "made exp_by_key");
  mails.length = before_;
});

test("ORG-05: what somebody takes in parts within a day, by themselves or by their keys, counts together, also at once", async () => {
  const took = (actor: Actor, people: number) =>
    base.db.account(accountId, async (tx) => {
      const asked = {
        kind: "export" as const,
        people,
        reason: "In Teilen",
        objectId: `exp_${people}`,
      };
      const { need } = await askSecondPerson(tx, deps, accountId, actor, asked);
      await audit(tx, accountId, actor, "contacts.export_started", {
        objectType: "export",
        detail: { people, secondPerson: need },
      });
      return need;
    });
  const before_ = mails.length;
  clock.set(new Date());
  const me = actorOf(first.operatorId);
  const half = Math.ceil(guardDefaults.exportFrom / 2);
  assert.deepEqual((await Promise.all([took(me, half), took(me, half)])).toSorted(), [
    "none",
    "open",
  ]);
  const { id } = await base.db.account(accountId, (tx) =>
    one<{ id: number }>(tx, sql`select id from api_keys where created_by = ${first.operatorId}`),
  );
  const key: Actor = { ...me, kind: "apiKey", apiKeyId: id };
  delete key.operatorId;
  assert.equal(await took(key, half), "open", "a key of the same person");
  assert.equal(await took(actorOf(second.operatorId), half), "none", "somebody else");
  clock.advance(25 * HOUR);
  assert.equal(await took(me, half), "none", "a day later");
  mails.length = before_;
});

test("ORG-05: whoever is alone says why; the reason stands instead of the second person", async () => {
  const { accountId: small } = await testAccount(base.db);
  const alone = (reason?: string) =>
    base.db.account(small, (tx) =>
      askSecondPerson(tx, deps, small, actorOf(first.operatorId + 1000), {
        kind: "release",
        people: 30,
        reason: "Neu eingerichtet",
        ids: [],
        alone: reason,
      }),
    );
  // The account's only owner is somebody else than who asks here.
  assert.equal((await alone()).need, "open");
  await base.db.instance((tx) =>
    run(tx, sql`update memberships set roles = '{intake}' where account_id = ${small}`),
  );
  await assert.rejects(alone(), { code: "second_person_missing" });
  const waived = await alone("Die Kollegin ist in Elternzeit.");
  assert.equal(waived.need, "waived");
  assert.equal(waived.need === "waived" && waived.request.word, "Die Kollegin ist in Elternzeit.");
});

test("ORG-12: many looks, large exports, new browsers and wrong recipients are told once, by one mail of a kind an hour", async () => {
  mails.length = 0;
  const look = (from: number, to: number) =>
    base.db.account(accountId, async (tx) => {
      for (let no = from; no < to; no++)
        await audit(tx, accountId, actorOf(first.operatorId), "contact.viewed", {
          objectType: "contact",
          objectId: `ctc_${no}`,
        });
    });
  clock.set(new Date());
  await look(0, 99);
  await look(0, 50);
  await watch();
  assert.deepEqual(await alerts(), []);
  await look(99, 100);
  wrong = guardDefaults.limits.wrong_recipients!;
  await base.db.account(accountId, async (tx) => {
    await audit(tx, accountId, actorOf(first.operatorId), "contacts.export_started", {
      objectType: "export",
      objectId: "exp_huge",
      detail: { people: 5000, reason: "Alles" },
    });
    await audit(tx, accountId, actorOf(first.operatorId), "session.started", {
      detail: { newDevice: true, newPlace: true, browser: "Firefox, Linux" },
    });
  });
  await watch();
  await watch();
  const found = await alerts();
  assert.deepEqual(found.map(({ kind, counted }) => `${kind} ${counted}`).toSorted(), [
    "large_export 5000",
    "many_people 100",
    "new_device 1",
    "wrong_recipients 50",
  ]);
  // One mail to each of the two who answer for the account, with everything in it.
  assert.equal(mails.length, 2);
  assert.match(mails[0]!.paragraphs.join("\n"), /100 Personen angesehen[\s\S]*Firefox, Linux/);
  await look(100, 130);
  await watch();
  assert.equal((await alerts()).find(({ kind }) => kind === "many_people")?.counted, 130);
  assert.equal(mails.length, 2);
});

test("ORG-12: an alert is called expected or an incident; twice as much after that is an alert of its own", async () => {
  const many = (await alerts()).find(({ kind }) => kind === "many_people")!;
  const body = { verdict: "expected", comment: "Quartalsprüfung" };
  const path = `/api/v1/alerts/${many.id}/decide`;
  assert.equal((await second.http.call("POST", path, { body })).body.state, "expected");
  await watch();
  assert.equal((await alerts()).filter(({ kind }) => kind === "many_people").length, 1);
  await base.db.account(accountId, async (tx) => {
    for (let no = 130; no < 260; no++)
      await audit(tx, accountId, actorOf(first.operatorId), "contact.viewed", {
        objectType: "contact",
        objectId: `ctc_${no}`,
      });
  });
  await watch();
  const again = (await alerts()).find(
    ({ state, kind }) => kind === "many_people" && state === "open",
  );
  assert.equal(again?.counted, 260);
  const incident = { verdict: "incident" };
  const taken = `/api/v1/alerts/${again!.id}/decide`;
  assert.equal((await first.http.call("POST", taken, { body: incident })).status, 200);
  assert.equal((await first.http.call("POST", taken, { body })).status, 409);
});

test("ORG-12: limits are the account's own; whoever loosens one is told of, and a higher number for exports waits for a second person", async () => {
  const {
    changedBy: _by,
    changedAt: _at,
    told,
    raiseAsked: _asked,
    ...now
  } = (await first.http.call("GET", "/api/v1/guards")).body as GuardsView;
  assert.deepEqual(now, guardDefaults);
  assert.equal(told.length, 2);
  const change = (to: object) =>
    first.http.call("PUT", "/api/v1/guards", { body: { ...now, ...to } });
  assert.equal((await change({ exportFrom: 100 })).status, 200);
  const loose = async () => (await alerts()).filter(({ kind }) => kind === "guard_loosened");
  assert.deepEqual(await loose(), []);
  assert.equal((await ask(100, "exp_now")).need, "open");
  const limits = { ...now.limits, many_people: null };
  const higher = { exportFrom: 9000, releaseFrom: 5, limits };
  assert.equal((await change(higher)).body.code, "reason_needed");
  const reason = "Der Kundentag braucht größere Dateien";
  const asked = (await change({ ...higher, reason })).body as GuardsView;
  // What is stricter or no second person's affair holds at once, the higher number does not.
  assert.deepEqual([asked.exportFrom, asked.releaseFrom], [100, 5]);
  assert.deepEqual(asked.raiseAsked?.raises, [{ name: "export", before: 100, after: 9000 }]);
  assert.match((await loose())[0]!.sentence.de, /: Viele Personen angesehen 100 → aus\./);
  assert.equal((await ask(7000, "exp_meanwhile")).need, "open");
  const raise = async () => (await open(first)).find(({ kind }) => kind === "guards");
  const waiting = (await raise())!;
  assert.deepEqual([waiting.raises, waiting.reason], [asked.raiseAsked?.raises, reason]);
  const path = `/api/v1/second-person/guards/${waiting.id}/confirm`;
  assert.equal((await first.http.call("POST", path)).body.code, "second_person_is_first");
  assert.equal((await second.http.call("POST", path)).status, 204);
  assert.match((await loose())[0]!.sentence.de, /Exporten 100 → 9\.000\./);
  assert.equal((await ask(7000, "exp_later")).need, "none");
  // A stricter number takes the place of a higher one that waits.
  const keep = { releaseFrom: 5, limits };
  await change({ ...keep, exportFrom: 20_000, reason });
  assert.ok(await raise());
  const lower = (await change({ ...keep, exportFrom: 300 })).body as GuardsView;
  assert.deepEqual([lower.exportFrom, lower.raiseAsked, await raise()], [300, null, undefined]);
});
