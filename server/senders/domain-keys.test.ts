import assert from "node:assert/strict";
import { test } from "node:test";
import type { DomainKeyView, DomainView } from "../../contract/domains.ts";
import { setMode } from "../accounts/index.ts";
import { createLogger, rows, sql } from "../platform/index.ts";
import { sendersHarness } from "../../test/support/senders-harness.ts";
import { checkDueDomains, tidyKeys } from "./domains.jobs.ts";
import { bounceDomainOf, signingKeys } from "./index.ts";

const DAY = 24 * 3_600_000;
const harness = sendersHarness();
const log = createLogger("silent");

async function domainAccount(domain: string) {
  const made = await harness.account();
  const base = `/sender-domains/${domain}`;
  await made.call("POST", "/senders", {
    fromName: "Musterbank",
    fromAddress: `post@${domain}`,
    replyTo: `antwort@${domain}`,
  });
  const view = async (): Promise<DomainView> => (await made.call("GET", base)).body;
  return {
    ...made,
    base,
    view,
    jobs: { ...harness.deps(), log },
    key: async (selector: string): Promise<DomainKeyView> =>
      (await view()).keys.find((key) => key.selector === selector)!,
    publish: async (): Promise<void> => {
      for (const key of (await view()).keys) harness.dns.set(key.recordName, key.recordValue);
    },
    selectors: (stream?: "marketing" | "opt_in" | "transactional") =>
      harness.db.account(made.accountId, async (tx) =>
        (await signingKeys(tx, harness.keys, domain, stream)).map(
          (key) => `${key.algorithm} ${key.domain} ${key.selector}`,
        ),
      ),
  };
}

test("SND-01 ORG-04: a key is made, published, used, replaced after a week of grace, and withdrawn", async () => {
  const one = await domainAccount("wechsel.example");
  const first = (await one.view()).keys[0]!;
  assert.equal(first.state, "active");
  const made = await one.call("POST", `${one.base}/keys`, { algorithm: "rsa" });
  assert.equal(made.status, 201);
  const next: DomainKeyView = made.body.keys.at(-1);
  assert.deepEqual([next.state, next.signingDomain], ["new", "wechsel.example"]);
  assert.deepEqual(await one.selectors(), [`rsa wechsel.example ${first.selector}`]);
  const again = await one.call("POST", `${one.base}/keys`, { algorithm: "rsa" });
  assert.equal(again.body.code, "key_waiting");
  const activate = () => one.call("POST", `${one.base}/keys/${next.selector}/activate`);
  assert.equal((await activate()).body.code, "key_not_published");
  assert.deepEqual(await one.selectors(), [`rsa wechsel.example ${first.selector}`]);
  await one.publish();
  assert.equal((await activate()).status, 200);
  assert.deepEqual(await one.selectors(), [`rsa wechsel.example ${next.selector}`]);
  const old = await one.key(first.selector);
  assert.equal(old.state, "retiring");
  assert.match(old.recordValue, /p=.{300}/, "mail on its way still verifies");
  assert.equal(new Date(old.keepUntil!).getTime(), harness.clock.now().getTime() + 7 * DAY);
  const remove = (selector: string) => one.call("DELETE", `${one.base}/keys/${selector}`);
  assert.equal((await remove(first.selector)).body.code, "key_in_use");
  assert.equal((await remove(next.selector)).body.code, "key_in_use");
  harness.clock.advance(7 * DAY - 1);
  await tidyKeys(one.jobs, one.accountId);
  assert.equal((await one.key(first.selector)).state, "retiring");
  harness.clock.advance(1);
  await tidyKeys(one.jobs, one.accountId);
  const revoked = await one.key(first.selector);
  assert.equal(revoked.state, "revoked");
  assert.match(revoked.recordValue, /; p=$/);
  const dkim = (await one.call("POST", `${one.base}/check`)).body.records.filter(
    (record: { kind: string }) => record.kind === "dkim",
  );
  assert.deepEqual(
    dkim.map((record: { status: string; required: boolean }) => [record.status, record.required]),
    [
      ["failed", false],
      ["passed", true],
    ],
    "the old key still stands there, which stops nothing",
  );
  assert.equal((await remove(first.selector)).status, 204);
  assert.equal((await one.view()).keys.length, 1);
  const log = await harness.db.account(one.accountId, (tx) =>
    rows<{ action: string }>(
      tx,
      sql`select a.action from audit_entries a where a.account_id = ${one.accountId} and a.action like any(array['dkim%', 'sender_domain%']) order by a.id`,
    ),
  );
  assert.deepEqual(
    log.map((entry) => entry.action),
    [
      "dkim_key.created",
      "dkim_key.activated",
      "dkim_key.revoked",
      "sender_domain.checked",
      "dkim_key.removed",
    ],
    "ORG-04: every change stands in the log once, refused ones never",
  );
  await one.http.close();
});

test("SND-01: Ed25519 stands beside RSA, never alone", async () => {
  const one = await domainAccount("zwei.example");
  const [rsa] = (await one.view()).keys;
  const made = (await one.call("POST", `${one.base}/keys`, { algorithm: "ed25519" })).body.keys.at(
    -1,
  );
  assert.match(made.recordValue, /^v=DKIM1; k=ed25519; p=.{44}$/);
  await one.publish();
  const path = `${one.base}/keys/${made.selector}`;
  assert.equal((await one.call("POST", `${path}/activate`)).status, 200);
  assert.deepEqual(
    (await one.selectors()).map((each) => each.split(" ")[0]),
    ["rsa", "ed25519"],
  );
  const last = await one.call("POST", `${one.base}/keys/${rsa!.selector}/withdraw`);
  assert.equal(last.body.code, "last_key");
  assert.equal((await one.call("POST", `${path}/withdraw`)).status, 200);
  assert.equal((await one.selectors()).length, 1);
  const alone = (
    await one.call("POST", `${one.base}/keys`, { algorithm: "ed25519", stream: "marketing" })
  ).body.keys.at(-1);
  await one.publish();
  const refused = await one.call("POST", `${one.base}/keys/${alone.selector}/activate`);
  assert.equal(refused.body.code, "rsa_key_missing");
  await one.http.close();
});

test("SND-18: a stream signs with its own sub-domain, which has to align", async () => {
  const one = await domainAccount("strom.example");
  const [common] = (await one.view()).keys;
  const made = (
    await one.call("POST", `${one.base}/keys`, {
      algorithm: "rsa",
      stream: "marketing",
      label: "news",
    })
  ).body.keys.at(-1);
  assert.equal(made.signingDomain, "news.strom.example");
  assert.match(made.recordName, /\._domainkey\.news\.strom\.example$/);
  await one.publish();
  const activate = () => one.call("POST", `${one.base}/keys/${made.selector}/activate`);
  const record = "v=DMARC1; p=none; rua=mailto:x@strom.example";
  harness.dns.set("_dmarc.strom.example", `${record}; adkim=s`);
  assert.equal((await activate()).body.code, "key_not_aligned");
  harness.dns.set("_dmarc.strom.example", record);
  assert.equal((await activate()).status, 200);
  assert.deepEqual(await one.selectors("marketing"), [`rsa news.strom.example ${made.selector}`]);
  for (const stream of ["opt_in", "transactional", undefined] as const)
    assert.deepEqual(await one.selectors(stream), [`rsa strom.example ${common!.selector}`]);
  const next = (
    await one.call("POST", `${one.base}/keys`, { algorithm: "rsa", stream: "marketing" })
  ).body.keys.at(-1);
  assert.equal(next.signingDomain, "news.strom.example", "a successor keeps the name");
  await one.http.close();
});

test("SND-01: domains are looked at every day, and old keys are remembered once a year", async () => {
  const one = await domainAccount("taeglich.example");
  assert.equal(await checkDueDomains(one.jobs, one.accountId), 0, "nobody asked in the sandbox");
  await harness.db.account(one.accountId, (tx) => setMode(tx, "live", harness.clock.now()));
  assert.equal(await checkDueDomains(one.jobs, one.accountId), 1);
  assert.equal(await checkDueDomains(one.jobs, one.accountId), 0);
  harness.clock.advance(DAY);
  assert.equal(await checkDueDomains(one.jobs, one.accountId), 1);
  const { history } = await one.view();
  assert.deepEqual(
    history.map((check) => [check.automatic, check.found["spf"]]),
    [
      [true, "failed"],
      [true, "failed"],
    ],
  );
  const mails = harness.mailCount();
  harness.clock.advance(363 * DAY);
  await tidyKeys(one.jobs, one.accountId);
  assert.equal(harness.mailCount(), mails);
  harness.clock.advance(DAY);
  await tidyKeys(one.jobs, one.accountId);
  assert.equal(harness.mailCount(), mails + 1);
  assert.match(harness.lastMail()!.subject, /DKIM.*taeglich\.example/);
  await tidyKeys(one.jobs, one.accountId);
  assert.equal(harness.mailCount(), mails + 1);
  await one.http.close();
});

test("SND-13: the bounce domain is used once its records were seen, and kept through a bad day", async () => {
  const one = await domainAccount("rueck.example");
  const using = () =>
    harness.db.account(one.accountId, (tx) => bounceDomainOf(tx, "rueck.example"));
  const check = () => one.call("POST", `${one.base}/check`);
  const set = (bounceDomain: boolean) => one.call("PATCH", one.base, { bounceDomain });
  const after = (await set(true)).body;
  assert.deepEqual([after.bounceDomain, after.bounceInUse], ["bounce.rueck.example", false]);
  assert.equal(await using(), null);
  await check();
  assert.equal(await using(), null);
  for (const record of after.records)
    if (record.kind === "bounce_spf") harness.dns.set(record.name, record.value);
  harness.mx.set("bounce.rueck.example", "in.klarpost.example");
  harness.addresses.set("in.klarpost.example", "192.0.2.25");
  assert.equal((await check()).body.bounceInUse, true);
  assert.equal(await using(), "bounce.rueck.example");
  harness.mx.delete("bounce.rueck.example");
  assert.equal((await check()).body.bounceInUse, true, "one failed look does not change senders");
  await set(false);
  assert.equal(await using(), null);
  await one.http.close();
});
