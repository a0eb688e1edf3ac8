import { runCounts, type RunCounts } from "../../server/delivery/index.ts";
import { findMailingById, type Mailing } from "../../server/mailings/index.ts";
import { one, sql, type Database } from "../../server/platform/index.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import type { SeededNewsletter } from "./newsletter.ts";
import { sendingParts, type SendingParts } from "./sending.ts";
import { startSmtpSink, type SinkOptions, type SmtpSink } from "./smtp-sink.ts";

/** A database, everything that sends, and a receiver for each test of what may go wrong between them. */
export interface SendingBench {
  database: TestDatabase;
  parts: SendingParts;
  counts(seeded: SeededNewsletter, mailing: Mailing): Promise<RunCounts>;
  reload(seeded: SeededNewsletter, mailing: Mailing): Promise<Mailing>;
  /** Batches of the mailing that have not ended. */
  unfinished(seeded: SeededNewsletter, mailing: Mailing): Promise<number>;
  /** Sends while `work` runs; `db` is a database that may misbehave. Gives the receiver. */
  sending(
    options: { db?: Database; sink?: SinkOptions; leaseSeconds?: number; connections?: number },
    work: (sink: SmtpSink) => Promise<void>,
  ): Promise<SmtpSink>;
  close(): Promise<void>;
}

export async function sendingBench(): Promise<SendingBench> {
  const database = await testDatabase({ poolSize: 12 });
  const { db } = database;
  const parts = sendingParts(db);
  return {
    database,
    parts,
    counts: (seeded, mailing) =>
      db.account(seeded.accountId, (tx) => runCounts(tx, seeded.accountId, mailing.runId!)),
    reload: async (seeded, mailing) =>
      (await db.account(seeded.accountId, (tx) => findMailingById(tx, mailing.id)))!,
    async unfinished({ accountId }, mailing) {
      const found = await db.account(accountId, (tx) =>
        one<{ count: number }>(
          tx,
          sql`select count(*) as count from delivery_batches b where b.account_id = ${accountId} and b.run_id = ${mailing.runId} and b.state <> 'done'`,
        ),
      );
      return found.count;
    },
    async sending(options, work) {
      const sink = await startSmtpSink(options.sink ?? {});
      const own = options.db ? sendingParts(options.db) : parts;
      const { leaseSeconds = 2, connections = 4 } = options;
      const dispatcher = own.dispatcher(sink.port, { leaseSeconds, connections });
      const jobs = parts.jobs();
      dispatcher.start();
      jobs.start();
      try {
        await work(sink);
      } finally {
        await dispatcher.stop(2000);
        await jobs.stop();
        if (options.db) await own.close();
        await sink.close();
      }
      return sink;
    },
    async close() {
      await parts.close();
      await database.close();
    },
  };
}
