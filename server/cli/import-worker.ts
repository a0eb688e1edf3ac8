import { readConfig } from "../config.ts";
import { importJobs, type ApartImport } from "../imports/index.ts";
import {
  answerApart,
  createKeys,
  createLogger,
  openDatabase,
  systemClock,
} from "../platform/index.ts";
import { segmentHolds } from "../segments/index.ts";

/** Works on one large file in a process of its own; `importJobs` begins it. */
answerApart(async ({ job, connection, secretKeys }: ApartImport, signal) => {
  const log = createLogger(readConfig().logLevel);
  const db = openDatabase({
    connection,
    poolSize: 3,
    onError: (error) => log.warn({ err: error }, "a database connection was lost"),
  });
  const keys = createKeys(secretKeys);
  const compliance = { keys, clock: systemClock, segmentHolds };
  const jobs = importJobs({ db, clock: systemClock, keys, log, compliance });
  try {
    // The worker keeps the job while this process lives.
    return await jobs[job.kind]!(job, { keep: async () => undefined, signal });
  } finally {
    await db.close();
  }
});
