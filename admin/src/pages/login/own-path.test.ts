import assert from "node:assert/strict";
import { test } from "node:test";
import { ownPath } from "./own-path.ts";

test("after signing in the way leads back into this workplace and nowhere else", () => {
  for (const own of ["/", "/contacts", "/mailings/mlg_1?tab=a#b", "/lists?q=//x&back=https://x"])
    assert.equal(ownPath(own), own);
  for (const other of [
    undefined,
    "",
    "contacts",
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n\\evil.example",
    " //evil.example",
    "/contacts\\..\\..\\evil",
    "javascript:alert(1)",
    "/login",
    "/login?back=/login",
  ]) {
    assert.equal(ownPath(other), "/", JSON.stringify(other));
    // What it stands against: a browser would go elsewhere, or in a circle.
    assert.equal(new URL(ownPath(other), "https://post.example").host, "post.example");
  }
});
