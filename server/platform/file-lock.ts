import { chmodSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/** A lock on a file that the kernel gives back when its process ends, however it ends. */
export interface FileLock {
  release(): void;
}

const SQLITE_BUSY = 5;
const POLL_MS = 50;

/**
 * Takes a shared or exclusive lock, or returns undefined when others hold it against us.
 *
 * Node has no `flock`. SQLite locks its files through the operating system (fcntl), between processes
 * and within one, and a `kill -9` releases them: no process numbers, nothing stale to clean up. The
 * file stays empty. Nobody else may open it: closing any handle of it would drop the lock.
 */
export function tryLockFile(path: string, mode: "shared" | "exclusive"): FileLock | undefined {
  const handle = new DatabaseSync(path, { timeout: 0 });
  try {
    if (mode === "exclusive") handle.exec("begin exclusive");
    else handle.exec("begin; select count(*) from sqlite_master");
  } catch (error) {
    handle.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  // Whoever may open the file may lock it against us.
  chmodSync(path, 0o600);
  return { release: () => handle.close() };
}

/** Waits for the lock as long as it takes. `onWait` is called once, when it is not free at once. */
export async function lockFile(
  path: string,
  mode: "shared" | "exclusive",
  onWait: () => void = () => {},
): Promise<FileLock> {
  for (let attempt = 0; ; attempt++) {
    const lock = tryLockFile(path, mode);
    if (lock !== undefined) return lock;
    if (attempt === 0) onWait();
    await sleep(POLL_MS);
  }
}
