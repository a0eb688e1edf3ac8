/**
 * Where tests keep what they throw away. In memory where the system allows: a database is copied there in a tenth of
 * the time a disk takes that others use as well, and hundreds are.
 */
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "./alive.mjs";

const IN_MEMORY = "/dev/shm";
/** The file system's kind as statfs(2) names it. */
const TMPFS = 0x01021994;
/** A run needs about a quarter of it; the rest is for what runs beside. */
const NEEDED_BYTES = 8 * 1024 ** 3;
const NAME = /^klarpost-tests-(\d+)$/;

/** The folder all of it goes to, on Linux with memory to spare; elsewhere the system's folder for such files. */
export function scratchFolder() {
  try {
    const { type, bavail, bsize } = statfsSync(IN_MEMORY);
    const mounted = readFileSync("/proc/mounts", "utf8").split("\n");
    const mount = mounted.findLast((line) => line.split(" ")[1] === IN_MEMORY);
    // Tests start programs from where they put them.
    if (type !== TMPFS || mount === undefined || /\bnoexec\b/.test(mount)) return undefined;
    for (const name of readdirSync(IN_MEMORY)) {
      const pid = NAME.exec(name)?.[1];
      // Of a run that was killed: it would hold the memory until the machine restarts.
      if (pid !== undefined && !isAlive(Number(pid)))
        rmSync(join(IN_MEMORY, name), { recursive: true, force: true });
    }
    if (Math.min(bavail * bsize, process.availableMemory()) < NEEDED_BYTES) return undefined;
    const folder = join(IN_MEMORY, `klarpost-tests-${process.pid}`);
    mkdirSync(folder);
    // Servers of other users look for their files here, as in the system's folder.
    chmodSync(folder, 0o1777);
    return folder;
  } catch {
    return undefined;
  }
}

/** Removes what {@link scratchFolder} gave. */
export function removeScratch(folder) {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
