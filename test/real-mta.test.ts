import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { createDispatcher, runCounts } from "../server/delivery/index.ts";
import { findMailingById } from "../server/mailings/index.ts";
import { dkimRecord, ensureDkimKey } from "../server/senders/dkim-keys.ts";
import { listDkimKeys } from "../server/senders/dkim-keys.store.ts";
import { HONEYPOT_LINK } from "../server/tracking/index.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { readMail } from "./support/parse-mail.ts";
import { startPostfix, whyNoPostfix, type Postfix } from "./support/postfix.ts";
import {
  eventually,
  prepareNewsletter,
  SAMPLE_HTML,
  sendingParts,
  type SendingParts,
} from "./support/sending.ts";

const PEOPLE = 50;
const GRANTED = 12;
const DOMAIN = "postfach.example";
const UMLAUTS = "Grüße aus Köln: „Zinsen“ – 3,5 % für Bauherren";

describe("a mailing through Postfix", { skip: whyNoPostfix() ?? false }, () => {
  let database: TestDatabase;
  let parts: SendingParts;
  let postfix: Postfix;
  let seeded: SeededNewsletter;
  let runId: number;

  before(async () => {
    database = await testDatabase();
    parts = sendingParts(database.db);
    postfix = await startPostfix(DOMAIN);
    seeded = await seedNewsletter(database.db, parts.keys, {
      people: PEOPLE,
      granted: GRANTED,
      domain: DOMAIN,
    });
    await database.db.account(seeded.accountId, (tx) =>
      ensureDkimKey(tx, parts.keys, seeded.accountId, "musterbank.example", parts.deps.clock.now()),
    );
    const mailing = await prepareNewsletter(parts, seeded, {
      people: PEOPLE,
      subject: UMLAUTS,
      html: SAMPLE_HTML.replace(
        "{{ tracking_question }}",
        // A line that is a single dot in the source must arrive as one (RFC 5321, 4.5.2).
        `<p>${"Ein langer Absatz über Förderungen. ".repeat(60)}</p>\n<pre>\n.\n..zwei\n</pre>`,
      ),
    });
    runId = mailing.runId!;
    const dispatcher = createDispatcher({
      ...parts.deps,
      transports: {
        smtpUrl: null,
        sandboxSmtpUrl: `smtp://localhost:${postfix.port}`,
        heloName: "klarpost.invalid",
      },
    });
    const jobs = parts.jobs();
    dispatcher.start();
    jobs.start();
    try {
      await eventually(
        "the mailing is sent",
        async () =>
          (await database.db.account(seeded.accountId, (tx) => findMailingById(tx, mailing.id)))!
            .state === "sent",
        60_000,
      );
      await eventually("Postfix filed everything", () => postfix.mails().length >= PEOPLE, 30_000);
    } catch (error) {
      throw new Error(`${String(error)}\n${postfix.log().slice(-4000)}`, { cause: error });
    } finally {
      await dispatcher.stop();
      await jobs.stop();
    }
  });
  after(async () => {
    await postfix?.stop();
    await parts?.close();
    await database?.close();
  });

  test("SND-16: everybody's mail lies in the mailbox once, and the ledger says the same", async () => {
    const mails = postfix.mails();
    assert.equal(mails.length, PEOPLE);
    const expected = Array.from({ length: PEOPLE }, (_unused, at) => `person${at + 1}@${DOMAIN}`);
    assert.deepEqual(mails.map((mail) => mail.to).toSorted(), expected.toSorted());
    const counts = await database.db.account(seeded.accountId, (tx) =>
      runCounts(tx, seeded.accountId, runId),
    );
    assert.equal(counts.accepted, PEOPLE);
    assert.equal(counts.candidates, PEOPLE);
  });

  test("SND-04: mails go over TLS where the receiver offers it, from the sender's own address", () => {
    for (const { content, envelopeFrom } of postfix.mails()) {
      assert.match(content.toString("latin1"), /\bwith U?T?F?8?E?SMTPS\b/);
      assert.equal(envelopeFrom, "post@musterbank.example");
    }
  });

  test("UNS-01 SND-06: one-click headers survive the way, one link for each person", async () => {
    const links = new Set<string>();
    for (const { content } of postfix.mails()) {
      const { headers } = await readMail(content);
      const link = headers.get("list-unsubscribe")!;
      assert.match(link, /^<https:\/\/post\.musterbank\.example\/u\/[\w-]+>$/);
      assert.equal(headers.get("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
      links.add(link);
    }
    assert.equal(links.size, PEOPLE);
  });

  test("SND-01 UNS-01: every signature is valid for a foreign verifier and covers the one-click headers", async () => {
    const records = await database.db.account(seeded.accountId, async (tx) =>
      (await listDkimKeys(tx, "musterbank.example")).map(dkimRecord),
    );
    assert.equal(records.length, 1);
    const resolver = async (name: string) => {
      const record = records.find((each) => each.name === name);
      if (!record) throw Object.assign(new Error(name), { code: "ENOTFOUND" });
      return [[record.value]];
    };
    for (const { content, to } of postfix.mails()) {
      const { results } = await dkimVerify(content, { resolver });
      assert.deepEqual(
        results.map((each) => each.status.result),
        ["pass"],
        to,
      );
      const signed = /\bh=([^;]+);/.exec(
        /^DKIM-Signature:(?:.|\r?\n[ \t])*/im.exec(content.toString("latin1"))![0],
      )![1]!;
      assert.match(signed, /list-unsubscribe-post/i);
    }
    const broken = Buffer.from(
      postfix.mails()[0]!.content.toString("latin1").replace("Absatz", "Absaetz"),
      "latin1",
    );
    const { results } = await dkimVerify(broken, { resolver });
    assert.notEqual(results[0]!.status.result, "pass", "a changed mail does not verify");
  });

  test("TRK-01 CNT-14: subject, HTML and text arrive as they were written", async () => {
    const personal: string[] = [];
    for (const { content, to } of postfix.mails()) {
      const mail = await readMail(content);
      assert.equal(mail.subject, UMLAUTS);
      const no = /person(\d+)@/.exec(to)![1]!;
      for (const part of [mail.html, mail.text]) {
        assert.ok(part.includes(`Guten Tag Frau Beispiel ${no},`), to);
        assert.match(part, /\n\.\r?\n\.\.zwei/, "dots at the beginning of lines");
        assert.ok(part.includes("Ein langer Absatz über Förderungen. Ein langer"), to);
      }
      assert.equal(content.toString("latin1").includes("\r\r"), false);
      const all = [...mail.html.matchAll(/\/t\/([\w-]{43})/g)].map((match) =>
        parts.deps.tracking.open(match[1]!),
      );
      // The link nobody sees is in measured mails only, and catches programs.
      const tokens = all.filter((token) => token?.link !== HONEYPOT_LINK);
      assert.equal(tokens.length, 3, "two links and the pixel");
      if (tokens.every((token) => token?.kind === "personal")) personal.push(to);
      else
        assert.ok(
          tokens.every((token) => token?.kind === "shared"),
          to,
        );
    }
    assert.equal(personal.length, GRANTED);
    assert.ok(personal.every((to) => Number(/person(\d+)@/.exec(to)![1]) <= GRANTED));
  });
});
