import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { completeSettings, testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { textOfPdf } from "../../test/support/pdf-text.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  rows,
  run,
  sql,
  type CheckOutcome,
  type Tx,
} from "../platform/index.ts";
import { personalDataMap } from "../privacy/index.ts";
import { chapters } from "./content/chapters.ts";
import { questions } from "./content/questions.ts";
import { documentChecks, documentRoutes, documentTodos } from "./index.ts";

let base: TestDatabase;
let http: TestHttp;
let accountId = 0;
const clock = manualClock("2026-11-22T09:00:00Z");
const keys = createKeys(Buffer.alloc(32, 7));
const deps = () => ({
  db: base.db,
  clock,
  keys,
  log: createLogger("silent"),
  map: personalDataMap({ clock, keys }),
  publicUrl: "https://news.beispiel.example",
});
const inAccount = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => base.db.account(accountId, work);

before(async () => {
  base = await testDatabase();
  const made = await testAccount(base.db, { settings: completeSettings });
  accountId = made.accountId;
  http = await testServer({
    db: base.db,
    routes: documentRoutes(deps()),
    as: { accountId, operatorId: made.operatorId },
  });
});
after(async () => {
  await http.close();
  await base.close();
});

const get = async (path: string) => {
  const answer = await http.call("GET", `/api/v1${path}`);
  assert.equal(answer.status, 200, `${path}: ${answer.text}`);
  return answer;
};
const check = (id: string): Promise<CheckOutcome> => {
  const found = documentChecks(deps()).find((one) => one.id === id)!;
  return inAccount((tx) => found.run({ tx, accountId, clock }));
};
const addList = (name: string): Promise<unknown> =>
  inAccount((tx) =>
    run(
      tx,
      sql`insert into lists (account_id, name, topics) values (${accountId}, ${name}, 'Altersvorsorge')`,
    ),
  );
const confirm = async (kind: string) => {
  const { sha256 } = (await get(`/documents/${kind}`)).body;
  return http.call("POST", `/api/v1/documents/${kind}/confirm`, { body: { sha256 } });
};

test("ORG-10 CHK-30: a new list stands in the records at once, which are then to be confirmed again", async () => {
  await addList("Marktblick");
  assert.equal((await check("CHK-30")).status, "failed", "nobody confirmed them");
  const stale = "0".repeat(64);
  const refused = await http.call("POST", "/api/v1/documents/records/confirm", {
    body: { sha256: stale },
  });
  assert.deepEqual([refused.status, refused.body.code], [409, "document_changed"]);
  const made = await confirm("records");
  assert.deepEqual([made.status, made.body], [201, { version: 1, validUntil: "2027-11-21" }]);
  assert.equal((await get("/documents/records")).body.state, "current");
  assert.equal((await check("CHK-30")).status, "passed");

  await addList("Anlegerpost");
  const { body } = await get("/documents/records?locale=de");
  assert.equal(body.state, "changed");
  const change = body.changes.find((one: { section: string }) =>
    one.section.includes("Anlegerpost"),
  );
  assert.ok(
    change.added.some((line: string) => line.includes("Altersvorsorge")),
    "says what came",
  );
  const inEnglish = (await get("/documents/records?locale=en")).body;
  assert.ok(
    inEnglish.content.sections.some(
      (one: { title: string }) => one.title === "Newsletter “Anlegerpost”",
    ),
  );
  const stale30 = await check("CHK-30");
  assert.equal(stale30.status, "failed", "confirmed, but not what holds now");
  assert.match(stale30.message.de, /Anlegerpost.*bestätigen Sie das Dokument neu/s);
  const todos = await inAccount((tx) => documentTodos(tx, deps()));
  assert.deepEqual(
    todos.map(({ code, path }) => [code, path]),
    [["document_changed", "/datenschutz/unterlagen/records"]],
  );

  const old = (await get("/documents/records?version=1")).body;
  assert.ok(!JSON.stringify(old.content).includes("Anlegerpost"), "a version stays as it was");
  assert.equal((await http.call("GET", "/api/v1/documents/records?version=9")).status, 404);
  clock.set("2027-11-22T09:00:00Z");
  assert.equal((await check("CHK-30")).status, "failed", "older than twelve months");
  clock.set("2026-11-22T09:00:00Z");
});

test("ORG-06 RET-13: the contract names who operates, sub-processors and places, or states own operation", async () => {
  await inAccount((tx) =>
    run(
      tx,
      sql`insert into relays (account_id, kind, name, host, port, tls, streams) values (${accountId}, 'smtp', 'Hausrelay', 'mail.beispiel.example', 587, 'required', '{marketing}')`,
    ),
  );
  const set = (processing: unknown) =>
    inAccount((tx) =>
      run(
        tx,
        sql`update accounts set processing = ${JSON.stringify(processing)}::jsonb where id = ${accountId}`,
      ),
    );
  const place = { country: "DE", dataCentre: "Rechenzentrum Nord" };
  await set({ operation: { kind: "own", signer: "Erika Mustermann" }, place });
  assert.match(
    JSON.stringify((await get("/documents/contract")).body.content),
    /Eigenbetrieb, kein Auftragsverarbeiter/,
  );
  await set({
    operation: {
      kind: "processor",
      provider: "Hoster GmbH",
      contractDate: "2026-01-12",
      version: "3",
      signer: "Erika Mustermann",
      subprocessors: [{ name: "Rechenhaus Inc.", country: "US", purpose: "Überwachung" }],
    },
    place,
  });
  const words = JSON.stringify((await get("/documents/contract?locale=en")).body.content);
  for (const part of [
    "Hoster GmbH",
    "Rechenhaus Inc.",
    "United States",
    "mail.beispiel.example",
    "at least 30 days before",
  ])
    assert.ok(words.includes(part), part);
  const records = JSON.stringify((await get("/documents/records?locale=de")).body.content);
  assert.match(records, /außerhalb des EWR: Rechenhaus Inc\. \(Vereinigte Staaten\)/);
  assert.match(records, /Als Auftragsverarbeiter \(Art\. 30 Abs\. 2\)/);
  await set({});
  const open = (await get("/documents/contract")).body;
  assert.equal(open.state, "incomplete");
  assert.equal((await confirm("contract")).body.code, "document_incomplete");
  assert.equal((await check("CHK-28")).status, "failed");
  await set({ operation: { kind: "own", signer: "Erika Mustermann" }, place });
});

test("ORG-01 CHK-28: unfilled chapters are shown, block, and are the house's to write", async () => {
  const before = (await get("/documents/measures")).body;
  assert.equal(before.state, "incomplete");
  assert.ok(
    before.content.sections.some((one: { blocks: { kind: string }[] }) =>
      one.blocks.some(({ kind }) => kind === "open"),
    ),
  );
  assert.match((await check("CHK-28")).message.de, /Rechenzentrum und Serverraum/);
  assert.equal(before.content.sections.length, 9, "eight controls and their review");
  for (const { key } of chapters) {
    const text = `Bei uns geregelt: ${key}. Das Haus hat dafür eine Anweisung, die jedes Jahr geprüft wird.`;
    const answer = await http.call("PUT", `/api/v1/documents/measures/chapters/${key}`, {
      body: { text },
    });
    assert.equal(answer.status, 204, answer.text);
  }
  assert.equal((await check("CHK-28")).status, "passed");
  assert.equal((await confirm("measures")).status, 201);
  assert.equal(
    (await http.call("PUT", "/api/v1/documents/measures/chapters/nowhere", { body: { text: "" } }))
      .status,
    404,
  );
  await http.call("PUT", "/api/v1/documents/measures/chapters/premises", {
    body: { text: "kurz" },
  });
  assert.equal((await check("CHK-28")).status, "failed", "a word is no chapter");
});

test("ORG-13 CHK-29: the screening asks, judges with reasons, and takes the finished assessment", async () => {
  assert.match((await check("CHK-29")).message.de, /6 Fragen offen/);
  for (const { key, known } of questions)
    if (!known)
      await http.call("PUT", `/api/v1/documents/screening/answers/${key}`, {
        body: { answer: key === "special" ? "yes" : "no", reason: "Eine Liste über Diabetes." },
      });
  assert.equal(
    (
      await http.call("PUT", "/api/v1/documents/screening/answers/large", {
        body: { answer: "no" },
      })
    ).status,
    404,
    "the configuration answers",
  );
  assert.match(
    JSON.stringify((await get("/documents/screening")).body.content),
    /DSFA erforderlich/,
  );
  assert.equal((await get("/documents")).body.impact.required, true);
  assert.match((await check("CHK-29")).message.de, /Laden Sie die fertige Abschätzung/);

  const pdf = Buffer.from("%PDF-1.7 vertraulich");
  const upload = (bytes: Buffer, name: string) =>
    http.app.inject({
      method: "POST",
      url: "/api/v1/documents/impact/files",
      headers: { "x-klarpost": "1", "content-type": "multipart/form-data; boundary=grenze" },
      payload: Buffer.concat([
        Buffer.from(
          `--grenze\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/pdf\r\n\r\n`,
        ),
        bytes,
        Buffer.from("\r\n--grenze--\r\n"),
      ]),
    });
  assert.equal((await upload(Buffer.from("<html>"), "dsfa.pdf")).json().code, "file_not_accepted");
  const made = await upload(pdf, "DSFA 2026.pdf");
  assert.equal(made.statusCode, 201, made.body);
  const stored = await inAccount((tx) =>
    rows<{ bytes: Buffer }>(tx, sql`select bytes from file_chunks`),
  );
  assert.ok(
    stored.every(({ bytes }) => !bytes.includes("vertraulich")),
    "sealed",
  );
  const { files } = (await get("/documents")).body.impact;
  assert.deepEqual(
    [files[0].name, files[0].sha256],
    ["DSFA 2026.pdf", createHash("sha256").update(pdf).digest("hex")],
  );
  assert.equal((await get(`/impact-files/${files[0].id}`)).text, pdf.toString());
  assert.match((await check("CHK-29")).message.de, /noch nicht bestätigt/);
  assert.equal((await confirm("screening")).status, 201);
  assert.equal((await check("CHK-29")).status, "passed");
  assert.equal((await http.call("DELETE", `/api/v1/impact-files/${files[0].id}`)).status, 204);
  assert.equal((await check("CHK-29")).status, "failed", "required, and none filed any more");
});

test("DSR-01: the blocks of the notice say what the configuration does, and change with it", async () => {
  const text = async (locale: string) =>
    (await get(`/documents/notice/text?locale=${locale}`)).text;
  const level = (is: string) =>
    inAccount((tx) =>
      run(tx, sql`update accounts set counting_level = ${is} where id = ${accountId}`),
    );
  await level("none");
  assert.match(await text("de"), /zählen wir weder Öffnungen noch Klicks/);
  await level("unique");
  assert.match(await text("de"), /frische Zufallszahlen.*nach 14 Tagen gelöscht/s);
  assert.match(await text("en"), /fresh random numbers/);
  assert.match(await text("de"), /Art\. 77 DSGVO/);
  assert.doesNotMatch(await text("de"), /wenn Sie es gesondert erlauben/i, "nobody was asked here");
  await level("shared");
  assert.match(await text("de"), /in jeder E-Mail gleich/);
});

test("ORG-10 every document in both languages as page with a policy of its own and as tagged PDF, with the responsibility", async () => {
  const evil = `<script>alert(1)</script>"'&`;
  await addList(evil);
  for (const kind of [
    "records",
    "contract",
    "measures",
    "screening",
    "notice",
    "impact",
    "dossier",
  ])
    for (const locale of ["de", "en"]) {
      const page = await get(`/documents/${kind}/page?locale=${locale}`);
      assert.match(page.text, new RegExp(`<html lang="${locale}">`));
      assert.match(
        page.text,
        locale === "de" ? /ersetzt keine Rechtsberatung/ : /is no legal advice/,
      );
      assert.ok(!page.text.includes("<script"), `${kind}: nothing to run`);
      const style = /<style>([\s\S]*?)<\/style>/.exec(page.text)![1]!;
      const policy = String(page.headers["content-security-policy"]);
      assert.ok(
        policy.includes(createHash("sha256").update(style).digest("base64")),
        "its own style only",
      );
      assert.doesNotMatch(
        page.text,
        /style="|https?:\/\/(?!www\.w3)/,
        "no foreign address is loaded",
      );
      if (locale === "en" && kind !== "dossier") continue;
      const pdf = Buffer.from(
        (
          await http.app.inject({
            method: "GET",
            url: `/api/v1/documents/${kind}/pdf?locale=${locale}`,
            headers: { "x-klarpost": "1" },
          })
        ).rawPayload,
      );
      assert.ok(
        pdf.includes("/StructTreeRoot") && pdf.includes(`/Lang (${locale})`),
        `${kind}: tagged`,
      );
      assert.match(
        textOfPdf(pdf).replaceAll("\n", " "),
        locale === "de" ? /Rechtsberatung/ : /legal advice/,
      );
    }
  const printing = await get("/documents/records/page?print=true");
  const script = /<script>(.*?)<\/script>/.exec(printing.text)![1]!;
  assert.ok(
    String(printing.headers["content-security-policy"]).includes(
      `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    ),
  );
});

test("T-18: the dossier holds method with test results, risks and benefits, the flow picture, contracts, measures, screening", async () => {
  const { content } = (await get("/documents/dossier?locale=de")).body;
  const parts = [...new Set(content.sections.map((one: { part: string }) => one.part))];
  assert.equal(parts.length, 8, parts.join());
  const words = JSON.stringify(content);
  for (const part of [
    "AUC",
    "Nutzen",
    "Risiken für die Betroffenen",
    "Rechenzentrum Nord",
    "Zutrittskontrolle",
    "DSFA erforderlich",
    "Wiedervorlage",
  ])
    assert.ok(words.includes(part), part);
  const { text } = await get("/documents/dossier/page");
  assert.match(text, /<svg [^>]*role="img" aria-label="Datenflüsse/);
});

test("ORG-10: a key reads documents and confirms none", async () => {
  const { confirmDocument } = await import("./index.ts");
  const key = {
    kind: "apiKey" as const,
    name: "Schnittstelle",
    roles: [],
    permissions: new Set(["privacy.manage"]),
  };
  await assert.rejects(
    inAccount((tx) => confirmDocument(tx, deps(), accountId, key, "records", "0".repeat(64))),
    (error: { code: string }) => error.code === "person_needed",
  );
});

test("ORG-04: each change of a document stands in the log once, what is refused does not", async () => {
  const noted = () =>
    inAccount((tx) =>
      rows<{ action: string; detail: Record<string, unknown> }>(
        tx,
        sql`select action, detail from audit_entries order by id`,
      ),
    );
  const before = (await noted()).length;
  const chapter = { text: `Besuche werden begleitet und protokolliert. ${"Immer. ".repeat(4)}` };
  await http.call("PUT", "/api/v1/documents/measures/chapters/premises", { body: chapter });
  await http.call("PUT", "/api/v1/documents/screening/answers/special", { body: { answer: "no" } });
  await confirm("screening");
  await http.call("POST", "/api/v1/documents/records/confirm", {
    body: { sha256: "0".repeat(64) },
  });
  await http.call("GET", "/api/v1/documents/dossier/page");
  const entries = (await noted()).slice(before);
  assert.deepEqual(
    entries.map(({ action }) => action),
    ["document.chapter_written", "document.question_answered", "document.confirmed"],
  );
  assert.match(String(entries[2]!.detail["sha256"]), /^[0-9a-f]{64}$/);
  const all = new Set((await noted()).map(({ action }) => action));
  for (const action of ["impact_file.uploaded", "impact_file.downloaded", "impact_file.removed"])
    assert.ok(all.has(action), action);
});
