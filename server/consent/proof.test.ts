import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { inflateSync } from "node:zlib";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { createKeys, createLogger, manualClock, one, rows, sql } from "../platform/index.ts";
import {
  approveWordingVersion,
  consentRoutes,
  currentWording,
  installDefaultWordings,
  recordEntries,
  type Evidence,
} from "./index.ts";
import type { ProofPackage } from "./proof-package.ts";
import { printable } from "./printable.ts";
import { listVersions } from "./wording.store.ts";

let base: TestDatabase;
let http: TestHttp;
let accountId = 0;
let folder = "";
const clock = manualClock("2026-11-21T09:00:00.007Z");
const keys = createKeys(randomBytes(32));
const deps = { keys, clock, log: createLogger("silent") };
const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
  base.db.account(accountId, work);
const ids: Record<string, string> = {};
const reply = "250 2.0.0 Ok: queued as 4Wx7f3a91c2 {mx01~}";

before(async () => {
  base = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "klarpost-proof-"));
  accountId = (await testAccount(base.db, { name: "Musterbank Łódź" })).accountId;
  http = await testServer({
    db: base.db,
    routes: consentRoutes({ db: base.db, ...deps }),
    as: { accountId },
  });
  await inAccount(async (tx) => {
    if ((await listVersions(tx)).length === 0) await installDefaultWordings(tx, deps, accountId);
    for (const version of await listVersions(tx))
      if (version.purpose === "newsletter")
        await approveWordingVersion(tx, deps, version.publicId, null);
    const wording = (await currentWording(tx, "newsletter", "de"))!;
    const subject = { emailNormalised: "m.beispiel@example.org" };
    const shared: Evidence = { channel: "double_opt_in", requestId: "req_4711" };
    const list = await one<{ id: number }>(
      tx,
      sql`insert into lists (account_id, name) values (${accountId}, 'Marktblick') returning id`,
    );
    const made = await recordEntries(tx, deps, accountId, [
      { subject, kind: "optin_requested", purpose: "newsletter", listId: list.id, payload: shared },
      {
        subject,
        kind: "consent_granted",
        purpose: "newsletter",
        listId: list.id,
        wordingVersionId: wording.id,
        payload: {
          ...shared,
          form: { id: "frm_1", version: 3 },
          page: "https://bank.example/newsletter",
          list: { id: "lst_1", name: "Marktblick" },
          shownText:
            "Ja, ich möchte „Marktblick“ von Musterbank eG per E-Mail erhalten – jeden Freitag.",
          locale: "de",
          privacyNotice: { url: "https://bank.example/datenschutz", version: "7" },
          requestedAt: "2026-11-21T08:55:00.000Z",
          landingAt: "2026-11-21T08:58:30.000Z",
          confirmedAt: "2026-11-21T09:00:00.007Z",
          mail: {
            subject: "Bitte bestätigen Sie Ihre Anmeldung",
            text: "Guten Tag,\n\ndiese Adresse wurde für „Marktblick“ angemeldet.\n\nAnmeldung bestätigen: [Link]",
            sha256: "ab".repeat(32),
            messageId: "<1@bank.example>",
            acceptedAt: "2026-11-21T08:55:02.120Z",
            smtpReply: reply,
            server: "mx.example.org",
          },
        },
      },
      {
        subject,
        kind: "unsubscribed",
        purpose: "newsletter",
        listId: list.id + 1,
        payload: { channel: "preference_page" },
      },
    ]);
    [ids["requested"], ids["granted"], ids["left"]] = made.map((entry) => entry.publicId) as [
      string,
      string,
      string,
    ];
  });
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await http.close();
  await base.close();
});

const proofOf = async (name: string): Promise<ProofPackage> => {
  const answer = await http.call("GET", `/api/v1/consents/${ids[name]}/proof.json`);
  assert.equal(answer.status, 200);
  return JSON.parse(answer.text) as ProofPackage;
};
/** Runs the stand-alone program on a proof, with whatever Node the machine has. */
const verify = (proof: unknown): { code: number | null; said: string } => {
  const file = join(folder, `${randomBytes(4).toString("hex")}.json`);
  writeFileSync(file, JSON.stringify(proof));
  const done = spawnSync(process.execPath, ["scripts/verify-proof.mjs", file], {
    cwd: join(import.meta.dirname, "../.."),
    encoding: "utf8",
  });
  return { code: done.status, said: done.stdout + done.stderr };
};

test("CON-05 DOI-08: a downloaded proof stands alone and is verified by a program without our server", async () => {
  const proof = await proofOf("granted");
  const [granted, ...related] = proof.entries;
  assert.equal(proof.format, "klarpost-proof/2");
  assert.equal(granted!.intact, true);
  assert.equal(granted!.document!.evidence.mail!.smtpReply, reply);
  assert.deepEqual(
    related.map((entry) => entry.kind),
    ["optin_requested"],
  );
  assert.match(proof.wordings[0]!.text, /\{\{absender\}\} per E-Mail/);
  const { code, said } = verify(proof);
  assert.equal(code, 0, said);
  assert.match(said, new RegExp(`consent_granted place 1 ${granted!.commitment}`));
  // The proof of the first format, as older files have it, is still understood.
  const { leaf: _leaf, ...older } = (await http.call("GET", `/api/v1/consents/${ids["granted"]}`))
    .body as Record<string, unknown>;
  assert.equal(older["format"], "klarpost-proof/1");
  assert.equal(verify(older).code, 0);
  (older["entry"] as { salt: string }).salt = "00".repeat(32);
  assert.equal(verify(older).code, 1);
});

test("CON-06: the program finds every kind of alteration", async () => {
  const tamper = async (change: (proof: ProofPackage) => void) => {
    const proof = await proofOf("granted");
    change(proof);
    const { code, said } = verify(proof);
    assert.equal(code, 1, `${change.toString()} was not found: ${said}`);
  };
  await tamper((p) => void (p.entries[0]!.document!.subject = { email: "x@example.org" }));
  await tamper((p) => void (p.entries[0]!.document!.evidence.shownText = "Ja"));
  await tamper(
    (p) =>
      void (p.entries[0]!.canonical = p.entries[0]!.canonical!.replace(
        "Marktblick",
        "Marktblicke",
      )),
  );
  await tamper((p) => void (p.entries[0]!.salt = "00".repeat(32)));
  await tamper((p) => void (p.entries[0]!.commitment = "00".repeat(32)));
  await tamper((p) => void (p.entries[0]!.at = "2020-01-01T00:00:00.000Z"));
  await tamper((p) => void (p.entries[0]!.kind = "profiling_granted"));
  await tamper((p) => void (p.entries[1]!.id = "led_0"));
  await tamper((p) => void (p.entries[0]!.canonical = null));
  await tamper((p) => void (p.entries = []));
  await tamper((p) => void (p.wordings[0]!.text += " Und Werbung."));
  await tamper((p) => void (p.wordings = []));
  // Its place in the tree, and the signed head.
  await tamper((p) => void (p.entries[0]!.leaf.index += 1));
  await tamper((p) => void (p.entries[0]!.leaf.hash = "00".repeat(32)));
  await tamper((p) => void (p.entries[0]!.leaf.path[0] = "00".repeat(32)));
  await tamper((p) => void p.entries[0]!.leaf.path.pop());
  await tamper((p) => void p.entries[0]!.leaf.path.push("00".repeat(32)));
  await tamper((p) => void (p.log.checkpoint = p.log.checkpoint.replace(/\n3\n/, "\n4\n")));
  await tamper((p) => void (p.log.size += 1));
  await tamper((p) => void (p.log.publicKey = p.log.publicKey.replace(/.$/, "0")));
  assert.equal(verify({ format: "something" }).code, 2);
});

test("CON-05 ORG-04: looking at a proof and downloading it are written down", async () => {
  const viewed = await http.call("GET", `/api/v1/consents/${ids["granted"]}`);
  assert.equal(viewed.status, 200);
  assert.equal(viewed.body.entry.id, ids["granted"]);
  const logged = await inAccount((tx) =>
    rows<{ action: string }>(
      tx,
      sql`select distinct action from audit_entries where object_id = ${ids["granted"]} order by action`,
    ),
  );
  assert.deepEqual(
    logged.map((row) => row.action),
    ["proof.downloaded", "proof.viewed"],
  );
});

/** The text of a PDF of ours: strings of the page streams, in the standard typefaces' encoding. */
function textOfPdf(pdf: Buffer): string {
  let text = "";
  let at = 0;
  for (;;) {
    const start = pdf.indexOf("stream\n", at);
    if (start < 0) return text;
    const end = pdf.indexOf("endstream", start);
    try {
      const content = inflateSync(pdf.subarray(start + 7, end)).toString("latin1");
      for (const match of content.matchAll(/\[(.*?)\] TJ/gs))
        text += `${[...match[1]!.matchAll(/<([0-9a-f]*)>/g)].map((hex) => new TextDecoder("windows-1252").decode(Buffer.from(hex[1]!, "hex"))).join("")}\n`;
    } catch {
      // Not a compressed stream.
    }
    at = end + "endstream".length;
  }
}

test("CON-05 DOI-08: the readable proof holds the declaration, the whole mail and the receiving server's answer", async () => {
  for (const [locale, title] of [
    ["de", "Einwilligungsnachweis"],
    ["en", "Proof of consent"],
  ] as const) {
    const begun = performance.now();
    const answer = await http.app.inject({
      method: "GET",
      url: `/api/v1/consents/${ids["granted"]}/proof.pdf?locale=${locale}`,
      headers: { "x-klarpost": "1" },
    });
    assert.ok(performance.now() - begun < 5000);
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers["content-type"], "application/pdf");
    const pdf = answer.rawPayload;
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    const text = textOfPdf(pdf).replaceAll("\n", " ").replace(/\s+/g, " ");
    for (const wanted of [
      title,
      "m.beispiel@example.org",
      "Ja, ich möchte „Marktblick“ von Musterbank eG per E-Mail erhalten",
      "diese Adresse wurde für „Marktblick“ angemeldet.",
      "250 2.0.0 Ok: queued as 4Wx7f3a91c2 {mx01~}",
      "mx.example.org",
      "https://bank.example/datenschutz",
      "Musterbank [U+0141]ód[U+017A]",
    ])
      assert.ok(text.includes(wanted), `${locale}: ${wanted} is missing in ${text}`);
  }
});

test("what a typeface cannot set is written out, never dropped", () => {
  assert.equal(printable("für 5 € – „ja“\tŁ\u202e😀"), "für 5 € – „ja“\t[U+0141][U+202E][U+1F600]");
});

describe("the ledger's list", () => {
  test("CON-06: says what and when, and nothing about whom", async () => {
    const answer = await http.call("GET", "/api/v1/consents?limit=2");
    assert.equal(answer.status, 200);
    assert.equal(answer.body.items.length, 2);
    assert.doesNotMatch(answer.text, /beispiel@|4711/);
    const next = await http.call(
      "GET",
      `/api/v1/consents?limit=2&cursor=${answer.body.nextCursor}`,
    );
    assert.equal(next.body.items.length, 1);
    assert.equal(next.body.nextCursor, null);
  });

  test("can be filtered by kind, time, wording, list and contact", async () => {
    const count = async (query: string) =>
      (await http.call("GET", `/api/v1/consents?${query}`)).body.items.length as number;
    assert.equal(await count("kind=unsubscribed"), 1);
    assert.equal(await count("from=2026-11-21T09:00:00.007Z"), 3);
    assert.equal(await count("from=2026-11-21T09:00:00.008Z"), 0);
    assert.equal(await count("to=2026-11-21T09:00:00.007Z"), 0);
    const wording = (await inAccount((tx) => currentWording(tx, "newsletter", "de")))!;
    assert.equal(await count(`wording=${wording.publicId}`), 1);
    const lists = await inAccount((tx) =>
      rows<{ publicId: string; name: string }>(tx, sql`select public_id, name from lists`),
    );
    const ofMarktblick = lists.find((list) => list.name === "Marktblick")!;
    assert.equal(await count(`list=${ofMarktblick.publicId}`), 2);
    assert.equal(await count(`list=lst_${"0".repeat(32)}`), 0);
    const contact = (email: string) =>
      inAccount((tx) =>
        one<{ publicId: string }>(
          tx,
          sql`insert into contacts (account_id, email, email_normalised, address_hash) values (${accountId}, ${email}, ${email}, '\\x00') returning public_id`,
        ),
      );
    assert.equal(await count(`contact=${(await contact("m.beispiel@example.org")).publicId}`), 3);
    assert.equal(await count(`contact=${(await contact("other@example.org")).publicId}`), 0);
  });

  test("CON-06: who has no right to proofs sees none of it", async () => {
    const marketer = await testServer({
      db: base.db,
      routes: consentRoutes({ db: base.db, ...deps }),
      as: { accountId, permissions: ["wordings.read", "contacts.read"] },
    });
    for (const path of [
      "",
      `/${ids["granted"]}`,
      `/${ids["granted"]}/proof.json`,
      `/${ids["granted"]}/proof.pdf`,
    ])
      assert.equal((await marketer.call("GET", `/api/v1/consents${path}`)).status, 403);
    await marketer.close();
  });

  test("ORG-08: another account's proof does not exist", async () => {
    const other = await testAccount(base.db, { name: "Andere" });
    const foreign = await testServer({
      db: base.db,
      routes: consentRoutes({ db: base.db, ...deps }),
      as: { accountId: other.accountId },
    });
    for (const path of ["", "/proof.json", "/proof.pdf"])
      assert.equal(
        (await foreign.call("GET", `/api/v1/consents/${ids["granted"]}${path}`)).status,
        404,
      );
    await foreign.close();
  });
});
