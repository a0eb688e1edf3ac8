import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { ImportOptions, MappingInput } from "../../contract/imports.ts";

/** How `send` ends; scripts rely on these numbers. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 3, unconfirmed: 4, incomplete: 5 };

export const SEND_HELP = `Send a mailing from files.

Usage: npm start -- send --account <name or id> --contacts people.csv --html mail.html --subject "…" [options]

Mailing
  --account <text>          Account, by name or id (acc_…).
  --html <file>             The newsletter, UTF-8, with merge fields as in the editor.
  --subject <text>          Subject. --preheader <text>: the line after it.
  --text <file>             Plain text; without it, it is made from the HTML.
  --sender <address>        One of the account's senders; default: the account's default sender.
  --language de|en          Language of the system's own parts; default: the account's.

People
  --contacts <file>         People to import first (CSV, TSV, XLSX, ODS, vCard). Headings name the columns, in German or English.
  --list <name>             List they join and that is mailed, made when it is missing; default: the file's name.
                            Everybody on the list who may be mailed is mailed, also who was on it before.
  --column "<heading>=<field>"      Which column holds what, when the heading does not say (may be repeated).
  --consent-date-column <heading>   The same as --column "<heading>=consent.date".
  --consent-source-column <heading> The same as --column "<heading>=consent.source".
  --origin <text>           Where the data come from; default: --source. --elsewhere: not from the people themselves.

Evidence of consent. Without it the people are imported and nobody is mailed on account of this file.
  --evidence double_opt_in|signed_declaration|none   What proves the consents; default: none.
  --source <text>           Where the consent was given, for rows without a source of their own.
  --wording <file>          The text people agreed to, or --wording-version <id>: one that is stored here.
  --last-mailed <day>       When these people last got mail (2026-11-21), so that old consents stay valid.
  --reason <text>           Why signed declarations count as evidence.
  --profiling-wording <id>  Wording of the permission to analyse, for a column "profiling" with date and source.

Sending
  --test <address>          Send it to this confirmed test address first.
  --at <time>               When to send, with time zone: 2026-11-24T09:00:00+01:00. Default: now.
  --dry-run                 Check file and mailing; import and send nothing. A missing list is made all the same.
  --yes                     Do not ask.
  --recipients <number>     The number of recipients, where a large mailing has to be confirmed by it.
  --help

Sending goes through the same checks, gate and ledger as from the workplace, with a worker of its own. It can run
while the product runs, on the same machine or any other.

Exit codes
  0  sent to everybody who may be mailed; scheduled; or the dry run found nothing in the way
  1  something broke          2  wrong options or files       3  refused: account, file or mailing is not ready
  4  not confirmed            5  ended or stopped before everybody had the mail: rejected, uncertain or still open
`;

/** A reason to stop that the caller can do something about. */
export class SendError extends Error {
  readonly exitCode: number;
  readonly hint: string;
  constructor(exitCode: number, message: string, hint = "") {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

export interface SendOptions {
  account: string;
  contacts: string;
  listName: string;
  columns: MappingInput;
  import: Omit<ImportOptions, "listIds">;
  subject: string;
  preheader: string;
  html: string;
  text: string | undefined;
  sender: string | undefined;
  locale: "de" | "en" | undefined;
  testAddress: string | undefined;
  at: Date | undefined;
  dryRun: boolean;
  yes: boolean;
  recipients: number | undefined;
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const known = {
  account: text,
  contacts: text,
  html: text,
  subject: text,
  preheader: text,
  text,
  sender: text,
  language: text,
  list: text,
  column: { type: "string", multiple: true },
  "consent-date-column": text,
  "consent-source-column": text,
  origin: text,
  elsewhere: flag,
  evidence: text,
  source: text,
  wording: text,
  "wording-version": text,
  "last-mailed": text,
  reason: text,
  "profiling-wording": text,
  test: text,
  at: text,
  "dry-run": flag,
  yes: flag,
  recipients: text,
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof parse>;
function parse(args: string[]) {
  return parseArgs({ args, options: known }).values;
}

/** Reads the options and the files they name. Null: help is wanted. Throws SendError with every problem at once. */
export function readSendOptions(args: string[]): SendOptions | null {
  let values: Values;
  try {
    values = parse(args);
  } catch (error) {
    throw usage([error instanceof Error ? error.message : String(error)]);
  }
  if (values.help) return null;
  const problems: string[] = [];
  for (const name of ["account", "contacts", "html", "subject"] as const)
    if (!values[name]) problems.push(`--${name} is missing.`);
  const read = (name: "html" | "text" | "wording"): string | undefined => {
    const path = values[name];
    if (path === undefined) return undefined;
    if (!existsSync(path)) return void problems.push(`--${name}: there is no file ${path}.`);
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  };
  if (values.contacts !== undefined && !existsSync(values.contacts))
    problems.push(`--contacts: there is no file ${values.contacts}.`);
  const locale = values.language;
  if (locale !== undefined && locale !== "de" && locale !== "en")
    problems.push("--language is de or en.");
  const html = read("html");
  const options: SendOptions = {
    account: values.account ?? "",
    contacts: values.contacts ?? "",
    listName: values.list ?? basename(values.contacts ?? "").replace(/\.[^.]*$/, ""),
    columns: readColumns(values, problems),
    import: {
      origin: {
        text: values.origin ?? values.source ?? `Datei ${basename(values.contacts ?? "")}`,
        collectedFrom: values.elsewhere ? "elsewhere" : "person",
      },
      consent: readEvidence(values, read("wording"), problems),
      ...(values["profiling-wording"] === undefined
        ? {}
        : { profiling: { wordingVersionId: values["profiling-wording"] } }),
    },
    subject: values.subject ?? "",
    preheader: values.preheader ?? "",
    html: html ?? "",
    text: read("text"),
    sender: values.sender,
    locale: locale === "de" || locale === "en" ? locale : undefined,
    testAddress: values.test,
    at: readTime(values.at, problems),
    dryRun: values["dry-run"] ?? false,
    yes: values.yes ?? false,
    recipients: readNumber(values.recipients, problems),
  };
  if (problems.length > 0) throw usage(problems);
  return options;
}

const usage = (problems: string[]) =>
  new SendError(EXIT.usage, problems.join("\n"), "npm start -- send --help explains the options.");

function readColumns(values: Values, problems: string[]): MappingInput {
  const columns: MappingInput = [];
  for (const given of values.column ?? []) {
    const [, column, field] = /^(.+)=([\w.]+)$/.exec(given) ?? [];
    if (column === undefined || field === undefined)
      problems.push(`--column "${given}" is not of the form "heading=field".`);
    else columns.push({ column, field });
  }
  const date = values["consent-date-column"];
  const source = values["consent-source-column"];
  if (date !== undefined) columns.push({ column: date, field: "consent.date" });
  if (source !== undefined) columns.push({ column: source, field: "consent.source" });
  return columns;
}

function readEvidence(
  values: Values,
  wording: string | undefined,
  problems: string[],
): NonNullable<ImportOptions["consent"]> {
  const evidence = values.evidence ?? "none";
  if (evidence === "none") return { evidence };
  const versionId = values["wording-version"];
  const lastMailedOn = values["last-mailed"];
  if (lastMailedOn !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(lastMailedOn))
    problems.push("--last-mailed is a day such as 2026-11-21.");
  if (wording === undefined && versionId === undefined)
    problems.push("--evidence needs --wording or --wording-version: what people agreed to.");
  const { reason, source } = values;
  const common = {
    ...(source === undefined ? {} : { source }),
    wording: {
      ...(versionId === undefined ? {} : { versionId }),
      ...(wording === undefined || versionId !== undefined ? {} : { text: wording.trim() }),
    },
    ...(lastMailedOn === undefined ? {} : { lastMailedOn }),
  };
  if (evidence === "double_opt_in") return { evidence, ...common };
  if (evidence !== "signed_declaration")
    problems.push("--evidence is double_opt_in, signed_declaration or none.");
  else if ((reason ?? "").length < 20)
    problems.push("--evidence signed_declaration needs --reason, in at least 20 characters.");
  return { evidence: "signed_declaration", reason: reason ?? "", ...common };
}

function readTime(given: string | undefined, problems: string[]): Date | undefined {
  if (given === undefined) return undefined;
  if (/T\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/.test(given) && !Number.isNaN(Date.parse(given)))
    return new Date(Date.parse(given));
  problems.push("--at is a time with its zone, such as 2026-11-24T09:00:00+01:00.");
  return undefined;
}

function readNumber(given: string | undefined, problems: string[]): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  problems.push("--recipients is a number.");
  return undefined;
}
