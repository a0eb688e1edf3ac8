import { createApp, type App } from "../app.ts";
import { readConfig } from "../config.ts";
import { AppError, createLogger, systemClock } from "../platform/index.ts";
import { openInstallation } from "./open-installation.ts";
import { accountNumber } from "./sending.store.ts";

/** Who acts, in the audit log. */
export const COMMAND_LINE = { kind: "system", name: "Kommandozeile / command line" } as const;

/**
 * Does something in one account, named by its public id, with the product as it runs but without its work: what is
 * scheduled leaves when `serve` or `work` run. What is refused is told with everything that stands in the way, and ends
 * with exit code 1.
 */
export async function withAccount(
  account: string,
  act: (app: App, accountId: number) => Promise<void>,
): Promise<void> {
  const config = readConfig();
  const log = createLogger("warn");
  const { db, keys, close } = await openInstallation(config, log);
  const app = await createApp({ config, log, clock: systemClock, db, keys });
  try {
    const accountId = await db.instance((tx) => accountNumber(tx, account));
    if (accountId === undefined)
      throw new AppError("account_not_found", 404, `There is no account ${account}.`);
    await act(app, accountId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const more = (error.errors ?? []).map((one) => `  ${one.message}`);
    process.stderr.write(
      `${[error.message, ...more, ...(error.hint === undefined ? [] : [error.hint])].join("\n")}\n`,
    );
    process.exitCode = 1;
  } finally {
    await app.stop();
    await close();
  }
}
