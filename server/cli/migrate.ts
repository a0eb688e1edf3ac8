import { readConfig } from "../config.ts";
import { createLogger } from "../platform/index.ts";
import { openInstallation } from "./open-installation.ts";

/** Brings the database to this version and stops. */
export async function migrateCommand(): Promise<void> {
  const config = readConfig();
  const installation = await openInstallation(config, createLogger(config.logLevel));
  await installation.close();
  process.stdout.write(`The database is at this version (${installation.place}).\n`);
}
