import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { createKeys, createLogger, manualClock, one, rows, sql } from "../platform/index.ts";
import { endAnchor, insertAnchor } from "./anchor.store.ts";
import { makeCheckpoint } from "./checkpoint-make.ts";
import {
  approveWordingVersion,
  consentPersonalData,
  consentRoutes,
  currentWording,
  evidenceForFile,
  installDefaultWordings,
  recordEntries,
} from "./index.ts";
import type { ProofPackage } from "./proof-package.ts";
import { listVersions } from "./wording.store.ts";

let base: TestDatabase;
let http: TestHttp;
let accountId = 0;
let listId = 0;
let list = "";
let contact = "";
let folder = "";
const clock = manualClock("2026-11-21T09:00:00.007Z");
const keys = createKeys(randomBytes(32));
const deps = () => ({ db: base.db, keys, clock, log: createLogger("silent") });
const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
  base.db.account(accountId, work);
const root = join(import.meta.dirname, "../..");
const hasPython = spawnSync("python3", ["--version"]).status === 0;

before(async () => {
  base = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "klarpost-package-"));
  accountId = (await testAccount(base.db)).accountId;
  http = await testServer({ db: base.db, routes: consentRoutes(deps()), as: { accountId } });
  await inAccount(async (tx) => {
    if ((await listVersions(tx)).length === 0) await installDefaultWordings(tx, deps(), accountId);
    for (const version of await listVersions(tx))
      if (version.purpose === "newsletter")
        await approveWordingVersion(tx, deps(), version.publicId, null);
    const made = await one<{ id: number; publicId: string }>(
      tx,
      sql`insert into lists (account_id, name) values (${accountId}, 'Marktblick') returning id, public_id`,
    );
    [listId, list] = [made.id, made.publicId];
    contact = (
      await one<{ publicId: string }>(
        tx,
        sql`insert into contacts (account_id, email, email_normalised, address_hash) values (${accountId}, 'anna@example.org', 'anna@example.org', '\\x00') returning public_id`,
      )
    ).publicId;
  });
  await declare("anna@example.org");
  await declare("bert@example.org");
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await http.close();
  await base.close();
});

async function declare(email: string): Promise<string[]> {
  const made = await inAccount(async (tx) => {
    const wording = (await currentWording(tx, "newsletter", "de"))!;
    const subject = { emailNormalised: email };
    const mailText = "Bitte bestätigen: [Link]";
    return recordEntries(tx, deps(), accountId, [
      {
        subject,
        kind: "consent_granted",
        purpose: "newsletter",
        listId,
        wordingVersionId: wording.id,
        payload: {
          channel: "double_opt_in",
          shownText: "Ja, ich möchte „Marktblick“.",
          mail: {
            subject: "Bitte bestätigen",
            text: mailText,
            sha256: "ab".repeat(32),
            smtpReply: "250 ok",
          },
        },
      },
      { subject, kind: "unsubscribed", purpose: "newsletter", listId, payload: {} },
    ]);
  });
  return made.map((entry) => entry.publicId);
}

const read = async <T = ProofPackage>(path: string): Promise<T> => {
  const answer = await http.call("GET", `/api/v1${path}`);
  assert.equal(answer.status, 200, answer.text);
  return JSON.parse(answer.text) as T;
};
const write = (content: unknown): string => {
  const file = join(folder, `${randomBytes(4).toString("hex")}.json`);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};
const verify = (...args: string[]) => {
  const done = spawnSync(process.execPath, ["scripts/verify-proof.mjs", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { code: done.status, said: done.stdout + done.stderr };
};
const python = (file: string) => {
  const done = spawnSync("python3", ["test/support/ledger_verifier.py", "proof", file], {
    cwd: root,
    encoding: "utf8",
  });
  return { code: done.status, said: done.stdout + done.stderr };
};

test("CON-05 DOI-08: a package about a person holds all its entries, and nobody else's", async () => {
  const proof = await read(`/contacts/${contact}/proofs.json`);
  assert.equal(proof.about, "person");
  assert.deepEqual(
    proof.entries.map((entry) => [entry.kind, entry.document?.subject]),
    [
      ["consent_granted", { email: "anna@example.org" }],
      ["unsubscribed", { email: "anna@example.org" }],
    ],
  );
  assert.doesNotMatch(JSON.stringify(proof), /bert/);
  assert.equal(proof.entries[0]!.document!.evidence.mail!.smtpReply, "250 ok");
  assert.equal(proof.wordings.length, 1);
  assert.equal(verify(write(proof)).code, 0);
  const pdf = await http.app.inject({
    method: "GET",
    url: `/api/v1/contacts/${contact}/proofs.pdf?locale=en`,
    headers: { "x-klarpost": "1" },
  });
  assert.equal(pdf.statusCode, 200);
  assert.equal(pdf.rawPayload.subarray(0, 5).toString(), "%PDF-");
  const looked = await inAccount((tx) =>
    rows<{ detail: object }>(
      tx,
      sql`select detail from audit_entries where action = 'contact.viewed' and object_id = ${contact}`,
    ),
  );
  assert.deepEqual(looked.at(-1)!.detail, { view: "proofs" });
});

test("CON-06: anchors stand in the package with the way from them, and an outside checkpoint is compared", async () => {
  const then = (await makeCheckpoint(deps(), accountId))!;
  await inAccount(async (tx) => {
    const anchor = await insertAnchor(tx, {
      checkpointId: then.id,
      kind: "mail",
      host: null,
      at: clock.now(),
    });
    await endAnchor(tx, anchor.id, { state: "done", answer: "250 ok", at: clock.now() });
  });
  await declare("carla@example.org");
  await makeCheckpoint(deps(), accountId);
  const proof = await read(`/contacts/${contact}/proofs.json`);
  assert.equal(proof.anchors.length, 1);
  assert.ok(proof.anchors[0]!.consistency.length > 0);
  const file = write(proof);
  const kept = write(then.note.replaceAll(/^/gm, "  > "));
  const { code, said } = verify("--key", proof.log.publicKey, "--checkpoint", kept, file);
  assert.equal(code, 0, said);
  assert.match(said, /anchored by mail at 4 entries/);
  assert.match(said, /fits the checkpoint of 4 entries/);
  assert.doesNotMatch(said, /compare it with one/);
  // Without the anchor's own proof, the operator is asked for one; with it, it fits again.
  const bare = write({ ...proof, anchors: [] });
  assert.match(verify("--checkpoint", kept, bare).said, /consistency\?from=4&to=6/);
  const steps = await read<{ path: string[] }>("/ledger/consistency?from=4&to=6");
  assert.equal(verify("--checkpoint", kept, bare, write(steps)).code, 0);
  const bent = { ...steps, path: ["00".repeat(32), ...steps.path.slice(1)] };
  assert.equal(verify(write(bent)).code, 1);
  // A checkpoint of another size that never was, one of another log, another key.
  const other = { ...deps(), keys: createKeys(randomBytes(32)) };
  const strange = (await testAccount(base.db, { name: "Andere" })).accountId;
  await base.db.account(strange, (tx) =>
    recordEntries(tx, other, strange, [
      { subject: { emailNormalised: "x@example.org" }, kind: "objection", payload: {} },
    ]),
  );
  const foreign = (await makeCheckpoint(other, strange))!;
  assert.equal(verify("--checkpoint", write(foreign.note), file).code, 1);
  const wrongKey = proof.log.publicKey.replace(/\+.*/, "");
  assert.equal(verify("--key", wrongKey, file).code, 2);
  assert.equal(verify(write("{")).code, 2);
  assert.equal(verify().code, 2);
});

test(
  "CON-06: the second implementation in Python checks the same package, signature and all",
  { skip: hasPython ? false : "python3 is not here" },
  async () => {
    const proof = await read(`/contacts/${contact}/proofs.json`);
    const good = python(write(proof));
    assert.equal(good.code, 0, good.said);
    assert.match(good.said, /2 entries, 1 anchors/);
    for (const change of [
      (p: ProofPackage) => void (p.entries[0]!.leaf.index += 1),
      (p: ProofPackage) => void (p.entries[0]!.salt = "00".repeat(32)),
      (p: ProofPackage) => void (p.anchors[0]!.consistency[0] = "00".repeat(32)),
      (p: ProofPackage) => void (p.log.checkpoint = p.log.checkpoint.replace("\n6\n", "\n7\n")),
      (p: ProofPackage) => void (p.wordings[0]!.text += "!"),
    ]) {
      const bent = structuredClone(proof);
      change(bent);
      assert.equal(python(write(bent)).code, 1, change.toString());
      assert.equal(verify(write(bent)).code, 1, change.toString());
    }
  },
);

test("CON-06 DSR-06: after an erasure the sealed proof can still be made from its entry", async () => {
  const [granted] = await declare("dora@example.org");
  await inAccount((tx) =>
    consentPersonalData(deps()).eraseFor(tx, { accountId, emailNormalised: "dora@example.org" }),
  );
  const proof = await read(`/consents/${granted}/person.json`);
  assert.equal(proof.entries.length, 2);
  assert.equal(verify(write(proof)).code, 0);
});

/** The bundle as it would stand in a file, after what it says of its people was compared. */
async function evidence(range: { from?: string; to?: string } = {}) {
  const file = evidenceForFile(deps(), { list, from: null, to: null, ...range });
  let [text, people] = ["", 0];
  for await (const piece of file.lines(accountId, "Prüfung der Aufsicht")) {
    text += piece.text;
    people += piece.people;
  }
  assert.equal(people, await inAccount((tx) => file.count(tx)));
  return { text, people };
}

test("CON-24: the evidence bundle of a list holds consents, wordings and withdrawals under a signed manifest", async () => {
  const { text, people } = await evidence();
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const count = (type: string) => lines.filter((line) => line["type"] === type).length;
  assert.deepEqual(
    [count("header"), count("entry"), count("wording"), count("manifest")],
    [1, 8, 1, 1],
  );
  assert.equal(people, 4);
  assert.equal(lines[0]!["reason"], "Prüfung der Aufsicht");
  assert.match(text, /Bitte bestätigen: \[Link\]/);
  // Sealed after an erasure: that it was is proven, its content stays closed.
  assert.doesNotMatch(text, /dora@/);
  assert.equal(verify(write(text)).code, 0, verify(write(text)).said);
  const [first, second, third, ...rest] = text.split("\n");
  for (const bent of [
    [first, third, ...rest].join("\n"),
    [first, third, second, ...rest].join("\n"),
    text.replace("Marktblick", "Marktblicke"),
    text.split("\n").slice(0, -2).join("\n"),
  ])
    assert.equal(verify(write(bent)).code, 1);
});

test("CON-24: a range of dates narrows the bundle, whoever is in it twice counts once, and a list must be there", async () => {
  const none = await evidence({ to: "2026-11-21T09:00:00.000Z" });
  assert.deepEqual([none.text.trim().split("\n").length, none.people], [2, 0]);
  assert.equal(verify(write(none.text)).code, 0);
  clock.advance(86_400_000);
  await declare("anna@example.org");
  await declare("bert@example.org");
  const later = await evidence({ from: "2026-11-22T00:00:00.000Z" });
  assert.deepEqual([later.text.match(/"type":"entry"/g)?.length, later.people], [4, 2]);
  assert.equal((await evidence()).people, 4);
  const missing = evidenceForFile(deps(), { list: `lst_${"0".repeat(32)}`, from: null, to: null });
  await assert.rejects(
    inAccount((tx) => missing.count(tx)),
    { status: 404 },
  );
  await assert.rejects(missing.lines(accountId, "Revision").next(), { status: 404 });
});

test("CON-06: checkpoints can be listed and downloaded; a contact without entries has no proofs", async () => {
  const { items } = await read<{ items: { id: string; size: number; note: string }[] }>(
    "/ledger/checkpoints?limit=2",
  );
  assert.ok(items[0]!.size > items[1]!.size);
  const note = await http.call("GET", `/api/v1/ledger/checkpoints/${items[0]!.id}/note`);
  assert.equal(note.text, items[0]!.note);
  assert.equal((await http.call("GET", "/api/v1/ledger/consistency?from=999")).status, 400);
  const nobody = await inAccount((tx) =>
    one<{ publicId: string }>(
      tx,
      sql`insert into contacts (account_id, email, email_normalised, address_hash) values (${accountId}, 'n@example.org', 'n@example.org', '\\x00') returning public_id`,
    ),
  );
  const empty = await http.call("GET", `/api/v1/contacts/${nobody.publicId}/proofs.json`);
  assert.equal(empty.status, 404);
  assert.equal(empty.body.code, "no_proofs");
});
