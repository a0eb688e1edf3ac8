import assert from "node:assert/strict";
import { test } from "node:test";
import { startProvider } from "../../test/support/provider-server.ts";
import { startSmtpSink, type SinkOptions } from "../../test/support/smtp-sink.ts";
import { testCertificate } from "../../test/support/tls-certificate.ts";
import { manualClock, type LookUp } from "../platform/index.ts";
import type { SendingRelay } from "../relays/index.ts";
import { tryRelay } from "./try-relay.ts";

const lookUp: LookUp = {
  txt: async () => [],
  mx: async () => [],
  ptr: async () => [],
  a: async () => [],
};
const deps = {
  clock: manualClock("2026-11-22T08:00:00Z"),
  lookUp,
  heloName: "klarpost.example",
  privateHosts: ["127.0.0.1"],
};
const relay = (more: Partial<SendingRelay>): SendingRelay => ({
  id: 1,
  publicId: "rel_1",
  kind: "smtp",
  name: "Haus",
  host: "127.0.0.1",
  port: 25,
  baseUrl: null,
  region: null,
  channel: null,
  tls: "none",
  credentials: { kind: "none" },
  proxyUrl: null,
  heloName: null,
  streams: ["marketing"],
  priority: 1,
  weight: 1,
  connections: 1,
  perSecond: null,
  version: 1,
  ...more,
});

/** What a test of a way to this server says, step by step in German, `-` before what failed. */
async function look(options: SinkOptions, more: Partial<SendingRelay>): Promise<string[]> {
  const sink = await startSmtpSink(options);
  try {
    const report = await tryRelay(deps, relay({ port: sink.port, ...more }), null);
    assert.equal(
      report.ok,
      report.steps.every((step) => step.ok),
    );
    assert.equal(sink.accepted.length, 0, "no mail is sent");
    return report.steps.map(
      (step) => `${step.ok ? "" : "- "}${step.text.de.replaceAll(String(sink.port), "PORT")}`,
    );
  } finally {
    await sink.close();
  }
}

const credentials = { kind: "password", user: "post", password: "geheim" } as const;
const auth = { user: "post", password: "geheim", mechanisms: ["PLAIN"] };

test("SND-04: an SMTP relay is tried as far as a mail would go", async () => {
  assert.deepEqual(await look({ offers: ["PIPELINING", "SMTPUTF8"] }, {}), [
    "Verbunden mit 127.0.0.1:PORT.",
    "Unverschlüsselt, wie eingestellt.",
    "Der Server bietet: PIPELINING, SMTPUTF8.",
  ]);
  const encrypted = await look(
    { starttls: testCertificate, auth },
    { tls: "opportunistic", credentials },
  );
  assert.equal(encrypted[0], "Verbunden mit 127.0.0.1:PORT.");
  assert.match(
    encrypted[1]!,
    /^Verschlüsselt mit TLSv1\.3\. Zertifikat für localhost von localhost, gültig bis 28\. Oktober 2126, von keiner bekannten Stelle bestätigt\.$/,
  );
  assert.equal(encrypted[2], "Die Anmeldung ist gelungen.");
});

test("each failure is named where it happened", async () => {
  assert.match(
    (await look({}, { tls: "required" })).at(-1)!,
    /^- Die Verschlüsselung kam nicht zustande: .*not offered/,
  );
  assert.match(
    (await look({ starttls: testCertificate }, { tls: "required" })).at(-1)!,
    /^- Die Verschlüsselung kam nicht zustande: .*SELF_SIGNED/,
  );
  assert.match(
    (await look({ auth }, { credentials: { ...credentials, password: "falsch" } })).at(-1)!,
    /^- Die Anmeldung wurde abgelehnt: .*535/,
  );
  const busy = { stage: "connect", reply: "554 5.7.1 not you", after: "close" } as const;
  assert.match(
    (await look({ fault: busy }, {})).at(-1)!,
    /^- 127\.0\.0\.1:PORT antwortet: .*554 5\.7\.1 not you/,
  );
  const closed = await tryRelay(deps, relay({ port: 1 }), null);
  assert.match(
    closed.steps[0]!.text.en,
    /^No connection\. 127\.0\.0\.1:1: nobody takes connections there \(ECONNREFUSED\)\.$/,
  );
  const own = await tryRelay({ ...deps, privateHosts: [] }, relay({}), null);
  assert.match(own.steps[0]!.text.en, /does not lie in the open internet/);
});

test("direct delivery is tried on the account's own domain", async () => {
  const none = await tryRelay(
    deps,
    relay({ kind: "mx", host: null, port: null, tls: "opportunistic" }),
    null,
  );
  assert.match(none.steps[0]!.text.en, /Create a sender first/);
  const noMx = await tryRelay(
    deps,
    relay({ kind: "mx", host: null, port: null }),
    "musterbank.example",
  );
  assert.match(noMx.steps[0]!.text.en, /has no mail server/);
  const inside = await tryRelay(
    { ...deps, privateHosts: [], lookUp: { ...lookUp, mx: async () => ["127.0.0.1"] } },
    relay({ kind: "mx", host: null, port: null, tls: "opportunistic" }),
    "musterbank.example",
  );
  assert.match(inside.steps[0]!.text.en, /open internet/);
});

test("a provider's interface is asked for something that changes nothing", async () => {
  const answers: Record<string, unknown> = {
    "/v2/email/account": {
      SendingEnabled: true,
      ProductionAccessEnabled: false,
      SendQuota: { MaxSendRate: 14, Max24HourSend: 50000 },
    },
    "/server": { Name: "Musterbank" },
    "/v3/REST/apikey?Limit=1": { Data: [{ Name: "Haupt" }] },
    "/v3/account": { companyName: "Musterbank" },
    "/transactional-email/v1alpha1/regions/fr-par/domains?project_id=p1": {
      domains: [{ name: "musterbank.example", status: "checked" }],
    },
  };
  const server = await startProvider(({ path, method }) =>
    method === "GET" && path in answers ? { status: 200, body: answers[path] } : { status: 404 },
  );
  const tried = async (kind: SendingRelay["kind"], secret = "s") =>
    (
      await tryRelay(
        deps,
        relay({
          kind,
          host: null,
          port: null,
          baseUrl: server.url,
          region: kind === "ses" ? "eu-central-1" : kind === "scaleway" ? "fr-par" : null,
          channel: kind === "scaleway" ? "p1" : null,
          credentials: { kind: "api", key: "k", secret },
        }),
        null,
      )
    ).steps.map((step) => step.text.de);
  assert.match((await tried("ses"))[2]!, /noch im Testbereich .* 14 E-Mails je Sekunde/);
  assert.equal((await tried("postmark"))[2], "Server „Musterbank“ bei Postmark.");
  assert.equal((await tried("mailjet"))[2], "Schlüssel „Haupt“ bei Mailjet.");
  assert.equal((await tried("brevo"))[2], "Konto „Musterbank“ bei Brevo.");
  assert.equal((await tried("scaleway"))[2], "Domains bei Scaleway: musterbank.example (checked).");
  await server.close();
  const refusing = await startProvider(() => ({
    status: 401,
    body: { code: "unauthorized", message: "Key not found" },
  }));
  const report = await tryRelay(
    deps,
    relay({
      kind: "brevo",
      baseUrl: refusing.url,
      credentials: { kind: "api", key: "", secret: "x" },
    }),
    null,
  );
  await refusing.close();
  assert.deepEqual(
    [report.ok, report.steps[1]!.text.de],
    [false, "Der Anbieter nimmt den Schlüssel nicht an: unauthorized Key not found"],
  );
});

test("TRK-01: a configuration set of Amazon that measures readers is found, one that does not is fine", async (t) => {
  for (const [types, ok] of [
    [["BOUNCE", "COMPLAINT"], true],
    [["BOUNCE", "CLICK"], false],
  ] as const) {
    const server = await startProvider((request) =>
      request.path.includes("event-destinations")
        ? {
            status: 200,
            body: { EventDestinations: [{ Enabled: true, MatchingEventTypes: types }] },
          }
        : { status: 200, body: { SendingEnabled: true, ProductionAccessEnabled: true } },
    );
    t.after(() => server.close());
    const report = await tryRelay(
      deps,
      relay({
        kind: "ses",
        region: "eu-central-1",
        channel: "mailings",
        baseUrl: server.url,
        credentials: { kind: "api", key: "AKIA", secret: "geheim" },
      }),
      null,
    );
    assert.equal(report.ok, ok, types.join());
    assert.equal(
      server.requests.at(-1)!.path,
      "/v2/email/configuration-sets/mailings/event-destinations",
    );
  }
});
