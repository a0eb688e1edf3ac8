import { parseArgs } from "node:util";
import { createApp } from "../app.ts";
import {
  checklistWords,
  isOpen,
  listChecks,
  nextCheck,
  runChecks,
  type CheckState,
} from "../compliance/index.ts";
import { checkGroups } from "../../contract/compliance.ts";
import { readConfig } from "../config.ts";
import { createLogger, systemClock, type Locale } from "../platform/index.ts";
import { openInstallation } from "./open-installation.ts";
import { accountNumber } from "./sending.store.ts";

const USAGE = `Usage: npm start -- checks --account acc_…            look at everything and show it
       npm start -- checks --account acc_… CHK-09 …   only these
Options: --last            show the last results without looking again
         --locale de|en    language, en by default
         --json            for programs
Exit code 1 while a mandatory check is open.
`;

const MARKS = {
  passed: "ok  ",
  failed: "RED ",
  not_checked: "?   ",
  not_applicable: "-   ",
} as const;

/** `checks`: the configuration checklist of an account on the command line. */
export async function checks(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      account: { type: "string" },
      last: { type: "boolean" },
      locale: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const isRight =
    values.account !== undefined &&
    ["de", "en", undefined].includes(values.locale) &&
    positionals.every((id) => /^CHK-\d\d$/.test(id));
  if (!isRight) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const config = readConfig();
  const log = createLogger("error");
  const installation = await openInstallation(config, log);
  const { db, keys } = installation;
  const app = await createApp({ config, log, clock: systemClock, db, keys });
  try {
    const accountId = await db.instance((tx) => accountNumber(tx, values.account!));
    if (accountId === undefined) {
      process.stderr.write(`There is no account ${values.account}.\n`);
      process.exitCode = 1;
      return;
    }
    const ids = positionals.length > 0 ? positionals : undefined;
    const found =
      values.last === true
        ? await db.account(accountId, (tx) => listChecks(tx, systemClock.now()))
        : await runChecks(app.deps.checkEngine, accountId, ids);
    const shown = found.filter(({ id }) => ids === undefined || ids.includes(id));
    process.stdout.write(
      values.json === true
        ? `${JSON.stringify(shown, null, 2)}\n`
        : `${table(shown, (values.locale ?? "en") as Locale)}\n`,
    );
    if (shown.some((check) => check.blocking && isOpen(check))) process.exitCode = 1;
  } finally {
    await app.stop();
    await installation.close();
  }
}

function table(found: readonly CheckState[], locale: Locale): string {
  const say = checklistWords[locale];
  const lines = checkGroups.flatMap((group) => {
    const items = found.filter((check) => check.group === group);
    return items.length === 0
      ? []
      : [
          "",
          say.groups[group],
          ...items.flatMap((check) => [
            `${MARKS[check.status]}  ${check.id}  ${check.label[locale]}`,
            ...(isOpen(check) ? [`              ${check.message[locale]}`] : []),
            ...(check.override
              ? [
                  `              ${say.passedOver(check.override.reason, check.override.madeBy, check.override.expiresAt.toISOString().slice(0, 10))}`,
                ]
              : []),
          ]),
        ];
  });
  const next = nextCheck(found);
  return [
    say.done(found.filter((check) => !isOpen(check)).length, found.length),
    ...lines,
    ...(next ? ["", `→ ${next.id}  ${next.next.label[locale]}: ${next.next.path}`] : []),
  ].join("\n");
}
