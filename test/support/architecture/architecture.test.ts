import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rule } from "../rules.ts";
import { checkTestNames } from "../rules.ts";
import {
  checkBrand,
  checkClock,
  checkMeasuredTables,
  checkEnvironment,
  checkRoutePermissions,
  checkSize,
  checkSmtp,
  checkSql,
} from "./confinement.ts";
import { checkAdmin, checkConfigImports, checkContract, checkCycles, checkRanks } from "./house.ts";
import { checkLabels } from "./labels.ts";
import { checkPersonalData } from "./personal-data.ts";
import { checkTables, checkUploads, checkWaysOut } from "./ways-out.ts";
import type { Finding, ScannedFile } from "./source.ts";
import { scan } from "./source.ts";

/** The lines on which a checker complains, as `path:line`. */
function places(
  check: (files: ScannedFile[]) => Finding[],
  files: Record<string, string>,
): string[] {
  const scanned = Object.entries(files).map(([path, text]) => scan({ path, text }));
  return check(scanned).map(({ path, line }) => `${path}:${line}`);
}

const lists = "server/lists/list.ts";

test("the rank check finds upward imports, neighbours and side doors", () => {
  assert.deepEqual(
    places(checkRanks, {
      [lists]: [
        'import { rows } from "../platform/index.ts";',
        'import type { Contact } from "../contacts/index.ts";',
        'import { decide } from "../compliance/index.ts";',
        'import { token } from "../tracking/index.ts";',
        'import { find } from "../contacts/contact.store.ts";',
        'const late = await import("../mailings/index.ts");',
        'import type { ListBody } from "../../contract/lists.ts";',
        'import { help } from "../../scripts/help.ts";',
        '// import { x } from "../delivery/index.ts";',
        `const text = 'import { x } from "../delivery/index.ts"';`,
      ].join("\n"),
      "server/app.ts":
        'import { lists } from "./lists/index.ts";\nimport { c } from "./config.ts";',
      "server/gossip/index.ts": 'import { sql } from "../platform/index.ts";',
    }),
    [3, 4, 5, 6, 8].map((line) => `${lists}:${line}`).concat("server/gossip/index.ts:1"),
  );
});

test("the circle check finds a circle through two folders and leaves one folder alone", () => {
  const found = checkCycles(
    Object.entries({
      "server/app.ts": 'import { run } from "./cli/run.ts";',
      "server/cli/run.ts": 'import { app } from "../app.ts";',
      "server/lists/a.ts": 'import { b } from "./b.ts";',
      "server/lists/b.ts": 'import type { A } from "./a.ts";',
    }).map(([path, text]) => scan({ path, text })),
  );
  assert.equal(found.length, 1);
  assert.match(found[0]?.message ?? "", /server\/app\.ts.*server\/cli\/run\.ts/);
});

test("the configuration check finds a slice that reads it", () => {
  const text = 'import { config } from "../config.ts";';
  assert.deepEqual(places(checkConfigImports, { [lists]: text, "server/cli/start.ts": text }), [
    `${lists}:1`,
  ]);
});

test("the contract check lets typebox in and nothing else", () => {
  assert.deepEqual(
    places(checkContract, {
      "contract/lists.ts": [
        'import { Type } from "typebox";',
        'import { page } from "./paging.ts";',
        'import { rows } from "../server/platform/index.ts";',
        'import fs from "node:fs";',
      ].join("\n"),
    }),
    ["contract/lists.ts:3", "contract/lists.ts:4"],
  );
});

test("the workplace check finds another page and the server", () => {
  const page = "admin/src/pages/lists/Lists.tsx";
  assert.deepEqual(
    places(checkAdmin, {
      [page]: [
        'import { useQuery } from "@tanstack/react-query";',
        'import { Button } from "../../ui/Button.tsx";',
        'import { ListRow } from "./ListRow.tsx";',
        'import type { List } from "../../../../contract/lists.ts";',
        'import { Form } from "../forms/Form.tsx";',
        'import { now } from "../../../../server/platform/index.ts";',
      ].join("\n"),
      "admin/src/ui/Frame.tsx": 'import { Lists } from "../pages/lists/Lists.tsx";',
      "admin/src/app/routes.tsx": 'import { Lists } from "../pages/lists/Lists.tsx";',
    }),
    [`${page}:5`, `${page}:6`, "admin/src/ui/Frame.tsx:1"],
  );
});

test("the SQL check finds the tag and query strings outside stores", () => {
  const sql = [
    "const all = sql`select 1`;",
    'const text = "insert into lists (id) values ($1)";',
    "const ids = sql<{ id: number }>`select id from lists`;",
    'const harmless = "Select a list from the menu";',
    "// sql`select 1`",
  ].join("\n");
  assert.deepEqual(
    places(checkSql, {
      [lists]: sql,
      "server/lists/list.store.ts": sql,
      "server/platform/queue.ts": sql,
      "server/lists/list.test.ts": sql,
    }),
    [1, 2, 3, 4].map((line) => `${lists}:${line}`),
  );
});

test("TRK-11: the check of measured tables finds who reads what people did", () => {
  const text = [
    "const seen = sql`select 1 from personal_events e`;",
    "const who = sql`delete from measured_deliveries`;",
    "const mark = sql`insert into measured_deliveries (account_id) values (1)`;",
  ].join("\n");
  assert.deepEqual(
    places(checkMeasuredTables, {
      "server/lists/list.store.ts": text,
      "server/tracking/behaviour.store.ts": text,
      "server/reports/report.store.ts": text,
    }),
    [1, 2].map((line) => `server/lists/list.store.ts:${line}`),
  );
});

test("the SMTP check finds sockets and mailers outside the sender", () => {
  const text = [
    'import { createTransport } from "nodemailer";',
    'import { connect } from "node:net";',
    'import { SMTPServer } from "smtp-server";',
    'import { isIP } from "node:net";',
    'import type { Socket } from "node:net";',
  ].join("\n");
  assert.deepEqual(
    places(checkSmtp, { [lists]: text, "server/delivery/smtp/connection.ts": text }),
    [1, 2, 3].map((line) => `${lists}:${line}`),
  );
  assert.deepEqual(
    places(checkSmtp, { "server/sandbox/mailbox.ts": 'import { SMTPServer } from "smtp-server";' }),
    [],
  );
});

test("the clock check finds each way to ask the machine for the time", () => {
  const text = [
    "const a = Date.now();",
    "const b = new Date();",
    "const c = Date();",
    "const d = new Date;",
    "const e = new Date(row.at);",
    "const f: Date = clock.now(); // not Date.now()",
    "const g = Date.parse(text);",
  ].join("\n");
  assert.deepEqual(
    places(checkClock, { [lists]: text, "server/platform/clock.ts": text }),
    [1, 2, 3, 4].map((line) => `${lists}:${line}`),
  );
});

test("the check of connections finds imports, globals, a missing guard and leave that nobody needs", () => {
  const text = [
    'import { request } from "node:https";',
    'import type { Socket } from "node:net";',
    'import { isIP, type LookupFunction } from "node:net";',
    'import { ImapFlow } from "imapflow";',
    "const page = await fetch(url);",
    "const socket = new WebSocket(url);",
    "const own = await deps.fetch(url);",
    'const late = await import("undici");',
  ].join("\n");
  assert.deepEqual(
    places(checkWaysOut, { [lists]: text, "server/lists/list.test.ts": text }).toSorted(),
    [1, 4, 5, 6, 8].map((line) => `${lists}:${line}`),
  );
  const handedIn = "export async function look(fetch: FetchPage) {\n  return await fetch(url);\n}";
  assert.deepEqual(places(checkWaysOut, { [lists]: handedIn }), []);
  const caller = "server/delivery/api/api-caller.ts";
  assert.deepEqual(places(checkWaysOut, { [caller]: 'import { request } from "node:https";' }), [
    `${caller}:1`,
  ]);
  assert.deepEqual(places(checkWaysOut, { [caller]: "const guard = 1;" }), [`${caller}:1`]);
});

test("the check of tables finds other writers of CSV and workbooks", () => {
  const text = [
    "const csv = Papa.unparse(rows, { escapeFormulae: true });",
    'const head = "\\uFEFFName;Mail";',
    "const guarded = /^[=+\\-@]/.test(cell);",
    "const book = XLSX.write(made, { type });",
    "const bare = text.replace(/^\\uFEFF/, '');",
  ].join("\n");
  assert.deepEqual(
    [...new Set(places(checkTables, { [lists]: text }))].toSorted(),
    [1, 2, 3, 4].map((line) => `${lists}:${line}`),
  );
  assert.deepEqual(places(checkTables, { "server/reports/xlsx.ts": "XLSX.write(made);" }), []);
});

test("the check of uploads finds new places, files without a limit, and nobody who judges them", () => {
  const file = "const part = await request.file({ limits: { fileSize: 10 } });";
  assert.deepEqual(places(checkUploads, { [lists]: `${file}\nread(request.raw);` }), [
    `${lists}:1`,
    `${lists}:2`,
  ]);
  assert.deepEqual(places(checkUploads, { [lists]: "request.raw.socket.remoteAddress;" }), []);
  const crm = "server/crm/read-file.ts";
  assert.deepEqual(places(checkUploads, { [crm]: `${file} readTable(part);` }), []);
  assert.deepEqual(places(checkUploads, { [crm]: file }), [`${crm}:1`]);
  assert.deepEqual(places(checkUploads, { [crm]: "request.file(); readTable();" }), [`${crm}:1`]);
});

test("the environment check finds process.env in a slice", () => {
  const text = "const url = process.env.DATABASE_URL;\nconst { env } = process;";
  assert.deepEqual(
    places(checkEnvironment, { [lists]: text, "server/config.ts": text, "scripts/x.ts": text }),
    [`${lists}:1`, `${lists}:2`],
  );
});

test("the brand check finds casts, in tests too, and leaves type imports alone", () => {
  const text = [
    'import type { ClearedRecipient } from "../compliance/index.ts";',
    "const one = { id } as ClearedRecipient;",
    "const more = rows as unknown as ClearedRecipient[];",
    "function queue(cleared: ClearedRecipient[]) {}",
    'import { type ClearedRecipient as Cleared } from "../compliance/index.ts";',
  ].join("\n");
  const cheat = "server/delivery/queue-delivery.test.ts";
  assert.deepEqual(places(checkBrand, { [cheat]: text, "server/compliance/gate.ts": text }), [
    `${cheat}:2`,
    `${cheat}:3`,
  ]);
});

test("the size check finds line 401", () => {
  const line = "export const a = 1;\n";
  assert.deepEqual(
    places(checkSize, { [lists]: line.repeat(400), "server/lists/b.ts": line.repeat(401) }),
    ["server/lists/b.ts:400"],
  );
});

test("the route check finds a route without permission of its own", () => {
  const routes = "server/lists/list.routes.ts";
  assert.deepEqual(
    places(checkRoutePermissions, {
      [routes]: [
        'route({ method: "GET", path: "/api/v1/lists", permission: "lists.read", handle });',
        'route({ method: "GET", path: "/a", body: { permission: "x" }, handle });',
        'route<Body>({ method: "POST", path: "/b", // permission: "x"',
        "  handle });",
        "reroute({ to: 1 });",
      ].join("\n"),
    }),
    [`${routes}:2`, `${routes}:3`],
  );
});

test("the personal data check finds unclaimed and twice claimed tables", () => {
  const migrations = [
    {
      path: "migrations/0001_a.sql",
      text: `create table contacts (account_id int, email_normalised text, primary key (account_id));
        create table lists (id bigint, name text, check (name in ('address', 'b')));
        create table subscriptions (id bigint, contact_id bigint references contacts (id));
        create table notes (id bigint); -- contact_id
        alter table notes add column contact_id bigint;
        create table hosts (id bigint, host_address text);`,
    },
  ];
  const claim = (slice: string, text: string) => ({
    path: `server/${slice}/personal-data.ts`,
    text,
  });
  const messages = (sources: { path: string; text: string }[], exceptions = {}) =>
    checkPersonalData(migrations, sources, exceptions).map((finding) => finding.message);
  assert.deepEqual(
    messages([
      claim("contacts", 'export const tables = ["contacts", "subscriptions"];'),
      claim("lists", 'export const data = { tables: ["subscriptions", "gone"], rule: "notes" };'),
    ]),
    [
      "there is no table gone",
      "table subscriptions is claimed twice: server/contacts/personal-data.ts, server/lists/personal-data.ts",
      "table notes (contact_id) is claimed by no slice's personal-data.ts",
    ],
  );
  assert.deepEqual(
    messages([claim("contacts", 'const tables: string[] = ["contacts", "subscriptions"];')], {
      notes: "because",
    }),
    [],
  );
});

const rules: Rule[] = [{ id: "UNS-03", priority: "P0", rule: "A GET changes nothing." }];

test("the test name check finds unknown rules and ranges", () => {
  const found = checkTestNames(
    [
      {
        path: "server/lists/a.test.ts",
        text: [
          'test("UNS-03: a GET changes nothing", () => {});',
          'test("UNS-99: unknown", () => {});',
          'await t.test("UNS-03 to 05: a range", () => {});',
          'it("UNS-03/04: a range", () => {});',
          'describe("UNS-98", () => {});',
        ].join("\n"),
      },
    ],
    rules,
  );
  assert.deepEqual(
    found.map(({ line }) => line),
    [2, 3, 4],
  );
});

test("the label check finds a missing language and an unknown rule", () => {
  const exported = {
    exclusionReasons: {
      doi_missing: { rule: "UNS-03", de: "Keine Bestätigung", en: "No confirmation" },
      blacklist: { rule: "UNS-99", label: { de: "Gesperrt", en: " " } },
      bounced: { rule: "UNS-03", de: "Unzustellbar", en: "Bounced", unblocks: { de: "Nichts" } },
      bare: { rule: "UNS-03" },
    },
    version: 3,
  };
  assert.deepEqual(
    checkLabels("contract/reasons.ts", exported, rules).map((finding) => finding.message),
    [
      'exclusionReasons.blacklist has no label in "en"',
      "exclusionReasons.blacklist names the unknown rule UNS-99",
      'exclusionReasons.bounced has no unblocks in "en"',
      "exclusionReasons.bare has no label",
    ],
  );
});

test("the scanner tells code from comments, strings, templates and regular expressions", () => {
  const text =
    "const a = /`\"/.test(b) / 2; // `\nconst c = `x${d ? `y${'}'}` : 1}z`;\nconst e = 'f';";
  const { code, literals } = scan({ path: "a.ts", text });
  assert.equal(code.length, text.length);
  assert.deepEqual(
    literals.map((literal) => literal.text),
    ["x${}z", "y${}", "}", "f"],
  );
  assert.match(code, /const c = `\s+\$\{d \? `/);
});
