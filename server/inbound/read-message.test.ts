import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AppError } from "../platform/index.ts";
import { ownText } from "./own-text.ts";
import { parseInbound } from "./parse-inbound.ts";
import { findPhrases } from "./phrases.ts";
import { readMessage } from "./read-message.ts";

const shared = join(import.meta.dirname, "../../../shared/data");
const skip = existsSync(shared) ? false : "no ../shared/data here";
const message = (head: string, body: string) => Buffer.from(`${head}\n\n${body}`);

/** Files of a corpus, each with what its table says of it. */
function corpus(folder: string): { file: string; raw: Buffer; kind?: string }[] {
  const table = join(shared, folder, "expected.jsonl");
  return readFileSync(table, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { file: string; kind?: string })
    .filter(({ file }) => file && existsSync(join(shared, folder, file)))
    .map((one) => ({ ...one, raw: readFileSync(join(shared, folder, one.file)) }));
}

const isRequest = ({ text, subject }: { text: string; subject: string }) =>
  findPhrases(ownText(text)).length > 0 || findPhrases(subject).length > 0;

test("UNS-20: complaints of many providers are understood (RFC 5965)", { skip }, async () => {
  const missed: string[] = [];
  let count = 0;
  for (const folder of ["bounces/abuseio-fbl", "bounces/kumomta", "bounces/email-arf"])
    for (const { file, raw } of corpus(folder)) {
      const text = raw.toString("latin1");
      if (!/^feedback-type:\s*abuse/im.test(text) || !/report-type="?feedback-report/i.test(text))
        continue;
      count++;
      if ((await readMessage(raw)).kind !== "complaint") missed.push(file);
    }
  assert.ok(count >= 8, `${count} complaints in the corpora`);
  assert.deepEqual(missed, []);
});

test(
  "LEG-17: bounces of real mail servers and absence notes never become tasks",
  { skip },
  async () => {
    const wrong: string[] = [];
    let count = 0;
    for (const folder of [
      "bounces/sisimai",
      "bounces/flufl-bounce",
      "bounces/enmime-dsn",
      "bounces/discourse",
    ])
      for (const { file, raw } of corpus(folder)) {
        const mail = await readMessage(raw).catch(() => undefined);
        if (!mail) continue;
        count++;
        if (mail.kind === "personal" && isRequest(mail))
          wrong.push(`${folder}/${file}: ${mail.subject}`);
      }
    assert.ok(count > 300, `${count} messages`);
    assert.deepEqual(wrong, []);
    const cases = readFileSync(join(shared, "bounces/autoreply-cases/cases.jsonl"), "utf8");
    for (const line of cases.trim().split("\n")) {
      const { headers } = JSON.parse(line) as { headers: Record<string, string> };
      const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      const mail = await readMessage(message(head.join("\n"), "Bitte abmelden"));
      assert.match(mail.kind, /^auto/, line);
    }
  },
);

test("LEG-17: newsletters, lists and absence notes are machines, people are not", async () => {
  const kindOf = async (head: string) =>
    (await readMessage(message(`From: Anna <anna@leser.example>\n${head}`, "Bitte abmelden"))).kind;
  for (const head of [
    "Subject: Marktblick\nList-Unsubscribe: <https://x.example/u>",
    "Subject: x\nPrecedence: bulk",
    "Subject: x\nAuto-Submitted: auto-replied",
    "Subject: Automatische Antwort: Marktblick",
    "Subject: Out of Office: Marktblick",
    "Subject: Abwesenheitsnotiz",
    "Subject: =?utf-8?Q?Nicht_im_B=C3=BCro?=",
  ])
    assert.match(await kindOf(head), /^auto/, head);
  assert.equal(
    await kindOf("Subject: Abwesenheitsnotiz\nAuto-Submitted: auto-replied"),
    "autoReply",
  );
  assert.equal(await kindOf("Subject: x\nPrecedence: bulk"), "automatic");
  for (const head of ["Subject: Re: Marktblick", "Subject: Abmelden\nAuto-Submitted: no", ""])
    assert.equal(await kindOf(head), "personal", head);
});

test("LEG-17: HTML alone is read without what the mail program quotes", async () => {
  const html =
    '<html><head><style>p{}</style></head><body><p>Bitte <b>keine weiteren Mails</b></p><div class="gmail_quote"><div>Am 1.1. schrieb X:</div><blockquote>Widerspruch</blockquote></div></body></html>';
  const mail = await readMessage(
    message("From: a@b.example\nSubject: Re: x\nContent-Type: text/html; charset=utf-8", html),
  );
  assert.equal(mail.text, "Bitte keine weiteren Mails");
});

test(
  "LEG-17: hostile and broken messages are read or refused, in bounded time, and nothing falls over",
  { skip },
  async () => {
    const folder = join(shared, "inbound-mime");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(eml|msg|txt|mime|raw)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    assert.ok(files.length > 300, `${files.length} files`);
    for (const file of files) {
      const began = performance.now();
      await readMessage(readFileSync(file)).then(
        (mail) => ownText(mail.text),
        () => undefined,
      );
      assert.ok(performance.now() - began < 3000, file);
    }
  },
);

test("LEG-17: what is deep, endless or no message at all ends in a clear refusal", async () => {
  let deep = "text";
  for (let at = 0; at < 200; at++)
    deep = `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n${deep}\n--b${at}--\n`;
  const hostile = [
    Buffer.from(`From: a@b.example\n${deep}`),
    Buffer.from(`X: ${"y".repeat(600_000)}\n\nx`),
    Buffer.alloc(0),
  ];
  for (const raw of hostile)
    await assert.rejects(parseInbound(raw), (error: unknown) => {
      assert.ok(error instanceof AppError);
      assert.equal(error.status, 422);
      return true;
    });
  const long = Buffer.concat([
    Buffer.from("From: a@b.example\nSubject: x\n\n"),
    Buffer.alloc(9 * 1024 * 1024, "bitte abmelden\n"),
  ]);
  assert.equal((await parseInbound(long)).text.length, 64 * 1024);
});

test("LEG-17: messages made to take long cost seconds, and what stands in front of it is read", async () => {
  const full = (unit: string) => unit.repeat(Math.floor(1_900_000 / unit.length));
  const head = (unit: string) => unit.repeat(Math.floor(200_000 / unit.length));
  const parts = "Content-Type: multipart/mixed; boundary=b";
  const html = "Content-Type: text/html; charset=utf-8";
  const params = Array.from({ length: 10_000 }, (_unused, at) => `;\n n*${at}*=x`).join("");
  const cases: [what: string, head: string, body: string][] = [
    ["empty lines", "Subject: x", `Bitte abmelden\n${full("\n")}`],
    ["quoted lines", "Subject: x", `Bitte abmelden\n${full("> x\n")}`],
    ["flowed lines", "Content-Type: text/plain; format=flowed", `Bitte abmelden\n${full("x \n")}`],
    ["blanks", "Subject: x", `Bitte abmelden${full(" ")}x`],
    ["parts", parts, `--b\n\nBitte abmelden\n${full("--b\n\nx\n")}--b--`],
    ["boundaries", parts, `--b\n\nBitte abmelden\n${full("--b\n")}`],
    ["elements", html, `<p>Bitte abmelden${full("<b>")}`],
    ["tags that end nothing", html, `<p>Bitte abmelden</p>${full("</div>")}`],
    ["open tags", html, `<p>Bitte abmelden</p>${full("<")}`],
    ["comments", html, `<p>Bitte abmelden</p>${full("<!--")}`],
    ["attributes", html, `<p>Bitte abmelden</p><p ${full("a=b ")}>`],
    ["entities", html, `<p>Bitte abmelden</p>${full("&amp")}`],
    [
      "soft breaks",
      "Content-Transfer-Encoding: quoted-printable",
      `Bitte abmelden\n${full("=\n")}`,
    ],
    ["parameters", `Content-Type: text/plain${params}`, "Bitte abmelden"],
    ["recipients", `To: ${head("a <a@b.example>, ")}`, "Bitte abmelden"],
    ["groups", `To: ${head("g:a@b,;")}`, "Bitte abmelden"],
    ["brackets", `To: ${head("(")}`, "Bitte abmelden"],
    ["encoded words", `Subject: ${head("=?utf-8?B?w6Q=?=")}`, "Bitte abmelden"],
    ["folded lines", `Subject: x${head("\n xyz")}`, "Bitte abmelden"],
    ["references", `References: ${head("<a@b")}`, "Bitte abmelden"],
  ];
  for (const [what, lines, body] of cases) {
    const began = process.cpuUsage();
    const mail = await readMessage(message(`From: Anna <anna@leser.example>\n${lines}`, body));
    ownText(mail.text);
    findPhrases(mail.subject);
    const { user, system } = process.cpuUsage(began);
    assert.ok(user + system < 5_000_000, `${what}: ${Math.round((user + system) / 1000)} ms`);
    assert.match(mail.text, /^Bitte abmelden/, what);
  }
});
