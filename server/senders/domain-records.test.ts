import assert from "node:assert/strict";
import { test } from "node:test";
import type { LookUp } from "../platform/index.ts";
import { examineDkim, examineDmarc, examineDomain, examineSpf } from "./domain-records.ts";

/** A resolver over a table; names with `null` cannot be asked. `asked` notes the questions. */
function resolver(table: Record<string, string[] | null>): LookUp & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async txt(name) {
      asked.push(name);
      const found = table[name];
      if (found === null) throw new Error("SERVFAIL");
      // Long texts arrive in pieces.
      return (found ?? []).map((text) => text.match(/.{1,20}/g) ?? []);
    },
    mx: async () => [],
    ptr: async () => [],
    a: async () => [],
  };
}
const spf = async (table: Record<string, string[]>) =>
  (await examineSpf("a.example", resolver(table))).status;

test("SND-01: SPF is one record, not open to all, with at most ten lookups", async () => {
  assert.equal(await spf({}), "failed");
  assert.equal(await spf({ "a.example": ["v=spf1 ip4:192.0.2.1 -all", "anderer Text"] }), "passed");
  assert.equal(await spf({ "a.example": ["v=spf1 -all", "v=spf1 mx -all"] }), "failed");
  assert.equal(await spf({ "a.example": ["v=spf1 mx +all"] }), "failed");
  assert.equal(await spf({ "a.example": ["v=spf1 mx all"] }), "failed");
  assert.equal(await spf({ "a.example": ["v=spf10 mx -all"] }), "failed");
  const including = (count: number): Record<string, string[]> => ({
    "a.example": [
      `v=spf1 ${Array.from({ length: count }, (_, no) => `include:p${no}.example`).join(" ")} -all`,
    ],
    ...Object.fromEntries(
      Array.from({ length: count }, (_, no) => [`p${no}.example`, ["v=spf1 ip4:192.0.2.2 -all"]]),
    ),
  });
  assert.equal(await spf(including(10)), "passed");
  assert.equal(await spf(including(11)), "failed");
  const nested = including(5);
  nested["p0.example"] = ["v=spf1 a mx a:x.example mx:y.example exists:z.example -all"];
  assert.equal(await spf(nested), "passed");
  nested["p1.example"] = ["v=spf1 a -all"];
  assert.equal(await spf(nested), "failed");
  assert.equal(await spf({ "a.example": ["v=spf1 include:weg.example -all"] }), "failed");
  assert.equal(
    await spf({ "a.example": ["v=spf1 redirect=b.example"], "b.example": ["v=spf1 mx -all"] }),
    "passed",
  );
  const circle = {
    "a.example": ["v=spf1 include:b.example -all"],
    "b.example": ["v=spf1 include:a.example -all"],
  };
  assert.equal(await spf(circle), "failed");
});

test("SND-01: DKIM stands there with our own key", async () => {
  const dkim = async (texts: string[]) =>
    (
      await examineDkim(
        "kp1._domainkey.a.example",
        "QUJD",
        resolver({ "kp1._domainkey.a.example": texts }),
      )
    ).status;
  assert.equal(await dkim([]), "failed");
  assert.equal(await dkim(["v=DKIM1; k=rsa; p=QUJD"]), "passed");
  assert.equal(await dkim(["k=rsa; p=QU JD;"]), "passed");
  assert.equal(await dkim(["v=DKIM1; k=rsa; p="]), "failed");
  assert.equal(await dkim(["v=DKIM1; p=WFla"]), "failed");
  assert.equal(await dkim(["v=DKIM1; p=QUJD", "v=DKIM1; p=WFla"]), "failed");
});

test("SND-01: DMARC is found by walking up, with policy and report address", async () => {
  const dmarc = async (table: Record<string, string[]>, domain = "news.a.example") =>
    (await examineDmarc(domain, resolver(table))).status;
  const good = ["v=DMARC1; p=none; rua=mailto:dmarc@a.example"];
  assert.equal(await dmarc({}), "failed");
  assert.equal(await dmarc({ "_dmarc.news.a.example": good }), "passed");
  assert.equal(await dmarc({ "_dmarc.a.example": good }), "passed");
  assert.equal(await dmarc({ "_dmarc.a.example": ["v=DMARC1; p=none"] }), "failed");
  assert.equal(await dmarc({ "_dmarc.a.example": ["v=DMARC1; rua=mailto:x@a.example"] }), "failed");
  assert.equal(
    await dmarc({ "_dmarc.a.example": ["v=DMARC1; p=egal; rua=mailto:x@a.example"] }),
    "failed",
  );
  assert.equal(await dmarc({ "_dmarc.a.example": [...good, ...good] }), "failed");
  const lookUp = resolver({});
  await examineDmarc("1.2.3.4.5.6.7.8.9.a.example", lookUp);
  assert.equal(lookUp.asked.length, 8);
  assert.deepEqual(lookUp.asked.slice(0, 2), [
    "_dmarc.1.2.3.4.5.6.7.8.9.a.example",
    "_dmarc.5.6.7.8.9.a.example",
  ]);
});

test("whoever cannot look says so and never calls it missing or fine", async () => {
  const key = {
    signingDomain: "a.example",
    selector: "kp1",
    algorithm: "rsa" as const,
    publicKey: "QUJD",
  };
  const statuses = async (lookUp: LookUp | undefined) =>
    (await examineDomain("a.example", [key], lookUp)).map((record) => record.status);
  assert.deepEqual(await statuses(undefined), ["not_checked", "not_checked", "not_checked"]);
  const broken = { "a.example": null, "kp1._domainkey.a.example": null, "_dmarc.a.example": null };
  assert.deepEqual(await statuses(resolver(broken)), ["not_checked", "not_checked", "not_checked"]);
  assert.deepEqual(await statuses(resolver({})), ["failed", "failed", "failed"]);
});
