import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { reverseName, zoneLookUp, type Zone, type ZoneEntry } from "../../test/support/zone.ts";
import { evaluateDmarc, evaluateSpf, verifySignatures } from "./authentication.ts";

const data = join(import.meta.dirname, "../../../shared/data/mail-auth");
const skip = existsSync(data) ? false : "the test vectors (../shared/data/mail-auth) are not here";
const read = (...path: string[]): string => readFileSync(join(data, ...path), "utf8");
const lines = <T>(...path: string[]): T[] =>
  read(...path)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as T);

/** Compares all vectors, prints how many agree, and accepts those deviations alone that are named with a reason. */
function settle(
  name: string,
  found: Map<string, string | null>,
  deviations: Record<string, string>,
): void {
  const wrong = [...found].filter(([, why]) => why !== null);
  console.log(`${name}: ${found.size - wrong.length} of ${found.size} vectors agree`);
  for (const [vector, why] of wrong)
    if (deviations[vector]) console.log(`  ${vector}: ${why}; ${deviations[vector]}`);
  assert.deepEqual(
    wrong.filter(([vector]) => !deviations[vector]).map(([vector, why]) => `${vector}: ${why}`),
    [],
  );
  assert.deepEqual(
    Object.keys(deviations).filter((vector) => found.get(vector) === null),
    [],
    "these agree by now",
  );
}

interface SpfRow {
  scenario: string;
  test: string;
  helo: string;
  host: string;
  mailfrom: string;
  result: string | string[];
  explanation?: string;
}

test("SND-01: SPF agrees with the test-suite of RFC 7208", { skip }, async () => {
  const zones = JSON.parse(read("spf-rfc7208", "zones.json")) as Record<
    string,
    { zonedata: Record<string, ZoneEntry[]> }
  >;
  const found = new Map<string, string | null>();
  for (const row of lines<SpfRow>("spf-rfc7208", "expected.jsonl")) {
    const zone = withTexts(zones[row.scenario]?.zonedata ?? {});
    const verdict = await evaluateSpf(zoneLookUp(zone), {
      ip: row.host,
      sender: row.mailfrom,
      helo: row.helo,
    });
    const wanted = [row.result].flat();
    const name = `${row.scenario}/${row.test}`;
    found.set(name, wanted.includes(verdict.result) ? null : `${verdict.result}, not ${wanted}`);
  }
  settle("RFC 7208", found, {});
});

/** The suite's SPF records stand as TXT, unless a name has TXT of its own; `NONE` means that it has none at all. */
function withTexts(zone: Zone): Zone {
  return Object.fromEntries(
    Object.entries(zone).map(([name, entries]) => {
      const own = entries.some((entry) => entry !== "TIMEOUT" && "TXT" in entry);
      return [
        name,
        entries.flatMap((entry): ZoneEntry[] => {
          if (entry === "TIMEOUT") return [entry];
          if ("TXT" in entry) return entry["TXT"] === "NONE" ? [] : [entry];
          return "SPF" in entry ? (own ? [] : [{ TXT: entry["SPF"] }]) : [entry];
        }),
      ];
    }),
  );
}

test("SND-01: SPF agrees with the scenarios of another implementation", { skip }, async () => {
  const found = new Map<string, string | null>();
  for (const file of readdirSync(join(data, "spf-stalwart")).filter((one) => one.endsWith(".yml")))
    for (const scenario of read("spf-stalwart", file).split(/^---$/m)) {
      const state = { name: "", domain: "", sender: "", helo: "mail.example.org", ip: "" };
      const zone: Zone = {};
      for (const [, key = "", text = ""] of scenario.matchAll(/^[ -]*(\w+): ?(.*)$/gm)) {
        const value = text.trim();
        if (key in state) state[key as keyof typeof state] = value;
        else if (key === "expect") {
          // They give check_host() its <domain> apart from the sender; here it is always the sender's own.
          if (state.sender !== "" && !state.sender.endsWith(`@${state.domain}`)) continue;
          const verdict = await evaluateSpf(
            zoneLookUp(zone, { fails: (name) => name.startsWith("_dns_error") }),
            { ip: state.ip, sender: state.sender || `@${state.domain}`, helo: state.helo },
          );
          const [wanted] = value.split(" ");
          found.set(
            `${file}: ${state.name} (${state.domain.slice(0, 30)} ${state.ip})`,
            verdict.result === wanted ? null : `${verdict.result}, not ${wanted}`,
          );
        } else addStalwart(zone, key, text.trimStart());
      }
    }
  settle("spf-stalwart", found, {
    "all.yml: All test (test.org 10.0.0.1)":
      "“ip:” is no mechanism, and a syntax error anywhere is a permanent error (RFC 7208, 4.6)",
    "basic.yml: DNS Temp Error (_dns_error.org 172.168.0.1)":
      "no such host name can exist, so nobody is asked",
    "basic.yml: DNS Lookup Limits (ok.test.org 172.168.0.1)":
      "ten names that do not exist are more than two void look-ups (RFC 7208, 4.6.4)",
  });
});

function addStalwart(zone: Zone, type: string, text: string): void {
  const [, name = "", value = ""] = /^(\S+) ?(.*)$/.exec(text) ?? [];
  const add = (host: string, entry: ZoneEntry): void => void (zone[host] ??= []).push(entry);
  const items = value.split(",").map((item) => item.trim());
  const address = (item: string): ZoneEntry => (item.includes(":") ? { AAAA: item } : { A: item });
  if (type === "spf") {
    zone[name] = (zone[name] ?? []).filter((one) => one === "TIMEOUT" || !("TXT" in one));
    add(name, { TXT: value });
  } else if (type === "exp" || type === "txt") add(name, { TXT: value });
  else if (type === "a") for (const item of items) add(name, address(item));
  else if (type === "ptr")
    for (const item of items) add(reverseName(name), { PTR: item.replace(/\.$/, "") });
  else if (type === "mx")
    for (const [at, item] of items.entries()) {
      add(name, { MX: [at, `mx${at}.${name}`] });
      add(`mx${at}.${name}`, address(item));
    }
}

const crlf = (text: string): Buffer =>
  Buffer.from(text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n"), "latin1");

test("SND-01: DKIM agrees with signed mails of other implementations", { skip }, async () => {
  const found = new Map<string, string | null>();
  for (const row of lines<{ file: string; verify_time: number }>(
    "dkim-stalwart",
    "expected.jsonl",
  )) {
    const text = readFileSync(join(data, "dkim-stalwart", row.file), "latin1");
    const [, records = "", message = ""] = /^([^]*?)\r?\n\r?\n([^]*)$/.exec(text) ?? [];
    const zone: Zone = {};
    for (const line of records.split(/\r?\n/)) {
      const at = line.indexOf(" ");
      (zone[line.slice(0, at)] ??= []).push({ TXT: line.slice(at + 1) });
    }
    const { signatures } = await verifySignatures(
      zoneLookUp(zone),
      crlf(message),
      new Date(row.verify_time * 1000),
    );
    const last = signatures.at(-1);
    found.set(row.file, last?.result === "pass" ? null : `${last?.result} (${last?.comment})`);
  }
  settle("dkim-stalwart", found, {});
});

test("SND-01: DKIM agrees with the corpus of Mail::DKIM", { skip }, async () => {
  const zone: Zone = {};
  const failing = new Set<string>();
  for (const line of read("mail-dkim", "FAKE_DNS.dat").split("\n")) {
    const [, name = "", value = ""] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (name === "" || name.startsWith("#") || value === "NXDOMAIN") continue;
    if (value.startsWith("~~")) failing.add(name.toLowerCase());
    else (zone[name] ??= []).push({ TXT: value });
  }
  const lookUp = zoneLookUp(zone, { fails: (name) => failing.has(name) });
  const found = new Map<string, string | null>();
  for (const row of lines<{ file: string; result: string; historic?: boolean }>(
    "mail-dkim",
    "expected.jsonl",
  )) {
    if (row.historic) continue;
    const mail = readFileSync(join(data, "mail-dkim", row.file));
    const { signatures } = await verifySignatures(lookUp, mail, new Date("2006-06-01"));
    const passed = signatures.some((one) => one.result === "pass");
    found.set(
      row.file,
      passed === (row.result === "pass")
        ? null
        : `${signatures.map((one) => `${one.result} (${one.comment})`).join(", ") || "no signature"}, not ${row.result}`,
    );
  }
  const sha1 = "SHA-1 verifies nothing any more (RFC 8301, 3.1)";
  const draft = "signed after a draft, before DKIM was a standard (RFC 4871)";
  settle("mail-dkim", found, {
    "good_1878523.txt": sha1,
    "good_qp_2.txt": sha1,
    "good_rfc4871_3.txt": sha1,
    "good_rfc4871_4.txt": sha1,
    "goodkey_2.txt": sha1,
    "goodkey_3.txt": sha1,
    "goodkey_4.txt": sha1,
    "good_ietf01_1.txt": draft,
    "mine_ietf01_1.txt": draft,
    "mine_ietf01_2.txt": draft,
    "mine_ietf05_1.txt": draft,
  });
});

test("SND-01: DKIM agrees with the examples of RFC 6376 and RFC 8463", { skip }, async () => {
  const found = new Map<string, string | null>();
  const verify = async (name: string, mail: Buffer, zone: Zone, count: number): Promise<void> => {
    const { signatures } = await verifySignatures(zoneLookUp(zone), mail);
    const passing = signatures.filter((one) => one.result === "pass").length;
    found.set(
      name,
      passing === count ? null : `${passing} of ${count}: ${signatures.map((one) => one.comment)}`,
    );
  };
  const dns = JSON.parse(read("mailauth", "dkim-ec", "dns.json")) as Record<
    string,
    { TXT?: string[][] }
  >;
  const zone: Zone = Object.fromEntries(
    Object.entries(dns).map(([name, types]) => [name, (types.TXT ?? []).map((TXT) => ({ TXT }))]),
  );
  await verify("RFC 8463", crlf(read("mailauth", "dkim-ec", "signed.eml")), zone, 2);
  const key = { TXT: read("dkimpy", "test.txt").trim() };
  const any: Zone = {
    "test._domainkey.example.com": [key],
    "brisbane._domainkey.football.example.com": [{ TXT: read("dkimpy", "ed25519test.dns").trim() }],
  };
  await verify("dkimpy/no signature", crlf(read("dkimpy", "test.message")), any, 0);
  await verify("dkimpy/bad domain", crlf(read("dkimpy", "test.message.baddomain")), any, 0);
  settle("examples", found, {});
});

test("SND-01: DMARC walks the tree, knows np and t, and no pct (RFC 9989)", async () => {
  const record = (text: string): ZoneEntry[] => [{ TXT: text }];
  const check = (zone: Zone, from: string, dkim: string[] = [], spf: string[] = []) =>
    evaluateDmarc(zoneLookUp(zone), { from, dkimDomains: dkim, spfDomains: spf });
  const zone: Zone = {
    "_dmarc.a.example": record(
      "v=DMARC1; p=reject; sp=quarantine; np=none; pct=0; rua=mailto:x@a.example",
    ),
    "news.a.example": [{ A: "192.0.2.1" }],
    "_dmarc.strict.example": record("v=DMARC1; p=none; adkim=s; aspf=s; rua=mailto:x@a.example"),
    "_dmarc.t.example": record("v=DMARC1; p=reject; t=y; rua=mailto:x@a.example"),
    "_dmarc.bank.example": record("v=DMARC1; p=reject; psd=y; rua=mailto:x@bank.example"),
    "_dmarc.one.bank.example": record("v=DMARC1; p=none; rua=mailto:x@a.example"),
  };
  const own = await check(zone, "a.example", ["a.example"]);
  assert.deepEqual([own.result, own.policy, own.recordDomain], ["pass", "reject", "a.example"]);
  assert.equal((await check(zone, "a.example")).policy, "reject", "pct weakens nothing");
  const below = await check(zone, "news.a.example", ["a.example"]);
  assert.deepEqual(
    [below.result, below.policy, below.orgDomain],
    ["pass", "quarantine", "a.example"],
  );
  assert.equal(
    (await check(zone, "weg.a.example")).policy,
    "none",
    "np: a name that does not exist",
  );
  assert.equal((await check(zone, "a.example", ["b.example"])).result, "fail");
  assert.equal((await check(zone, "a.example", [], ["bounce.a.example"])).spf.aligned, true);
  const strict = await check(zone, "strict.example", ["news.strict.example"], ["strict.example"]);
  assert.deepEqual(
    [strict.dkim, strict.spf],
    [
      { aligned: false, strict: true },
      { aligned: true, strict: true },
    ],
  );
  const mild = await check(zone, "t.example");
  assert.deepEqual([mild.policy, mild.testMode], ["quarantine", true]);
  const neighbour = await check(zone, "one.bank.example", ["two.bank.example"]);
  assert.equal(neighbour.result, "fail", "neighbours below a public suffix do not align");
  assert.equal((await check({}, "a.example")).result, "none");
});
