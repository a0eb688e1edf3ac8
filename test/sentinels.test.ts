import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { served, type Served } from "./support/served.ts";
import { linkIn, mailTo, trackedIn, untilRead, visitor } from "./support/walk.ts";
import { readyAccount, sendMailing, subscribe, type WalkAccount } from "./support/walk-account.ts";

/** Addresses and programs that occur nowhere else, one pair for each thing a person does. */
const SENTINELS = {
  form: {
    ip: "203.0.113.171",
    agent: "Mozilla/5.0 (X11; Linux x86_64) Wachhund/7171.1 Firefox/140",
  },
  pixel: {
    ip: "203.0.113.172",
    agent: "Mozilla/5.0 (X11; Linux x86_64) Wachhund/7172.1 Firefox/140",
  },
  click: {
    ip: "2001:db8:7173::beef",
    agent: "Mozilla/5.0 (X11; Linux) Wachhund/7173.1 Firefox/140",
  },
  question: { ip: "203.0.113.174", agent: "Mozilla/5.0 (X11; Linux) Wachhund/7174.1 Firefox/140" },
  manage: { ip: "203.0.113.175", agent: "Mozilla/5.0 (X11; Linux) Wachhund/7175.1 Firefox/140" },
  unsubscribe: { ip: "203.0.113.176", agent: "Wachhund/7176.1 One-Click" },
  reader: { ip: "203.0.113.178", agent: "Mozilla/5.0 (X11; Linux) Wachhund/7178.1 Firefox/140" },
  wrong: { ip: "203.0.113.177", agent: "Mozilla/5.0 (X11; Linux) Wachhund/7177.1 Firefox/140" },
};
type Sentinel = keyof typeof SENTINELS;
const [ANNA, BERT] = ["anna@waechter.example", "bert@waechter.example"];

const headersOf = (name: Sentinel): Record<string, string> => ({
  "x-forwarded-for": SENTINELS[name].ip,
  "user-agent": SENTINELS[name].agent,
});

/** How a sentinel could be written down: as it is, in a database's hexadecimal, hashed without a key. */
function traces(name: Sentinel): string[] {
  return Object.values(SENTINELS[name]).flatMap((value) => [
    value,
    Buffer.from(value).toString("hex"),
    Buffer.from(value).toString("base64").replace(/=+$/, ""),
    ...(["md5", "sha1", "sha256"] as const).flatMap((kind) => {
      const hash = createHash(kind).update(value).digest();
      return [hash.toString("hex"), hash.toString("base64url")];
    }),
  ]);
}

describe("addresses and programs of people", () => {
  let product: Served;
  let account: WalkAccount;
  let tables: Map<string, string>;
  /** The same while both are still measured: who leaves all lists is forgotten in the background. */
  let tablesBefore: Map<string, string>;
  let files: Map<string, Buffer>;
  let log: string;

  before(async () => {
    product = await served({ LOG_LEVEL: "trace", TRUSTED_PROXIES: "1" });
    account = await readyAccount(product);
    await subscribe(
      product,
      account,
      [ANNA, BERT].map((email) => ({
        email,
        tracking: email === ANNA,
        headers: headersOf("form"),
      })),
    );
    const mailing = await sendMailing(account);
    await untilRead();
    await readOnTheWeb(mailing);
    await everythingPeopleDo();
    // What is held in memory is written at the latest now.
    await product.stopServing();
    tables = await dumpTables(product);
    files = filesBelow(product.dataDir);
    log = product.output();
  });
  after(() => product?.stop());

  async function readOnTheWeb(mailing: string): Promise<void> {
    const reader = visitor(product.url, headersOf("reader"));
    const view = await account.owner.get(`/mailings/${mailing}/web-view`);
    const archive = await account.owner.patch(`/lists/${account.list}/archive`, { open: true });
    for (const url of [view.url, `${view.url}/persoenlich`, archive.url, archive.feedUrl])
      assert.equal((await reader.get(url)).status, 200, url);
    for (const path of [`/w/${"a".repeat(32)}`, "/archiv/nirgends", "/archiv/nirgends/rss"])
      assert.equal((await reader.get(path)).status, 404, path);
  }

  async function everythingPeopleDo(): Promise<void> {
    for (const email of [ANNA, BERT]) {
      const mail = await mailTo(account.owner, email, /^Marktblick/);
      const { pixel, links } = trackedIn(mail);
      if (pixel) await visitor(product.url, headersOf("pixel")).get(pixel);
      for (const link of links) await visitor(product.url, headersOf("click")).get(link);
    }
    tablesBefore = await dumpTables(product);
    const mail = await mailTo(account.owner, BERT, /^Marktblick/);
    const asked = visitor(product.url, headersOf("question"));
    const question = await asked.get(linkIn(mail, /^\/q\//));
    assert.equal((await asked.press(question.text, /^\/q\//)).status, 200);
    const manager = visitor(product.url, headersOf("manage"));
    const annas = await mailTo(account.owner, ANNA, /^Marktblick/);
    const page = await manager.get(linkIn(annas, /^\/v\//));
    assert.equal((await manager.press(page.text, /\/all$/)).status, 200);
    const header = mail.headers.find((one) => one.name.toLowerCase() === "list-unsubscribe")!;
    const oneClick = await fetch(/<([^>]+)>/.exec(header.value)![1]!, {
      method: "POST",
      headers: headersOf("unsubscribe"),
      body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
    });
    assert.equal(oneClick.status, 200);
    // Failures are logged more than successes.
    const stranger = visitor(product.url, headersOf("wrong"));
    for (const path of ["/t/", "/u/", "/v/", "/q/", "/b/", "/n/", "/o/", "/w/", "/z/"])
      assert.ok((await stranger.get(path + "A".repeat(43))).status >= 400);
    await stranger.post(account.form.url, [["email", "kaputt"]]);
    await stranger.post(account.form.url, [["%", "\u0000"]]);
  }

  const found = (names: Sentinel[], where: Iterable<[string, string | Buffer]>): string[] =>
    [...where].flatMap(([place, text]) =>
      names.flatMap((name) =>
        traces(name)
          .filter((trace) => text.includes(trace))
          .map((trace) => `${name} in ${place}: ${trace}`),
      ),
    );
  const all = Object.keys(SENTINELS) as Sentinel[];

  test("the search finds what is there", () => {
    assert.match(log, /"level":"(debug|info)"/);
    assert.ok(tables.get("contacts")!.includes(ANNA));
    assert.ok(tablesBefore.get("personal_events")!.length > 10, "hits were recorded");
    assert.ok(tables.get("ledger_entries")!.length > 100);
    assert.ok(
      [...files.values()].some((bytes) => bytes.includes("Marktblick")),
      "mails of the mailbox",
    );
  });

  test("RET-08 TRK-06: no log line holds an address or a program of a person", () => {
    assert.deepEqual(found(all, [["log", log]]), []);
    assert.doesNotMatch(log, /Wachhund|203\.0\.113\.|2001:db8:7173/);
    assert.doesNotMatch(
      log,
      /\/(t|u|v|b|n|o|q|w|z|passwort|einladung)\/[\w-]{30,}/,
      "nor a link of a person",
    );
    assert.doesNotMatch(log, /waechter\.example/, "nor their mail addresses");
  });

  test("TRK-06: no table and no file holds an address or a program of who was measured", () => {
    assert.deepEqual(found(all, tablesBefore), []);
    assert.deepEqual(found(all, tables), []);
    assert.deepEqual(found(all, files), []);
    for (const name of ["personal_events", "anonymous_counts", "measured_deliveries"])
      for (const dump of [tablesBefore, tables])
        assert.doesNotMatch(dump.get(name) ?? "", /203\.0\.113|Wachhund/, name);
  });
});

async function dumpTables({ database }: Served): Promise<Map<string, string>> {
  const client = new pg.Client({ ...database.connection });
  await client.connect();
  try {
    const { rows: names } = await client.query<{ name: string }>(
      "select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'm') order by 1",
    );
    const dump = new Map<string, string>();
    for (const { name } of names) {
      await client.query("set row_security = off");
      const { rows } = await client.query<{ text: string }>(
        `select t::text as text from ${name} t`,
      );
      dump.set(name, rows.map((row) => row.text).join("\n"));
    }
    return dump;
  } finally {
    await client.end();
  }
}

function filesBelow(folder: string): Map<string, Buffer> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => [path, readFileSync(path)]),
  );
}
