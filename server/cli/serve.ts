import { parseArgs } from "node:util";
import { createSetupLink, isSetupNeeded } from "../accounts/index.ts";
import { createApp, IMPORT_WORKER, type App } from "../app.ts";
import { isLoopback, readConfig } from "../config.ts";
import { createLogger, systemClock } from "../platform/index.ts";
import { lastResort } from "./last-resort.ts";
import { openInstallation } from "./open-installation.ts";
import { untilStopped } from "./until-stopped.ts";

/** Web server and worker. Prints where the product is, and the one-time set-up link while nobody has an operator's login. */
export async function serve(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { demo: { type: "boolean" }, "web-only": { type: "boolean" } },
  });
  const config = readConfig();
  const log = createLogger(config.logLevel);
  lastResort(log);
  if (!isLoopback(config.host) && config.publicUrl.startsWith("http://")) {
    log.warn(
      "HOST is not loopback and PUBLIC_URL is not https: nobody can sign in over plain http from another machine",
    );
  }
  const installation = await openInstallation(config, log);
  const app = await createApp({
    config,
    log,
    clock: systemClock,
    db: installation.db,
    keys: installation.keys,
    importWorker: IMPORT_WORKER,
  });
  const started = performance.now();
  try {
    const filled = values.demo ? await openDemo(app) : undefined;
    await app.listen();
    if (!values["web-only"]) await app.startWork();
    // Takes as long as resolvers take to say that they know no domain of an example; nobody waits for it.
    filled?.check().catch((error: unknown) => log.warn({ err: error }, "demo not checked"));
    log.info({ startMs: Math.round(performance.now() - started) }, "started");
    process.stdout.write(
      await welcome(app.url, values.demo === true, async () =>
        (await isSetupNeeded(installation.db))
          ? createSetupLink(installation.db, systemClock)
          : null,
      ),
    );
    const signal = await untilStopped();
    log.info({ signal }, "stopping");
  } finally {
    await app.stop();
    await installation.close();
  }
}

async function openDemo(app: App): Promise<{ check(): Promise<void> }> {
  const { fillDemo } = await import("../demo/fill-demo.ts");
  const { checkDemo } = await import("../demo/check-demo.ts");
  const accountIds = await fillDemo(app, (line) => process.stdout.write(`${line}\n`));
  return { check: () => checkDemo(app, accountIds) };
}

async function welcome(
  url: string,
  isDemo: boolean,
  setupToken: () => Promise<string | null>,
): Promise<string> {
  const token = await setupToken();
  const lines = ["", "  Klarpost is running", `  ${url}`, ""];
  if (token !== null)
    lines.push(
      "  Set it up with this link, valid once and for 24 hours:",
      `  ${url}/einrichten/${token}`,
      "",
    );
  if (isDemo) {
    const { DEMO_LOGIN } = await import("../demo/demo-accounts.ts");
    lines.push(
      "  Sign in to the example with:",
      `  ${DEMO_LOGIN.email}   ${DEMO_LOGIN.password}`,
      "",
    );
  }
  return `${lines.join("\n")}\n`;
}
