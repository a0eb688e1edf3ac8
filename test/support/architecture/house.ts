import { posix } from "node:path";
import type { Finding, ScannedFile } from "./source.ts";
import { isTest } from "./source.ts";
import type { Import } from "./imports.ts";
import { importsOf } from "./imports.ts";

/**
 * The house: a folder of `server/` imports lower ranks only, never its own rank, always through
 * the other folder's `index.ts`. The same table stands in ARCHITECTURE.md.
 */
export const ranks: Readonly<Record<string, number>> = {
  platform: 0,
  accounts: 1,
  contacts: 1,
  content: 1,
  pages: 1,
  consent: 2,
  guards: 2,
  evidence: 2,
  suppression: 2,
  senders: 2,
  sandbox: 2,
  purchases: 2,
  records: 2,
  images: 2,
  editing: 2,
  relays: 2,
  bounces: 3,
  lists: 3,
  tracking: 3,
  mailboxes: 3,
  templates: 3,
  goals: 4,
  leads: 4,
  compliance: 4,
  delivery: 5,
  segments: 6,
  exports: 6,
  imports: 6,
  signup: 6,
  preferences: 6,
  correspondence: 7,
  requests: 7,
  mailings: 7,
  intake: 8,
  archive: 8,
  duplicates: 8,
  inbound: 8,
  journal: 8,
  oversight: 8,
  journeys: 8,
  crm: 8,
  web: 8,
  privacy: 9,
  backups: 9,
  reports: 9,
  documents: 10,
};

/** Rank of the composition root, the commands and the configuration. */
const top = 11;
const topRooms = new Set([
  "cli",
  "app",
  "main",
  "config",
  "demo",
  "metrics",
  "app-parts",
  "app-routes",
  "app-work",
  "system-mailer",
  "ways-out",
  "secrets",
  "security-txt",
  "declared-places",
  "settings",
]);

/** `server/lists/list.ts` → `lists`; `server/app.ts` → `app`; elsewhere undefined. */
function roomOf(path: string): string | undefined {
  return /^server\/([^/]+?)(?:\.ts)?(?:\/|$)/.exec(path)?.[1];
}

function rankOf(room: string): number | undefined {
  return topRooms.has(room) ? top : ranks[room];
}

/** Unknown rooms, imports of the same or a higher rank, and imports past another room's door. */
export function checkRanks(files: ScannedFile[]): Finding[] {
  return eachImport(files, "server/", (file, target) => {
    const from = roomOf(file.path) ?? "";
    const fromRank = rankOf(from);
    if (fromRank === undefined) return `server/${from} has no rank in the house`;
    if (!target.relative) return undefined;
    const to = roomOf(target.target);
    if (to === undefined) return outsideServer(file, target);
    if (to === from) return undefined;
    const toRank = rankOf(to);
    if (toRank === undefined) return `server/${to} has no rank in the house`;
    if (fromRank < top && toRank >= fromRank) {
      return `${from} (rank ${fromRank}) imports ${to} (rank ${toRank}); only lower ranks may be imported`;
    }
    if (!topRooms.has(to) && target.target !== `server/${to}/index.ts`) {
      return `${target.target} is imported past the door server/${to}/index.ts`;
    }
    return undefined;
  });
}

function outsideServer(file: ScannedFile, { target }: Import): string | undefined {
  if (/^(contract\/|package\.json$)/.test(target) || isTest(file.path)) return undefined;
  return `server code imports ${target}; it may import server/ and contract/ only`;
}

/** Only the composition root and the commands know the configuration; others get what they need. */
export function checkConfigImports(files: ScannedFile[]): Finding[] {
  return eachImport(files, "server/", (file, { target }) =>
    target === "server/config.ts" &&
    !isTest(file.path) &&
    !/^server\/(app|app-parts|main|config)\.ts$|^server\/cli\//.test(file.path)
      ? "server/config.ts is imported by the composition root, main.ts and cli only"
      : undefined,
  );
}

/** `contract/` is shared with the browser: schemas only. */
export function checkContract(files: ScannedFile[]): Finding[] {
  return eachImport(files, "contract/", (file, { target, relative }) =>
    isTest(file.path) || target === "typebox" || (relative && target.startsWith("contract/"))
      ? undefined
      : `contract/ imports ${target}; it may import typebox only`,
  );
}

/** A page imports ui/, api/, app/, contract/ and its own folder; ui/ and api/ know no page. */
export function checkAdmin(files: ScannedFile[]): Finding[] {
  return eachImport(files, "admin/", (file, { target, relative }) => {
    if (!relative) return undefined;
    if (/^(server|test|scripts)\//.test(target)) return `the workplace imports ${target}`;
    const targetPage = pageOf(target);
    if (targetPage !== undefined) {
      if (targetPage === pageOf(file.path)) return undefined;
      if (/^admin\/src\/(app\/|[^/]+$)/.test(file.path)) return undefined;
      return `${target} belongs to another page`;
    }
    if (pageOf(file.path) === undefined) return undefined;
    return /^admin\/src\/(ui|api|app|i18n)\/|^contract\//.test(target)
      ? undefined
      : `a page imports ${target}; it may import ui/, api/, app/, i18n/, contract/ and its own folder`;
  });
}

function pageOf(path: string): string | undefined {
  return /^admin\/src\/pages\/([^/]+)\//.exec(path)?.[1];
}

/** Circles of imports that pass through more than one room. Type-only imports count too. */
export function checkCycles(files: ScannedFile[]): Finding[] {
  const graph = new Map<string, string[]>();
  for (const file of files) {
    if (!file.path.startsWith("server/") || isTest(file.path)) continue;
    const targets = importsOf(file).filter((each) => each.relative);
    graph.set(
      file.path,
      targets.map((each) => posix.normalize(each.target)),
    );
  }
  return circles(graph)
    .filter((circle) => new Set(circle.map(roomOf)).size > 1)
    .map((circle) => ({
      path: circle[0] ?? "",
      line: 1,
      message: `imports run in a circle: ${circle.join(" → ")}`,
    }));
}

/** Strongly connected components of more than one file (Tarjan 1972). */
function circles(graph: Map<string, string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  const visit = (node: string) => {
    const order = index.size;
    index.set(node, order);
    low.set(node, order);
    stack.push(node);
    onStack.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      if (!index.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
      } else if (onStack.has(next)) {
        low.set(node, Math.min(low.get(node) ?? 0, index.get(next) ?? 0));
      }
    }
    if (low.get(node) !== order) return;
    const component = stack.splice(stack.indexOf(node));
    for (const member of component) onStack.delete(member);
    if (component.length > 1) found.push(component);
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

function eachImport(
  files: ScannedFile[],
  below: string,
  judge: (file: ScannedFile, target: Import) => string | undefined,
): Finding[] {
  const found: Finding[] = [];
  for (const file of files) {
    if (!file.path.startsWith(below)) continue;
    for (const each of importsOf(file)) {
      const message = judge(file, each);
      if (message) found.push({ path: file.path, line: each.line, message });
    }
  }
  return found;
}
