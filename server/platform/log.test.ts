import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scrub } from "./log.ts";

test("RET-08 TRK-06: a text for the log loses addresses, link tokens and keys, and keeps the rest", () => {
  const token = "Ab3-_".repeat(9);
  assert.equal(scrub(`GET https://post.example/t/${token}?x=1`).includes(token), false);
  assert.equal(
    scrub(
      'duplicate key "erika.müller+x@sub.muster.example" for klp_0123456789abcdefABCDEF in lists',
    ),
    'duplicate key "[address]" for [key] in lists',
  );
  assert.equal(scrub("relation lists at /u/short"), "relation lists at /u/short");
});

test("RET-08: every path with a token or a secret address in it loses that for the log", () => {
  const root = join(import.meta.dirname, "../..");
  // The routes as permissions.test.ts compares them with those of the running product, and the pages of the workplace.
  const routes = readFileSync(join(root, "test/support/route-rights.txt"), "utf8");
  const pages = globSync("admin/src/pages/*/routes.ts", { cwd: root }).map((file) =>
    readFileSync(join(root, file), "utf8"),
  );
  const paths = [
    ...routes.matchAll(/^public \w+ (\/\S*)(?=:(token|key))/gm),
    ...pages.join("\n").matchAll(/"(\/[\w/-]*\/)\$token/g),
  ].map(([, path]) => path!);
  const secret = new Set(paths);
  for (const known of ["/o/", "/w/", "/passwort/", "/api/v1/hooks/relays/"])
    assert.ok(secret.has(known), known);
  const token = "Ab3-_".repeat(9);
  const kept = [...secret].filter((path) => scrub(`GET ${path}${token}?x=1`).includes(token));
  assert.deepEqual(kept, []);
});
