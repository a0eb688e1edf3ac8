/**
 * Licences of everything that is installed in production, from the installed package.json files
 * and, for other platforms' packages, from the lock file. Fails on a licence that is not on the
 * list of stack decisions: Klarpost is Apache-2.0 and is shipped with its dependencies.
 * `--list` prints each package with its licence.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const allowed = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "OFL-1.1",
  "CC0-1.0",
  "Unlicense",
  "PostgreSQL",
  "Python-2.0",
]);

/** Packages whose field says less than their licence file, with what the file says. */
const stated: Readonly<Record<string, string>> = {
  "png-js": "MIT",
};

type LockedPackage = { version?: string; license?: string; dev?: boolean; link?: boolean };
type Used = { name: string; version: string; licence: string };

const root = join(import.meta.dirname, "..");
const { values: options } = parseArgs({ options: { list: { type: "boolean" } } });

const used = production();
const refused = used.filter(({ licence }) => !isAllowed(licence));
if (options.list) {
  for (const { name, version, licence } of used) console.log(`${name} ${version}: ${licence}`);
}
for (const { name, version, licence } of refused) {
  console.log(`${name} ${version}: licence "${licence}" is not allowed`);
}
console.log(`${used.length} packages in production, ${refused.length} refused`);
process.exitCode = refused.length === 0 ? 0 : 1;

function production(): Used[] {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && !entry.dev && !entry.link)
    .map(([path, entry]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      const licence = stated[name] ?? installedLicence(path) ?? entry.license ?? "unknown";
      return { name, version: entry.version ?? "", licence };
    });
}

function installedLicence(path: string): string | undefined {
  const file = join(root, path, "package.json");
  if (!existsSync(file)) return undefined;
  const { license, licenses } = JSON.parse(readFileSync(file, "utf8")) as {
    license?: string | { type?: string };
    licenses?: { type?: string }[];
  };
  if (typeof license === "string") return license;
  return license?.type ?? licenses?.map((each) => each.type).join(" AND ");
}

/** SPDX expressions of names with AND, OR and brackets; of an OR one side is enough. */
function isAllowed(expression: string): boolean {
  const plain = expression.replace(/[()]/g, " ").trim();
  return plain
    .split(/\s+OR\s+/)
    .some((side) => side.split(/\s+AND\s+/).every((name) => allowed.has(name.trim())));
}
