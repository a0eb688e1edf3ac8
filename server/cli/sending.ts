import { parseArgs } from "node:util";
import { audit, listAccountIds, systemActor } from "../accounts/index.ts";
import { readConfig } from "../config.ts";
import {
  activeStops,
  confirmInstallation,
  endAllStops,
  INSTALLATION,
  stopSending,
} from "../delivery/index.ts";
import { AppError, createLogger, systemClock, type Database } from "../platform/index.ts";
import { openInstallation } from "./open-installation.ts";
import { accountNumber, queueFacts } from "./sending.store.ts";

const BY = "Kommandozeile / command line";
const USAGE = `Usage: npm start -- sending status
       npm start -- sending stop --reason text [--account acc_…] [--advertising]
       npm start -- sending resume --confirm --reason text [--account acc_…]
Without --account it is every account. The reason is shown to everybody and stands in the log.
`;

/** Looks at, stops and resumes sending from the command line; the only way that works while nobody can sign in. */
export async function sending(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      account: { type: "string" },
      advertising: { type: "boolean" },
      confirm: { type: "boolean" },
      reason: { type: "string" },
    },
  });
  const action = positionals[0] ?? "status";
  const reason = values.reason?.trim() ?? "";
  if (!["status", "stop", "resume"].includes(action) || (action === "stop" && reason === "")) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const installation = await openInstallation(readConfig(), createLogger("warn"));
  try {
    const { db } = installation;
    const accountId = await accountOf(db, values.account);
    if (action === "stop") await stop(db, accountId, reason, values.advertising === true);
    else if (action === "resume")
      await resume(db, accountId, values.confirm === true, reason === "" ? null : reason);
    await status(db, accountId);
  } finally {
    await installation.close();
  }
}

async function accountOf(db: Database, publicId: string | undefined): Promise<number> {
  if (publicId === undefined) return INSTALLATION;
  const found = await db.instance((tx) => accountNumber(tx, publicId));
  if (found === undefined)
    throw new AppError("account_not_found", 404, `There is no account ${publicId}.`);
  return found;
}

async function stop(
  db: Database,
  accountId: number,
  reason: string,
  advertising: boolean,
): Promise<void> {
  const made = await stopSending(
    { db, clock: systemClock },
    {
      accountId,
      scope: advertising ? "advertising" : "all",
      reason,
      by: BY,
    },
  );
  await note(db, accountId, "sending.stopped", { scope: made.scope, reason: made.reason });
}

async function resume(
  db: Database,
  accountId: number,
  confirmed: boolean,
  reason: string | null,
): Promise<void> {
  if (!confirmed) {
    process.stdout.write(
      "Nothing was changed. Look at the stops below. If this database is the one to send from, and no other installation sends from a copy of it, repeat with --confirm.\n",
    );
    process.exitCode = 1;
    return;
  }
  const deps = { db, clock: systemClock };
  const stops = await db.worker((tx) => activeStops(tx, accountId));
  if (reason === null && stops.some((one) => one.cause === "operator")) {
    process.stderr.write("Somebody stopped sending. Say why it may go on: --reason text\n");
    process.exitCode = 2;
    return;
  }
  const ended =
    accountId === INSTALLATION
      ? await confirmInstallation(deps, BY, reason)
      : await db.account(accountId, (tx) =>
          endAllStops(tx, accountId, BY, systemClock.now(), reason),
        );
  await note(db, accountId, "sending.resumed", { ended, reason });
}

async function note(
  db: Database,
  accountId: number,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  const accounts = accountId === INSTALLATION ? await listAccountIds(db) : [accountId];
  for (const each of accounts)
    await db.account(each, (tx) =>
      audit(tx, each, { ...systemActor, name: BY }, action, {
        detail: { ...detail, installation: accountId === INSTALLATION },
      }),
    );
}

async function status(db: Database, accountId: number): Promise<void> {
  const stops = await db.worker((tx) => activeStops(tx, accountId));
  const facts = await db.worker(queueFacts);
  const lines = stops.map((one) =>
    one.cause === "checks"
      ? `HELD     advertising of this account, since ${one.startedAt.toISOString()}: mandatory checks are red (${one.reason}).\n         It goes on by itself when they are green: npm start -- checks`
      : `STOPPED  ${one.accountId === INSTALLATION ? "everything" : "this account"}: ${one.scope === "all" ? "all mail" : "mailings"}, since ${one.startedAt.toISOString()} by ${one.startedBy}${one.reason === null ? "" : `\n         ${one.reason}`}`,
  );
  if (stops.length === 0) lines.push("Sending is on.");
  lines.push(
    `${facts.running} mailings under way, ${facts.paused} paused, ${facts.batches} batches wait.`,
    facts.machines > 0
      ? `${facts.machines} machines work.`
      : `No machine works${facts.seenAt === null ? "" : `; the last was seen at ${facts.seenAt.toISOString()}`}.`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
}
