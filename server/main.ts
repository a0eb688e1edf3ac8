import { parseArgs } from "node:util";
import { ConfigError, readConfig } from "./config.ts";
import { SETTINGS } from "./settings.ts";
import { AppError } from "./platform/index.ts";
import { backup, restore } from "./cli/backups.ts";
import { checks } from "./cli/checks.ts";
import { demo } from "./cli/demo.ts";
import { doctor } from "./cli/doctor.ts";
import { documents } from "./cli/documents.ts";
import { imports } from "./cli/imports.ts";
import { migrateCommand } from "./cli/migrate.ts";
import { operators } from "./cli/operators.ts";
import { recurring } from "./cli/recurring.ts";
import { relays } from "./cli/relays.ts";
import { send } from "./cli/send.ts";
import { secret } from "./cli/secret.ts";
import { sending } from "./cli/sending.ts";
import { serve } from "./cli/serve.ts";
import { variants } from "./cli/variants.ts";
import { work } from "./cli/work.ts";

interface Command {
  help: string;
  run(args: string[]): Promise<void>;
}

const COMMANDS: Record<string, Command> = {
  serve: {
    help: "Web server and worker in one process (default). --demo opens the example accounts, --web-only leaves the work to others.",
    run: serve,
  },
  work: {
    help: "Worker only: sending, housekeeping. Any number, on any number of machines.",
    run: work,
  },
  migrate: { help: "Bring the database to this version and stop.", run: migrateCommand },
  doctor: { help: "Explain what is wrong with this installation and what to do.", run: doctor },
  demo: { help: "Fill the database with the example accounts and stop.", run: demo },
  send: {
    help: "Send a mailing from files: --account, --contacts file.csv, --html file.html, --subject text.",
    run: send,
  },
  imports: {
    help: "list; add file.csv, check file.csv; show, run, cancel, undo or errors imp_… of one --account: contacts from files.",
    run: imports,
  },
  variants: {
    help: "list; show, start or stop mlg_… of one --account: tests of variants (A/B).",
    run: variants,
  },
  recurring: {
    help: "list; show, start or stop rec_… of one --account: mailings that go out again and again.",
    run: recurring,
  },
  relays: {
    help: "list or test rel_… of one --account: its sending routes; see docs/operate/relays.md.",
    run: relays,
  },
  documents: {
    help: "list or show records, contract, measures, screening, notice, impact or dossier of one --account; --to file.pdf.",
    run: documents,
  },
  operators: {
    help: "list; sessions, end-sessions, reset-factor or reset-password name@example.org: who works here, and the way back in.",
    run: operators,
  },
  checks: {
    help: "The checklist of one --account: look at everything, show what is open and what comes next.",
    run: checks,
  },
  backup: {
    help: "Make a backup; or list, verify, test those there are. See docs/operate/backups.md.",
    run: backup,
  },
  restore: {
    help: "Restore a backup into an empty database, locked for sending; --replay applies the erasure journal.",
    run: restore,
  },
  secret: {
    help: "status; renew: put a new secret in front of SECRET_KEY. What was sent and sealed before stays readable.",
    run: secret,
  },
  sending: {
    help: "status, stop or resume --confirm all sending, here or of one --account; see docs/operate/sending.md.",
    run: sending,
  },
};

function help(): string {
  const commands = Object.entries(COMMANDS).map(
    ([name, command]) => `  ${name.padEnd(11)}${command.help}`,
  );
  const settings = SETTINGS.map(
    (setting) =>
      `  ${setting.name.padEnd(18)}${setting.help}\n${" ".repeat(20)}Default: ${setting.fallback}`,
  );
  return [
    "Klarpost: e-mail marketing in which every message is gated by provable permission.",
    "",
    "Usage: npm start -- [command] [options]",
    "",
    "Commands:",
    ...commands,
    "",
    "Configuration by environment or a file .env, all optional:",
    ...settings,
    "",
  ].join("\n");
}

async function main(args: string[]): Promise<void> {
  const name = args[0] !== undefined && !args[0].startsWith("-") ? args[0] : "serve";
  const rest = name === args[0] ? args.slice(1) : args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const { values } = parseArgs({
    args: rest,
    options: { help: { type: "boolean", short: "h" } },
    strict: false,
  });
  if (values.help === true && name !== "send") return void process.stdout.write(help());
  if (!command) {
    process.stderr.write(`There is no command "${name}".\n\n${help()}`);
    process.exitCode = 2;
    return;
  }
  await command.run(rest);
}

try {
  // Every problem of the configuration is told before anything starts.
  if (!process.argv.includes("--help") && !process.argv.includes("-h")) readConfig();
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else if (error instanceof AppError)
    process.stderr.write(`${error.message}\n${error.hint ?? ""}\n`);
  else
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
}
