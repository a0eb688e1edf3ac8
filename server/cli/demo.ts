import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { DEMO_LOGIN } from "../demo/demo-accounts.ts";
import { fillDemo } from "../demo/fill-demo.ts";
import { createLogger, systemClock } from "../platform/index.ts";
import { openInstallation } from "./open-installation.ts";

/** Fills the database with the example accounts and stops. */
export async function demo(): Promise<void> {
  const config = readConfig();
  const log = createLogger(config.logLevel);
  const installation = await openInstallation(config, log);
  const app = await createApp({
    config,
    log,
    clock: systemClock,
    db: installation.db,
    keys: installation.keys,
  });
  try {
    await fillDemo(app, (line) => process.stdout.write(`${line}\n`));
    process.stdout.write(`Sign in with ${DEMO_LOGIN.email} and "${DEMO_LOGIN.password}".\n`);
  } finally {
    await app.stop();
    await installation.close();
  }
}
