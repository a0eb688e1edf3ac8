import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { test } from "node:test";
import type { LookUp } from "../platform/index.ts";
import { zoneLookUp, type Zone } from "../../test/support/zone.ts";
import { examineDomain, type DomainPlan } from "./domain-records.ts";
import { examineBimi } from "./examine-bimi.ts";
import { examineDkim, type PublicKey } from "./examine-dkim.ts";
import { examineDmarc } from "./examine-dmarc.ts";
import { examineBounceMx, examineMtaSts, examineTlsReports } from "./examine-mail-in.ts";
import { examineSpf, spfValue } from "./examine-spf.ts";
import { dnsHostOf, findZone } from "./dns-host.ts";
import { spfNeeds } from "./sending-ways.ts";

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

test("SND-01: SPF names the ways out, counts what leads nowhere, and keeps what an old record says", async () => {
  const check = async (record: string, ways: Parameters<typeof spfNeeds>[0], zone: Zone = {}) =>
    examineSpf(
      "a.example",
      zoneLookUp({ ...zone, "a.example": [{ TXT: record }] }),
      spfNeeds(ways),
    );
  const brevo = [{ kind: "brevo", host: null }];
  const known: Zone = { "spf.brevo.com": [{ TXT: "v=spf1 ip4:192.0.2.0/24 -all" }] };
  assert.equal((await check("v=spf1 include:spf.brevo.com ~all", brevo, known)).status, "passed");
  const lacking = await check("v=spf1 ip4:192.0.2.9 ~all", brevo, known);
  assert.match(lacking.message.de, /include:spf\.brevo\.com/);
  const deep: Zone = { ...known, "_spf.a.example": [{ TXT: "v=spf1 include:spf.brevo.com ~all" }] };
  assert.equal((await check("v=spf1 include:_spf.a.example ~all", brevo, deep)).status, "passed");
  const own = [{ kind: "mx", host: "mail.a.example" }];
  const host: Zone = { "mail.a.example": [{ A: "192.0.2.7" }] };
  assert.equal((await check("v=spf1 a:mail.a.example -all", own, host)).status, "passed");
  assert.equal((await check("v=spf1 ip4:192.0.2.8 -all", own, host)).status, "failed");
  const voids = await check("v=spf1 a:x.example a:y.example a:z.example -all", []);
  assert.match(voids.message.en, /^3 names/);
  assert.equal(
    spfValue(spfNeeds(brevo), "v=spf1 mx include:_spf.google.com -all"),
    "v=spf1 include:spf.brevo.com mx include:_spf.google.com -all",
  );
  assert.equal(spfValue(spfNeeds(brevo), null), "v=spf1 include:spf.brevo.com ~all");
  assert.equal(
    spfValue(spfNeeds(brevo), "v=spf1 include:spf.sendinblue.com +all"),
    "v=spf1 include:spf.sendinblue.com ~all",
  );
});

const { publicKey: rsa } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const { publicKey: short } = generateKeyPairSync("rsa", { modulusLength: 768 });
const { publicKey: ed25519 } = generateKeyPairSync("ed25519");
const keyOf = (key: KeyObject, more: Partial<PublicKey> = {}): PublicKey => ({
  signingDomain: "a.example",
  selector: "kp1",
  algorithm: key.asymmetricKeyType as "rsa" | "ed25519",
  publicKey: key.export({ type: "spki", format: "der" }).toString("base64"),
  state: "active",
  ...more,
});

test("SND-01: DKIM stands there with our own key, long enough, whole and in force", async () => {
  const dkim = async (texts: string[], key = keyOf(rsa)) =>
    examineDkim(key, resolver({ "kp1._domainkey.a.example": texts }));
  const p = keyOf(rsa).publicKey;
  assert.equal((await dkim([])).status, "failed");
  assert.equal((await dkim([`v=DKIM1; k=rsa; p=${p}`])).status, "passed");
  assert.equal((await dkim([`k=rsa; p=${p.slice(0, 9)} ${p.slice(9)};`])).status, "passed");
  assert.equal((await dkim(["v=DKIM1; k=rsa; p="])).status, "failed");
  assert.equal((await dkim(["v=DKIM1; p=WFla"])).status, "failed");
  assert.equal((await dkim([`v=DKIM1; p=${p}`, "v=DKIM1; p=WFla"])).status, "failed");
  assert.match((await dkim([`v=DKIM1; p=${p.slice(0, 240)}`])).message.de, /abgeschnitten/);
  assert.match((await dkim([`v=DKIM1; t=y; p=${p}`])).message.de, /Testmodus/);
  assert.match((await dkim([`v=DKIM1; k=ed25519; p=${p}`])).message.de, /anderes Verfahren/);
  const weak = keyOf(short);
  assert.match((await dkim([`v=DKIM1; p=${weak.publicKey}`], weak)).message.de, /768 Bit/);
  const edwards = keyOf(ed25519);
  const bare = Buffer.from(edwards.publicKey, "base64").subarray(-32).toString("base64");
  assert.equal((await dkim([`v=DKIM1; k=ed25519; p=${bare}`], edwards)).status, "passed");
  const old = keyOf(rsa, { state: "revoked" });
  assert.equal((await dkim([`v=DKIM1; p=${p}`], old)).status, "failed");
  assert.equal((await dkim(["v=DKIM1; p="], old)).status, "passed");
  assert.equal((await dkim([], old)).status, "passed");
});

test("SND-13: the bounce domain leads to us, TLS-RPT, MTA-STS and BIMI are looked at where they stand", async () => {
  const zone: Zone = {
    "bounce.a.example": [{ MX: [10, "mx.klarpost.example"] }],
    "mx.klarpost.example": [{ A: "192.0.2.3" }],
    "anders.a.example": [{ MX: [10, "mx.anders.example"] }],
    "_smtp._tls.bounce.a.example": [{ TXT: "v=TLSRPTv1; rua=mailto:tls@a.example" }],
    "_mta-sts.bounce.a.example": [{ TXT: "v=STSv1; id=20261122" }],
    "default._bimi.a.example": [{ TXT: "v=BIMI1; l=https://a.example/logo.svg; a=" }],
    "_dmarc.a.example": [{ TXT: "v=DMARC1; p=reject; rua=mailto:x@a.example" }],
    "default._bimi.b.example": [{ TXT: "v=BIMI1; l=https://a.example/logo.svg" }],
  };
  const lookUp = zoneLookUp(zone);
  const mx = "mx.klarpost.example";
  assert.equal((await examineBounceMx("bounce.a.example", mx, lookUp)).status, "passed");
  assert.equal((await examineBounceMx("anders.a.example", mx, lookUp)).status, "failed");
  assert.equal((await examineBounceMx("weg.a.example", mx, lookUp)).status, "failed");
  assert.equal((await examineTlsReports("bounce.a.example", lookUp)).status, "passed");
  assert.equal((await examineTlsReports("a.example", lookUp)).status, "failed");
  const page =
    (text: string, status = 200) =>
    async (url: string) => ({ url, status, text });
  const policy = (name: string): string =>
    `version: STSv1\r\nmode: enforce\r\nmx: ${name}\r\nmax_age: 86400\r\n`;
  const sts = async (text: string, status?: number) =>
    (await examineMtaSts("bounce.a.example", mx, lookUp, page(text, status))).status;
  assert.equal(await sts(policy(mx)), "passed");
  assert.equal(await sts(policy("mx.anders.example")), "failed");
  assert.equal(await sts("Not found", 404), "failed");
  const svg =
    '<svg version="1.2" baseProfile="tiny-ps" xmlns="http://www.w3.org/2000/svg"><title>A</title></svg>';
  const bimi = async (text: string, domain = "a.example") =>
    (await examineBimi(domain, lookUp, page(text))).status;
  assert.equal(await bimi(svg), "passed");
  assert.equal(await bimi(svg.replace("tiny-ps", "full")), "failed");
  assert.equal(await bimi(`<!DOCTYPE svg [<!ENTITY a "b">]>${svg}`), "failed");
  assert.equal(await bimi(svg, "b.example"), "failed", "DMARC is not enforced");
  assert.equal(await bimi(svg, "c.example"), "failed");
});

test("the DNS host is known by its name servers, and the zone by where they stand", async () => {
  assert.equal(dnsHostOf(["ns1045.ui-dns.de."]), "ionos");
  assert.equal(dnsHostOf(["shades01.rzone.de"]), "strato");
  assert.equal(dnsHostOf(["helium.ns.hetzner.de"]), "hetzner");
  assert.equal(dnsHostOf(["Ada.ns.cloudflare.com"]), "cloudflare");
  assert.equal(dnsHostOf(["ns.inwx.de", "ns2.inwx.de"]), "inwx");
  assert.equal(dnsHostOf(["root-dns.netcup.net"]), "netcup");
  assert.equal(dnsHostOf(["ns-2048.awsdns-64.co.uk"]), "route53");
  assert.equal(dnsHostOf(["ns1.boese-cloudflare.com.example"]), null);
  const lookUp = zoneLookUp({
    "a.example": [{ NS: "root-dns.netcup.net" }],
    "news.a.example": [{ A: "192.0.2.1" }],
  });
  assert.deepEqual(await findZone("news.a.example", lookUp), { zone: "a.example", host: "netcup" });
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
  const asked = [...new Set(lookUp.asked)];
  assert.equal(asked.length, 8);
  assert.deepEqual(asked.slice(0, 2), [
    "_dmarc.1.2.3.4.5.6.7.8.9.a.example",
    "_dmarc.5.6.7.8.9.a.example",
  ]);
});

test("SND-01 SND-18: signatures of every stream align with From, and their reports can be told", async () => {
  const dmarc = async (record: string, signing: string[], envelope = "a.example") =>
    examineDmarc("a.example", zoneLookUp({ "_dmarc.a.example": [{ TXT: record }] }), {
      signingDomains: signing,
      envelopeDomain: envelope,
    });
  const relaxed = "v=DMARC1; p=quarantine; rua=mailto:x@a.example";
  assert.equal((await dmarc(relaxed, ["a.example", "news.a.example"])).status, "passed");
  assert.equal((await dmarc(relaxed, ["a.example", "b.example"])).status, "failed");
  assert.equal((await dmarc(`${relaxed}; adkim=s`, ["a.example"])).status, "passed");
  const strict = await dmarc(`${relaxed}; adkim=s`, ["a.example", "news.a.example"]);
  assert.match(strict.message.de, /news\.a\.example.*adkim=s|adkim=s/);
  assert.equal(strict.status, "failed");
  const spf = await dmarc(`${relaxed}; aspf=s`, ["a.example"], "bounce.a.example");
  assert.match(spf.message.de, /aspf=s/);
  assert.equal(spf.status, "passed", "DKIM alone is enough");
});

test("whoever cannot look says so and never calls it missing or fine", async () => {
  const plan: DomainPlan = {
    domain: "a.example",
    keys: [keyOf(rsa)],
    ways: [],
    bounceDomain: null,
    inboundDomain: null,
    reportAddress: null,
  };
  const statuses = async (lookUp: LookUp | undefined) =>
    (await examineDomain(plan, { lookUp }, ["spf", "dkim", "dmarc"])).map(
      (record) => record.status,
    );
  assert.deepEqual(await statuses(undefined), ["not_checked", "not_checked", "not_checked"]);
  const broken = { "a.example": null, "kp1._domainkey.a.example": null, "_dmarc.a.example": null };
  assert.deepEqual(await statuses(resolver(broken)), ["not_checked", "not_checked", "not_checked"]);
  assert.deepEqual(await statuses(resolver({})), ["failed", "failed", "failed"]);
});
