import type { Finding, ScannedFile } from "./source.ts";
import { findings, isTest, lineAt } from "./source.ts";
import { importsOf } from "./imports.ts";

/**
 * Who may open a connection, and why. Whoever connects to a host that somebody typed in takes the guard of
 * server/platform/outside.ts into the connection; `through` is the word in its code that shows it.
 */
const ALLOWED: Readonly<Record<string, { why: string; through?: string }>> = {
  "server/platform/outside.ts": {
    why: "the guard, and the clients for addresses that people type in",
    through: "publicOnly",
  },
  "server/platform/http/server.ts": { why: "listens" },
  "server/sandbox/start-sandbox-mailbox.ts": { why: "listens" },
  "server/inbound/start-inbound-server.ts": { why: "listens" },
  "server/platform/database.ts": { why: "the database of DATABASE_URL" },
  "server/platform/migrate.ts": { why: "the database of DATABASE_URL" },
  "server/platform/embedded-postgres-server.ts": { why: "the database it has started itself" },
  "server/backups/database.store.ts": { why: "the database of DATABASE_URL" },
  "server/demo/fill-demo.ts": { why: "the database of DATABASE_URL" },
  "server/delivery/smtp/dns-client.ts": { why: "asks the system's name servers, for DNSSEC" },
  "server/delivery/smtp/smtp-channel.ts": { why: "speaks SMTP", through: "lookup" },
  "server/delivery/smtp/proxy.ts": { why: "a proxy in front of a route", through: "lookup" },
  "server/delivery/api/api-caller.ts": { why: "interfaces of providers", through: "guard" },
  "server/mailboxes/session.ts": { why: "looks a mailbox's host up once", through: "guard" },
  "server/mailboxes/open-imap.ts": {
    why: "connects to the address that was looked up",
    through: "resolveHost",
  },
  "server/mailboxes/pop3-connection.ts": {
    why: "connects to the address that was looked up",
    through: "to.address",
  },
  "server/content/outside-request.ts": { why: "feeds and the check of links", through: "guard" },
  "server/reports/ask-spamd.ts": { why: "the spam filter of SPAMD_URL" },
  "server/reports/ask-rspamd.ts": { why: "the spam filter of RSPAMD_URL" },
  "server/relays/reports/sns.ts": { why: "certificates of Amazon, from Amazon alone" },
  "server/accounts/provider/oidc-client.ts": {
    why: "the house's sign-on, by the guarded client",
    through: "customFetch",
  },
  "server/cli/doctor.ts": { why: "the MX of INBOUND_DOMAIN, asked by whoever runs the command" },
};

/** What opens connections or asks the DNS. */
const CONNECTING = new Set([
  ..."http https http2 net tls dns dns/promises dgram".split(" ").map((name) => `node:${name}`),
  ..."http https http2 net tls dns dns/promises dgram".split(" "),
  ..."undici ws axios got node-fetch imapflow nodemailer smtp-server socks openid-client".split(
    " ",
  ),
  ..."sns-payload-validator pg".split(" "),
]);
const HARMLESS = new Set([
  "isIP",
  "isIPv4",
  "isIPv6",
  "BlockList",
  "SocketAddress",
  "STATUS_CODES",
]);

/** Connections are opened in the files above only, which take the guard with them (SSRF). */
export function checkWaysOut(files: ScannedFile[]): Finding[] {
  return files
    .filter((file) => file.path.startsWith("server/") && !isTest(file.path))
    .flatMap((file) => {
      const allowed = ALLOWED[file.path];
      const found = connectionsOf(file);
      if (allowed === undefined) return found;
      if (found.length === 0)
        return [
          { path: file.path, line: 1, message: "opens no connection: needs no leave for it" },
        ];
      if (allowed.through !== undefined && !file.code.includes(allowed.through))
        return [{ path: file.path, line: 1, message: `connects without “${allowed.through}”` }];
      return [];
    });
}

function connectionsOf(file: ScannedFile): Finding[] {
  const imported = importsOf(file)
    .filter(
      ({ target, typeOnly, names }) => CONNECTING.has(target) && !typeOnly && !onlyTypes(names),
    )
    .map(({ target, line }) => ({
      path: file.path,
      line,
      message: `${target} opens connections: ask server/platform/outside.ts`,
    }));
  // A function that was handed in under this name is somebody else's.
  const ownFetch = /[{,(]\s*fetch\s*[,}:?)]/.test(file.code);
  const globals = findings(
    file,
    /(?<![\w.$]|async\s)(?:globalThis\s*\.\s*)?(?:fetch\s*\(|new\s+(?:WebSocket|EventSource|XMLHttpRequest)\b)/g,
    ([match]) =>
      match.startsWith("fetch") && ownFetch
        ? undefined
        : "opens connections: ask server/platform/outside.ts",
  );
  return [...imported, ...globals];
}

const onlyTypes = (names: string): boolean =>
  names.startsWith("{") &&
  names
    .replace(/[{}]/g, "")
    .split(",")
    .map((name) => name.trim())
    .every((name) => name === "" || name.startsWith("type ") || HARMLESS.has(name));

const CSV = "server/platform/csv-row.ts";
const WORKBOOK = "server/reports/xlsx.ts";
const SHEET = "server/exports/xlsx-stream.ts";

/**
 * Tables leave as CSV by one function, which keeps texts from being run as formulas, and as workbooks by two writers
 * whose cells have types.
 */
export function checkTables(files: ScannedFile[]): Finding[] {
  return files
    .filter((file) => file.path.startsWith("server/") && !isTest(file.path))
    .flatMap((file) => {
      const found: Finding[] = [];
      const say = (offset: number, message: string) =>
        found.push({ path: file.path, line: lineAt(file.text, offset), message });
      if (file.path !== CSV) {
        for (const { index } of file.code.matchAll(/\b(?:unparse|escapeFormulae)\b/g))
          say(index, `CSV is written by ${CSV}`);
        for (const { start, text } of file.literals)
          if (/^(?:\\u[fF][eE][fF][fF]|\ufeff)/.test(text))
            say(start, `CSV begins with csvStart of ${CSV}`);
        for (const { index } of file.text.matchAll(/=\+\\?-@/g))
          say(index, `formulas are kept away by ${CSV}`);
      }
      if (file.path !== WORKBOOK)
        for (const { index } of file.code.matchAll(
          /\bXLSX\s*\.\s*(?:write|stream)\w*|\bbookType\b/g,
        ))
          say(index, `workbooks are written by ${WORKBOOK}`);
      if (file.path !== SHEET)
        for (const { start, text } of file.literals)
          if (text.includes("spreadsheetml/2006/main"))
            say(start, `sheets are written by ${SHEET}`);
      return found;
    });
}

/** Who takes files or raw bodies, and the word in its code that shows what judges their contents. */
const TAKES: Readonly<Record<string, string>> = {
  "server/accounts/logo.routes.ts": "pictureType",
  "server/crm/read-file.ts": "readTable",
  "server/documents/impact.routes.ts": "addImpactFile",
  "server/evidence/evidence.routes.ts": "addEvidence",
  "server/images/images.routes.ts": "addImage",
  "server/imports/imports.routes.ts": "uploadImport",
  "server/inbound/inbound.routes.ts": "parseInbound",
  "server/intake/intake.routes.ts": "uploadAttachment",
  "server/preferences/read-body.ts": "resume",
  "server/requests/work.routes.ts": "addScan",
  "server/senders/domains.routes.ts": "recordDomainReport",
};

/** A file is taken in a few places only, never larger than the place says, and judged by its contents there. */
export function checkUploads(files: ScannedFile[]): Finding[] {
  return files
    .filter((file) => file.path.startsWith("server/") && !isTest(file.path))
    .flatMap((file) => {
      const taking = findings(
        file,
        /\brequest\s*\.\s*(?:file|files|parts|saveRequestFiles)\s*\(|\brequest\s*\.\s*raw\b(?!\s*\.)/g,
        "takes a file: see test/support/architecture/ways-out.ts",
      );
      const judge = TAKES[file.path];
      if (judge === undefined) return taking;
      if (taking.length === 0)
        return [{ path: file.path, line: 1, message: "takes no file: needs no leave for it" }];
      const unbounded = findings(
        file,
        /\brequest\s*\.\s*file\s*\((?!\s*\{\s*limits\s*:\s*\{\s*fileSize\b)/g,
        "a file without a limit of its size",
      );
      return file.code.includes(judge)
        ? unbounded
        : [...unbounded, { path: file.path, line: 1, message: `takes a file without “${judge}”` }];
    });
}
