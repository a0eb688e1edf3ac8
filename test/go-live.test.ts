import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test as step } from "node:test";
import type { ChecklistView, CheckView } from "../contract/compliance.ts";
import type { StopView } from "../contract/sending.ts";
import { recheckAccount } from "../server/compliance/index.ts";
import { createLookUp, one, rows, run, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { startDnsServer, type DnsServer } from "./support/dns-server.ts";
import { readMail, type ReadMail } from "./support/parse-mail.ts";
import { eventually, SAMPLE_HTML } from "./support/sending.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";
import { testCertificate } from "./support/tls-certificate.ts";
import { readyAccount, type WalkAccount } from "./support/walk-account.ts";
import { linkIn, mailTo, OWNER, visitor } from "./support/walk.ts";

const DOMAIN = "musterbank.example";
const REPLY = `post@${DOMAIN}`;
const PRIVACY = `datenschutz@${DOMAIN}`;
const TESTER = `testerin@${DOMAIN}`;
const NOTICE =
  "<p>Newsletter: Sie können jederzeit widerrufen. Öffnungen und Klicks messen wir mit einem Zählpixel.</p>";

/** One account from its first day to live operation, with name server, website and mail server of this machine. */
describe("from sandbox to live", () => {
  const zone: Parameters<typeof startDnsServer>[0] = {};
  let running: RunningApp;
  let account: WalkAccount;
  let dns: DnsServer;
  let site: Server;
  let relay: SmtpSink;
  let accountId = 0;

  before(async () => {
    dns = await startDnsServer(zone);
    site = createServer((_request, response) => response.end(NOTICE)).listen(0, "127.0.0.1");
    relay = await startSmtpSink({ starttls: testCertificate });
    const { port } = site.address() as AddressInfo;
    running = await runningApp({
      env: {
        SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
        INBOUND_DOMAIN: `in.${DOMAIN}`,
        INBOUND_SMTP_PORT: "0",
      },
      outside: {
        lookUp: createLookUp({ servers: [dns.at] }),
        async fetch(url) {
          const answer = await fetch(`http://127.0.0.1:${port}${new URL(url).pathname}`);
          return { status: answer.status, text: await answer.text(), url };
        },
      },
    });
    account = await readyAccount(running);
    const found = await running.app.db.instance((tx) =>
      one<{ id: number }>(tx, sql`select a.id from accounts a`),
    );
    accountId = found.id;
  });
  after(async () => {
    await running?.close();
    await relay?.close();
    await dns?.close();
    site?.close();
  });

  /** Each step stands on the one before. */
  let failed = false;
  const test = (name: string, work: () => Promise<void>) =>
    step(name, async (context) => {
      if (failed) return context.skip("a step before it failed");
      failed = true;
      await work();
      failed = false;
    });

  const look = async (ids?: string[]): Promise<ChecklistView> =>
    account.owner.post("/checks/run", ids === undefined ? {} : { ids });
  const open = (list: ChecklistView): string[] =>
    list.items
      .filter((check) => check.blocking && !["passed", "not_applicable"].includes(check.status))
      .map((check) => `${check.id} ${check.status}: ${check.message.de}`);
  const state = (list: ChecklistView, id: string): CheckView =>
    list.items.find((check) => check.id === id)!;
  const press = async (link: string) => {
    const person = visitor(running.url);
    const page = await person.get(link);
    assert.equal(page.status, 200);
    const { pathname } = new URL(link, running.url);
    return person.press(page.text, new RegExp(`^${pathname}`));
  };
  /** The newest mail to somebody that left the house. */
  const relayed = async (to: string, subject: RegExp): Promise<ReadMail> => {
    let found: ReadMail | undefined;
    await eventually(`mail to ${to}`, async () => {
      for (const message of relay.accepted.filter((one) => one.to.includes(to))) {
        const mail = await readMail(message.content);
        if (subject.test(mail.subject)) found = mail;
      }
      return found !== undefined;
    });
    return found!;
  };
  const pressIn = async (mail: ReadMail, path: RegExp) => {
    const links = [...mail.text.matchAll(/https?:\/\/[^\s<>]+/g)].map(([url]) => url);
    await press(links.find((url) => path.test(new URL(url).pathname))!);
  };
  const inMailbox = async (to: string, path: RegExp) =>
    press(linkIn(await mailTo(account.owner, to), path));
  const sendTest = async (): Promise<string> => {
    const { id } = await account.owner.post("/mailings", {
      name: "Marktblick",
      subject: "Marktblick: neue Konditionen",
      html: SAMPLE_HTML,
      listIds: [account.list],
    });
    const { items } = await account.owner.get("/confirmed-addresses");
    const tester = items.find((one: { kind: string }) => one.kind === "test");
    await account.owner.post(`/mailings/${id}/test`, { addressIds: [tester.id] });
    return id;
  };

  test("CHK-A1: a new account is refused with the list of what is not green", async () => {
    const refused = await account.owner.call("POST", "/account/go-live");
    assert.equal(refused.status, 409);
    assert.equal(refused.body.code, "checks_failing");
    const ids = refused.body.checks.map((check: { id: string }) => check.id);
    for (const id of ["CHK-05", "CHK-08", "CHK-10", "CHK-27", "CHK-28", "CHK-31", "CHK-35"])
      assert.ok(ids.includes(id), `${id} among ${ids.join(" ")}`);
    assert.ok(refused.body.checks.every((check: CheckView) => check.next.path.startsWith("/")));
    assert.equal((await account.owner.get("/account")).mode, "sandbox");
  });

  test("CHK-A1 CHK-32 CHK-35 A11Y-09: with everything in order each check turns green, and the account goes live", async () => {
    const { owner } = account;
    const { records } = await owner.get(`/sender-domains/${DOMAIN}`);
    for (const { name, value, required } of records)
      if (required) zone[name] = { TXT: [value.match(/.{1,255}/g)] };
    await inMailbox(REPLY, /^\/adresse-bestaetigen\//);
    await owner.post("/confirmed-addresses", { kind: "privacy_contact", email: PRIVACY });
    await inMailbox(PRIVACY, /^\/adresse-bestaetigen\//);
    await owner.post("/test-addresses", { email: TESTER });
    await inMailbox(TESTER, /^\/adresse-bestaetigen\//);
    await sendTest();
    assert.match(state(await look(["CHK-35"]), "CHK-35").message.de, /niemand hat sie bestätigt/);
    const link = linkIn(await mailTo(owner, TESTER, /^\[Test\]/), /^\/testmail\//);
    for (let time = 0; time < 3; time++) await visitor(running.url).get(link);
    assert.equal(state(await look(["CHK-35"]), "CHK-35").status, "failed", "opening is no answer");
    await press(link);
    await documents();
    await operations();

    // Only a person knows whether the notice describes what is measured.
    const before: ChecklistView = await owner.get("/checks");
    const asked = before.items.filter((check) => check.questions.length > 0);
    assert.deepEqual(asked.map(({ id }) => id).toSorted(), ["CHK-04", "CHK-32"]);
    const statement = state(before, "CHK-32");
    assert.notEqual(statement.status, "passed", "neither a statement nor an exemption yet");
    assert.equal(statement.blocking, false);
    for (const check of asked)
      for (const { key } of check.questions)
        await owner.post(`/checks/${check.id}/answer`, { key, evidence: "Gelesen am Tag." });

    const live: ChecklistView = await owner.post("/account/go-live");
    assert.equal(live.mode, "live");
    assert.equal(state(live, "CHK-32").status, "passed", "a micro-enterprise says so");
    assert.equal(state(live, "CHK-04").questions[0]!.answer!.by, OWNER.name);
    assert.equal(state(live, "CHK-13").evidence["status"], 404);
    assert.deepEqual(
      open(live).map((line) => line.slice(0, 6)),
      ["CHK-05", "CHK-08", "CHK-35"],
      "what only real mail can prove is asked again",
    );
  });

  test("CHK-A1 CHK-35: live, the links that really travelled make it green", async () => {
    const { owner } = account;
    for (const to of [REPLY, PRIVACY])
      await pressIn(await relayed(to, /bestätigen Sie diese Adresse/), /adresse-bestaetigen/);
    await owner.post("/test-addresses", { email: TESTER });
    await pressIn(await relayed(TESTER, /bestätigen Sie diese Adresse/), /adresse-bestaetigen/);
    await sendTest();
    await pressIn(await relayed(TESTER, /^\[Test\]/), /testmail/);
    assert.deepEqual(open(await look(["CHK-05", "CHK-08", "CHK-35"])), []);
  });

  test("CHK-A1 CHK-10: the daily look sees what broke, tells the owner, and no mailing may begin", async () => {
    const { owner } = account;
    const name = Object.keys(zone).find((one) => one.includes("_domainkey"))!;
    const key = zone[name]!;
    delete zone[name];
    const { deps, db } = running.app;
    const aDayLater = () =>
      db.account(accountId, (tx) =>
        run(tx, sql`update check_results set checked_at = checked_at - interval '1 day'`),
      );
    await aDayLater();
    await recheckAccount(deps.checkEngine, accountId);
    const list: ChecklistView = await owner.get("/checks");
    assert.deepEqual(
      open(list).map((line) => line.slice(0, 13)),
      ["CHK-10 failed", "CHK-11 failed", "CHK-12 failed"],
    );
    assert.equal(list.nextId, "CHK-10");
    const mail = await relayed(OWNER.email, /Pflichtprüfungen nicht bestanden/);
    assert.match(mail.text, /DKIM/);
    const { items } = await owner.get("/checks/CHK-10/history");
    assert.deepEqual(
      items.slice(0, 2).map((change: { status: string }) => change.status),
      ["failed", "passed"],
    );
    const id = await sendTest();
    const refused = await owner.call("POST", `/mailings/${id}/schedule`, { body: {} });
    assert.equal(refused.status, 409);
    assert.ok(refused.text.includes("CHK-10"));
    const { stops } = await owner.get("/sending");
    assert.deepEqual(
      stops.map((stop: StopView) => [stop.cause, stop.scope, stop.reason]),
      [["checks", "advertising", "CHK-10, CHK-11, CHK-12"]],
    );
    assert.equal((await owner.post("/sending/resume", { confirm: true })).ended, 0);
    assert.equal((await owner.get("/sending")).stops.length, 1, "nobody's word ends it");

    const told = relay.accepted.length;
    zone[name] = key;
    await aDayLater();
    await recheckAccount(deps.checkEngine, accountId);
    assert.deepEqual(open(await owner.get("/checks")), []);
    assert.equal(
      relay.accepted.slice(told).filter((one) => one.to.includes(OWNER.email)).length,
      0,
      "nobody is told of what is green again",
    );
    assert.deepEqual((await owner.get("/sending")).stops, [], "advertising goes on by itself");
  });

  test("CHK-A1 CHK-10: what broke since the last look is seen before a mailing begins, which waits until it is mended", async () => {
    const { owner } = account;
    const { db } = running.app;
    const within = <T>(statement: ReturnType<typeof sql<T>>) =>
      db.account(accountId, (tx) => rows<T>(tx, statement));
    const subscriber = "leserin@reader.example";
    const reader = visitor(running.url);
    await reader.signUp(account.form.url, {
      email: subscriber,
      tracking: false,
      lists: [account.list],
    });
    await pressIn(await relayed(subscriber, /./), /^\/b\//);
    const id = await sendTest();
    const name = Object.keys(zone).find((one) => one.includes("_domainkey"))!;
    const key = zone[name]!;
    delete zone[name];
    await within(sql`update check_results set checked_at = checked_at - interval '11 minutes'`);
    const told = relay.accepted.length;
    const ready = await owner.call("POST", `/mailings/${id}/schedule`, { body: {} });
    assert.equal(ready.status, 200, ready.text);
    await eventually("the owner is told again", () =>
      relay.accepted.slice(told).some((one) => one.to.includes(OWNER.email)),
    );
    const begun = async () => (await owner.get(`/mailings/${id}`)).state !== "scheduled";
    await eventually(
      "the mailing waits",
      async () =>
        (await within(sql`select 1 from jobs where kind = 'mailings.start' and run_at > now()`))
          .length === 1,
    );
    assert.equal(await begun(), false);
    assert.equal((await owner.get("/sending")).stops.length, 1);
    zone[name] = key;
    await within(sql`update jobs set run_at = now() where kind = 'mailings.start'`);
    await relayed(subscriber, /^Marktblick: neue Konditionen$/);
    assert.deepEqual((await owner.get("/sending")).stops, []);
  });

  test("CHK-A2: only what does not block may be passed over, for 30 days and with a reason", async () => {
    const { owner } = account;
    const reason = "Anmeldung bei Google ist beantragt.";
    const over = (id: string, days = 30) =>
      owner.call("POST", `/checks/${id}/override`, { body: { reason, days } });
    assert.equal((await over("CHK-11")).body.code, "check_blocks");
    assert.equal((await over("CHK-18", 31)).status, 400);
    assert.equal((await look(["CHK-18"])).nextId, "CHK-18");
    const list: ChecklistView = (await over("CHK-18")).body;
    assert.equal(state(list, "CHK-18").override!.by, OWNER.name);
    assert.deepEqual([list.done, list.nextId], [36, null]);
    const pdf = await owner.call("GET", "/checklist.pdf?locale=de");
    assert.equal(pdf.contentType, "application/pdf");
  });

  /** What the house has to write and confirm itself. */
  async function documents(): Promise<void> {
    const { owner } = account;
    const put = async (path: string, body: unknown) => {
      const answer = await owner.call("PUT", path, { body });
      assert.ok(answer.status < 300, `${path}: ${answer.text}`);
    };
    const measures = await owner.get("/documents/measures");
    for (const { key } of measures.chapters)
      await put(`/documents/measures/chapters/${key}`, {
        text: "Zutritt nur mit Karte und Begleitung, jede Nutzung wird aufgezeichnet.",
      });
    const screening = await owner.get("/documents/screening");
    for (const { key, known } of screening.questions)
      if (!known) await put(`/documents/screening/answers/${key}`, { answer: "no" });
    const form = new FormData();
    form.append("file", new Blob(["%PDF-1.7 Folgenabschätzung"]), "dsfa.pdf");
    const upload = await fetch(`${running.url}/api/v1/documents/impact/files`, {
      method: "POST",
      headers: owner.credentials,
      body: form,
    });
    assert.equal(upload.status, 201, await upload.text());
    for (const kind of ["measures", "screening", "records"]) {
      const { sha256 } = await owner.get(`/documents/${kind}`);
      await owner.post(`/documents/${kind}/confirm`, { sha256 });
    }
    const { items } = await owner.get("/assessments");
    const reviewOn = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
    for (const { topic, needed } of items)
      if (needed)
        await owner.post("/assessments", {
          topic,
          reviewOn,
          arguments:
            "Die Summen genügen uns; niemand ist darin erkennbar, und niemand hat Nachteile.",
          conclusion: "Wir bleiben bei dieser Wahl.",
        });
  }

  /** A second factor of the owner, and backups: each has tests of its own. */
  async function operations(): Promise<void> {
    const { db } = running.app;
    await db.instance(async (tx) => {
      await run(
        tx,
        sql`insert into operator_factors (operator_id, kind, name, secret, created_at, confirmed_at) select o.id, 'totp', 'Telefon', '\\x00', now(), now() from operators o`,
      );
      await run(tx, sql`update sessions set second_factor_at = now(), proved_at = now()`);
      await run(tx, sql`update backup_settings set nightly = true`);
      for (const kind of ["backup", "restore_test"])
        await run(
          tx,
          sql`insert into backup_runs (kind, state, name, started_by, started_at, finished_at) values (${kind}, 'done', 'b', 'Test', now(), now())`,
        );
    });
  }
});
