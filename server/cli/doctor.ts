import { resolveMx } from "node:dns/promises";
import { ConfigError, isLoopback, readConfig } from "../config.ts";
import { probeRelay } from "../delivery/index.ts";
import { AppError, createLogger, rolesSql } from "../platform/index.ts";
import { openInstallation } from "./open-installation.ts";
import { databaseFacts } from "./doctor.store.ts";

interface Finding {
  ok: boolean | null;
  what: string;
  todo?: string;
}

/** Looks at everything an installation stands on and says what is wrong and what to do. Exit code 1 when something is. */
export async function doctor(): Promise<void> {
  const findings: Finding[] = [];
  const add = (ok: boolean | null, what: string, todo?: string) =>
    findings.push({ ok, what, ...(todo === undefined ? {} : { todo }) });
  add(true, `Node.js ${process.version} on ${process.platform} ${process.arch}`);
  let config;
  try {
    config = readConfig();
    add(true, "Configuration is complete and consistent");
  } catch (error) {
    for (const problem of error instanceof ConfigError ? error.problems : [String(error)])
      add(false, problem, "Correct it in the environment or the file .env.");
    return print(findings);
  }
  try {
    const installation = await openInstallation(config, createLogger("silent"));
    const facts = await installation.db.instance(databaseFacts);
    add(
      true,
      `Database reached: ${installation.place}, PostgreSQL ${facts.version}, ${facts.size}`,
    );
    add(
      facts.fsync === "on",
      `fsync is ${facts.fsync}`,
      "Switch fsync on: without it a power cut loses what was promised to be durable.",
    );
    add(
      facts.synchronousCommit === "on",
      `synchronous_commit is ${facts.synchronousCommit}`,
      "Switch synchronous_commit on, for the same reason.",
    );
    add(
      facts.statementLog === "none",
      `log_statement is ${facts.statementLog}`,
      "Set log_statement = none: statements may hold personal data.",
    );
    add(
      !facts.bypass,
      "Row-level security holds for the application's role",
      "The roles klarpost_app, klarpost_worker and klarpost_retention must not have SUPERUSER or BYPASSRLS.",
    );
    await installation.close();
  } catch (error) {
    add(
      false,
      `Database: ${error instanceof Error ? error.message : String(error)}`,
      error instanceof AppError && error.hint
        ? error.hint
        : `Roles the product needs, as SQL:\n${rolesSql("<your database user>")}`,
    );
  }
  if (config.smtpUrl === null)
    add(
      null,
      "No relay (SMTP_URL): accounts stay in the sandbox, mail goes to the built-in mailbox",
      "Set SMTP_URL before an account goes live.",
    );
  else await lookAtRelay(config.smtpUrl, add);
  if (config.inboundDomain === null)
    add(
      null,
      "No mail comes in (INBOUND_DOMAIN): newsletters offer unsubscribing by link only, and replies are not looked at",
      "Set INBOUND_DOMAIN and INBOUND_SMTP_PORT; see docs/operate.md.",
    );
  else await lookAtInbound(config.inboundDomain, config.inboundSmtp, add);
  if (
    config.publicUrl.startsWith("http://") &&
    !/^http:\/\/(localhost|127\.|\[::1\])/.test(config.publicUrl)
  ) {
    add(
      false,
      `PUBLIC_URL is ${config.publicUrl}`,
      "Put a reverse proxy with https in front and set PUBLIC_URL to its address; sign-in over plain http works on this machine only.",
    );
  }
  print(findings);
}

function print(findings: Finding[]): void {
  for (const finding of findings) {
    process.stdout.write(
      `${finding.ok === null ? "note " : finding.ok ? "ok   " : "WRONG"}  ${finding.what}\n`,
    );
    if (finding.ok !== true && finding.todo)
      process.stdout.write(`${finding.todo.replace(/^/gm, "       ")}\n`);
  }
  const wrong = findings.filter((finding) => finding.ok === false).length;
  process.stdout.write(
    wrong === 0
      ? "\nNothing is wrong.\n"
      : `\n${wrong} ${wrong === 1 ? "thing needs" : "things need"} you.\n`,
  );
  if (wrong > 0) process.exitCode = 1;
}

/** Whether mail for the domain finds a server, and whether ours has its port. */
async function lookAtInbound(
  domain: string,
  smtp: { host: string; port: number } | null,
  add: (ok: boolean | null, what: string, todo?: string) => void,
): Promise<void> {
  const hosts = await resolveMx(domain).catch(() => []);
  add(
    hosts.length > 0 ? true : null,
    hosts.length > 0
      ? `Mail for ${domain} goes to ${hosts.map((host) => host.exchange).join(", ")}`
      : `No MX record of ${domain} was found from here`,
    "Publish an MX record that leads to the mail server in front of INBOUND_SMTP_PORT.",
  );
  if (smtp === null)
    add(
      null,
      "No SMTP server for mail that comes in (INBOUND_SMTP_PORT)",
      "Without it, deliver messages to POST /api/v1/inbound/messages.",
    );
  else
    add(
      isLoopback(smtp.host) ? true : null,
      `Mail that comes in is taken on ${smtp.host}:${smtp.port}`,
      "Keep the port behind a mail server that checks senders and speaks TLS.",
    );
}

async function lookAtRelay(
  url: string,
  add: (ok: boolean, what: string, todo?: string) => void,
): Promise<void> {
  try {
    const { host, tls } = await probeRelay(url, "klarpost.invalid");
    add(true, `The relay ${host} answers${tls ? " over TLS" : ", without TLS"}`);
  } catch (error) {
    add(
      false,
      `The relay of SMTP_URL does not serve us: ${error instanceof Error ? error.message : String(error)}`,
      "Check host, port, firewall, and user and password in SMTP_URL.",
    );
  }
}
