import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createBounceAddresses } from "../server/mailboxes/index.ts";
import { sealSecret } from "../server/mailboxes/mailbox.ts";
import { insertMailbox } from "../server/mailboxes/mailboxes.store.ts";
import { createKeys, rows, sql } from "../server/platform/index.ts";
import { bounceMessage } from "./support/bounces.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { startDovecot, whyNoDovecot, type Dovecot } from "./support/dovecot.ts";
import type { ReaderJob } from "./support/mailbox-reader.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";

const secret = "07".repeat(32);
const keys = createKeys(Buffer.from(secret, "hex"));
const addresses = createBounceAddresses(keys);
const PATTERN = "rueck+%@musterbank.example";
const PEOPLE = 24;

/** The reader is killed while it reads a real mailbox: every bounce counts, and counts once. */
describe("a reader of mailboxes that is killed", { skip: whyNoDovecot() ?? false }, () => {
  let dovecot: Dovecot;
  let database: TestDatabase;
  let seeded: SeededNewsletter;
  let deliveries: { id: number; email: string }[];

  before(async () => {
    dovecot = await startDovecot();
    database = await testDatabase();
    seeded = await seedNewsletter(database.db, keys, { people: PEOPLE });
    deliveries = await database.db.account(seeded.accountId, (tx) =>
      rows(
        tx,
        sql`insert into deliveries (account_id, batch_id, kind, contact_id, list_id, email, email_normalised)
            select c.account_id, 1, 'newsletter', c.id, ${seeded.listId}, c.email, c.email_normalised from contacts c
            returning id, email`,
      ),
    );
  });
  after(async () => {
    await dovecot?.stop();
    await database?.close();
  });

  const read = (mailboxId: string, end: ReaderJob["end"], after_ = 0) =>
    new Promise<{ signal: string | null; said: string }>((resolve) => {
      const job: ReaderJob = {
        connection: database.connection,
        secret,
        accountId: seeded.accountId,
        mailboxId,
        end,
        after: after_,
      };
      const program = spawn(
        process.execPath,
        [join(import.meta.dirname, "support/mailbox-reader.ts"), JSON.stringify(job)],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      let said = "";
      program.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
      program.once("exit", (_code, signal) => resolve({ signal, said }));
    });

  for (const protocol of ["imap", "pop3"] as const)
    test(`SND-13: ${protocol}: killed between reading, commit and removal, no bounce is lost and none counts twice`, async () => {
      const half = PEOPLE / 2;
      const mine = deliveries.slice(...(protocol === "imap" ? [0, half] : [half, PEOPLE]));
      for (const { id, email } of mine)
        dovecot.deliver(
          bounceMessage({
            to: addresses.make(PATTERN, seeded.accountId, id),
            recipient: email,
            status: "5.2.2",
            diagnostic: "552 5.2.2 Mailbox full",
          }),
        );
      const mailbox = await database.db.account(seeded.accountId, (tx) =>
        insertMailbox(
          tx,
          seeded.accountId,
          {
            name: protocol,
            protocol,
            host: "127.0.0.1",
            port: dovecot.ports[protocol],
            tls: "none",
            auth: "password",
            username: dovecot.user,
            secret: sealSecret(keys, { password: dovecot.password }),
            purpose: "bounces",
            folder: "INBOX",
            doneFolder: null,
            pattern: PATTERN,
            active: true,
            everySeconds: 120,
          },
          new Date(),
        ),
      );
      const counted = async () =>
        (
          await database.db.account(seeded.accountId, (tx) =>
            rows<{ deliveryId: number }>(tx, sql`select delivery_id from delivery_bounces`),
          )
        )
          .map((one) => one.deliveryId)
          .filter((id) => mine.some((one) => one.id === id)).length;
      assert.equal((await read(mailbox.publicId, "before_commit", 2)).signal, "SIGKILL");
      assert.equal(await counted(), 2, "what was not committed did not happen");
      assert.equal(dovecot.count(), half, "and nothing has left");
      assert.equal((await read(mailbox.publicId, "after_commit", 3)).signal, "SIGKILL");
      assert.equal(await counted(), 6);
      assert.equal((await read(mailbox.publicId, "before_commit")).signal, "SIGKILL");
      assert.equal((await read(mailbox.publicId, null)).said, "read");
      assert.equal(await counted(), half);
      assert.equal(dovecot.count(), 0);
      const news = await database.db.worker((tx) =>
        rows<{ id: number }>(
          tx,
          sql`select (payload->>'deliveryId')::bigint as id from outbox_events where type = 'mail.bounced'`,
        ),
      );
      const ids = news.map((one) => one.id).filter((id) => mine.some((one) => one.id === id));
      assert.equal(ids.length, half, "each is told once");
      assert.equal(new Set(ids).size, half);
    });
});
