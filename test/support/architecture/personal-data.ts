import type { Finding, SourceFile } from "./source.ts";
import { lineAt, scan } from "./source.ts";

/** A table of the database with its columns, as the migrations make it. */
export type Table = { name: string; columns: string[]; path: string; line: number };

/** Columns that say something about a person. */
const personal =
  /^(?:contact_id|(?:\w+_)?e?mail(?:_\w+)?|(?:\w+_)?address(?:es)?(?:_\w+)?|(?:\w+_)?recipients?(?:_\w+)?|person_number|first_name|last_name|display_name|salutation|(?:\w+_)?phone(?:_\w+)?|ip|ip_\w+|\w+_ip|birth\w*|subject_(?:id|hash)|delivery_id|actor_name|user_agent)$/;

/** What is named like personal data and is none, column by column. */
const harmless = /^(?:host|sender|from|reply_to|imprint|mailing|template|content)_|_count$|_total$/;

/** Tables with personal columns that no slice claims, each with the reason. */
export const unclaimed: Readonly<Record<string, string>> = {
  operators: "staff, not contacts: made, changed and removed in the administration of operators",
  operator_links: "staff, not contacts: invitations and resets, gone when used or expired",
  sessions: "staff, not contacts: a browser's name to recognise one's own sign-in, gone with it",
  ledger_anchor_settings: "whether checkpoints go out by mail: a yes or no, no address",
  accounts: "the account's own settings: X-CSA-Complaints names an office, nobody's contact",
  seed_results:
    "mails to the account's own test addresses, which stand in the deliveries alone and leave with them",
  audit_entries: "who of the staff did what: append-only for three years (RET-08, ORG-04)",
};

/** Tables and columns of all migrations: `create table`, `add column`, `drop table`, renames. */
export function tablesOf(migrations: SourceFile[]): Table[] {
  const tables = new Map<string, Table>();
  for (const file of migrations) {
    const text = withoutComments(file.text);
    const statements =
      /create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(?<made>[\w."]+)\s*\(|alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(?<altered>[\w."]+)(?<change>[^;]*);|drop\s+table\s+(?:if\s+exists\s+)?(?<dropped>[\w."]+)/gi;
    for (const match of text.matchAll(statements)) {
      const { made, altered, change = "", dropped } = match.groups ?? {};
      if (made) {
        const body = between(text, match.index + match[0].length - 1);
        tables.set(bare(made), {
          name: bare(made),
          columns: columnsOf(body),
          path: file.path,
          line: lineAt(text, match.index),
        });
      } else if (dropped) tables.delete(bare(dropped));
      else if (altered) {
        const table = tables.get(bare(altered));
        for (const added of change.matchAll(
          /add\s+column\s+(?:if\s+not\s+exists\s+)?("?\w+"?)/gi,
        )) {
          table?.columns.push(bare(added[1] ?? ""));
        }
        for (const gone of change.matchAll(/drop\s+column\s+(?:if\s+exists\s+)?("?\w+"?)/gi)) {
          if (table) table.columns = table.columns.filter((name) => name !== bare(gone[1] ?? ""));
        }
      }
    }
  }
  return [...tables.values()];
}

/**
 * Every table with personal columns stands in the `tables` of exactly one slice's personal-data.ts
 * or in the list of exceptions with a reason (architecture, decision 7).
 */
export function checkPersonalData(
  migrations: SourceFile[],
  sources: SourceFile[],
  exceptions: Readonly<Record<string, string>> = unclaimed,
): Finding[] {
  const tables = tablesOf(migrations);
  const claims = claimsOf(sources);
  const names = new Set(tables.map((table) => table.name));
  const found: Finding[] = claims
    .filter(({ table }) => !names.has(table))
    .map(({ table, path, line }) => ({ path, line, message: `there is no table ${table}` }));
  for (const { name, columns, path, line } of tables) {
    const claimants = claims.filter(({ table }) => table === name).map((claim) => claim.path);
    const telling = columns.filter((column) => personal.test(column) && !harmless.test(column));
    if (claimants.length > 1) {
      const message = `table ${name} is claimed twice: ${claimants.join(", ")}`;
      found.push({ path, line, message });
    } else if (claimants.length === 0 && telling.length > 0 && !exceptions[name]) {
      const message = `table ${name} (${telling.join(", ")}) is claimed by no slice's personal-data.ts`;
      found.push({ path, line, message });
    }
  }
  return found;
}

/** Claimed tables whose copy, erasure or period is another table's, with the reason. */
const withAnother: Readonly<Record<string, { without: string[]; because: string }>> = {
  ledger_entries: {
    without: ["erasure"],
    because: "commitments without personal data; the person's key goes with ledger_subjects",
  },
  ledger_subjects: { without: ["export"], because: "the key of the entries that are in the copy" },
  ledger_payloads: {
    without: ["export", "erasure"],
    because: "the sealed content of the entries; unreadable without its subject's key",
  },
  delivery_messages: {
    without: ["export", "erasure"],
    because: "sealed words of a waiting mail, gone with its delivery",
  },
  delivery_marks: {
    without: ["export", "erasure"],
    because:
      "numbers that prove the sums; nobody is named once the delivery forgot whom it went to",
  },
  delivery_outcomes: {
    without: ["export", "erasure"],
    because: "in the copy and minimised with its delivery",
  },
  uncertain_decisions: {
    without: ["export", "erasure"],
    because: "who of the staff decided, not the recipient",
  },
  contact_pairs: {
    without: ["export"],
    because: "a guess about two contacts that are in the copy themselves",
  },
  contact_bulk_items: {
    without: ["export"],
    because: "what an undo within a day needs; the contact is in the copy",
  },
  contact_merges: {
    without: ["export"],
    because: "what an undo needs; both contacts are in the copy",
  },
  intake_attachments: {
    without: ["erasure"],
    because: "scans of a proof: sealed and destroyed with it (RET-09)",
  },
  core_refused_lines: {
    without: ["export", "erasure"],
    because: "lines that became nobody's record; they go after 30 days",
  },
  suppression_grounds: {
    without: ["export", "erasure"],
    because: "who of the staff decided; nobody who is suppressed",
  },
  evidence_files: {
    without: ["export", "erasure"],
    because: "sealed papers of the house, found by what they prove and by no person",
  },
  rate_counters: {
    without: ["export", "erasure"],
    because: "keyed hashes that no address can be found by",
  },
};

/**
 * A claim is more than a name: every claimed table is in the copy, in the erasure and has a period (RET-13, DSR-04, DSR-06).
 * The parts of a personal-data.ts are told apart by their words, which all slices share.
 */
export function checkClaims(sources: SourceFile[]): Finding[] {
  const claims = claimsOf(sources);
  return (
    sources
      .filter((file) => /^server\/[^/]+\/personal-data\.ts$/.test(file.path))
      // Staff, not contacts: what each says of itself is in its personal-data.ts.
      .filter((file) => file.path !== "server/accounts/personal-data.ts")
      .flatMap((file) => {
        const part = (from: string, to: string): string => {
          const start = file.text.indexOf(from);
          const end = file.text.indexOf(to, start);
          return start < 0 ? "" : file.text.slice(start, end < 0 ? undefined : end);
        };
        const parts = {
          export: part("exportFor", "eraseFor"),
          erasure: part("eraseFor", "retention:"),
          retention: part("retention:", "\u0000"),
        };
        return claims
          .filter(({ path }) => path === file.path)
          .flatMap(({ table, line }) =>
            (["export", "erasure", "retention"] as const)
              .filter((name) => !withAnother[table]?.without.includes(name))
              .filter((name) => !new RegExp(`\\b${table}\\b`).test(parts[name]))
              .map((name) => ({
                path: file.path,
                line,
                message: `table ${table} is claimed without ${name}`,
              })),
          );
      })
  );
}

/** The strings in every `tables: […]` or `tables = […]` of the slices' personal-data.ts. */
export function claimsOf(sources: SourceFile[]): { table: string; path: string; line: number }[] {
  return sources
    .filter((file) => /^server\/[^/]+\/personal-data\.ts$/.test(file.path))
    .flatMap((file) => {
      const { code, literals, path, text } = scan(file);
      return [
        ...code.matchAll(/\btables\s*(?:[:=]|:\s*[\w[\]<> ]+=)\s*\[(?<list>[^\]]*)\]/g),
      ].flatMap((match) => {
        const end = match.index + match[0].length;
        return literals
          .filter(({ start }) => start > match.index && start < end)
          .map((literal) => ({ table: literal.text, path, line: lineAt(text, literal.start) }));
      });
    });
}

function withoutComments(sql: string): string {
  return sql
    .replace(/--[^\n]*/g, "")
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""));
}

/** The text between the bracket at `open` and its partner. */
function between(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

const constraint = /^(?:primary|foreign|unique|check|constraint|exclude|like)$/i;

function columnsOf(body: string): string[] {
  const columns: string[] = [];
  let depth = 0;
  let part = "";
  for (const char of `${body},`) {
    if (char === "(") depth++;
    if (char === ")") depth--;
    if (char !== "," || depth > 0) {
      part += char;
      continue;
    }
    const name = /^\s*("?\w+"?)/.exec(part)?.[1] ?? "";
    if (name && !constraint.test(name)) columns.push(bare(name));
    part = "";
  }
  return columns;
}

function bare(name: string): string {
  return (name.split(".").at(-1) ?? name).replaceAll('"', "").toLowerCase();
}
