import { useSyncExternalStore } from "react";

/** True after the server no longer knew the session in the middle of work. */
let expired = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  if (next === expired) return;
  expired = next;
  for (const listener of listeners) listener();
}

/** Told by the query cache on a 401. */
export function sessionExpired(): void {
  set(true);
}

/** Told after signing in. */
export function sessionRenewed(): void {
  set(false);
}

/** Follows it, for the dialog that lets the operator sign in again without losing the page. */
export function useSessionExpired(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => expired,
  );
}
