import assert from "node:assert/strict";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import pg from "pg";
import type { Deliverability, SeedTestView, SpamCheck } from "../../contract/deliverability.ts";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { readMail } from "../../test/support/parse-mail.ts";
import {
  eventually,
  SAMPLE_HTML,
  sendingParts,
  type SendingParts,
} from "../../test/support/sending.ts";
import { startSmtpSink, type SmtpSink } from "../../test/support/smtp-sink.ts";
import { createMailing } from "../mailings/index.ts";
import { deliverabilityRoutes } from "./deliverability.routes.ts";
import { ratesOf, trendOf } from "./deliverability.ts";
import { readRspamd } from "./ask-rspamd.ts";
import { readSpamd } from "./ask-spamd.ts";
import { spamCheck } from "./spam-check.ts";

let database: TestDatabase;
let owner: pg.Client;
let parts: SendingParts;
let sink: SmtpSink;
let seeded: SeededNewsletter;
let http: TestHttp;

before(async () => {
  database = await testDatabase();
  owner = new pg.Client(database.connection);
  await owner.connect();
  parts = sendingParts(database.db);
  sink = await startSmtpSink();
  seeded = await seedNewsletter(database.db, parts.keys, {
    people: 3,
    granted: 1,
    domain: "leser.example",
  });
  http = await testServer({
    db: database.db,
    routes: deliverabilityRoutes({ ...parts.deps, spamdUrl: null, rspamdUrl: null }),
    as: {
      accountId: seeded.accountId,
      permissions: ["reports.read", "mailings.read", "mailings.write", "senders.write"],
    },
  });
});
after(async () => {
  await http.close();
  await sink.close();
  await parts.close();
  await owner.end();
  await database.close();
});

const page = async (days = 30) =>
  (await http.call("GET", `/api/v1/deliverability?days=${days}`)).body as Deliverability;

const ago = (days: number) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin", dateStyle: "short" }).format(
    new Date(Date.now() - days * 86_400_000),
  );

test("the page of an account that has sent nothing is empty, and asks for nothing", async () => {
  const empty = await page(7);
  assert.equal(empty.series.length, 7);
  assert.equal(empty.to, ago(0));
  assert.deepEqual(empty.providers, []);
  assert.deepEqual(empty.todos, []);
  assert.equal(empty.total.acceptedRate, null);
});

test("SND-07 SND-08: rates by provider, complaints at the lines of 0.1 and 0.3 %, and what to do, the urgent first", async () => {
  await owner.query(
    `insert into delivery_days (account_id, day, provider, sender_domain, stream, accepted, deferred, soft, hard, policy)
     values ($1, $2::date, 'gmail', 'news.example', 'marketing', 1000, 900, 0, 4, 40), ($1, $2::date, 'webde_gmx', 'news.example', 'marketing', 2000, 0, 3, 5, 0),
            ($1, $3::date, 'gmail', 'news.example', 'marketing', 1000, 0, 0, 0, 0), ($1, $2::date, '*', 'news.example', 'opt_in', 5, 0, 0, 0, 0)`,
    [seeded.accountId, ago(1), ago(40)],
  );
  await owner.query(
    `insert into delivery_refusals (account_id, day, provider, sender_domain, meaning, count, sample)
     values ($1, $2::date, 'gmail', 'news.example', 'authentication', 38, '550 5.7.26 unauthenticated'), ($1, $2::date, 'gmail', 'news.example', 'blocklisted', 3, '554 listed at zen.spamhaus.org'),
            ($1, $2::date, 'gmail', 'news.example', 'spam', 1, '550 spam'), ($1, $2::date, 'webde_gmx', 'news.example', 'unknown_user', 5, null)`,
    [seeded.accountId, ago(1)],
  );
  for (let n = 0; n < 3; n++)
    await owner.query(
      `insert into suppressions (account_id, scope, email_normalised, address_hash, reason, origin, created_at) values ($1, 'complaint', $2, $3, 'spam_report', 'complaint', now() - interval '1 day')`,
      [seeded.accountId, `p${n}@gmail.com`, Buffer.alloc(32, n)],
    );
  const view = await page();
  assert.deepEqual(
    view.providers.map((one) => [one.id, one.name, one.accepted, one.complaints]),
    [
      ["webde_gmx", "WEB.DE, GMX, 1&1", 2000, 0],
      ["gmail", "Gmail", 1000, 3],
      ["*", "*", 5, 0],
    ],
  );
  const gmail = view.providers.find((one) => one.id === "gmail")!;
  assert.equal(gmail.complaintRate, 0.003);
  assert.equal(gmail.trend, "worse");
  assert.deepEqual(gmail.days, [
    { day: ago(1), accepted: 1000, refused: 44, deferred: 900, complaints: 3 },
  ]);
  const small = view.providers.find((one) => one.id === "*")!;
  assert.equal(small.acceptedRate, null, "five mails say nothing");
  assert.deepEqual(
    view.domains.map((one) => [one.domain, one.stream, one.accepted]),
    [
      ["news.example", "marketing", 3000],
      ["news.example", "opt_in", 5],
    ],
  );
  assert.equal(view.signals[0]!.meaning, "authentication");
  assert.deepEqual(view.signals[0]!.providers, ["Gmail"]);
  const todos = view.todos.map((todo) => [todo.code, todo.urgency]);
  assert.deepEqual(todos, [
    ["complaints", "now"],
    ["authentication", "now"],
    ["blocklisted", "now"],
    ["deferred", "watch"],
    ["seed_test", "watch"],
  ]);
  const listed = view.todos.find((todo) => todo.code === "blocklisted")!;
  assert.equal(listed.link?.href, "https://check.spamhaus.org/");
  assert.match(view.todos[1]!.text.de, /5\.7\.26.*\(Gmail; von news\.example\)$/s);
  assert.doesNotMatch(JSON.stringify(view), /@gmail\.com/, "no single addresses");
});

test("shares need enough mails, and a trend two periods", () => {
  const none = {
    soft: 0,
    hard: 0,
    policy: 0,
    unknown: 0,
    deferred: 0,
    uncertain: 9,
    complaints: 1,
  };
  assert.equal(ratesOf({ ...none, accepted: 19 }).acceptedRate, null);
  assert.equal(ratesOf({ ...none, accepted: 20 }).acceptedRate, 1);
  assert.equal(ratesOf({ ...none, accepted: 299 }).complaintRate, null);
  assert.equal(trendOf(0.99, 0.97), "better");
  assert.equal(trendOf(0.97, 0.975), "same");
  assert.equal(trendOf(0.97, null), null);
});

test("SND-06: X-CSA-Complaints is an address of the account, in ASCII", async () => {
  const put = (address: string | null) =>
    http.call("PUT", "/api/v1/deliverability/complaints-address", { body: { address } });
  assert.equal((await put("csa@Musterbank.EXAMPLE")).status, 200);
  assert.equal((await page()).complaintsAddress, "csa@musterbank.example");
  assert.equal((await put("nobody")).status, 400);
  assert.equal((await put("jörg@musterbank.example")).status, 400);
  assert.equal((await put("a@b.example\r\nBcc: x@y.example")).status, 400);
  assert.equal((await put(null)).status, 200);
  assert.equal((await page()).complaintsAddress, null);
});

async function draft(): Promise<string> {
  const mailing = await database.db.account(seeded.accountId, (tx) =>
    createMailing(
      tx,
      seeded.accountId,
      {
        name: "Marktblick",
        subject: "Neue Zinsen",
        html: SAMPLE_HTML,
        listIds: [seeded.listPublicId],
        locale: "de",
      },
      seeded.operatorId,
      parts.deps.clock.now(),
    ),
  );
  return mailing.publicId;
}

async function address(email: string, confirmed: boolean): Promise<string> {
  const { rows } = await owner.query<{ public_id: string }>(
    `insert into confirmed_addresses (account_id, kind, email, email_normalised, sent_via, confirmed_at) values ($1, 'test', $2, $2, 'relay', $3) returning public_id`,
    [seeded.accountId, email, confirmed ? new Date() : null],
  );
  return rows[0]!.public_id;
}

test("SND-17: a test goes to registered addresses as the mailing will be, without tracking and counters, and keeps what came of it", async () => {
  const id = await draft();
  const [gmail, gmx, open] = [
    await address("kontrolle@gmail.com", true),
    await address("kontrolle@gmx.de", true),
    await address("offen@gmail.com", false),
  ];
  const start = (addressIds: string[]) =>
    http.call("POST", `/api/v1/mailings/${id}/seed-test`, { body: { addressIds } });
  assert.equal((await start([gmail, open])).body.code, "test_address_unknown");
  const made = await start([gmail, gmx, gmx]);
  assert.equal(made.status, 201);
  const test = made.body as SeedTestView;
  assert.deepEqual(
    test.results.map((one) => [one.provider.id, one.state]),
    [
      ["gmail", "open"],
      ["webde_gmx", "open"],
    ],
  );
  sink.setFault(({ stage, to }) =>
    stage === "rcpt" && to.endsWith("gmx.de")
      ? { stage, reply: "550 5.7.1 refused by policy" }
      : undefined,
  );
  const dispatcher = parts.dispatcher(sink.port);
  dispatcher.start();
  const now = async () => {
    const answer = await http.call("GET", `/api/v1/seed-tests?mailing=${id}`);
    return (answer.body.items as SeedTestView[])[0]!;
  };
  try {
    await eventually("both ended", async () =>
      (await now()).results.every((one) => one.state !== "open"),
    );
  } finally {
    await dispatcher.stop();
    sink.setFault(undefined);
  }
  const [first, second] = (await now()).results;
  assert.equal(first!.state, "accepted");
  assert.equal(second!.state, "rejected");
  assert.match(second!.reply!, /^550 .*refused by policy/);
  const mail = await readMail(sink.accepted.at(-1)!.content);
  assert.equal(mail.subject, "Neue Zinsen", "nothing says that it is a test");
  assert.match(mail.headers.get("list-unsubscribe") ?? "", /\/beispiel\/unsubscribe>$/);
  assert.doesNotMatch(String(mail.html), /\/t\/[\w-]{43}/, "no measuring");
  const { rows } = await owner.query(
    "select (select count(*)::int from measured_deliveries) as measured, (select count(*)::int from delivery_runs) as runs",
  );
  assert.deepEqual(rows[0], { measured: 0, runs: 0 });
  const note = (placement: string | null, deliveryId = first!.id) =>
    http.call("PUT", `/api/v1/seed-tests/${test.id}/placement`, {
      body: { deliveryId, placement },
    });
  assert.equal((await note("spam")).body.results[0].placement, "spam");
  assert.equal((await note(null)).body.results[0].placement, null);
  assert.equal((await note("inbox", `dlv_${"0".repeat(32)}`)).status, 404);
  assert.ok((await page()).lastSeedTest);
  const log = await owner.query(
    "select action, object_id from audit_entries where action like 'seed_test.%' order by id",
  );
  assert.deepEqual(
    log.rows.map((row) => [row.action, row.object_id]),
    [
      ["seed_test.sent", id],
      ["seed_test.noted", test.id],
      ["seed_test.noted", test.id],
    ],
  );
  const other = await testAccount(database.db, { name: "Andere" });
  const foreign = await testServer({
    db: database.db,
    routes: deliverabilityRoutes({ ...parts.deps, spamdUrl: null, rspamdUrl: null }),
    as: { accountId: other.accountId, permissions: ["mailings.read", "mailings.write"] },
  });
  assert.deepEqual((await foreign.call("GET", "/api/v1/seed-tests")).body.items, []);
  await foreign.close();
});

test("the spam check says where no filter is set up, and does not fail with one that is away", async () => {
  const id = await draft();
  const off = (await http.call("GET", `/api/v1/mailings/${id}/spam-check`)).body as SpamCheck;
  assert.deepEqual(
    off.checkers.map((one) => [one.name, one.state, one.setting]),
    [
      ["SpamAssassin", "off", "SPAMD_URL"],
      ["rspamd", "off", "RSPAMD_URL"],
    ],
  );
  const away = await spamCheck(
    { spamdUrl: "spamd://127.0.0.1:1", rspamdUrl: "http://127.0.0.1:1" },
    Buffer.from("x"),
  );
  assert.deepEqual(
    away.checkers.map((one) => one.state),
    ["failed", "failed"],
  );
});

const REPORT = `Spam detection software, running on the system "x".

Content analysis details:   (1.3 points, 5.0 required)

 pts rule name              description
---- ---------------------- --------------------------------------------------
-0.0 NO_RELAYS              Informational: message was not relayed via SMTP
 1.3 HTML_IMAGE_ONLY_24     BODY: HTML: images with 2000-2400 bytes of
                            words
 0.0 HTML_MESSAGE           BODY: HTML included in message

`;

test("answers of spamd and rspamd are read as they document them, with rules explained", async () => {
  const spamd = createServer({ allowHalfOpen: true }, (socket) => {
    const asked: Buffer[] = [];
    socket.on("data", (part) => asked.push(Buffer.from(part)));
    socket.on("end", () => {
      const text = Buffer.concat(asked).toString();
      assert.match(text, /^REPORT SPAMC\/1\.5\r\nContent-length: 12\r\n\r\nSubject: x\r\n$/);
      socket.end(
        `SPAMD/1.1 0 EX_OK\r\nContent-length: ${REPORT.length}\r\nSpam: False ; 1.3 / 5.0\r\n\r\n${REPORT}`,
      );
    });
  });
  const rspamd = createHttpServer((request, response) => {
    assert.equal(request.url, "/checkv2");
    request.resume().on("end", () =>
      response.end(
        JSON.stringify({
          score: 0.3499,
          required_score: 15,
          symbols: {
            MIME_GOOD: { score: -0.1, description: "Known content-type" },
            R_PARTS_DIFFER: { score: 0.45, description: "Text and HTML parts differ" },
            ARC_NA: { score: 0 },
          },
        }),
      ),
    );
  });
  const port = async (server: {
    listen(port: number, host: string, done: () => void): unknown;
    address(): unknown;
  }) => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return (server.address() as AddressInfo).port;
  };
  const urls = {
    spamdUrl: `spamd://127.0.0.1:${await port(spamd)}`,
    rspamdUrl: `http://127.0.0.1:${await port(rspamd)}`,
  };
  const { checkers } = await spamCheck(urls, Buffer.from("Subject: x\r\n"));
  spamd.close();
  rspamd.close();
  assert.deepEqual(
    checkers.map((one) => [one.state, one.score, one.limit]),
    [
      ["done", 1.3, 5],
      ["done", 0.35, 15],
    ],
  );
  assert.deepEqual(
    checkers.map((one) => one.rules.map((rule) => [rule.name, rule.score])),
    [
      [["HTML_IMAGE_ONLY_24", 1.3]],
      [
        ["R_PARTS_DIFFER", 0.45],
        ["MIME_GOOD", -0.1],
      ],
    ],
  );
  assert.match(checkers[0]!.rules[0]!.text.de, /^Viel Bild/);
  assert.throws(() => readSpamd("SPAMD/1.0 76 Bad header line"), /Bad/);
  assert.throws(() => readSpamd(""));
  assert.throws(() => readRspamd("{}"));
});
