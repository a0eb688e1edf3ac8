import { endSessionsOf, helpOperator, listOperators, listSessionsOf } from "../accounts/index.ts";
import { readConfig } from "../config.ts";
import { AppError, createLogger, systemClock } from "../platform/index.ts";
import { openInstallation } from "./open-installation.ts";

const USAGE = `Usage: npm start -- operators list
       npm start -- operators sessions name@example.org
       npm start -- operators end-sessions name@example.org
       npm start -- operators reset-factor name@example.org
       npm start -- operators reset-password name@example.org
`;

/** Who works here and where they are signed in, and the way back in for somebody who lost factor or password. */
export async function operators(args: string[]): Promise<void> {
  const [action = "list", email] = args;
  const known = ["sessions", "end-sessions", "reset-factor", "reset-password"].includes(action);
  if (action !== "list" && (!known || email === undefined)) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const config = readConfig();
  const installation = await openInstallation(config, createLogger("warn"));
  const deps = { db: installation.db, clock: systemClock, publicUrl: config.publicUrl };
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    if (action === "list") await list(deps, say);
    else if (action === "sessions") await sessions(deps, email!, say);
    else if (action === "end-sessions") say(`${await endSessionsOf(deps, email!)} sessions ended.`);
    else await help(deps, email!, action === "reset-factor" ? "factor" : "password", say);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`Nobody works here under ${email}.\n`);
    process.exitCode = 1;
  } finally {
    await installation.close();
  }
}

type Deps = Parameters<typeof helpOperator>[0];
type Say = (line: string) => void;

async function list(deps: Deps, say: Say): Promise<void> {
  for (const person of await listOperators(deps))
    say(
      [
        person.email,
        person.name,
        person.isAdministrator ? "administrator" : "",
        person.disabledAt === null ? "" : "DISABLED",
        `${person.factors} second factors`,
        `${person.sessions} sessions`,
      ]
        .filter((part) => part !== "")
        .join("  "),
    );
}

async function sessions(deps: Deps, email: string, say: Say): Promise<void> {
  const found = await listSessionsOf(deps, email);
  if (found.length === 0) say("Signed in nowhere.");
  for (const session of found)
    say(
      `${session.lastSeenAt.toISOString()}  ${session.userAgent ?? "unknown browser"}  by ${session.method}${session.withFactor ? ", with a second factor" : ""}`,
    );
}

async function help(
  deps: Deps,
  email: string,
  what: "factor" | "password",
  say: Say,
): Promise<void> {
  const done = await helpOperator(deps, email, what);
  if ("link" in done)
    say(`Hand this link over by a safe way; it is valid for 24 hours, and once:\n${done.link}`);
  else
    say(
      `${done.removed} second factors removed, all sessions ended. ${email} signs in with the password and sets up a new one.`,
    );
}
