import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { compileMessage, MessageBuffer } from "../../content/index.ts";
import { createOutsideGuard, systemClock } from "../../platform/index.ts";
import type { RelayKind, SendingRelay } from "../../relays/index.ts";
import {
  awsAuthorization,
  startProvider,
  type ProviderAnswer,
  type ProviderRequest,
} from "../../../test/support/provider-server.ts";
import type { SmtpMessage, SmtpResult } from "../smtp/message.ts";
import { createApiPool, retryAfter, type ApiPoolOptions } from "./api-pool.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const UNSUBSCRIBE = "https://post.musterbank.example/u/abcdefghijklmnopqrstuvwxyz0123456789";

/** A mail as the product makes it, with a signature in front. */
function mail(no: number, to = `kundin${no}@beispiel.example`): SmtpMessage<number> {
  const compiled = compileMessage({
    from: { name: "Müsterbank, eG", address: "newsletter@musterbank.example" },
    replyTo: { address: "antwort@musterbank.example" },
    subject: ["Zinsen für Größe & mehr"],
    html: ["<p>Guten Tag, Grüße aus Köln – .</p>\n<p>.</p>"],
    text: ["Guten Tag\n\n.\nGrüße"],
    messageIdDomain: "musterbank.example",
    tokenLength: 10,
    listUnsubscribe: true,
    listId: { id: "brief.musterbank.example", name: "Brief" },
    feedbackId: "m1:a1:newsletter:kp123456",
    headers: [{ name: "X-CSA-Complaints", value: "csa@musterbank.example" }],
  });
  const rendered = compiled.render(
    {
      to: { name: "Erika Müster", address: "platz@beispiel.example" },
      messageId: KEY,
      date: new Date("2026-11-22T08:00:00Z"),
      fields: {},
      tokens: [],
      unsubscribe: { url: UNSUBSCRIBE },
    },
    new MessageBuffer(),
  );
  return {
    delivery: no,
    from: "b+1@bounces.musterbank.example",
    to,
    content: rendered.complete(
      "DKIM-Signature: v=1; a=rsa-sha256; d=musterbank.example;\r\n b=abc\r\n",
    ),
  };
}

const secrets: Partial<Record<RelayKind, { key: string; secret: string }>> = {
  ses: { key: "AKIAMUSTER", secret: "geheim/+x" },
  mailjet: { key: "öffentlich", secret: "geheim" },
};

function relayTo(url: string, kind: RelayKind): SendingRelay {
  return {
    id: 1,
    publicId: "rel_1",
    kind,
    name: kind,
    host: null,
    port: null,
    baseUrl: url,
    region: kind === "ses" ? "eu-central-1" : kind === "scaleway" ? "fr-par" : null,
    channel: kind === "scaleway" ? "projekt-1" : kind === "postmark" ? "broadcast" : null,
    tls: "required",
    credentials: { kind: "api", ...(secrets[kind] ?? { key: "", secret: "marke-1" }) },
    proxyUrl: null,
    heloName: null,
    streams: ["marketing"],
    priority: 1,
    weight: 1,
    connections: 2,
    perSecond: null,
    version: 1,
  };
}

/** Sends through a pool until everything has ended; gives the results in the order of the mails. */
async function sendAll(
  url: string,
  kind: RelayKind,
  mails: SmtpMessage<number>[],
  options: Partial<ApiPoolOptions<number>> & {
    beforeDot?: (no: number) => boolean | Promise<boolean>;
  } = {},
) {
  const results = new Map<number, SmtpResult[]>();
  const failures: string[] = [];
  const marked: number[] = [];
  const queue = [...mails];
  const pool = createApiPool<number>({
    connections: 1,
    relay: relayTo(url, kind),
    guard: createOutsideGuard({ privateHosts: ["127.0.0.1"] }),
    clock: systemClock,
    retryPause: { first: 5, longest: 5 },
    onFailure: (detail) => void failures.push(detail),
    source: {
      next: async () => queue.shift() ?? null,
      beforeDot(no) {
        marked.push(no);
        return options.beforeDot?.(no) ?? true;
      },
      done(message, result) {
        results.set(message.delivery, [...(results.get(message.delivery) ?? []), result]);
      },
    },
    ...options,
  });
  await pool.finished;
  for (const [no, ends] of results) assert.equal(ends.length, 1, `mail ${no} ended once`);
  return { results: mails.map((one) => results.get(one.delivery)?.[0]), failures, marked };
}

async function provider(
  t: TestContext,
  answer: (r: ProviderRequest, no: number) => ProviderAnswer,
) {
  const server = await startProvider(answer);
  t.after(() => server.close());
  return server;
}

const ok: Partial<Record<RelayKind, ProviderAnswer>> = {
  ses: { status: 200, body: { MessageId: "p-1" } },
  postmark: { status: 200, body: { ErrorCode: 0, Message: "OK", MessageID: "p-1" } },
  mailjet: {
    status: 200,
    body: { Messages: [{ Status: "success", To: [{ Email: "x", MessageID: "p-1" }] }] },
  },
  brevo: { status: 201, body: { messageId: "p-1" } },
  scaleway: { status: 200, body: { emails: [{ id: "p-1" }] } },
};
const kinds = Object.keys(ok) as RelayKind[];
const accepted = { kind: "reply", stage: "final", code: 250, enhanced: "2.0.0", text: "p-1" };

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

/** What each answer comes to: code and enhanced code, or why it was not sent or is uncertain. */
const answers: [RelayKind, string, ProviderAnswer, string][] = [
  [
    "ses",
    "unverified sender",
    sesError(400, "MessageRejected", "Email address is not verified: a@b.example"),
    "notSent relay_unavailable",
  ],
  ["ses", "content", sesError(400, "MessageRejected", "Virus found"), "554 5.7.0"],
  [
    "ses",
    "bad address",
    sesError(400, "BadRequestException", "Local address contains control"),
    "553 5.1.3",
  ],
  ["ses", "paused", sesError(400, "SendingPausedException", "paused"), "notSent relay_unavailable"],
  [
    "ses",
    "rate",
    sesError(429, "TooManyRequestsException", "Maximum sending rate exceeded"),
    "421 4.7.0",
  ],
  ["ses", "signature", sesError(403, "SignatureDoesNotMatch", "no"), "notSent relay_unavailable"],
  [
    "postmark",
    "inactive recipient",
    { status: 422, body: { ErrorCode: 406, Message: "inactive" } },
    "550 5.2.1",
  ],
  [
    "postmark",
    "bad recipient",
    { status: 422, body: { ErrorCode: 300, Message: "Error parsing 'To'" } },
    "553 5.1.3",
  ],
  [
    "postmark",
    "bad request",
    { status: 422, body: { ErrorCode: 300, Message: "Error parsing 'From'" } },
    "554 5.7.0",
  ],
  [
    "postmark",
    "sender unknown",
    { status: 422, body: { ErrorCode: 400, Message: "signature" } },
    "notSent relay_unavailable",
  ],
  [
    "postmark",
    "token",
    { status: 401, body: { ErrorCode: 10, Message: "token" } },
    "notSent relay_unavailable",
  ],
  ["postmark", "too large", { status: 413 }, "552 5.3.4"],
  ["mailjet", "bad recipient", mailjetError("mj-0013", ["To[0].Email"]), "553 5.1.3"],
  ["mailjet", "sender unknown", mailjetError("send-0008", ["From"]), "notSent relay_unavailable"],
  ["mailjet", "content", mailjetError("mj-0004", ["HTMLPart"]), "554 5.7.0"],
  [
    "mailjet",
    "error in 200",
    { ...(mailjetError("mj-0013", ["To[0].Email"]) as object), status: 200 },
    "553 5.1.3",
  ],
  [
    "brevo",
    "bad recipient",
    { status: 400, body: { code: "invalid_parameter", message: "email is not valid in to" } },
    "553 5.1.3",
  ],
  [
    "brevo",
    "sender unknown",
    { status: 400, body: { code: "invalid_parameter", message: "the sender is not valid" } },
    "notSent relay_unavailable",
  ],
  [
    "brevo",
    "no credit",
    { status: 402, body: { code: "not_enough_credits", message: "no" } },
    "notSent relay_unavailable",
  ],
  [
    "brevo",
    "seen before",
    { status: 400, body: { code: "duplicate_request", message: "seen" } },
    "uncertain answer_unclear",
  ],
  ["scaleway", "bad recipient", scalewayError("to.0.email"), "553 5.1.3"],
  ["scaleway", "sender unknown", scalewayError("from.email"), "notSent relay_unavailable"],
  [
    "scaleway",
    "rights",
    { status: 403, body: { type: "permissions_denied" } },
    "notSent relay_unavailable",
  ],
];
for (const kind of kinds)
  answers.push(
    [kind, "too many requests", { status: 429, body: {} }, "421 4.7.0"],
    [kind, "error of the server", { status: 500, body: {} }, "451 4.3.0"],
    [kind, "out of service", { status: 503 }, "421 4.7.0"],
    [kind, "gateway", { status: 502, body: "bad gateway" }, "uncertain answer_unclear"],
    [kind, "gateway in time", { status: 504 }, "uncertain answer_unclear"],
    [
      kind,
      "redirection",
      { status: 302, headers: { location: "http://127.0.0.1:1/" } },
      "notSent relay_unavailable",
    ],
    [kind, "nothing there", { status: 404, body: {} }, "notSent relay_unavailable"],
    [kind, "cut off", "drop", "uncertain connection_lost"],
    [kind, "no answer", "hang", "uncertain connection_lost"],
  );

function sesError(status: number, type: string, message: string): ProviderAnswer {
  return { status, headers: { "x-amzn-errortype": `${type}:http://x/` }, body: { message } };
}
function mailjetError(code: string, about: string[]): ProviderAnswer {
  const error = { ErrorCode: code, StatusCode: 400, ErrorMessage: "no", ErrorRelatedTo: about };
  return { status: 400, body: { Messages: [{ Status: "error", Errors: [error] }] } };
}
function scalewayError(name: string): ProviderAnswer {
  const details = [{ argument_name: name, help_message: "no", reason: "constraint" }];
  return { status: 400, body: { type: "invalid_arguments", message: "invalid", details } };
}

test("SND-08: each answer of each provider comes to its outcome, and the next mail is sent", async (t) => {
  for (const [kind, what, answer, expected] of answers) {
    const server = await provider(t, (_request, no) => (no === 1 ? answer : ok[kind]!));
    const { results, failures } = await sendAll(server.url, kind, [mail(1), mail(2)], {
      timeouts: { answer: 150 },
    });
    const [first, second] = results;
    const found =
      first?.kind === "reply"
        ? `${first.code} ${first.enhanced}`
        : `${first?.kind} ${first?.reason}`;
    assert.equal(found, expected, `${kind}: ${what}`);
    assert.deepEqual(second, accepted, `${kind}: after ${what}`);
    assert.doesNotMatch(failures.join(" "), /@/, "no address in what is logged");
    assert.equal(failures.length > 0, /unavailable|lost/.test(expected), `${kind}: ${what}`);
    await server.close();
  }
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
