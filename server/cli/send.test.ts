import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { rows, sql } from "../platform/index.ts";
import { completeSettings, testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { readMail } from "../../test/support/parse-mail.ts";
import { SAMPLE_HTML } from "../../test/support/sending.ts";
import { databaseUrl } from "../../test/support/served.ts";
import { isThorough } from "../../test/support/thorough.ts";
import { startSmtpSink, type SmtpSink } from "../../test/support/smtp-sink.ts";

const SECRET = Buffer.alloc(32, 11);
const HEAD = "E-Mail;Vorname;Nachname;Anrede;Bestätigt am;Quelle;Stand";
const WORDING = "Ja, ich möchte den Marktblick der Musterbank per E-Mail erhalten.";

/** Each start of the command loads the whole product, so these are tried by `npm run drill:thorough` only. */
const thoroughly = isThorough ? test : () => undefined;

let database: TestDatabase;
let sink: SmtpSink;
let accountId: number;
let folder: string;

before(async () => {
  database = await testDatabase();
  sink = await startSmtpSink();
  folder = mkdtempSync(join(tmpdir(), "klarpost-send-"));
  ({ accountId } = await testAccount(database.db, { settings: completeSettings }));
  await inAccount(
    sql`insert into senders (account_id, from_name, from_address, domain, reply_to, is_default)
        values (${accountId}, 'Musterbank', 'post@musterbank.example', 'musterbank.example', 'post@musterbank.example', true)`,
  );
  file("brief.html", SAMPLE_HTML);
  file("wortlaut.txt", WORDING);
});
after(async () => {
  await sink.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const inAccount = <T = unknown>(statement: ReturnType<typeof sql>) =>
  database.db.account(accountId, (tx) => rows<T>(tx, statement as never));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** People with evidence at `domain`; `more` are further lines. */
function people(name: string, count: number, domain: string, more: string[] = []): string {
  const lines = Array.from(
    { length: count },
    (_unused, no) =>
      `leser${no + 1}@${domain};Änne;Beispiel ${no + 1};Frau;0${1 + (no % 9)}.10.2026 12:00;Messe Köln;alt`,
  );
  return file(name, [HEAD, ...lines, ...more, ""].join("\r\n"));
}

/** Runs the command as a script would, in a process of its own. */
async function send(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "../main.ts"), "send", ...args],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        DATABASE_URL: databaseUrl(database.connection),
        SECRET_KEY: SECRET.toString("base64"),
        DATA_DIR: join(folder, "data"),
        SANDBOX_SMTP_URL: `smtp://127.0.0.1:${sink.port}?tls=none`,
      },
    },
  );
  let out = "";
  let err = "";
  child.stdout.on("data", (bytes) => (out += String(bytes)));
  child.stderr.on("data", (bytes) => (err += String(bytes)));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, out, err };
}

const mailing = ["--account", "Musterbank", "--subject", "Marktblick", "--html", "brief.html"];
const evidence = ["--evidence", "double_opt_in", "--wording", "wortlaut.txt"];

test("LEG-02 CON-13 CON-14: people with evidence get the mailing, rows without are reported and not mailed", async () => {
  const from = sink.accepted.length;
  const contacts = people("november.csv", 7, "beleg.example", [
    "ohne@beleg.example;Olga;Ohne;Frau;;Messe Köln;alt",
    "quelle@beleg.example;Quirin;Quelle;Herr;03.10.2026 12:00;;alt",
    "keine adresse;Karl;Kaputt;Herr;03.10.2026 12:00;Messe Köln;alt",
  ]);
  const { code, out, err } = await send(
    ...mailing,
    ...evidence,
    ...["--contacts", contacts, "--list", "Marktblick", "--preheader", "Zinsen", "--yes"],
  );
  assert.equal(code, 0, out + err);
  const mails = sink.accepted.slice(from);
  assert.deepEqual(
    mails.flatMap((mail) => mail.to).toSorted(),
    Array.from({ length: 7 }, (_unused, no) => `leser${no + 1}@beleg.example`),
  );
  const mail = await readMail(mails[0]!.content);
  assert.equal(mail.subject, "Marktblick");
  assert.match(mail.html, /Guten Tag Frau Beispiel \d,/);
  assert.match(mail.headers.get("list-unsubscribe")!, /^<http:\/\/localhost:8321\/u\//);
  assert.match(out, /sandbox/);
  assert.match(out, /10 rows: 9 new, 0 changed, 0 known, 1 rejected/);
  assert.match(out, /7 consents with complete evidence/);
  assert.match(out, /7 people of the file may be mailed/);
  assert.match(out, /sent: 7 of 7 accepted/);
  const proofs = await inAccount<{ kind: string; count: number }>(
    sql`select kind, count(*) as count from ledger_entries group by kind`,
  );
  assert.deepEqual(proofs, [{ kind: "imported_with_evidence", count: 7 }]);
  const audited = await inAccount<{ action: string }>(
    sql`select action from audit_entries where actor_kind = 'system' and actor_name = 'Klarpost send' order by id`,
  );
  for (const action of ["list.created", "mailing.created", "mailing.scheduled"])
    assert.ok(
      audited.some((row) => row.action === action),
      action,
    );
});

test("CON-14: without evidence nobody is mailed, and the command says so", async () => {
  const from = sink.accepted.length;
  const contacts = people("ohne.csv", 3, "ohne.example");
  const { code, out } = await send(
    ...mailing,
    "--contacts",
    contacts,
    "--source",
    "Messe",
    "--yes",
  );
  assert.equal(code, 3, out);
  assert.match(out, /0 people of the file may be mailed/);
  assert.match(out, /block LEG-02: Nobody on the chosen lists may be mailed/);
  assert.equal(sink.accepted.length, from);
});

thoroughly("a dry run checks file and mailing, and imports and sends nothing", async () => {
  const stored = async () => {
    const counts = [];
    for (const table of ["contacts", "mailings", "imports", "stored_files", "ledger_entries"])
      counts.push(await inAccount(sql`select count(*) as count from ${sql.table(table)}`));
    return counts;
  };
  const earlier = await stored();
  const contacts = people("probe.csv", 4, "probe.example");
  const args = [...mailing, ...evidence, "--contacts", contacts, "--dry-run"];
  const { code, out, err } = await send(...args);
  assert.equal(code, 0, out + err);
  assert.match(out, /4 people of the file may be mailed/);
  assert.match(out, /Nothing stands in the way/);
  assert.deepEqual(await stored(), earlier);
  const bad = file("ohne-fuss.html", "<p>Guten Tag</p>");
  const blocked = await send(...args, "--html", bad);
  assert.equal(blocked.code, 3, blocked.out);
  assert.match(blocked.out, /block [A-Z]+-\d+:.*\(html/);
});

test("without --yes and without a terminal nothing is sent; a time is scheduled", async () => {
  const from = sink.accepted.length;
  const contacts = people("frage.csv", 2, "frage.example");
  const args = [...mailing, ...evidence, "--contacts", contacts, "--list", "Frage"];
  const unasked = await send(...args);
  assert.equal(unasked.code, 4, unasked.out + unasked.err);
  const wrongNumber = await send(...args, "--yes", "--recipients", "3");
  assert.equal(wrongNumber.code, 4, wrongNumber.out);
  const later = await send(...args, "--yes", "--at", "2099-01-01T08:00:00+01:00");
  assert.equal(later.code, 0, later.out);
  assert.match(later.out, /Scheduled for 2099-01-01T07:00:00/);
  assert.equal(sink.accepted.length, from);
});

thoroughly(
  "headings the product does not know are named by options; who is rejected shows in the exit code",
  async () => {
    const contacts = file(
      "fremd.csv",
      "Adresse,Wann,Woher\nada@fremd.example,2026-10-01,Webshop\nbob@fremd.example,2026-10-01,Webshop\n",
    );
    sink.setFault(({ stage, to }) =>
      stage === "rcpt" && to === "bob@fremd.example"
        ? { stage: "rcpt", reply: "550 5.1.1 no such user" }
        : undefined,
    );
    const { code, out, err } = await send(
      ...mailing,
      ...evidence,
      ...["--contacts", contacts, "--column", "Adresse=email"],
      ...["--consent-date-column", "Wann", "--consent-source-column", "Woher", "--yes"],
    );
    sink.setFault(undefined);
    assert.equal(code, 5, out + err);
    assert.match(out, /sent: 1 of 2 accepted, 0 excluded, 1 rejected/);
    assert.equal(sink.accepted.at(-1)!.to[0], "ada@fremd.example");
  },
);

thoroughly(
  "LEAD-12 SND-17: refused are bought addresses, unknown accounts, senders and test addresses, each with its way out",
  async () => {
    const contacts = people("kauf.csv", 1, "kauf.example");
    const args = [...mailing, ...evidence, "--contacts", contacts, "--yes"];
    await Promise.all(
      (
        [
          [["--origin", "gekaufte Adressliste 2026"], /LEAD-12/],
          [["--account", "Gibtesnicht"], /no account "Gibtesnicht"[\s\S]*Musterbank \(acc_/],
          [["--sender", "fremd@bank.example"], /no sender[\s\S]*post@musterbank\.example/],
          [["--test", "wer@bank.example"], /no test address[\s\S]*SND-17/],
        ] as const
      ).map(async ([more, expected]) => {
        const { code, out, err } = await send(...args, ...more);
        assert.equal(code, 3, out + err);
        assert.match(err, expected);
      }),
    );
  },
);

thoroughly(
  "wrong options are told all at once, and --help says what the exit codes mean",
  async () => {
    const wrong = await send("--contacts", "fehlt.csv", "--at", "morgen", "--evidence", "glauben");
    assert.equal(wrong.code, 2);
    for (const each of ["--account", "--html", "--subject", "fehlt.csv", "--at", "--evidence"])
      assert.ok(wrong.err.includes(each), each);
    const help = await send("--help");
    assert.equal(help.code, 0);
    assert.match(help.out, /Exit codes/);
  },
);

thoroughly("SND-17: a confirmed test address gets the test first", async () => {
  await inAccount(
    sql`insert into confirmed_addresses (account_id, kind, email, email_normalised, sent_via, confirmed_at)
        values (${accountId}, 'test', 'test@musterbank.example', 'test@musterbank.example', 'mailbox', now())`,
  );
  const from = sink.accepted.length;
  const contacts = people("test.csv", 2, "testlauf.example");
  const { code, out, err } = await send(
    ...mailing,
    ...evidence,
    ...["--contacts", contacts, "--test", "test@musterbank.example", "--yes"],
  );
  assert.equal(code, 0, out + err);
  const mails = sink.accepted.slice(from);
  assert.equal(mails[0]!.to[0], "test@musterbank.example");
  assert.match((await readMail(mails[0]!.content)).subject, /^\[Test\] Marktblick/);
  assert.equal(mails.length, 3);
});
