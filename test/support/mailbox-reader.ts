/** Reads a mailbox in a process of its own that kills itself at a given moment: all settings come as JSON. */
import { takeFetched } from "../../server/inbound/index.ts";
import { createLinkTokens, createMailtoTokens } from "../../server/lists/index.ts";
import { createBounceAddresses } from "../../server/mailboxes/index.ts";
import { findMailbox } from "../../server/mailboxes/mailboxes.store.ts";
import { visitMailbox } from "../../server/mailboxes/visit-mailbox.ts";
import {
  createKeys,
  createLogger,
  createOutsideGuard,
  openDatabase,
  systemClock,
  type ConnectionSettings,
} from "../../server/platform/index.ts";

/** `before_commit`: the message is understood; `after_commit`: its result is durable, it still lies in the mailbox. */
export interface ReaderJob {
  connection: ConnectionSettings;
  secret: string;
  accountId: number;
  mailboxId: string;
  end: "before_commit" | "after_commit" | null;
  /** How many messages are read before. */
  after: number;
}

const job = JSON.parse(process.argv[2] ?? "{}") as ReaderJob;
const db = openDatabase({ connection: job.connection, poolSize: 3 });
const keys = createKeys(Buffer.from(job.secret, "hex"));
const log = createLogger("silent");
const base = { db, clock: systemClock, keys, log, inboundDomain: null };
const take = takeFetched({
  ...base,
  links: createLinkTokens(keys),
  mailtos: createMailtoTokens(keys),
  bounces: createBounceAddresses(keys),
  sendSystemMail: async () => ({ via: "mailbox" }),
});
const deps = {
  ...base,
  guard: createOutsideGuard({ privateHosts: ["127.0.0.1"] }),
  post: async () => {
    throw new Error("no token is asked for");
  },
};
const mailbox = await db.account(job.accountId, (tx) => findMailbox(tx, job.mailboxId));
let count = 0;
const kill = () => process.kill(process.pid, "SIGKILL");
const { problem } = await visitMailbox(deps, mailbox!, async (message) => {
  const isLast = ++count > job.after;
  await take({
    ...message,
    async seen(tx, messageKey, remove) {
      await message.seen(tx, messageKey, remove);
      if (isLast && job.end === "before_commit") {
        kill();
        await new Promise(() => undefined);
      }
    },
  });
  if (isLast && job.end === "after_commit") {
    kill();
    await new Promise(() => undefined);
  }
});
process.stdout.write(problem ?? "read");
await db.close();
