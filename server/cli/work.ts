import { createApp, IMPORT_WORKER } from "../app.ts";
import { readConfig } from "../config.ts";
import { createLogger, systemClock } from "../platform/index.ts";
import { lastResort } from "./last-resort.ts";
import { openInstallation } from "./open-installation.ts";
import { untilStopped } from "./until-stopped.ts";

/** A worker without web server, for more sending power or another machine. */
export async function work(): Promise<void> {
  const config = readConfig();
  const log = createLogger(config.logLevel);
  lastResort(log);
  const installation = await openInstallation(config, log);
  const app = await createApp({
    config,
    log,
    clock: systemClock,
    db: installation.db,
    keys: installation.keys,
    importWorker: IMPORT_WORKER,
  });
  try {
    await app.startWork();
    log.info("worker started");
    await untilStopped();
  } finally {
    await app.stop();
    await installation.close();
  }
}
