import type { Finding, ScannedFile } from "./source.ts";
import { findings, isTest, lineAt } from "./source.ts";
import { importsOf } from "./imports.ts";

/** What stands in one kind of file only, so that a reader knows where to look for it. */

const sqlText =
  /^\s*(?:select\s[\s\S]*\bfrom\b|insert\s+into\b|update\s+[\w."$]+\s+(?:\w+\s+)?set\b|delete\s+from\b|with\s+(?:recursive\s+)?\w+\s+as\s+(?:not\s+materialized\s+)?\(|truncate\s+\w|(?:create|alter|drop)\s+(?:table|index|role|policy|database|schema)\b)/i;
const mayHoldSql = /\.store\.ts$|^server\/platform\/|^migrations\//;

/** SQL, as a template of the `sql` tag or as a query string, stands in stores and the platform. */
export function checkSql(files: ScannedFile[]): Finding[] {
  return productFiles(files)
    .filter((file) => !mayHoldSql.test(file.path))
    .flatMap((file) =>
      file.literals
        .filter((literal) => /(^|\.)sql$/.test(literal.tag) || sqlText.test(literal.text))
        .map((literal) => ({
          path: file.path,
          line: lineAt(file.text, literal.start),
          message: "SQL belongs into a *.store.ts",
        })),
    );
}

const harmlessNetNames = new Set(["isIP", "isIPv4", "isIPv6", "BlockList", "SocketAddress"]);

/** Who may open sockets and speak SMTP: the sender; the built-in mailbox listens. One file reads mail by POP3, one asks a spam filter. */
export function checkSmtp(files: ScannedFile[]): Finding[] {
  const found: Finding[] = [];
  for (const file of productFiles(files)) {
    for (const each of importsOf(file)) {
      const message = judgeSmtpImport(file.path, each.target, each.names, each.typeOnly);
      if (message) found.push({ path: file.path, line: each.line, message });
    }
  }
  return found;
}

function judgeSmtpImport(path: string, target: string, names: string, typeOnly: boolean) {
  if (path.startsWith("server/delivery/smtp/")) return undefined;
  if (target === "smtp-server") {
    return /^server\/(sandbox|inbound)\//.test(path)
      ? undefined
      : "smtp-server is imported by server/sandbox and server/inbound only";
  }
  if (target === "nodemailer") return "mail is sent by server/delivery/smtp only";
  if (target !== "node:net" && target !== "node:tls") return undefined;
  if (typeOnly || path.startsWith("server/platform/")) return undefined;
  if (path === "server/mailboxes/pop3-connection.ts") return undefined;
  if (path === "server/reports/ask-spamd.ts") return undefined;
  const taken = names.replace(/[{}]/g, "").split(",");
  const harmless = taken.every((name) => harmlessNetNames.has(name.trim().replace(/^type\s+/, "")));
  return harmless ? undefined : `${target} is imported by server/delivery/smtp only`;
}

/** The clock is asked in one place, so that tests can turn it. */
export function checkClock(files: ScannedFile[]): Finding[] {
  return productFiles(files)
    .filter((file) => file.path !== "server/platform/clock.ts")
    .flatMap((file) =>
      findings(
        file,
        /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w]))|(?<![\w.$]|new\s)Date\s*\(\s*\)/g,
        "the time comes from clock.now()",
      ),
    );
}

/** Settings come from server/config.ts; scripts and tests stand outside the product. */
export function checkEnvironment(files: ScannedFile[]): Finding[] {
  return files
    .filter((file) => /^(server|contract|admin)\//.test(file.path) && !isTest(file.path))
    .filter((file) => file.path !== "server/config.ts" && file.path !== "admin/vite.config.ts")
    .flatMap((file) =>
      findings(
        file,
        /\bprocess\s*(?:\?\.|\.)\s*env\b|\{[^{}]*\benv\b[^{}]*\}\s*=\s*process\b/g,
        "process.env is read by server/config.ts only",
      ),
    );
}

/** Only the gate clears a recipient: no other file, test or not, casts to the branded type. */
export function checkBrand(files: ScannedFile[]): Finding[] {
  return files
    .filter((file) => /^(server|test|bench)\//.test(file.path))
    .filter((file) => file.path !== "server/compliance/gate.ts")
    .flatMap((file) =>
      findings(
        file,
        /\bas\s+(?!const\b)[\w\s<>[\],.|&"']*\bClearedRecipient\b|[^\w]<\s*ClearedRecipient\s*>\s*[{(]/g,
        (match) =>
          inImport(file.code, match.index ?? 0)
            ? undefined
            : "only compliance/gate.ts makes a ClearedRecipient",
      ),
    );
}

/** `import { x as ClearedRecipient }` renames and makes nothing. */
function inImport(code: string, offset: number): boolean {
  const before = code.slice(Math.max(0, offset - 200), offset);
  return /\b(?:import|export)\b[^;()=]*$/.test(before);
}

const longest = 400;

const measuredTables = /(?<!\binsert\s+into\s+)\b(?:personal_events|measured_deliveries)\b/gi;

/**
 * What people did is asked through server/tracking/behaviour.ts and shown by reports; nobody else reads its tables (TRK-11).
 * Goals hang on measured mails and go with them. Writing is what the mail path does when a mark becomes durable.
 */
export function checkMeasuredTables(files: ScannedFile[]): Finding[] {
  return productFiles(files)
    .filter((file) => !/^server\/(?:tracking|reports|goals)\//.test(file.path))
    .flatMap((file) =>
      file.literals.flatMap((literal) =>
        [...literal.text.matchAll(measuredTables)].map(() => ({
          path: file.path,
          line: lineAt(file.text, literal.start),
          message: "what people did is asked through server/tracking/behaviour.ts",
        })),
      ),
    );
}

/** A file of more than 400 lines has become two. */
export function checkSize(files: ScannedFile[]): Finding[] {
  return files.flatMap((file) => {
    const lines = file.text.replace(/\n$/, "").split("\n").length;
    return lines > longest
      ? [{ path: file.path, line: longest, message: `${lines} lines; ${longest} are the most` }]
      : [];
  });
}

/** Every `route({ … })` says beside its path who may call it. */
export function checkRoutePermissions(files: ScannedFile[]): Finding[] {
  const found: Finding[] = [];
  for (const file of productFiles(files)) {
    for (const match of file.code.matchAll(/(?<![\w.$])route\s*(?:<[^()]*>)?\s*\(\s*\{/g)) {
      const open = match.index + match[0].length - 1;
      if (!/(^|[\s,{])permission\s*[:,}]/.test(topLevel(file.code, open))) {
        found.push({
          path: file.path,
          line: lineAt(file.text, match.index),
          message: "a route without permission",
        });
      }
    }
  }
  return found;
}

/** The text between the brace at `open` and its partner, without what is nested in it. */
function topLevel(code: string, open: number): string {
  let depth = 0;
  let text = "";
  for (let at = open; at < code.length; at++) {
    const char = code[at] ?? "";
    if ("{([".includes(char)) depth++;
    if (depth === 1) text += char;
    if ("})]".includes(char) && --depth === 0) return `${text}}`;
  }
  return text;
}

function productFiles(files: ScannedFile[]): ScannedFile[] {
  return files.filter((file) => file.path.startsWith("server/") && !isTest(file.path));
}
