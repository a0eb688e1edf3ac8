import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  accepted,
  KEY,
  mail,
  ok,
  provider,
  relayTo,
  sendAll,
  UNSUBSCRIBE,
} from "../../../test/support/api-pool.ts";
import { awsAuthorization } from "../../../test/support/provider-server.ts";
import { createOutsideGuard, systemClock } from "../../platform/index.ts";
import type { SmtpMessage, SmtpResult } from "../smtp/message.ts";
import { createApiPool, retryAfter } from "./api-pool.ts";

test("SND-05 SND-06: Amazon SES gets the whole message but our signature, signed as AWS documents it", async (t) => {
  const server = await provider(t, () => ok.ses!);
  const { results } = await sendAll(server.url, "ses", [mail(1)]);
  assert.deepEqual(results, [accepted]);
  const [got] = server.requests;
  assert.equal(`${got!.method} ${got!.path}`, "POST /v2/email/outbound-emails");
  assert.equal(
    got!.headers["authorization"],
    awsAuthorization(got!, "geheim/+x", "AKIAMUSTER", "eu-central-1", "ses"),
  );
  assert.deepEqual(got!.json.Destination, { ToAddresses: ["kundin1@beispiel.example"] });
  assert.deepEqual(got!.json.EmailTags, [{ Name: "klarpost-delivery", Value: KEY }]);
  const raw = Buffer.from(got!.json.Content.Raw.Data, "base64").toString();
  assert.doesNotMatch(raw, /dkim-signature/i);
  const { bytes, start, end } = mail(1).content;
  const whole = bytes.subarray(start, end).toString();
  assert.equal(raw, whole.slice(whole.indexOf("\r\n b=abc\r\n") + 10), "nothing else is touched");
});

test("the check of the signature notices another secret and another body", async (t) => {
  const server = await provider(t, () => ok.ses!);
  await sendAll(server.url, "ses", [mail(1)]);
  const got = server.requests[0]!;
  const given = got.headers["authorization"];
  assert.notEqual(given, awsAuthorization(got, "anders", "AKIAMUSTER", "eu-central-1", "ses"));
  const changed = { ...got, body: `${got.body} ` };
  assert.notEqual(
    given,
    awsAuthorization(changed, "geheim/+x", "AKIAMUSTER", "eu-central-1", "ses"),
  );
});

test("SND-06 UNS-01: the fields of a mail arrive at the providers that take no MIME", async (t) => {
  const text = "Guten Tag\n\n.\nGrüße\n";
  const html = "<p>Guten Tag, Grüße aus Köln – .</p>\n<p>.</p>\n";
  const subject = "Zinsen für Größe & mehr";
  const list = {
    "List-Unsubscribe": `<${UNSUBSCRIBE}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };

  const postmark = await provider(t, () => ok.postmark!);
  await sendAll(postmark.url, "postmark", [mail(1)]);
  const p = postmark.requests[0]!;
  assert.equal(p.path, "/email");
  assert.equal(p.headers["x-postmark-server-token"], "marke-1");
  assert.equal(p.json.From, '"Müsterbank, eG" <newsletter@musterbank.example>');
  assert.equal(p.json.To, '"Erika Müster" <kundin1@beispiel.example>', "the envelope's address");
  assert.deepEqual(
    [p.json.Subject, p.json.TextBody, p.json.HtmlBody, p.json.ReplyTo],
    [subject, text, html, "antwort@musterbank.example"],
  );
  const named = Object.fromEntries(
    p.json.Headers.map((h: { Name: string; Value: string }) => [h.Name, h.Value]),
  );
  assert.equal(named["Message-ID"], `<${KEY}@musterbank.example>`);
  assert.equal(named["X-PM-KeepID"], "true");
  assert.deepEqual(
    [named["List-Unsubscribe"], named["List-Unsubscribe-Post"]],
    Object.values(list),
  );
  assert.equal(named["X-CSA-Complaints"], "csa@musterbank.example");
  assert.deepEqual(
    [p.json.MessageStream, p.json.TrackOpens, p.json.TrackLinks, p.json.Metadata],
    ["broadcast", false, "None", { "klarpost-delivery": KEY }],
  );

  const mailjet = await provider(t, () => ok.mailjet!);
  await sendAll(mailjet.url, "mailjet", [mail(1)]);
  const m = mailjet.requests[0]!;
  assert.equal(m.path, "/v3.1/send");
  assert.equal(
    m.headers["authorization"],
    `Basic ${Buffer.from("öffentlich:geheim").toString("base64")}`,
  );
  const [message] = m.json.Messages;
  assert.deepEqual(message.To, [{ Email: "kundin1@beispiel.example", Name: "Erika Müster" }]);
  assert.deepEqual(
    [message.Subject, message.TextPart, message.HTMLPart, message.CustomID],
    [subject, text, html, KEY],
  );
  assert.deepEqual([message.TrackOpens, message.TrackClicks], ["disabled", "disabled"]);
  assert.equal(message.Headers["List-Unsubscribe"], list["List-Unsubscribe"]);
  assert.ok(!("List-ID" in message.Headers) && !("X-CSA-Complaints" in message.Headers));

  const brevo = await provider(t, () => ok.brevo!);
  await sendAll(brevo.url, "brevo", [mail(1)]);
  const b = brevo.requests[0]!;
  assert.equal(`${b.path} ${b.headers["api-key"]}`, "/v3/smtp/email marke-1");
  assert.deepEqual(b.json.sender, {
    email: "newsletter@musterbank.example",
    name: "Müsterbank, eG",
  });
  assert.deepEqual([b.json.subject, b.json.textContent, b.json.htmlContent], [subject, text, html]);
  assert.equal(b.json.headers["X-Mailin-custom"], KEY);
  assert.deepEqual(
    ["X-Mailin-Track", "X-Mailin-Track-Opens", "X-Mailin-Track-Links"].map(
      (name) => b.json.headers[name],
    ),
    ["0", "0", "0"],
  );
  assert.equal(b.json.headers.idempotencyKey, "01234567-89ab-cdef-0123-456789abcdef");
  assert.equal(b.json.headers["List-Unsubscribe"], list["List-Unsubscribe"]);

  const scaleway = await provider(t, () => ok.scaleway!);
  await sendAll(scaleway.url, "scaleway", [mail(1)]);
  const s = scaleway.requests[0]!;
  assert.equal(s.path, "/transactional-email/v1alpha1/regions/fr-par/emails");
  assert.equal(s.headers["x-auth-token"], "marke-1");
  assert.deepEqual(
    [s.json.project_id, s.json.subject, s.json.text, s.json.html],
    ["projekt-1", subject, text, html],
  );
  const fields = s.json.additional_headers.map(
    (h: { key: string; value: string }) => `${h.key}: ${h.value}`,
  );
  assert.ok(fields.includes(`X-Klarpost-Delivery: ${KEY}`));
  assert.ok(fields.includes(`List-Unsubscribe: ${list["List-Unsubscribe"]}`));
  assert.ok(fields.includes("Reply-To: antwort@musterbank.example"));
});

test("SND-12: Retry-After makes the whole pool wait", async (t) => {
  const times: number[] = [];
  const server = await provider(t, (_request, no) => {
    times.push(performance.now());
    return no === 1 ? { status: 429, headers: { "retry-after": "1" } } : ok.brevo!;
  });
  await sendAll(server.url, "brevo", [mail(1), mail(2), mail(3)]);
  assert.ok(times[1]! - times[0]! >= 950, `${times[1]! - times[0]!} ms`);
  assert.equal(
    retryAfter("Sun, 22 Nov 2026 08:00:30 GMT", new Date("2026-11-22T08:00:00Z")),
    30_000,
  );
  assert.equal(retryAfter("bald", new Date()), null);
});

test("SND-16: without the mark nothing leaves; before the first byte a failure is safe to try again", async (t) => {
  const server = await provider(t, () => ok.postmark!);
  const no = await sendAll(server.url, "postmark", [mail(1)], { beforeDot: () => false });
  assert.deepEqual(no.results, [{ kind: "notSent", reason: "withdrawn", detail: "" }]);
  const broken = await sendAll(server.url, "postmark", [mail(1)], {
    beforeDot: () => Promise.reject(new Error("database away")),
  });
  assert.deepEqual(broken.results, [
    { kind: "notSent", reason: "mark_failed", detail: "database away" },
  ]);
  const stale = await sendAll(server.url, "postmark", [{ ...mail(1), isFresh: () => false }]);
  assert.equal(stale.results[0]?.kind === "notSent" && stale.results[0].reason, "stale");
  assert.deepEqual(stale.marked, [], "a stale decision takes no mark");
  assert.equal(server.requests.length, 0);
  await server.close();
  const away = await sendAll(server.url, "postmark", [mail(1)]);
  assert.equal(away.results[0]?.kind === "notSent" && away.results[0].reason, "relay_unavailable");
  assert.deepEqual(away.marked, [], "no mark before there is a connection");
});

test("a server that is no TLS server, and one that never answers the handshake", async (t) => {
  const silent = createServer((socket) => void socket.on("error", () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  t.after(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  const { results, marked } = await sendAll(`https://127.0.0.1:${port}`, "brevo", [mail(1)], {
    timeouts: { connect: 100 },
  });
  assert.deepEqual(results, [
    { kind: "notSent", reason: "relay_unavailable", detail: "connecting took too long" },
  ]);
  assert.deepEqual(marked, []);
});

test("connections stay open, and no more are used than allowed", async (t) => {
  const server = await provider(t, () => ok.mailjet!);
  const mails = Array.from({ length: 40 }, (_, at) => mail(at + 1));
  const { results } = await sendAll(server.url, "mailjet", mails, { connections: 3 });
  assert.ok(results.every((one) => one?.kind === "reply" && one.code === 250));
  assert.equal(server.requests.length, 40);
  assert.ok(server.connections <= 3, `${server.connections} connections`);
});

test("SSRF: addresses of the own network are refused inside the connection, names too", async (t) => {
  const server = await provider(t, () => ok.brevo!);
  const guard = createOutsideGuard();
  for (const url of [server.url, `http://localhost:${server.port}`, "https://[::1]:1"]) {
    const { results } = await sendAll(url, "brevo", [mail(1)], { guard });
    assert.match(JSON.stringify(results), /does not lie in the open internet/);
  }
  assert.throws(() => guard("169.254.169.254", 80), /open internet/);
  assert.equal(typeof guard("mail.example.com", 25), "function");
  assert.equal(
    createOutsideGuard({ privateHosts: ["mx.intern:2525"] })("mx.intern", 2525),
    undefined,
  );
  assert.notEqual(
    createOutsideGuard({ privateHosts: ["mx.intern:2525"] })("mx.intern", 25),
    undefined,
  );
  assert.equal(server.requests.length, 0);
});

test("an address that only SMTPUTF8 reaches is not sent; a domain in other letters is", async (t) => {
  const server = await provider(t, () => ok.brevo!);
  const { results } = await sendAll(server.url, "brevo", [
    mail(1, "jörg@beispiel.example"),
    mail(2, "joerg@müller.example"),
  ]);
  assert.equal(results[0]?.kind === "notSent" && results[0].reason, "smtputf8_not_offered");
  assert.deepEqual(results[1], accepted);
  assert.equal(server.requests[0]?.json.to[0].email, "joerg@xn--mller-kva.example");
});

test("pause gives back, resume goes on, stop cuts what does not end", async (t) => {
  const server = await provider(t, (_request, no) => (no <= 1 ? ok.brevo! : "hang"));
  const results: SmtpResult[] = [];
  const feed: ((message: SmtpMessage<number> | null) => void)[] = [];
  const pool = createApiPool<number>({
    connections: 1,
    relay: relayTo(server.url, "brevo"),
    guard: createOutsideGuard({ privateHosts: ["127.0.0.1"] }),
    clock: systemClock,
    source: {
      next: () => new Promise((resolve) => feed.push(resolve)),
      beforeDot: () => true,
      done: (_message, result) => void results.push(result),
    },
  });
  await sleep(10);
  pool.pause();
  feed.shift()?.(mail(1));
  await sleep(20);
  assert.deepEqual(results.pop(), { kind: "notSent", reason: "halted", detail: "paused" });
  pool.resume();
  await sleep(20);
  feed.shift()?.(mail(2));
  await sleep(100);
  assert.deepEqual(results.pop(), accepted);
  feed.shift()?.(mail(3));
  await sleep(50);
  assert.equal(pool.open, 1);
  await pool.stop(30);
  assert.deepEqual(results.pop(), {
    kind: "uncertain",
    reason: "connection_lost",
    detail: "stopped",
  });
  assert.equal(pool.open, 0);
});
