import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { createOutsideGuard, systemClock, type OutsideGuard } from "../../platform/index.ts";
import { SAMPLE_FACTS, sampleHtml } from "../../../test/support/content-samples.ts";
import type { AddressAnswer } from "./address-answer.ts";
import { addressesIn } from "./addresses-in.ts";
import { askAddress, askAddresses } from "./ask-addresses.ts";

let server: Server;
let base = "";
let guard: OutsideGuard;
const asked: string[] = [];
let atOnce = 0;
let most = 0;

before(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    most = Math.max(most, ++atOnce);
    const answer = (status: number, headers: Record<string, string> = {}, body = "") => {
      setTimeout(() => {
        atOnce--;
        response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
      }, 20);
    };
    const path = request.url!;
    if (path.startsWith("/ok")) return answer(200, { "content-type": "text/html" });
    if (path === "/gone") return answer(410);
    if (path === "/moved") return answer(301, { location: "/moved-on" });
    if (path === "/moved-on") return answer(308, { location: "/ok-now" });
    if (path === "/today") return answer(302, { location: "/ok-today" });
    if (path === "/loop") return answer(302, { location: "/loop" });
    if (path === "/inside") return answer(302, { location: "http://127.0.0.1:9/secret" });
    if (path === "/no-head")
      return request.method === "HEAD" ? answer(405) : answer(200, {}, "<p>da</p>");
    if (path === "/closed") return answer(403);
    if (path === "/broken") return answer(503);
    if (path === "/a.png")
      return answer(
        200,
        { "content-type": "image/png", "content-length": "1234" },
        "x".repeat(1234),
      );
    if (path === "/no-image.png") return answer(200, { "content-type": "text/html" });
    return answer(404);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  base = `http://localhost:${port}`;
  // Stands in for the open internet; everything else on this machine stays refused.
  guard = createOutsideGuard({ privateHosts: [`localhost:${port}`] });
});
after(() => server.close());

test("CNT-05: each answer is told apart, HEAD comes first and GET where it must", async () => {
  // The check itself asks usual ports only; the test server cannot have one.
  const seen: Record<string, string> = {};
  for (const [path, kind] of [
    ["/ok", "link"],
    ["/gone", "link"],
    ["/nothing", "link"],
    ["/moved", "link"],
    ["/today", "link"],
    ["/loop", "link"],
    ["/inside", "link"],
    ["/no-head", "link"],
    ["/closed", "link"],
    ["/broken", "link"],
    ["/a.png", "image"],
    ["/no-image.png", "image"],
  ] as const) {
    const { state, reason, finalUrl, bytes } = await askAddress(
      guard,
      { url: base + path, kind },
      anyPort,
    );
    seen[path] = [state, reason, finalUrl?.replace(base, ""), bytes].filter(Boolean).join(" ");
  }
  assert.deepEqual(seen, {
    "/ok": "reachable",
    "/gone": "not_found",
    "/nothing": "not_found",
    "/moved": "moved /ok-now",
    "/today": "reachable",
    "/loop": "failed redirects",
    "/inside": "not_asked refused_here",
    "/no-head": "reachable",
    "/closed": "failed no_entry",
    "/broken": "failed server_error",
    "/a.png": "reachable 1234",
    "/no-image.png": "not_found no_image",
  });
  assert.deepEqual(
    asked.filter((each) => each.endsWith("/no-head")),
    ["HEAD /no-head", "GET /no-head"],
  );
  assert.deepEqual(
    asked.filter((each) => each.endsWith("/a.png")),
    ["HEAD /a.png"],
  );
});

test("trust 8: this machine, private networks, odd ports and credentials are never asked", async () => {
  for (const [url, reason] of [
    ["http://127.0.0.1/", "refused_here"],
    ["http://localhost/", "refused_here"],
    ["http://[::1]/", "refused_here"],
    ["http://10.0.0.1/", "refused_here"],
    ["http://169.254.169.254/latest/meta-data", "refused_here"],
    ["http://0x7f.1/", "refused_here"],
    ["https://a.example:22/", "bad_port"],
    ["https://user:secret@a.example/", "credentials"],
  ] as const) {
    const answer = await askAddress(createOutsideGuard(), { url, kind: "link" });
    assert.deepEqual([answer.state, answer.reason], ["not_asked", reason], url);
  }
});

test("no website is asked more than two things at a time, and every address gets its answer", async () => {
  most = 0;
  const answers: AddressAnswer[] = [];
  const addresses = Array.from({ length: 12 }, (_, no) => ({
    url: `${base}/ok${no}`,
    kind: "link" as const,
  }));
  await askAddresses(
    { guard, clock: systemClock },
    addresses,
    async (answer) => void answers.push(answer),
    undefined,
    anyPort,
  );
  assert.equal(answers.length, 12);
  assert.ok(answers.every(({ state }) => state === "reachable"));
  assert.ok(most <= 2, `${most} at once`);
});

test("TRK-02: what is asked are the author's own addresses, the legal ones included; nothing that is made for a person", () => {
  const html = sampleHtml(
    `<a href="https://a.example/x?utm=1">Zum Beitrag</a><a href="{{ manage_url }}">Daten ändern</a><img src="https://b.example/1.png" alt="Bild"><a href="mailto:x@a.example">Mail</a>`,
  );
  assert.deepEqual(
    addressesIn({ subject: "", preheader: "", html, text: "" }, SAMPLE_FACTS).map(
      ({ kind, url }) => `${kind} ${url}`,
    ),
    [
      "link https://a.example/x?utm=1",
      "link https://www.musterbank.example/datenschutz",
      "link https://www.musterbank.example/impressum",
      "image https://b.example/1.png",
    ],
  );
});

const anyPort = () => true;
