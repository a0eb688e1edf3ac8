import { useSyncExternalStore } from "react";

/** True after the server no longer knew the session in the middle of work. */
let expired = false;
/** Somebody signs out: what is still asked for gets a 401 then, and nothing has expired. */
let leaving = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  if (next === expired) return;
  expired = next;
  for (const listener of listeners) listener();
}

/** Told by the query cache on a 401. */
export function sessionExpired(): void {
  if (!leaving) set(true);
}

/** Told before signing out, and when that failed. The page is left afterwards. */
export function sessionLeaving(next: boolean): void {
  leaving = next;
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
