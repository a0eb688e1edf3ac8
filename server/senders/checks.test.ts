import assert from "node:assert/strict";
import { test } from "node:test";
import { dkimSign } from "mailauth";
import type { CheckContext } from "../platform/index.ts";
import { getAccount } from "../accounts/index.ts";
import { completeSettings } from "../../test/support/account.ts";
import { sendersHarness } from "../../test/support/senders-harness.ts";
import { reverseName, zoneLookUp, type Zone } from "../../test/support/zone.ts";
import { senderChecks, senderSetupSteps, signingKeys, type SenderCheckOptions } from "./index.ts";

const DAY = 24 * 3_600_000;
const harness = sendersHarness();
const sender = {
  fromName: "Musterbank",
  fromAddress: "newsletter@musterbank.example",
  replyTo: "Antwort@musterbank.example",
};

test("CHK-05 CHK-07 CHK-08 CHK-09 CHK-10 CHK-11: the checklist follows what was done", async () => {
  const { call, http, accountId } = await harness.account();
  const statuses = (options: SenderCheckOptions = {}, context: Partial<CheckContext> = {}) =>
    harness.db.account(accountId, async (tx) => {
      const found: Record<string, string> = {};
      for (const check of senderChecks(options)) {
        const result = await check.run({
          tx,
          accountId,
          clock: harness.clock,
          lookUp: harness.lookUp,
          ...context,
        });
        assert.ok(result.message.de && result.message.en, check.id);
        found[check.id] = result.status;
      }
      return found;
    });
  const outside = { "CHK-12": "not_checked", "CHK-15": "not_checked", "CHK-16": "not_checked" };
  // Without a test mail the DNS alone does not make these green.
  const untried = { "CHK-10": "not_checked", "CHK-11": "not_checked" };
  const postmaster = { "CHK-18": "failed" };
  const all = (status: string) =>
    Object.fromEntries(["05", "07", "08", "09", "10", "11"].map((no) => [`CHK-${no}`, status]));
  assert.deepEqual(await statuses(), { ...all("failed"), ...outside, ...postmaster });
  await call("POST", "/senders", { ...sender, fromName: "Musterbank" });
  const [step] = await harness.db.account(accountId, senderSetupSteps);
  assert.equal(step?.done, true);
  await http.call("POST", harness.lastLink());
  await call("POST", "/confirmed-addresses", {
    kind: "privacy_contact",
    email: completeSettings.privacy?.contactEmail,
  });
  await http.call("POST", harness.lastLink());
  const { records } = (await call("GET", "/sender-domains/musterbank.example")).body;
  for (const record of records) if (record.required) harness.dns.set(record.name, record.value);
  const name = { settings: await harness.db.account(accountId, getAccount) };
  assert.equal(name.settings.name, "Musterbank");
  assert.deepEqual(await statuses(), { ...all("passed"), ...untried, ...outside, ...postmaster });
  const checked = (await call("POST", "/sender-domains/musterbank.example/check")).body;
  assert.deepEqual(
    checked.records
      .filter((record: { required: boolean }) => record.required)
      .map((record: { status: string }) => record.status),
    ["passed", "passed", "passed"],
  );
  assert.equal(
    (await call("GET", "/sender-domains/musterbank.example")).body.checkedAt,
    checked.checkedAt,
  );
  harness.clock.advance(181 * DAY);
  assert.equal((await statuses())["CHK-08"], "failed");
  harness.clock.advance(-181 * DAY);
  const nothing = await statuses({}, { lookUp: undefined as never });
  assert.deepEqual(
    ["CHK-09", "CHK-10", "CHK-11"].map((id) => nothing[id]),
    ["not_checked", "not_checked", "not_checked"],
  );
  await http.close();
});

test("SND-01 SND-02 CHK-10 CHK-11 CHK-12 CHK-15 CHK-16: a signed test mail and the relay are looked at where they can be", async () => {
  const { call, http, accountId } = await harness.account();
  const domain = "probe.example";
  await call("POST", "/senders", { ...sender, fromAddress: `post@${domain}` });
  const { records } = (await call("GET", `/sender-domains/${domain}`)).body;
  for (const record of records) if (record.required) harness.dns.set(record.name, record.value);
  const [key] = await harness.db.account(accountId, (tx) => signingKeys(tx, harness.keys, domain));
  const signed = async (headers: string, privateKey = key?.privateKey ?? "") => {
    const mail = `From: post@${domain}\r\nTo: a@b.example\r\nSubject: Probe\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@${domain}>\r\n${headers}\r\nHallo\r\n`;
    const { signatures } = await dkimSign(mail, {
      signatureData: [{ signingDomain: domain, selector: key?.selector ?? "", privateKey }],
      canonicalization: "relaxed/relaxed",
      headerList: "from:to:subject:date:message-id:list-unsubscribe:list-unsubscribe-post",
      // The package's types describe another of its functions.
    } as unknown as Parameters<typeof dkimSign>[1]);
    return Buffer.from(signatures + mail);
  };
  const statuses = (options: SenderCheckOptions) =>
    harness.db.account(accountId, async (tx) => {
      const found: string[] = [];
      for (const check of senderChecks(options))
        if (["CHK-10", "CHK-11", "CHK-12", "CHK-15", "CHK-16"].includes(check.id))
          found.push(
            (await check.run({ tx, accountId, clock: harness.clock, lookUp: harness.lookUp }))
              .status,
          );
      return found;
    });
  const oneClick =
    "List-Unsubscribe: <https://a.example/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
  const mail = await signed(oneClick);
  const ways = (tls: boolean): SenderCheckOptions => ({
    probeWays: async () => [{ host: "smtp.example", tls }],
    sendingWays: async () => [{ kind: "smtp", host: "smtp.anbieter.example" }],
  });
  assert.deepEqual(await statuses({ selfTestMail: async () => mail, ...ways(true) }), [
    "passed",
    "passed",
    "passed",
    "not_applicable",
    "passed",
  ]);
  const bare = await signed("");
  assert.deepEqual(
    await statuses({ selfTestMail: async () => bare, ...ways(false), sendingWays: async () => [] }),
    ["passed", "passed", "failed", "not_checked", "failed"],
  );
  const altered = Buffer.from(mail.toString().replace("Hallo", "Hello"));
  assert.deepEqual((await statuses({ selfTestMail: async () => altered })).slice(0, 2), [
    "failed",
    "failed",
  ]);
  // Another domain of which no mail can be made.
  const other = "zweite.example";
  await call("POST", "/senders", { ...sender, fromAddress: `post@${other}` });
  for (const record of (await call("GET", `/sender-domains/${other}`)).body.records)
    if (record.required) harness.dns.set(record.name, record.value);
  const tried = async (bytes: Buffer) =>
    (await statuses({ selfTestMail: async (_c, of) => (of.domain === domain ? bytes : null) }))
      .slice(0, 3)
      .join(" ");
  assert.equal(await tried(mail), "not_checked not_checked not_checked");
  assert.equal(await tried(altered), "failed failed failed");
  await http.close();
});

test("SND-03 CHK-15: a server that delivers itself has a name, a way back to it, and an imprint", async () => {
  const { accountId } = await harness.account();
  const zone: Zone = {
    "mail.bank.example.org": [{ A: "192.0.2.9" }],
    [reverseName("192.0.2.9")]: [{ PTR: "mail.bank.example.org" }],
  };
  const look = async (
    host: string,
    page: string | number = "<a href=/impressum>Impressum</a>",
    records = zone,
  ): Promise<string> => {
    const [check] = senderChecks({ sendingWays: async () => [{ kind: "mx", host }] }).filter(
      (one) => one.id === "CHK-15",
    );
    const result = await harness.db.account(accountId, async (tx) =>
      check!.run({
        tx,
        accountId,
        clock: harness.clock,
        lookUp: zoneLookUp(records),
        fetch: async (url) => ({
          url,
          status: typeof page === "number" ? page : 200,
          text: String(page),
        }),
      }),
    );
    return `${result.status}: ${result.message.de}`;
  };
  assert.match(await look("mail.bank.example.org"), /^passed/);
  assert.match(await look("klarpost.invalid"), /^failed.*HELO/);
  assert.match(await look("[192.0.2.9]"), /^failed.*HELO/);
  assert.match(await look("pool-3.bank.example.org"), /^failed.*Privatanschluss/);
  assert.match(await look("weg.bank.example.org"), /^failed.*keine Adresse/);
  assert.match(
    await look("mail.bank.example.org", "", {
      ...zone,
      [reverseName("192.0.2.9")]: [{ PTR: "anders.example.org" }],
    }),
    /^failed.*führt nicht zu/,
  );
  assert.match(await look("mail.bank.example.org", 404), /^failed.*HTTP 404/);
  assert.match(await look("mail.bank.example.org", "It works!"), /^failed.*Impressum/);
});

test("CHK-18: postmaster tools are shown by a token in the DNS, or declared", async () => {
  const { call, http, accountId } = await harness.account();
  await call("POST", "/senders", { ...sender, fromAddress: "post@pm.example" });
  const status = async (): Promise<string> => {
    const [check] = senderChecks().filter((one) => one.id === "CHK-18");
    assert.equal(check!.blocking, false);
    return (
      await harness.db.account(accountId, (tx) =>
        check!.run({ tx, accountId, clock: harness.clock, lookUp: harness.lookUp }),
      )
    ).status;
  };
  assert.equal(await status(), "failed");
  harness.dns.set("pm.example", "google-site-verification=abc");
  assert.equal(await status(), "passed");
  harness.dns.delete("pm.example");
  await call("PATCH", "/sender-domains/pm.example", { postmaster: true });
  assert.equal(await status(), "passed");
  await call("PATCH", "/sender-domains/pm.example", { postmaster: false });
  assert.equal(await status(), "failed");
  await http.close();
});
