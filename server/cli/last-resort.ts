import type { Logger } from "../platform/index.ts";

/** Longest time for an orderly end, milliseconds. */
const LAST_MOMENT_MS = 10_000;

/**
 * What nobody caught: written to the log, where addresses are taken out of it, instead of to the terminal as it is. What
 * the process holds in its memory cannot be trusted any more, so it ends: in order if it can, with exit code 1, and is
 * started again by whoever runs it. A crash at this moment costs no mail (ARCHITECTURE.md, the ledger of deliveries).
 */
export function lastResort(log: Logger): void {
  let ending = false;
  const end = (error: unknown, origin: string): void => {
    log.fatal({ err: error, origin }, "nobody caught this, so the process ends");
    if (ending) process.exit(1);
    ending = true;
    process.exitCode = 1;
    setTimeout(() => process.exit(1), LAST_MOMENT_MS).unref();
    // As if it had been asked to stop; before anybody listens for that, it ends at once.
    process.kill(process.pid, "SIGTERM");
  };
  process.on("uncaughtException", end);
}
