import { parseArgs } from "node:util";
import { ConfigError, readConfig } from "../config.ts";
import { createKeys, createLogger, secretChecks } from "../platform/index.ts";
import { addOwnSecret, secretFile } from "../secrets.ts";
import { openInstallation } from "./open-installation.ts";

const USAGE = `Usage: npm start -- secret status
       npm start -- secret renew
status says how many secrets there are and whether they fit the database. renew puts a new one in front (ORG-19):
what is sealed and signed from the next start on uses it, and everything from before stays readable.
`;

/** Says how many secrets the installation has, or adds one. Prints none of them. */
export async function secret(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const action = positionals[0] ?? "status";
  if (!["status", "renew"].includes(action) || positionals.length > 1) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const config = readConfig();
  // Refuses secrets that do not fit the database, so that none is put in front of a wrong one.
  await (await openInstallation(config, createLogger("warn"))).close();
  if (action === "status") {
    const [newest, ...older] = secretChecks(createKeys(config.secretKeys));
    print(
      `Secrets: ${older.length + 1}, which fit the database. The newest has the mark ${newest!.slice(0, 8)}.`,
    );
    return;
  }
  if (config.databaseUrl !== null)
    throw new ConfigError([
      "SECRET_KEY: with DATABASE_URL the secrets are in your settings, so add the new one there: openssl rand -base64 32, then SECRET_KEY=<new>,<those of before>, the same for every process, and start them all again.",
    ]);
  const { secrets } = addOwnSecret(config.dataDir);
  print(
    `A new secret stands in front of ${secretFile(config.dataDir)}, which holds ${secrets} now.`,
    "Keep a copy of the file apart from the backups, then start Klarpost again: from then on it is used.",
  );
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
