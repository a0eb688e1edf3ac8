import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inboundChecks, takeFetched } from "../server/inbound/index.ts";
import { createLinkTokens, createMailtoTokens } from "../server/lists/index.ts";
import { createBounceAddresses } from "../server/mailboxes/index.ts";
import { sealSecret } from "../server/mailboxes/mailbox.ts";
import { findMailbox, insertMailbox } from "../server/mailboxes/mailboxes.store.ts";
import { visitMailbox } from "../server/mailboxes/visit-mailbox.ts";
import {
  createKeys,
  createLogger,
  createOutsideGuard,
  manualClock,
  rows,
  sql,
} from "../server/platform/index.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { startDovecot, whyNoDovecot, type Dovecot } from "./support/dovecot.ts";
import { seedNewsletter } from "./support/newsletter.ts";

/** The check of the way back, through a real mailbox. */
describe("a probe of the way back", { skip: whyNoDovecot() ?? false }, () => {
  let dovecot: Dovecot;
  let database: TestDatabase;
  before(async () => {
    dovecot = await startDovecot();
    database = await testDatabase();
  });
  after(async () => {
    await dovecot?.stop();
    await database?.close();
  });

  test("CHK-17 SND-13: a synthetic bounce lies in the mailbox, is read from there, and late ones are told", async () => {
    const keys = createKeys(Buffer.alloc(32, 4));
    const { db } = database;
    const clock = manualClock(new Date().toISOString());
    const { accountId } = await seedNewsletter(db, keys, { people: 1 });
    const base = { db, clock, keys, log: createLogger("silent"), inboundDomain: null };
    const mailboxes = {
      ...base,
      guard: createOutsideGuard({ privateHosts: ["127.0.0.1"] }),
      post: async () => assert.fail("no token is asked for"),
    };
    const inbound = {
      ...base,
      links: createLinkTokens(keys),
      mailtos: createMailtoTokens(keys),
      bounces: createBounceAddresses(keys),
      sendSystemMail: async () => assert.fail("nobody is written to"),
    };
    const [check] = inboundChecks({ ...inbound, mailboxes, listener: () => null });
    const look = () => db.account(accountId, (tx) => check!.run({ tx, accountId, clock }));
    assert.equal((await look()).status, "failed", "nobody reads bounces");
    const made = await db.account(accountId, (tx) =>
      insertMailbox(
        tx,
        accountId,
        {
          name: "Rückläufer",
          protocol: "imap",
          host: "127.0.0.1",
          port: dovecot.ports.imap,
          tls: "none",
          auth: "password",
          username: dovecot.user,
          secret: sealSecret(keys, { password: dovecot.password }),
          purpose: "bounces",
          folder: "INBOX",
          doneFolder: null,
          pattern: "rueck+%@musterbank.example",
          active: true,
          everySeconds: 120,
        },
        clock.now(),
      ),
    );
    const read = async () => {
      const mailbox = await db.account(accountId, (tx) => findMailbox(tx, made.publicId));
      const { problem } = await visitMailbox(mailboxes, mailbox!, takeFetched(inbound));
      assert.equal(problem, null);
    };
    assert.equal((await look()).status, "failed", "a mailbox that was never read takes none");
    await read();
    assert.equal((await look()).status, "not_checked");
    assert.equal(dovecot.count(), 1);
    assert.equal((await look()).status, "not_checked");
    assert.equal(dovecot.count(), 1, "one probe at a time");
    await read();
    assert.equal(dovecot.count(), 0);
    const news = await db.worker((tx) =>
      rows(tx, sql`select 1 from outbox_events where type = 'bounce_probe.arrived'`),
    );
    assert.equal(news.length, 1, "the check looks again by itself");
    assert.equal((await look()).status, "passed");
    clock.advance(25 * 3_600_000);
    await read();
    assert.equal((await look()).status, "not_checked", "a day later it is tried anew");
    clock.advance(4 * 60_000);
    assert.equal((await look()).status, "not_checked");
    clock.advance(90_000);
    assert.equal((await look()).status, "failed", "nobody read it within five minutes");
  });
});
