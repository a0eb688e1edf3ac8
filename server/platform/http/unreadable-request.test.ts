import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { Type } from "typebox";
import { gzipSync } from "node:zlib";
import { testServer, type TestHttp } from "../../../test/support/http.ts";
import { publicRoute, route, type Database } from "../index.ts";

let http: TestHttp;
let port: number;

before(async () => {
  // Nothing here asks the database anything.
  http = await testServer({
    db: {} as Database,
    routes: [
      route({
        method: "POST",
        path: "/api/v1/take",
        permission: publicRoute,
        summary: "Stands for any route that takes JSON.",
        tag: "Test",
        body: Type.Object({ name: Type.String() }),
        response: Type.Object({ length: Type.Number() }),
        handle: async ({ body }) => ({ length: body.name.length }),
      }),
    ],
    publicUrl: "https://post.example.org",
  });
  await http.app.listen({ host: "127.0.0.1", port: 0 });
  port = (http.app.server.address() as AddressInfo).port;
});
after(() => http.close());

/** Sends the parts one after the other, whatever comes back, and gives what came until the connection ended. */
async function say(
  parts: (string | Buffer)[],
): Promise<{ text: string; error: unknown; ms: number }> {
  const began = performance.now();
  const socket = connect(port, "127.0.0.1");
  let text = "";
  let error: unknown;
  socket.setEncoding("utf8").on("data", (part: string) => (text += part));
  socket.on("error", (thrown) => (error = thrown));
  await once(socket, "connect");
  for (const part of parts) {
    if (socket.destroyed) break;
    socket.write(part);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
  return { text, error, ms: performance.now() - began };
}

test("what is too large or no request at all is answered before the connection ends, while the client still sends", async () => {
  const start = "GET /healthz HTTP/1.1\r\nhost: x\r\n";
  for (const [what, parts, status, code] of [
    ["a head of 20 kB", [`${start}x: ${"a".repeat(20_000)}\r\n\r\n`], 431, "head_too_large"],
    [
      "a head of a megabyte, part by part",
      [start, ...Array.from({ length: 16 }, (_unused, at) => `x${at}: ${"a".repeat(65_000)}\r\n`)],
      431,
      "head_too_large",
    ],
    [
      "an address of 200 kB",
      [`GET /${"a".repeat(200_000)} HTTP/1.1\r\n\r\n`],
      431,
      "head_too_large",
    ],
    ["no request", ["GARBAGE\r\n\r\n", "more of it\r\n"], 400, "request_not_readable"],
    [
      "two lengths",
      [`${start}content-length: 1\r\ncontent-length: 2\r\n\r\n`],
      400,
      "request_not_readable",
    ],
    [
      "a length beside chunks",
      [
        `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      ],
      400,
      "request_not_readable",
    ],
    ["a line break in a header", [`${start}a: b\rc: d\r\n\r\n`], 400, "request_not_readable"],
    [
      "bytes",
      [Buffer.from(Array.from({ length: 5000 }, (_unused, at) => at % 256))],
      400,
      "request_not_readable",
    ],
  ] as const) {
    const { text, error, ms } = await say([...parts]);
    assert.equal(error, undefined, `${what}: ${String(error)}`);
    assert.match(text, new RegExp(`^HTTP/1\\.1 ${status} `), what);
    assert.equal(text.split("HTTP/1.1 ").length, 2, `${what}: one answer`);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    assert.equal(JSON.parse(body).code, code, what);
    assert.match(head, /x-content-type-options: nosniff/, what);
    assert.match(head, /strict-transport-security: max-age=31536000/, what);
    assert.match(head, /connection: close/, what);
    assert.ok(ms < 3000, `${what}: ${Math.round(ms)} ms`);
  }
});

test("an unreadable HEAD is answered with a head alone", async () => {
  const { text, error } = await say([
    `HEAD /healthz HTTP/1.1\r\nhost: x\r\nx: ${"a".repeat(20_000)}\r\n\r\n`,
  ]);
  assert.equal(error, undefined);
  assert.match(text, /^HTTP\/1\.1 431 /);
  assert.match(text, /\r\n\r\n$/);
});

test("whoever goes on sending after its answer is cut off within moments", async () => {
  const began = performance.now();
  // It does not hang up when the server does.
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => undefined);
  socket.resume();
  await once(socket, "connect");
  socket.write("GARBAGE\r\n\r\n");
  const more = setInterval(() => socket.write("x".repeat(1000)), 20);
  // `once` would end with the error that follows when it is cut off.
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(more);
  const ms = performance.now() - began;
  assert.ok(ms > 900 && ms < 4000, `${Math.round(ms)} ms`);
});

test("a body has a megabyte at most, said or not, and nothing is unpacked", async () => {
  const post = (payload: Buffer | Readable, headers: Record<string, string> = {}) =>
    http.app.inject({
      method: "POST",
      url: "/api/v1/take",
      headers: { "content-type": "application/json", ...headers },
      payload,
    });
  const named = (length: number) => Buffer.from(`{"name":"${"x".repeat(length)}"}`);
  assert.deepEqual((await post(named(1_000_000))).json(), { length: 1_000_000 });
  const large = named(1024 * 1024);
  const parts = () => Readable.from([large.subarray(0, 600_000), large.subarray(600_000)]);
  for (const payload of [large, parts()]) {
    const answer = await post(payload);
    assert.deepEqual([answer.statusCode, answer.json().code], [413, "body_too_large"]);
  }
  // Packed, ten megabytes are ten kilobytes.
  for (const encoding of ["gzip", "deflate", "br", "gzip, gzip"]) {
    const answer = await post(gzipSync(named(10 * 1024 * 1024)), { "content-encoding": encoding });
    assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, answer.payload);
  }
});
