import assert from "node:assert/strict";
import { test } from "node:test";
import { dnsHosts } from "../../../../../contract/domains.ts";
import { dnsFields, quotedTxt } from "./dns-forms.ts";

const long = `v=DKIM1; k=rsa; p=${"A".repeat(392)}`;
const dkim = { name: "kp1._domainkey.news.bank.example", type: "TXT" as const, value: long };
const spf = { name: "bank.example", type: "TXT" as const, value: "v=spf1 mx ~all" };
const mx = { name: "bounce.bank.example", type: "MX" as const, value: "10 mx.klarpost.example" };
const values = (...args: Parameters<typeof dnsFields>) =>
  dnsFields(...args).map((one) => one.value);

test("SND-01: names are entered without the zone, the zone itself as the host wants it", () => {
  assert.deepEqual(values("ionos", dkim, "bank.example"), ["kp1._domainkey.news", long]);
  assert.deepEqual(values("netcup", spf, "bank.example"), ["@", "v=spf1 mx ~all"]);
  assert.deepEqual(values("strato", spf, "bank.example"), ["", "v=spf1 mx ~all"]);
  assert.deepEqual(values("cloudflare", spf, "news.bank.example"), [
    "bank.example",
    "v=spf1 mx ~all",
  ]);
});

test("SND-01: keys of 2048 bits are split at 255 characters where the host does not do it", () => {
  for (const host of dnsHosts) {
    const value = dnsFields(host, dkim, "bank.example").at(-1)!.value;
    const isQuoted = host === "hetzner" || host === "route53";
    assert.equal(value, isQuoted ? quotedTxt(long) : long, host);
  }
  const parts = quotedTxt(long)
    .split('" "')
    .map((part) => part.replaceAll('"', ""));
  assert.deepEqual(
    parts.map((part) => part.length),
    [255, long.length - 255],
  );
  assert.equal(parts.join(""), long);
});

test("MX have their priority in one field or apart, and zone files their dots", () => {
  assert.deepEqual(values("ionos", mx, "bank.example"), ["bounce", "mx.klarpost.example", "10"]);
  assert.deepEqual(values("hetzner", mx, "bank.example"), ["bounce", "mx.klarpost.example.", "10"]);
  assert.deepEqual(values("route53", mx, "bank.example"), ["bounce", "10 mx.klarpost.example"]);
  assert.deepEqual(values("zone", mx, "bank.example"), [
    "bounce.bank.example. 3600 IN MX 10 mx.klarpost.example.",
  ]);
  assert.match(
    values("zone", dkim, "bank.example")[0]!,
    /^kp1\._domainkey\.news\.bank\.example\. 3600 IN TXT "v=DKIM1/,
  );
});
