import { readdirSync, readFileSync } from "node:fs";
import type { Database } from "../server/platform/index.ts";

/** Clock ticks a second in /proc: fixed on Linux. */
const TICKS = 100;

/**
 * Seconds of processor time that the database's processes on this machine have used so far, ended ones included. 0 where
 * that cannot be told. On a machine that others use as well, it says more than the time on the clock.
 */
export async function postgresCpu(db: Database): Promise<number> {
  try {
    const { rows } = await db.hot.query<{ pid: number }>("select pg_backend_pid() as pid");
    const parent = statOf(rows[0]!.pid).parent;
    const children = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const stat = statOf(Number(name));
          return stat.parent === parent ? [stat.own] : [];
        } catch {
          return [];
        }
      });
    const own = statOf(parent);
    return (children.reduce((sum, ticks) => sum + ticks, own.own) + own.ended) / TICKS;
  } catch {
    return 0;
  }
}

function statOf(pid: number): { parent: number; own: number; ended: number } {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  return { parent: fields[1]!, own: fields[11]! + fields[12]!, ended: fields[13]! + fields[14]! };
}
