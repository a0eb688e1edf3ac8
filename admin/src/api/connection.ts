import { useSyncExternalStore } from "react";

/** Whether the server answers: "away" when it says 502–504, "offline" when nothing answers at all. */
export type Connection = "ok" | "away" | "offline";

let current: Connection = "ok";
const listeners = new Set<() => void>();

/** Told by the client after each request. */
export function setConnection(next: Connection): void {
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

/** The present state, for the banner above the pages. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
