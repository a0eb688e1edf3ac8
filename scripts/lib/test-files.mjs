/** Finds the tests and what they need, by following their imports. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./runtime.mjs";

const FOLDERS = ["server", "contract", "scripts", "admin", "test"];

function below(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(dist.*|node_modules)$/.test(entry.name) ? [] : below(path);
    return entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

/** `**` stands for anything, `*` for anything within a folder; the rest is literal. */
function globToPattern(glob) {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\?]/g, "\\$&")
    .replaceAll("**", "\0")
    .replaceAll("*", "[^/]*")
    .replaceAll("\0", ".*");
  return new RegExp(source);
}

/** The test files that any of the patterns names: a path, a part of one, or a glob. All without patterns. */
export function findTests(patterns) {
  const wanted = patterns.map((pattern) =>
    globToPattern(pattern.startsWith("/") ? relative(root, pattern) : pattern.replace(/^\.\//, "")),
  );
  return FOLDERS.flatMap(below)
    .filter((path) => wanted.length === 0 || wanted.some((pattern) => pattern.test(path)))
    .sort();
}

/** Everything a file imports, directly or through other files of the project: paths and packages. */
function importsOf(path, seen = new Set()) {
  const text = readFileSync(join(root, path), "utf8");
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
    const target = specifier.startsWith(".") ? join(dirname(path), specifier) : specifier;
    if (seen.has(target)) continue;
    seen.add(target);
    if (/^(test|scripts)\/.*\.ts$/.test(target) && existsSync(join(root, target)))
      importsOf(target, seen);
  }
  return seen;
}

/** What the tests of one file need beside Node.js. */
export function needsOf(path) {
  const imports = importsOf(path);
  const named = [path, ...imports].filter(
    (one) => /^(test|scripts|server)\/.*\.ts$/.test(one) && existsSync(join(root, one)),
  );
  const support = named.filter((one) => one === path || one.startsWith("test/"));
  return {
    database: imports.has("test/support/database.ts"),
    browser: imports.has("playwright-core"),
    mailboxServer: support.some((one) =>
      /\bdovecot\b/i.test(readFileSync(join(root, one), "utf8")),
    ),
    signatureVerifier: imports.has("test/support/opendkim.ts"),
    exim: imports.has("test/support/exim.ts"),
    opensmtpd: imports.has("test/support/opensmtpd.ts"),
    mailServer: support.some((one) => /\bpostfix\b/i.test(readFileSync(join(root, one), "utf8"))),
  };
}
