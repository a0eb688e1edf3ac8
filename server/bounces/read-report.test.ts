import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalMeanings } from "../../contract/refusal-meanings.ts";
import { classifyRefusal } from "./classify-refusal.ts";
import { readReport } from "./read-report.ts";
import { refusalTable } from "./refusal-table.ts";

const mail = (...lines: string[]): Buffer => Buffer.from(lines.join("\r\n"), "utf8");

const dsn = (action: string, status: string, diagnostic: string): Buffer =>
  mail(
    "Return-Path: <>",
    "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>",
    "To: bounce+abc@news.example.org",
    "Subject: Undelivered Mail Returned to Sender",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    "",
    "--b1",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "This is the mail system at host mx.example.net.",
    "",
    "--b1",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.net",
    "",
    "Final-Recipient: rfc822; hidden@elsewhere.example",
    "Original-Recipient: rfc822;anna+2Bnews@example.com",
    `Action: ${action}`,
    `Status: ${status}`,
    "Remote-MTA: dns; mx.elsewhere.example",
    `Diagnostic-Code: smtp; ${diagnostic}`,
    "",
    "--b1",
    "Content-Type: text/rfc822-headers",
    "",
    "Message-ID: <4f2a@news.example.org>",
    "List-Unsubscribe: <mailto:u+x@in.example.org>",
    "To: anna@example.com",
    "Subject: News",
    "",
    "--b1--",
    "",
  );

test("SND-08 SND-13: a delivery status gives recipients, codes, our Message-ID and the envelope's address", () => {
  const report = readReport(
    dsn("failed", "5.1.1", "550 5.1.1 <hidden@elsewhere.example>: User unknown"),
    {
      recipient: "Bounce+ABC@news.example.org",
    },
  );
  assert.equal(report.kind, "bounce");
  const [one] = report.recipients;
  assert.equal(one?.address, "hidden@elsewhere.example");
  assert.equal(one?.originalAddress, "anna+2bnews@example.com");
  assert.equal(one?.status, "5.1.1");
  assert.equal(one?.code, 550);
  assert.equal(one?.class, "hard");
  assert.equal(one?.unknownUser, true);
  assert.equal(one?.remoteMta, "mx.elsewhere.example");
  assert.equal(report.originalMessageId, "4f2a@news.example.org");
  assert.equal(report.originalFields["list-unsubscribe"], "<mailto:u+x@in.example.org>");
  assert.equal(report.envelopeRecipient, "bounce+abc@news.example.org");
  assert.ok(report.candidates.includes("anna@example.com"));
});

test("SND-08: a delayed status is no bounce, a report of success neither", () => {
  assert.equal(readReport(dsn("delayed", "4.4.1", "451 4.4.1 timed out")).kind, "delayed");
  assert.equal(readReport(dsn("delivered", "2.0.0", "250 ok")).kind, "other");
  const late = readReport(dsn("failed", "4.4.7", "451 4.4.7 delivery time expired"));
  assert.equal(late.kind, "bounce");
  assert.equal(late.recipients[0]?.class, "soft");
});

test("SND-08: notices in words, in seven languages", () => {
  const cases: [string, string, string][] = [
    [
      "Unzustellbar: Neues im Herbst",
      "Ihre Nachricht konnte nicht zugestellt werden an folgende Empfänger:\r\n\r\nanna@example.com\r\n550 Empfänger unbekannt",
      "hard",
    ],
    [
      "failure notice",
      "Hi. This is the qmail-send program at mx.example.net.\r\nI'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n<anna@example.com>:\r\nSorry, no mailbox here by that name. (#5.1.1)",
      "hard",
    ],
    [
      "Mail delivery failed: returning message to sender",
      "A message that you sent could not be delivered to one or more of its recipients. The following address(es) failed:\r\n\r\n  anna@example.com\r\n    mailbox is full: retry timeout exceeded",
      "soft",
    ],
    [
      "Échec de la remise",
      "Votre message n'a pas pu être remis aux destinataires suivants :\r\n\r\n<anna@example.com>: 550 utilisateur inconnu",
      "hard",
    ],
    [
      "Mensaje no entregado",
      "No se ha podido entregar su mensaje a los siguientes destinatarios:\r\n\r\n<anna@example.com>: 550 usuario desconocido",
      "hard",
    ],
    [
      "Mancata consegna del messaggio",
      "Non è stato possibile consegnare il messaggio ai seguenti destinatari:\r\n\r\n<anna@example.com>: 550 utente sconosciuto",
      "hard",
    ],
    [
      "Undeliverable: News",
      "Delivery has failed to these recipients or groups:\r\n\r\nanna@example.com\r\nYour message wasn't delivered because of security policies.\r\n550 5.7.26 unauthenticated email is not accepted",
      "policy",
    ],
  ];
  for (const [subject, text, expected] of cases) {
    const report = readReport(
      mail(
        "Return-Path: <>",
        "From: Mail Delivery System <mailer-daemon@mx.example.net>",
        "To: bounce@news.example.org",
        `Subject: ${subject}`,
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        text,
        "",
      ),
    );
    assert.equal(report.kind, "bounce", subject);
    assert.equal(report.recipients[0]?.address, "anna@example.com", subject);
    assert.equal(report.recipients[0]?.class, expected, subject);
  }
});

test("SND-13: absence notes of people are no bounces", () => {
  const reply = (subject: string, text: string, ...fields: string[]) =>
    readReport(
      mail(
        "From: Anna <anna@example.com>",
        "To: b@news.example.org",
        `Subject: ${subject}`,
        "Content-Type: text/plain; charset=utf-8",
        ...fields,
        "",
        text,
      ),
    );
  for (const subject of [
    "Abwesenheitsnotiz: Neues",
    "Automatische Antwort: Neues",
    "AW: Außer Haus",
    "Out of office",
    "Ich bin im Urlaub nicht erreichbar",
    "Réponse automatique : Neues",
    "自動返信：お知らせ",
  ])
    assert.equal(
      reply(subject, "Ich bin bis Montag nicht erreichbar.").automatic,
      "vacation",
      subject,
    );
  assert.equal(
    reply("Re: News", "bis Montag", "Auto-Submitted: auto-replied").automatic,
    "vacation",
  );
  assert.equal(reply("News", "x", "X-Auto-Response-Suppress: All").kind, "autoReply");
  assert.equal(
    reply("Ihre Bestellung", "Danke", "Auto-Submitted: auto-generated").automatic,
    "generated",
  );
  assert.equal(
    reply(
      "Re: Neues",
      "Danke, das war interessant. Ist die Mail von Herrn Maier nicht zugestellt worden?",
    ).kind,
    "other",
  );
  assert.equal(reply("News", "x", "Auto-Submitted: no").kind, "other");
});

test("UNS-20: complaints are told from bounces, with their kind", () => {
  const report = (type: string) =>
    readReport(
      mail(
        "From: feedback@provider.example",
        "Subject: FW: News",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
        "",
        "--b",
        "Content-Type: message/feedback-report",
        "",
        `Feedback-Type: ${type}`,
        "User-Agent: Test/1",
        "Original-Rcpt-To: <anna@example.com>",
        "",
        "--b",
        "Content-Type: message/rfc822",
        "",
        "Message-ID: <4f2a@news.example.org>",
        "Feedback-ID: 1:2:x:klarpost",
        "",
        "text",
        "--b--",
      ),
    );
  for (const type of ["abuse", "opt-out", "not-spam", "auth-failure", "fraud"])
    assert.equal(report(type).feedbackType, type);
  assert.equal(report("abuse").kind, "complaint");
  assert.ok(report("abuse").candidates.includes("anna@example.com"));
  assert.equal(report("abuse").originalFields["feedback-id"], "1:2:x:klarpost");
});

test("SND-13: no message, however made, costs much", () => {
  const long = "a".repeat(100_000);
  const hostile = [
    mail("From: mailer-daemon@x", "Subject: failure", "", `${"user ".repeat(50_000)}`),
    mail("From: mailer-daemon@x", "Subject: failure", "", `${`${"x".repeat(900)}@`.repeat(500)}`),
    mail("From: mailer-daemon@x", "Subject: failure", "", "mailbox ".repeat(40_000)),
    mail("From: mailer-daemon@x", "Subject: failure", "", "\n".repeat(400_000)),
    mail("From: mailer-daemon@x", "Subject: failure", "", "To:\n".repeat(100_000)),
    mail(`Subject: ${long}`, `From: ${"<".repeat(50_000)}`, "", long),
    mail(`Content-Type: multipart/mixed; boundary="b"`, "", "--b\n".repeat(100_000)),
    mail(
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
      "",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Final-Recipient: rfc822; a@b.c\n\n".repeat(50_000),
      "--b--",
    ),
    mail("Content-Type: text/html", "", `${"<a ".repeat(100_000)}`),
    mail("Content-Type: text/html", "", `${"<style>".repeat(50_000)}`),
    mail(...Array.from({ length: 20_000 }, (_, at) => `X-${at}: =?utf-8?q?${"=41".repeat(20)}?=`)),
    Buffer.alloc(3_000_000, 0x2d),
  ];
  for (const [at, raw] of hostile.entries()) {
    const began = performance.now();
    const report = readReport(raw);
    const took = performance.now() - began;
    assert.ok(took < 5000, `message ${at} took ${took.toFixed(0)} ms`);
    assert.ok(report.candidates.length <= 60 && report.recipients.length <= 200);
  }
});

test("SND-08: every line of the table can decide, and has a meaning in both languages", () => {
  const used = new Set(refusalTable.map((rule) => rule.meaning));
  for (const meaning of Object.keys(refusalMeanings))
    if (meaning !== "unclear")
      assert.ok(used.has(meaning as "policy"), `${meaning} is never meant`);
  for (const rule of refusalTable) {
    assert.ok(rule.enhanced ?? rule.text, "a line without conditions decides everything");
    if (rule.unknownUser) assert.equal(rule.class, "hard");
    assert.ok(rule.source.length > 5);
  }
});

test("SND-08 SND-09: 5.7.26 is an alarm about our domain and says nothing of the recipient", () => {
  const found = classifyRefusal({
    code: 550,
    enhanced: "5.7.26",
    text: "Unauthenticated email is not accepted",
  });
  assert.equal(found.class, "policy");
  assert.equal(found.meaning, "authentication");
  assert.equal(found.unknownUser, false);
});
