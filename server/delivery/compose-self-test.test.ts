import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTemplateEngine, type TemplateEngine } from "../content/index.ts";
import { createLinkTokens } from "../lists/index.ts";
import type { Check, CheckContext } from "../platform/index.ts";
import { senderChecks } from "../senders/index.ts";
import { createTrackingTokens } from "../tracking/index.ts";
import { sendersHarness } from "../../test/support/senders-harness.ts";
import { createSelfTestMail } from "./compose-self-test.ts";

const harness = sendersHarness();
let engine: TemplateEngine;
before(() => {
  engine = startTemplateEngine();
});
after(() => engine.close());

test("SND-01 SND-02 SND-06 UNS-01 CHK-10 CHK-11 CHK-12: a mail made like every mailing verifies, aligns and covers its headers", async () => {
  const { call, http, accountId } = await harness.account();
  const domain = "selbst.example";
  const base = `/sender-domains/${domain}`;
  await call("POST", "/senders", {
    fromName: "Musterbank",
    fromAddress: `post@${domain}`,
    replyTo: `antwort@${domain}`,
  });
  const publish = async (): Promise<void> => {
    for (const record of (await call("GET", base)).body.records)
      if (record.required || record.kind === "dkim") harness.dns.set(record.name, record.value);
  };
  await publish();
  // A second key for the stream of mailings, with a name of its own.
  for (const key of [
    { algorithm: "rsa", stream: "marketing", label: "news" },
    { algorithm: "ed25519", stream: "marketing", label: "news" },
  ]) {
    const made = (await call("POST", `${base}/keys`, key)).body.keys.at(-1);
    await publish();
    const used = await call("POST", `${base}/keys/${made.selector}/activate`);
    assert.equal(used.status, 200, used.text);
  }
  const selfTestMail = createSelfTestMail({
    keys: harness.keys,
    engine,
    tracking: createTrackingTokens({ keys: [harness.keys.derive("tracking-token/v1")] }),
    links: createLinkTokens(harness.keys),
    pagesUrl: "https://post.example.org",
    trackUrl: "https://t.example.org",
  });
  const look = (change: (mail: string) => string = (mail) => mail) =>
    harness.db.account(accountId, async (tx) => {
      const altering = async (
        context: CheckContext,
        sender: Parameters<typeof selfTestMail>[1],
      ) => {
        const mail = await selfTestMail(context, sender);
        return mail && Buffer.from(change(mail.toString("latin1")), "latin1");
      };
      const found: Record<string, Awaited<ReturnType<Check["run"]>>> = {};
      for (const check of senderChecks({ keys: harness.keys, selfTestMail: altering }))
        if (/CHK-1[012]$/.test(check.id))
          found[check.id] = await check.run({
            tx,
            accountId,
            clock: harness.clock,
            lookUp: harness.lookUp,
          });
      return found;
    });
  const states = (found: Awaited<ReturnType<typeof look>>) =>
    Object.values(found).map((one) => one.status);
  const good = await look((mail) => {
    const signatures = mail.match(/^DKIM-Signature:[^]*?(?=^\S)/gm) ?? [];
    assert.equal(signatures.length, 2);
    for (const signature of signatures) {
      assert.match(signature, /d=news\.selbst\.example/);
      const names = /h=([^;]+);/.exec(signature)![1]!.replace(/\s/g, "").split(":");
      for (const name of [
        "subject",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "list-id",
        "feedback-id",
      ])
        assert.ok(names.includes(name), name);
      assert.equal(names.filter((name) => name === "from").length, 2, "From is signed once more");
    }
    return mail;
  });
  assert.deepEqual(states(good), ["passed", "passed", "passed"], JSON.stringify(good));
  const forged = await look((mail) => mail.replace("Klarpost", "Betrug"));
  assert.deepEqual(states(forged), ["failed", "failed", "failed"]);
  const second = await look((mail) => `From: boss@fremd.example\r\n${mail}`);
  assert.equal(second["CHK-10"]!.status, "failed", "nobody can add a second From");
  const bare = await look((mail) => mail.replace(/^List-Unsubscribe-Post:.*\r\n/m, ""));
  assert.equal(bare["CHK-12"]!.status, "failed");
  await http.close();
});
