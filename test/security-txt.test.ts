import assert from "node:assert/strict";
import { test } from "node:test";
import { testServer } from "./support/http.ts";
import type { Database } from "../server/platform/index.ts";
import { securityTxtRoutes } from "../server/security-txt.ts";

const clock = { now: () => new Date("2026-11-22T15:00:00Z") };
const publicUrl = "https://post.example.org";
const served = (contact: string | null) =>
  testServer({
    // Nothing here asks it anything.
    db: {} as Database,
    routes: securityTxtRoutes({ clock, publicUrl, contact }),
    publicUrl,
  });

test("ORG-20: security.txt names contact, end and address; without a contact there is none", async () => {
  const http = await served("mailto:sicherheit@example.org");
  const answer = await http.call("GET", "/.well-known/security.txt");
  assert.equal(answer.status, 200);
  assert.equal(answer.headers["content-type"], "text/plain; charset=utf-8");
  assert.deepEqual(answer.text.split("\n"), [
    "Contact: mailto:sicherheit@example.org",
    "Expires: 2027-05-21T00:00:00.000Z",
    "Preferred-Languages: de, en",
    "Canonical: https://post.example.org/.well-known/security.txt",
    "",
  ]);
  await http.close();
  const without = await served(null);
  assert.equal((await without.call("GET", "/.well-known/security.txt")).status, 404);
  await without.close();
});

test("ORG-05: every answer keeps browsers from guessing, framing, telling and going back to http", async () => {
  const http = await served("https://example.org/sicherheit");
  for (const path of ["/.well-known/security.txt", "/api/v1/nothing", "/%ff"]) {
    const { headers } = await http.call("GET", path);
    assert.equal(headers["x-content-type-options"], "nosniff", path);
    assert.equal(headers["x-frame-options"], "DENY", path);
    assert.equal(headers["referrer-policy"], "no-referrer", path);
    assert.equal(headers["cross-origin-opener-policy"], "same-origin", path);
    assert.equal(headers["strict-transport-security"], "max-age=31536000; includeSubDomains", path);
    assert.match(String(headers["content-security-policy"]), /^default-src 'none'/, path);
    assert.match(String(headers["permissions-policy"]), /geolocation=\(\)/, path);
  }
  await http.close();
});
