import assert from "node:assert/strict";
import { test } from "node:test";
import { startExim, whyNoExim } from "./support/exim.ts";
import { startOpenSmtpd, whyNoOpenSmtpd } from "./support/opensmtpd.ts";
import { startPostfix, whyNoPostfix } from "./support/postfix.ts";
import { sendAll, testMessage, until } from "./support/smtp-harness.ts";
import { testCertificate } from "./support/tls-certificate.ts";

/**
 * Real servers take our mails: Exim and Postfix over TLS with a checked certificate and in chunks, several of a
 * connection under way; OpenSMTPD, which knows no PIPELINING, one command at a time.
 */
const DOMAIN = "postfach.example";
const PEOPLE = 60;
const relay = {
  host: "localhost",
  address: "127.0.0.1",
  encryption: "required" as const,
  trustedCertificates: testCertificate.cert,
};
const to = (n: number) => `${n === 17 ? "gone" : `p${n}`}@${DOMAIN}`;

function messages() {
  return Array.from({ length: PEOPLE }, (_, at) => {
    const n = at + 1;
    const text = `From: a@example.com\r\nTo: ${to(n)}\r\nSubject: ${n}\r\nMessage-ID: <m${n}@example.com>\r\n\r\n${`.\r\n..zwei\r\nMail ${n}\r\n`.repeat(400)}`;
    const bytes = Buffer.from(text);
    return testMessage(n, { to: to(n), content: { bytes, start: 0, end: bytes.length } });
  });
}

/** What we wrote, below the header lines that the server adds. */
const bodyOf = (content: string) => content.slice(content.indexOf("\r\n\r\n"));

for (const window of [1, 8]) {
  test(
    `SND-16: Exim takes every mail once, with a window of ${window}, and refuses one recipient amid them`,
    { skip: whyNoExim() ?? false },
    async (t) => {
      const exim = await startExim(DOMAIN);
      t.after(() => exim.stop());
      const sent = messages();
      const harness = sendAll(exim.port, sent, { relay, window, markAhead: 2, connections: 2 });
      await harness.finished;
      for (const { delivery } of sent) {
        const result = harness.last(delivery);
        const expected = delivery === 17 ? "rcpt 550 5.1.1" : "final 250 undefined";
        assert.ok(result?.kind === "reply", `${JSON.stringify(result)}\n${exim.log()}`);
        assert.equal(`${result.stage} ${result.code} ${result.enhanced}`, expected);
      }
      const mails = exim.mails();
      assert.equal(mails.length, PEOPLE - 1);
      for (const message of sent.filter((each) => each.delivery !== 17)) {
        const [mail, ...more] = mails.filter((each) => each.to === message.to);
        assert.equal(more.length, 0);
        assert.equal(mail?.from, message.from);
        assert.equal(bodyOf(mail.content), bodyOf(message.content.bytes.toString("latin1")));
      }
      assert.match(exim.log(), /X=TLS1\.3.* K /, "TLS and CHUNKING were used");
    },
  );
}

test(
  "SND-16: Postfix takes every mail once with a window of eight",
  { skip: whyNoPostfix() ?? false },
  async (t) => {
    const postfix = await startPostfix(DOMAIN);
    t.after(() => postfix.stop());
    const sent = messages();
    const harness = sendAll(postfix.port, sent, { relay, window: 8, markAhead: 2, connections: 2 });
    await harness.finished;
    for (const { delivery } of sent) {
      const result = harness.last(delivery);
      assert.ok(result?.kind === "reply" && result.code === 250, JSON.stringify(result));
    }
    await until("everything is filed", () => postfix.mails().length >= PEOPLE, 20_000);
    const mails = postfix.mails();
    assert.deepEqual(
      mails.map((mail) => mail.to).toSorted(),
      sent.map((each) => each.to).toSorted(),
    );
    for (const message of sent) {
      const mail = mails.find((each) => each.to === message.to)!;
      assert.equal(mail.envelopeFrom, message.from);
      const stored = mail.content.toString("latin1").replaceAll("\n", "\r\n");
      assert.equal(bodyOf(stored), bodyOf(message.content.bytes.toString("latin1")));
    }
  },
);

test(
  "SND-16: OpenSMTPD takes every mail once, one command at a time",
  { skip: whyNoOpenSmtpd() ?? false },
  async (t) => {
    const server = await startOpenSmtpd(DOMAIN);
    t.after(() => server.stop());
    const sent = [...messages(), testMessage(99, { to: "a@elsewhere.example" })];
    // Debian's build cannot sign with the elliptic key of the tests' certificate.
    const plain = { ...relay, encryption: "none" as const };
    const harness = sendAll(server.port, sent, { relay: plain, window: 8, connections: 2 });
    await harness.finished;
    for (const { delivery } of sent) {
      const result = harness.last(delivery);
      assert.ok(result?.kind === "reply", `${JSON.stringify(result)}\n${server.log()}`);
      assert.equal(`${result.stage} ${result.code}`, delivery === 99 ? "rcpt 550" : "final 250");
    }
    const mails = server.mails();
    assert.equal(mails.length, PEOPLE);
    for (const message of sent.filter((each) => each.delivery !== 99)) {
      const [mail, ...more] = mails.filter((each) => each.to === message.to);
      assert.equal(more.length, 0);
      assert.equal(mail?.from, message.from);
      assert.equal(bodyOf(mail.content), bodyOf(message.content.bytes.toString("latin1")));
    }
  },
);
