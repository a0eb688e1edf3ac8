import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { MessageBuffer } from "../server/content/index.ts";
import { verifyWithOpendkim, whyNoOpendkim } from "./support/opendkim.ts";
import { createRandomMails, ed25519, rsa } from "./support/random-mails.ts";

const MAILS = 40;
const seed = Number(process.env["KLARPOST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}`);
const generator = createRandomMails({ seed, keys: [[rsa], [rsa, ed25519]] });
after(() => generator.close());

describe("signatures read by opendkim", { skip: whyNoOpendkim() ?? false }, () => {
  test("SND-01: every signature is valid for opendkim, and a changed mail is not", async () => {
    const buffer = new MessageBuffer();
    const mails: Buffer[] = [];
    for (let at = 0; at < MAILS; at++) mails.push((await generator.make(at, buffer)).bytes);
    const verdicts = (all: readonly Buffer[]) =>
      verifyWithOpendkim(all, [rsa, ed25519]).map((words) =>
        [...words.matchAll(/\bdkim=(\w+)[^;]*?header\.a=([\w-]+)/g)].map(
          ([, result, algorithm]) => `${algorithm} ${result}`,
        ),
      );
    for (const [at, found] of verdicts(mails).entries()) {
      const both = mails[at]!.includes("a=ed25519-sha256");
      const expected = ["rsa-sha256 pass", ...(both ? ["ed25519-sha256 pass"] : [])];
      assert.deepEqual(found, expected, `mail ${at} of seed ${seed}`);
    }
    const changed = mails
      .slice(0, 5)
      .map((mail) =>
        Buffer.from(mail.toString("latin1").replace("UTF-8?B?", "UTF-8?B?QQ=="), "latin1"),
      )
      .map((mail) => Buffer.concat([mail, Buffer.from("mehr\r\n")]));
    for (const found of verdicts(changed))
      assert.ok(found.length > 0 && found.every((one) => !one.endsWith("pass")), String(found));
  });
});
