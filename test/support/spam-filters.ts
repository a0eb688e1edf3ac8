import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";

/** A spam filter of the test's own, on loopback, that asks nobody in the network. */
export interface SpamFilter {
  url: string;
  log(): string;
  stop(): Promise<void>;
}

const SPAMD = "/usr/sbin/spamd";
const RSPAMD = "/usr/bin/rspamd";

/** Why SpamAssassin cannot be started here; undefined when it can. */
export function whyNoSpamd(): string | undefined {
  return existsSync(SPAMD) ? undefined : "SpamAssassin is not installed: apt-get install spamd";
}

/** Why rspamd cannot be started here; undefined when it can. */
export function whyNoRspamd(): string | undefined {
  return existsSync(RSPAMD) ? undefined : "rspamd is not installed: apt-get install rspamd";
}

/** SpamAssassin with the rules it is delivered with, local tests only (-L), no user settings, no learning. */
export async function startSpamd(): Promise<SpamFilter> {
  const port = await freePort();
  const options = ["-L", "-x", "-m", "1", "-i", "127.0.0.1", "-p", String(port), "-s", "stderr"];
  return start(SPAMD, process.getuid?.() === 0 ? [...options, "-u", "nobody"] : options, {
    port,
    url: `spamd://127.0.0.1:${port}`,
  });
}

/** Modules that ask name servers or other services; a test stands alone. */
const NETWORK = [
  "rbl", "surbl", "spf", "dkim", "dmarc", "arc", "fuzzy_check", "asn", "mx_check", "url_redirector", "phishing", "neural", "greylist", "ratelimit", "history_redis",
  "bayes_expiry", "reputation", "replies", "known_senders", "metric_exporter", "clickhouse", "elastic", "dkim_signing", "arc_signing", "milter_headers", "whitelist",
]; // prettier-ignore

/** rspamd with the configuration it is delivered with, on a port of its own and without the network. */
export async function startRspamd(): Promise<SpamFilter> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "klarpost-rspamd-"));
  const local = join(folder, "local.d");
  const override = join(folder, "override.d");
  for (const path of [local, override, join(folder, "db"), join(folder, "run")]) mkdirSync(path);
  chmodSync(folder, 0o755);
  writeFileSync(
    join(local, "worker-normal.inc"),
    `bind_socket = "127.0.0.1:${port}";\ncount = 1;\n`,
  );
  for (const name of ["worker-controller", "worker-proxy", "worker-fuzzy"])
    writeFileSync(join(override, `${name}.inc`), "enabled = false;\n");
  writeFileSync(join(local, "logging.inc"), 'type = "console";\nlevel = "error";\n');
  // A port where nobody answers: questions end at once.
  writeFileSync(
    join(local, "options.inc"),
    'dns { nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 1; }\ntask_timeout = 10s;\n',
  );
  writeFileSync(join(override, "classifier-bayes.conf"), "enabled = false;\n");
  for (const name of NETWORK) writeFileSync(join(override, `${name}.conf`), "enabled = false;\n");
  const account = spawnSync("getent", ["passwd", "_rspamd"]).status === 0 ? "_rspamd" : "nobody";
  const asUser =
    process.getuid?.() === 0
      ? ["-u", account, "-g", account === "nobody" ? "nogroup" : account]
      : [];
  if (process.getuid?.() === 0) spawnSync("chown", ["-R", account, folder]);
  return start(
    RSPAMD,
    [
      "-f",
      ...asUser,
      `--var=LOCAL_CONFDIR=${folder}`,
      `--var=DBDIR=${join(folder, "db")}`,
      `--var=RUNDIR=${join(folder, "run")}`,
    ],
    { port, url: `http://127.0.0.1:${port}` },
    () => rmSync(folder, { recursive: true, force: true }),
  );
}

async function start(
  program: string,
  options: string[],
  { port, url }: { port: number; url: string },
  tidy: () => void = () => undefined,
): Promise<SpamFilter> {
  const child = spawn(program, options, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => (said = (said + part.toString()).slice(-20_000)));
  const stop = async (): Promise<void> => {
    await end(child);
    tidy();
  };
  for (let attempt = 0; attempt < 1200 && child.exitCode === null; attempt++) {
    if (await answers(port)) return { url, log: () => said, stop };
    await sleep(100);
  }
  await stop();
  throw new Error(`${program} did not answer:\n${said}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([ended, sleep(5000)]);
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}
