import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMailbox, shortMailbox } from "./address.ts";

test("a mailbox of a header shows its name, and its address where it has none", () => {
  assert.deepEqual(parseMailbox('"Musterbank, Service" <brief@musterbank.example>'), {
    name: "Musterbank, Service",
    address: "brief@musterbank.example",
  });
  assert.deepEqual(parseMailbox("Ihr Team <brief@musterbank.example>"), {
    name: "Ihr Team",
    address: "brief@musterbank.example",
  });
  assert.equal(shortMailbox("maria@makler.example"), "maria@makler.example");
  assert.equal(shortMailbox("<maria@makler.example>"), "maria@makler.example");
});
