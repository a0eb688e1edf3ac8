import { parseArgs } from "node:util";
import { audit, systemActor } from "../accounts/index.ts";
import { isLoopback, readConfig, type Config } from "../config.ts";
import { tryRelay } from "../delivery/index.ts";
import { createLogger, createLookUp, systemClock, type Database } from "../platform/index.ts";
import { findRelay, listRelays, openRelay, saveTest } from "../relays/index.ts";
import { listSenders } from "../senders/index.ts";
import { openInstallation, type Installation } from "./open-installation.ts";
import { accountNumber } from "./sending.store.ts";

const BY = "Kommandozeile / command line";
const USAGE = `Usage: npm start -- relays list --account acc_…
       npm start -- relays test rel_… --account acc_…
`;

/** Shows an account's sending routes, or tries one as far as a mail would go. Secrets are never printed. */
export async function relays(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { account: { type: "string" } },
  });
  const [action = "list", relayId] = positionals;
  const isComplete = action === "list" || (action === "test" && relayId !== undefined);
  if (!isComplete || values.account === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const config = readConfig();
  const installation = await openInstallation(config, createLogger("warn"));
  try {
    const accountId = await installation.db.instance((tx) => accountNumber(tx, values.account!));
    if (accountId === undefined) return missing(`There is no account ${values.account}.`);
    if (action === "list") await list(installation.db, accountId);
    else await test(installation, config, accountId, relayId!);
  } finally {
    await installation.close();
  }
}

function missing(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

async function list(db: Database, accountId: number): Promise<void> {
  const found = await db.account(accountId, listRelays);
  const lines = found.map((relay) =>
    [
      relay.publicId,
      relay.enabled ? (relay.failingSince === null ? "on     " : "FAILING") : "off    ",
      `rank ${relay.priority}, weight ${relay.weight}`,
      relay.kind,
      relay.host === null ? (relay.region ?? "") : `${relay.host}:${relay.port}`,
      relay.streams.join("+"),
      relay.name,
    ].join("  "),
  );
  if (lines.length === 0)
    lines.push("No sending routes of its own: live mail leaves over SMTP_URL, if that is set.");
  process.stdout.write(`${lines.join("\n")}\n`);
}

async function test(
  { db, keys }: Installation,
  config: Config,
  accountId: number,
  publicId: string,
): Promise<void> {
  const known = await db.account(accountId, async (tx) => {
    const relay = await findRelay(tx, publicId);
    const [sender] = await listSenders(tx);
    return relay && { relay: openRelay(keys, relay), domain: sender?.domain ?? null };
  });
  if (!known) return missing(`There is no sending route ${publicId} in this account.`);
  const { hostname } = new URL(config.publicUrl);
  const report = await tryRelay(
    {
      clock: systemClock,
      lookUp: createLookUp(),
      heloName: isLoopback(hostname) ? "klarpost.invalid" : hostname,
      privateHosts: config.privateHosts,
    },
    known.relay,
    known.domain,
  );
  await db.account(accountId, async (tx) => {
    await saveTest(tx, known.relay.id, report, systemClock.now());
    await audit(tx, accountId, { ...systemActor, name: BY }, "relay.tested", {
      objectType: "relay",
      objectId: publicId,
      detail: { name: known.relay.name, ok: report.ok },
    });
  });
  for (const step of report.steps)
    process.stdout.write(`${step.ok ? "ok  " : "FAIL"}  ${step.text.en}\n`);
  if (!report.ok) process.exitCode = 1;
}
