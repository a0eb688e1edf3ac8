/** Brings node_modules and the built workplace up to date, each only when what it is made from changed. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock.mjs";
import { fail, findRuntime, root } from "./runtime.mjs";

const lockFile = join(root, "package-lock.json");
const installStamp = join(root, "node_modules/.klarpost-lock");
const buildStamp = join(root, "admin/dist/.klarpost-build");
/** Scratch folder of these scripts; not in git. */
const scratch = join(root, ".klarpost");

const read = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

const waiting = "Another process installs or builds here; waiting for it …";

/** Runs a command; its output is shown when it fails. */
function runQuietly(command, args, what) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      shell: command === "npm" && process.platform === "win32",
    });
    const output = [];
    child.stdout.on("data", (data) => output.push(data));
    child.stderr.on("data", (data) => output.push(data));
    child.on("error", (error) => fail(`${what} failed: ${error.message}`));
    child.on("close", (code) => {
      if (code !== 0)
        fail(`${Buffer.concat(output).toString().trim()}\n\n${what} failed (exit code ${code}).`);
      done();
    });
  });
}

function installKey() {
  return createHash("sha256")
    .update(`${process.platform}-${process.arch}\n`)
    .update(readFileSync(lockFile))
    .digest("hex");
}

/** True when somebody ran `npm ci` themselves: npm's own record of node_modules matches the lock file. */
function isInstalledByHand() {
  const record = read(join(root, "node_modules/.package-lock.json"));
  if (record === "") return false;
  const found = JSON.parse(record).packages;
  const wanted = JSON.parse(readFileSync(lockFile, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional, devOptional, link }]) => {
    if (path === "" || link) return true;
    const installed = found[path];
    return installed === undefined
      ? Boolean(optional || devOptional)
      : installed.version === version;
  });
}

/** Installs the dependencies of package-lock.json unless they are installed. */
export async function ensureInstalled() {
  const key = installKey();
  if (read(installStamp) === key) return;
  await withLock(join(scratch, "install.lock"), waiting, async () => {
    if (read(installStamp) === key) return;
    if (!isInstalledByHand()) {
      console.log("Installing the dependencies of package-lock.json …");
      const args = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
      const npm = process.env.npm_execpath;
      if (npm?.endsWith(".js")) await runQuietly(process.execPath, [npm, ...args], "npm ci");
      else await runQuietly("npm", args, "npm ci");
    }
    writeFileSync(installStamp, key);
  });
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return [path];
      return /^(dist.*|node_modules)$/.test(entry.name) ? [] : filesBelow(path);
    });
}

function buildKey() {
  const hash = createHash("sha256").update(readFileSync(lockFile));
  for (const path of [...filesBelow("admin"), ...filesBelow("contract")]) {
    if (!/\.test\.tsx?$/.test(path))
      hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}

/** Builds the workplace into admin/dist unless it is built from these sources. */
export async function ensureWorkplace() {
  // An image may bring the built workplace without its sources.
  if (!existsSync(join(root, "admin/src"))) return;
  const key = buildKey();
  if (read(buildStamp) === key) return;
  await withLock(join(scratch, "build.lock"), waiting, async () => {
    if (read(buildStamp) === key) return;
    console.log("Building the workplace …");
    const [fresh, old, built] = [
      join(scratch, "workplace"),
      join(scratch, "workplace.old"),
      join(root, "admin/dist"),
    ];
    const vite = join(root, "node_modules/vite/bin/vite.js");
    await runQuietly(
      findRuntime(),
      [vite, "build", "admin", "--outDir", fresh, "--emptyOutDir"],
      "The build of the workplace",
    );
    writeFileSync(join(fresh, ".klarpost-build"), key);
    // A running server must not find a half-built folder.
    rmSync(old, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true });
    if (existsSync(built)) renameSync(built, old);
    renameSync(fresh, built);
    rmSync(old, { recursive: true, force: true });
  });
}
