import assert from "node:assert/strict";
import { test } from "node:test";
import { scrub } from "./log.ts";

test("RET-08 TRK-06: a text for the log loses addresses, link tokens and keys, and keeps the rest", () => {
  const token = "Ab3-_".repeat(9);
  const paths = ["t", "u", "v", "b", "n", "q", "z", "einladung", "einrichten", "invitation"];
  for (const path of [...paths, "adresse-bestaetigen", "testmail"])
    assert.equal(
      scrub(`GET https://post.example/${path}/${token}?x=1`).includes(token),
      false,
      path,
    );
  assert.equal(
    scrub(
      'duplicate key "erika.müller+x@sub.muster.example" for klp_0123456789abcdefABCDEF in lists',
    ),
    'duplicate key "[address]" for [key] in lists',
  );
  assert.equal(scrub("relation lists at /u/short"), "relation lists at /u/short");
});
