import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { request } from "node:http";
import { test } from "node:test";
import { createLogger } from "../log.ts";
import type { Database } from "../database.ts";
import { publicRoute, route } from "./route.ts";
import { createHttpServer } from "./server.ts";
import { plainAnswer, strictTransport } from "./transport.ts";

const HTTPS = ["https://post.bank.example", "https://seiten.bank.example"];
const HERE = ["http://localhost:8321"];

const ask = (
  from: string | undefined,
  proto: string | undefined,
  options: { origins: readonly string[]; trustedProxies: number },
  more: { method?: string; url?: string; host?: string } = {},
) => {
  const { method = "GET", url = "/u/abc?x=1", host = "seiten.bank.example" } = more;
  return plainAnswer(
    {
      method,
      url,
      headers: { host, ...(proto === undefined ? {} : { "x-forwarded-proto": proto }) },
      socket: { remoteAddress: from },
    },
    options,
  );
};

test("ASVS 12.2.1: nothing is told over plain http to elsewhere, pages are sent to https and programs refused", () => {
  const open = { origins: HTTPS, trustedProxies: 0 };
  const behind = { origins: HTTPS, trustedProxies: 1 };
  const far = ["203.0.113.5", "10.0.0.7", "::ffff:192.168.1.9", "2001:db8::1"];
  for (const from of far) {
    for (const origins of [HTTPS, HERE])
      for (const proto of [undefined, "http", "https"])
        assert.equal(ask(from, proto, { origins, trustedProxies: 0 })?.status, 403, from);
    assert.equal(ask(from, "https", behind), null);
    assert.equal(ask(from, "http, https", behind), null);
    assert.equal(ask(from, "https, http", behind)?.status, 308);
    assert.equal(ask(from, undefined, behind)?.status, 403, "a proxy that says nothing");
    for (const url of ["/healthz", "/readyz"])
      assert.equal(ask(from, undefined, open, { url }), null);
    assert.equal(ask(from, undefined, open, { url: "/metrics" })?.status, 403);
  }
  assert.deepEqual(ask("10.0.0.7", "http", behind), {
    status: 308,
    location: "https://seiten.bank.example/u/abc?x=1",
  });
  for (const more of [
    { method: "POST" },
    { url: "/api/v1/lists" },
    { url: "http://anderswo.example/" },
    { host: "anderswo.example" },
  ])
    assert.equal(ask("10.0.0.7", "http", behind, more)?.status, 403, JSON.stringify(more));
  // A proxy on this machine: taken for one with TLS unless it says otherwise; people at work on this machine are let be.
  for (const from of ["127.0.0.1", "::1", "::ffff:127.0.0.1", undefined])
    for (const door of [open, behind]) {
      assert.equal(ask(from, undefined, door), null);
      assert.equal(ask(from, "https", door), null);
      assert.equal(ask(from, "http", door)?.status, 308);
      assert.equal(ask(from, "http", { ...door, origins: HERE }), null);
    }
});

test("the guard stands before every route and the raw endpoints, and reads no body", async () => {
  let reached = 0;
  const app = await createHttpServer({
    db: undefined as unknown as Database,
    log: createLogger("silent"),
    routes: [
      route({
        method: "POST",
        path: "/api/v1/probe",
        permission: publicRoute,
        summary: "probe",
        tag: "Test",
        handle: async () => void (reached += 1),
      }),
    ],
    intercept: (_request, response) => {
      reached += 1;
      response.end("raw");
      return true;
    },
    authenticate: async () => null,
    errorPage: () => ({ html: "", headers: {} }),
    trustedProxies: 1,
    publicUrl: HTTPS[0]!,
    origins: HTTPS,
    version: "test",
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const call = (method: string, path: string, proto: string, more: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
      (done, failed) => {
        const headers = { host: "seiten.bank.example", "x-forwarded-proto": proto, ...more };
        request({ host: "127.0.0.1", port, method, path, headers }, async (answer) => {
          const text = (await answer.toArray()).join("");
          done({ status: answer.statusCode!, headers: answer.headers, text });
        })
          .on("error", failed)
          .end();
      },
    );
  try {
    const sent = await call("GET", "/t/abc", "http");
    assert.deepEqual(
      [sent.status, sent.headers["location"]],
      [308, "https://seiten.bank.example/t/abc"],
    );
    const refused = await call("POST", "/api/v1/probe", "http");
    assert.equal(refused.status, 403);
    assert.equal(JSON.parse(refused.text).code, "https_needed");
    assert.equal(refused.headers["x-content-type-options"], "nosniff");
    assert.equal(refused.headers["strict-transport-security"], undefined, "RFC 6797, 7.2");
    const seen = await call("GET", "/start", "http", { host: "10.0.0.5", accept: "text/html,*/*" });
    assert.equal(seen.status, 403);
    assert.equal(seen.headers["content-type"], "text/html; charset=utf-8");
    assert.match(seen.text, /<h1>Nur über https erreichbar<\/h1>[^]* lang="en">/);
    assert.equal(reached, 0);
    assert.equal((await call("GET", "/t/abc", "https")).text, "raw");
  } finally {
    await app.close();
  }
});

test("ASVS 3.4.1: https binds our hosts and all under them, unless one is a registered domain itself", () => {
  const year = "max-age=31536000";
  assert.equal(strictTransport(HTTPS), `${year}; includeSubDomains`);
  assert.equal(strictTransport(["https://post.bank.co.uk"]), `${year}; includeSubDomains`);
  for (const other of ["https://bank.example", "https://bank.co.uk", "http://t.bank.example"])
    assert.equal(strictTransport([...HTTPS, other]), year, other);
});
