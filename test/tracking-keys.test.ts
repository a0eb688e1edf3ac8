import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, test } from "node:test";
import { ConfigError, readConfig } from "../server/config.ts";
import { openMeasuring } from "../server/tracking/index.ts";
import { runningApp } from "./support/app.ts";
import { testDatabase } from "./support/database.ts";

const database = await testDatabase();
after(() => database.close());
const kept = { ...database, close: () => Promise.resolve() };

const MAILING = 77;
const old = randomBytes(32).toString("base64");
const fresh = randomBytes(32).toString("hex");

/** What a link of each mail answers while the process runs with these keys, and the link it makes itself. */
async function withKeys(keys: string | undefined, links: readonly string[]) {
  const running = await runningApp({
    database: kept,
    env: keys === undefined ? {} : { TRACKING_KEYS: keys },
  });
  const statuses: number[] = [];
  for (const link of links) {
    const answer = await fetch(`${running.url}/t/${link}`, { redirect: "manual" });
    statuses.push(answer.status);
  }
  const [link] = running.app.deps.mailings.tracking.shared(1, MAILING, [1]);
  await running.close();
  return { statuses, link: link! };
}

test("TRK-16: keys are changed without breaking mails that were sent, and retired by leaving them out", async () => {
  await database.db.account(1, (tx) =>
    openMeasuring(tx, {
      accountId: 1,
      mailingId: MAILING,
      level: "shared",
      personalBase: 0,
      anonymousBase: 100,
      kMin: 10,
      timezone: "Europe/Berlin",
      links: [{ no: 1, url: "https://shop.example/", label: "Laden", notPersonal: false }],
      at: new Date(),
    }),
  );
  const first = await withKeys(undefined, []);
  const second = await withKeys(`${old},secret-key`, [first.link]);
  assert.deepEqual(second.statuses, [302]);
  assert.notEqual(second.link, first.link, "new mails use the new key");
  const third = await withKeys(`${fresh}, ${old}, secret-key`, [first.link, second.link]);
  assert.deepEqual(third.statuses, [302, 302]);
  const last = await withKeys(fresh, [first.link, second.link, third.link]);
  assert.deepEqual(last.statuses, [404, 404, 302]);
});

test("TRK-16: a key that is too short is refused at the start", () => {
  const start = (keys: string) => () =>
    readConfig({ DATABASE_URL: "postgresql://localhost", SECRET_KEY: old, TRACKING_KEYS: keys });
  assert.throws(start("kurz,secret-key"), ConfigError);
  assert.throws(start(`${fresh},`), ConfigError);
  assert.doesNotThrow(start(`${fresh},secret-key`));
});
