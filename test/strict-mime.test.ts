import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import PostalMime from "postal-mime";
import { MessageBuffer } from "../server/content/index.ts";
import { createRandomMails, ed25519, rsa, type Made } from "./support/random-mails.ts";
import { decodeWords, header, oneMailbox, readStrictly } from "./support/strict-mail.ts";

const MAILS = 1000;
const seed = Number(process.env["KLARPOST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}`);
const generator = createRandomMails({ seed, keys: [[], [rsa], [rsa, ed25519]] });
after(() => generator.close());

/** What the builder promises of a text: without controls, then well-formed, every line ended by CRLF. */
const asText = (text: string): string =>
  text
    .replace(/[^\P{Cc}\t\r\n]/gu, "")
    .toWellFormed()
    .replace(/\r\n|\r|\n/g, "\r\n");
/** A text of one line: controls and line breaks are one space, and it is cut at a length. */
const asLine = (text: string, longest: number): string => {
  const clean = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  return clean.length <= longest
    ? clean.toWellFormed()
    : clean
        .slice(0, longest)
        .toWellFormed()
        .replace(/\ufffd$/, "");
};
const asName = (text: string): string => asLine(text, 200).replace(/ +/g, " ").trim();

const mails: Made[] = [];

describe("1,000 generated mails", () => {
  test("SND-05 SND-06 UNS-01: an own strict reader finds no defect, and exactly what was composed", async () => {
    const buffer = new MessageBuffer();
    for (let at = 0; at < MAILS; at++) {
      const made = await generator.make(at, buffer);
      mails.push(made);
      try {
        checkMail(made, at);
      } catch (error) {
        throw new Error(`mail ${at} of seed ${seed}: ${String(error)}`, { cause: error });
      }
    }
    const ids = mails.map((made) => header(readStrictly(made.bytes), "message-id"));
    assert.equal(new Set(ids).size, MAILS, "every Message-ID is another");
  });

  test("SND-05: postal-mime reads the same", async () => {
    const lines = (text: string) => asText(text).replaceAll("\r\n", "\n");
    for (const made of mails) {
      const mail = await PostalMime.parse(made.bytes);
      assert.equal(mail.html, `${lines(made.html)}\n`);
      assert.equal(mail.text, `${lines(made.text)}\n`);
      assert.equal(mail.to?.length, 1);
      assert.equal(mail.to?.[0]?.address, made.address);
      assert.equal(mail.headers.filter(({ key }) => key === "from").length, 1);
      assert.equal(mail.headers.filter(({ key }) => key === "bcc").length, 0);
    }
  });

  const python = spawnSync("python3", ["--version"]).status === 0;
  test(
    "SND-05: Python's email package finds no defect under its strict policy",
    { skip: python ? false : "python3 is not installed" },
    () => {
      const script = join(import.meta.dirname, "support/strict_mail.py");
      const input = Buffer.concat(
        mails.flatMap(({ bytes }) => [Buffer.from(`${bytes.length}\n`), bytes]),
      );
      const { stdout, stderr, status } = spawnSync("python3", [script], {
        input,
        encoding: "utf8",
        maxBuffer: 2 ** 30,
      });
      assert.equal(status, 0, stderr);
      const answers = stdout.trimEnd().split("\n");
      assert.equal(answers.length, MAILS);
      for (const [at, line] of answers.entries()) {
        const answer = JSON.parse(line) as {
          defects: string[];
          html: string;
          text: string;
          from: [string, string][];
          to: [string, string][];
        };
        const made = mails[at]!;
        // Python counts as a defect what RFC 6532 allows: an address in UTF-8.
        const allowed = /^[ -~]*$/.test(made.address) ? [] : ["To: NonASCIILocalPartDefect"];
        const defects = answer.defects.filter((defect) => !allowed.includes(defect));
        assert.deepEqual(defects, [], `mail ${at} of seed ${seed}`);
        const lines = (text: string) => text.replace(/\r\n|\r|\n/g, "\n");
        assert.equal(lines(answer.html), lines(asText(made.html)), `mail ${at} of seed ${seed}`);
        assert.equal(lines(answer.text), lines(asText(made.text)));
        assert.deepEqual(
          answer.from.map(([, address]) => address),
          ["post@news.musterbank.example"],
        );
        assert.deepEqual(
          answer.to.map(([, address]) => address),
          [made.address],
        );
      }
    },
  );
});

function checkMail(made: Made, at: number): void {
  const mail = readStrictly(made.bytes);
  assert.deepEqual(
    mail.parts.map((part) => part.type),
    ["text/plain", "text/html"],
  );
  assert.equal(mail.parts[0]!.text, asText(made.text));
  assert.equal(mail.parts[1]!.text, asText(made.html));
  assert.equal(decodeWords(header(mail, "subject")!), asLine(made.subject, 900).trim());
  assert.deepEqual(oneMailbox(header(mail, "to")!), {
    name: asName(made.name),
    address: made.address,
  });
  assert.deepEqual(oneMailbox(header(mail, "from")!), {
    name: asName(made.fromName),
    address: "post@news.musterbank.example",
  });
  assert.equal(header(mail, "message-id"), `<${at}x${seed}@news.musterbank.example>`);
  assert.equal(header(mail, "date"), "Sun, 22 Nov 2026 03:04:05 +0000");
  assert.match(
    header(mail, "list-unsubscribe")!,
    /^<https:\/\/post\.musterbank\.example\/u\/[\w-]+>, <mailto:[^<>\s]+>$/,
  );
  assert.equal(header(mail, "list-unsubscribe-post"), "List-Unsubscribe=One-Click");
  assert.match(header(mail, "feedback-id")!, /^m42:a7:newsletter:kp[0-9a-f]{10}$/);
  const all = mail.headers.map(([name]) => name).filter((name) => name !== "dkim-signature");
  for (const [name, value] of mail.headers) {
    if (name !== "dkim-signature") continue;
    const signed = /\bh=([^;]+);/.exec(value)![1]!.replace(/\s/g, "").split(":");
    // From once more, so that nobody can add a second one (RFC 6376, 5.4.2).
    const expected = [...all, "from"].toSorted();
    assert.deepEqual(signed.toSorted(), expected, "every field is signed (UNS-01)");
  }
  // Only To says who it is for (SND-06, Art. 5(1)(c) GDPR); links carry sealed tokens.
  for (const [name, value] of mail.headers)
    if (name !== "to") assert.ok(!value.includes(made.address), `${name} holds the address`);
}
