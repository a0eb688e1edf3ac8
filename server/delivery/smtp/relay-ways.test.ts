import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { createPoster } from "../../platform/index.ts";
import type { SendingRelay } from "../../relays/index.ts";
import { startProxy } from "../../../test/support/proxies.ts";
import { sendAll, testMessage } from "../../../test/support/smtp-harness.ts";
import { type SinkOptions, startSmtpSink } from "../../../test/support/smtp-sink.ts";
import { testCertificate } from "../../../test/support/tls-certificate.ts";
import { createTokenProvider } from "./access-token.ts";
import { createStsPolicies } from "./mta-sts.ts";
import { parseProxyUrl } from "./proxy.ts";
import { relayOf } from "./relay-options.ts";

/** The hosts of the tests, which all lie in the own network. */
const OWN = ["127.0.0.1", "localhost", "relay.test"];
const post = createPoster({ privateHosts: OWN });
const trusted = { trustedCertificates: testCertificate.cert };
const account = { user: "jörg", password: "s:e/cret" };

async function sinkFor(t: TestContext, options: SinkOptions = {}) {
  const sink = await startSmtpSink(options);
  t.after(() => sink.close());
  return sink;
}

function way(change: Partial<SendingRelay>): SendingRelay {
  return {
    id: 1,
    publicId: "rly_1",
    kind: "smtp",
    name: "Relais",
    host: "127.0.0.1",
    port: 25,
    baseUrl: null,
    region: null,
    tls: "opportunistic",
    credentials: { kind: "none" },
    proxyUrl: null,
    heloName: null,
    streams: ["marketing"],
    priority: 1,
    weight: 1,
    connections: 3,
    perSecond: null,
    version: 1,
    channel: null,
    ...change,
  };
}

for (const kind of ["socks5", "http"] as const) {
  test(`SND-04: through a ${kind} proxy with a password; the certificate must still name the relay`, async (t) => {
    const proxy = await startProxy(kind, account);
    t.after(() => proxy.close());
    const credentials = `${encodeURIComponent(account.user)}:${encodeURIComponent(account.password)}`;
    const proxyUrl = `${kind}://${credentials}@127.0.0.1:${proxy.port}`;
    for (const [tls, options] of [
      ["none", {}],
      ["required", { starttls: testCertificate }],
      ["implicit", { tls: testCertificate }],
    ] as const) {
      const sink = await sinkFor(t, options);
      const through = relayOf(
        way({ host: "localhost", port: sink.port, tls, proxyUrl }),
        "me.test",
        OWN,
      );
      const good = sendAll(sink.port, [testMessage(1), testMessage(2)], {
        relay: { ...through.relay, ...trusted },
      });
      await good.finished;
      assert.equal(sink.accepted.length, 2, good.failures.join());
      assert.equal(sink.accepted[0]?.encrypted, tls !== "none");
      assert.equal(proxy.opened.at(-1), `localhost:${sink.port}`);
      if (tls === "none") continue;
      // The proxy leads "relay.test" to the same server, whose certificate is for another name.
      const other = relayOf(
        way({ host: "relay.test", port: sink.port, tls, proxyUrl }),
        "me.test",
        OWN,
      );
      const bad = sendAll(sink.port, [testMessage(3)], { relay: { ...other.relay, ...trusted } });
      await bad.finished;
      assert.equal(sink.accepted.length, 2);
      assert.match(bad.failures.join(), /altname/i);
    }
  });

  test(`a ${kind} proxy that refuses or is not there: not sent, and no password in the text`, async (t) => {
    const proxy = await startProxy(kind, account);
    const sink = await sinkFor(t);
    const proxyUrl = `${kind}://other:geheim@127.0.0.1:${proxy.port}`;
    const { relay } = relayOf(way({ port: sink.port, proxyUrl }), "me.test", OWN);
    const refused = sendAll(sink.port, [testMessage(1)], { relay });
    await refused.finished;
    await proxy.close();
    const gone = sendAll(sink.port, [testMessage(1)], { relay });
    await gone.finished;
    for (const harness of [refused, gone]) {
      assert.match(JSON.stringify(harness.last(1)), /notSent.*relay_unavailable/);
      assert.match(harness.failures[0] ?? "", /proxy/);
      assert.doesNotMatch(harness.failures.join(), /geheim|other/);
    }
    assert.equal(sink.connections, 0);
  });
}

test("a proxy's URL", () => {
  assert.deepEqual(parseProxyUrl("socks5://[::1]"), { kind: "socks5", host: "::1", port: 1080 });
  assert.deepEqual(parseProxyUrl("http://u:p%40@proxy.example:3128"), {
    kind: "http",
    host: "proxy.example",
    port: 3128,
    user: "u",
    password: "p@",
  });
  for (const wrong of [
    "proxy:1080",
    "https://proxy",
    "socks4://x",
    "http://x/y",
    "http://u:geheim@",
  ]) {
    assert.throws(
      () => parseProxyUrl(wrong),
      (error: Error) => error instanceof RangeError && !error.message.includes("geheim"),
    );
  }
});

/** A token endpoint that hands out `token-1`, `token-2`, … and remembers what it was asked. */
async function tokenServer(
  t: TestContext,
  answer?: (response: ServerResponse, count: number) => void,
) {
  const asked: URLSearchParams[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = "";
    request.on("data", (data) => (body += data));
    request.on("end", () => {
      asked.push(new URLSearchParams(body));
      if (answer) return answer(response, asked.length);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ access_token: `token-${asked.length}`, expires_in: 3600 }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, asked };
}

const oauth = (tokenUrl: string) => ({
  kind: "oauth2" as const,
  user: "post@example.com",
  tokenUrl,
  clientId: "id",
  clientSecret: "geheim",
  refreshToken: "refresh",
});

test("XOAUTH2: one token for all connections, a refused one is replaced", async (t) => {
  const endpoint = await tokenServer(t);
  const auth = { user: "post@example.com", password: "token-2", mechanisms: ["XOAUTH2"] };
  const sink = await sinkFor(t, { auth });
  const { relay } = relayOf(
    way({ port: sink.port, credentials: oauth(endpoint.url) }),
    "me.test",
    OWN,
  );
  const messages = Array.from({ length: 12 }, (_, i) => testMessage(i + 1));
  const harness = sendAll(sink.port, messages, { relay, connections: 3, attempts: 9 });
  await harness.finished;
  assert.equal(sink.accepted.length, 12);
  assert.equal(endpoint.asked.length, 2, "the first was refused, the second is kept");
  assert.deepEqual(Object.fromEntries(endpoint.asked[0]!), {
    grant_type: "refresh_token",
    client_id: "id",
    client_secret: "geheim",
    refresh_token: "refresh",
  });
  assert.match(harness.failures[0] ?? "", /^AUTH: 535/);
  assert.doesNotMatch(harness.failures.join(), /token-|geheim|refresh/);
});

test("XOAUTH2: an endpoint that refuses, redirects, talks nonsense or is not https", async (t) => {
  const answers: [(response: ServerResponse) => void, RegExp][] = [
    [
      (response) => response.writeHead(400).end('{"error":"invalid_grant"}'),
      /400 \(invalid_grant\)/,
    ],
    [(response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(), /said 302/],
    [(response) => response.end("<html>"), /said 200/],
    [(response) => response.end('{"access_token":"a\\r\\nb"}'), /said 200/],
    [(response) => response.end(`{"access_token":"${"x".repeat(70_000)}"}`), /said 200/],
  ];
  for (const [answer, expected] of answers) {
    const { url } = await tokenServer(t, answer);
    await assert.rejects(createTokenProvider(oauth(url), post).get(), (error: Error) => {
      assert.match(error.message, expected);
      return !/geheim|refresh/.test(error.message);
    });
  }
  assert.throws(() => createTokenProvider(oauth("file:///token"), post), RangeError);
  await assert.rejects(createTokenProvider(oauth("http://login.example.com/token"), post).get());
});

test("XOAUTH2: a token that ends soon is renewed, with the newest refresh token", async (t) => {
  const endpoint = await tokenServer(t, (response, count) =>
    response.end(
      JSON.stringify({ access_token: `t${count}`, expires_in: 0.1, refresh_token: `r${count}` }),
    ),
  );
  const provider = createTokenProvider(oauth(endpoint.url), post);
  assert.deepEqual(await Promise.all([provider.get(), provider.get()]), ["t1", "t1"]);
  await new Promise((resolve) => setTimeout(resolve, 120));
  assert.equal(await provider.get(), "t2");
  assert.equal(endpoint.asked[1]?.get("refresh_token"), "r1");
});

test("what is no relay is said, and a relay in the own network only where it is allowed", () => {
  assert.throws(() => relayOf(way({}), "me.test", []), /does not lie in the open internet/);
  assert.throws(() => relayOf(way({ kind: "ses" }), "me.test", OWN), RangeError);
  assert.throws(() => relayOf(way({ host: null }), "me.test", OWN), RangeError);
  const { relay, name, connections } = relayOf(
    way({ tls: "implicit", port: null, heloName: "mail.example" }),
    "me.test",
    ["127.0.0.1"],
  );
  assert.deepEqual([relay.port, name, connections], [465, "mail.example", 3]);
});

test("RFC 8461: a policy is enforced or not, and holds while the DNS says nothing new", async () => {
  let loads = 0;
  const dns = { ask: () => Promise.reject(new Error("not asked here")) };
  const policies = createStsPolicies(dns, async (domain) => {
    loads += 1;
    const mode = domain === "strict.example" ? "enforce" : "testing";
    return {
      status: "found",
      policy: { id: "1", mode, mx: ["*.mx.example", "mail.example"], expires: "2999-01-01" },
    } as never;
  });
  const allows = await policies.enforcedOf("strict.example");
  assert.deepEqual(
    ["a.mx.example", "mail.example", "b.a.mx.example", "evil.example"].map((each) => allows!(each)),
    [true, true, false, false],
  );
  assert.equal(await policies.enforcedOf("test.example"), null);
  await policies.enforcedOf("strict.example");
  assert.equal(loads, 2);
});

test("RFC 8461: no record, no policy", async () => {
  const dns = {
    ask: async () => ({ kind: "unknown" as const, records: [], ttl: 1, isSecure: false }),
  };
  assert.equal(await createStsPolicies(dns).enforcedOf("plain.example"), null);
});
