import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { documentKinds, type DocumentKind } from "../../contract/documents.ts";
import { readConfig } from "../config.ts";
import {
  documentHtml,
  documentPdf,
  documentText,
  frameOf,
  readDocument,
  readDocuments,
  type DocumentsDeps,
} from "../documents/index.ts";
import { createLogger, systemClock, type Locale } from "../platform/index.ts";
import { personalDataMap } from "../privacy/index.ts";
import { openInstallation } from "./open-installation.ts";
import { accountNumber } from "./sending.store.ts";

const USAGE = `Usage: npm start -- documents list --account acc_…
       npm start -- documents ${documentKinds.join("|")} --account acc_… [--locale en] [--version 2]
                 [--to file.pdf|file.html|file.txt]     without it, as text on the screen
`;

const isKind = (name: string): name is DocumentKind =>
  (documentKinds as readonly string[]).includes(name);

/** Reads the documents that the configuration writes. Confirming is a person's, in the workplace. */
export async function documents(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      account: { type: "string" },
      locale: { type: "string" },
      version: { type: "string" },
      to: { type: "string" },
    },
  });
  const [what = "list"] = positionals;
  const locale: Locale = values.locale === "en" ? "en" : "de";
  if (values.account === undefined || (what !== "list" && !isKind(what))) return misused();
  const version = values.version === undefined ? undefined : Number(values.version);
  if (version !== undefined && !Number.isInteger(version)) return misused();
  const config = readConfig();
  const { db, keys, close } = await openInstallation(config, createLogger("warn"));
  try {
    const accountId = await db.instance((tx) => accountNumber(tx, values.account!));
    if (accountId === undefined) {
      process.stderr.write(`There is no account ${values.account}.\n`);
      process.exitCode = 1;
      return;
    }
    const deps: DocumentsDeps = {
      db,
      clock: systemClock,
      map: personalDataMap({ clock: systemClock, keys }),
      publicUrl: config.publicUrl,
    };
    if (what === "list") process.stdout.write(await overview(deps, accountId, locale));
    else if (isKind(what)) await show(deps, accountId, what, locale, version, values.to);
  } finally {
    await close();
  }
}

function misused(): void {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}

async function overview(deps: DocumentsDeps, accountId: number, locale: Locale): Promise<string> {
  const { items } = await deps.db.account(accountId, (tx) => readDocuments(tx, deps));
  const lines = items.map(
    ({ kind, state, version, confirmedBy, validUntil, title }) =>
      `${kind.padEnd(10)}${(state ?? "–").padEnd(12)}${version === null ? "" : `version ${version}, ${confirmedBy}, until ${validUntil}  `}${title[locale]}`,
  );
  return `${lines.join("\n")}\n`;
}

async function show(
  deps: DocumentsDeps,
  accountId: number,
  kind: DocumentKind,
  locale: Locale,
  version: number | undefined,
  to: string | undefined,
): Promise<void> {
  const reading = await deps.db.account(accountId, (tx) => readDocument(tx, deps, kind, version));
  const now = deps.clock.now();
  const frame = frameOf(reading, kind, locale, now);
  const content = reading.content[locale];
  if (to === undefined) return void process.stdout.write(documentText(content, frame));
  if (to.endsWith(".pdf")) writeFileSync(to, await documentPdf(content, frame, now));
  else if (to.endsWith(".html")) writeFileSync(to, documentHtml(content, frame, false));
  else writeFileSync(to, documentText(content, frame));
  process.stdout.write(`${to}\n`);
}
