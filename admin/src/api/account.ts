import { useSyncExternalStore } from "react";

const STORED = "klarpost.account";
let current: string | undefined = read();
const listeners = new Set<() => void>();

/** Public id of the account this tab works in; every request carries it as Klarpost-Account. */
export function currentAccount(): string | undefined {
  return current;
}

/** Chooses the account for this tab, and as the default for new tabs. */
export function chooseAccount(id: string | undefined): void {
  if (id === current) return;
  current = id;
  try {
    // Per tab, so that two tabs can show two accounts; per browser, as the start of the next tab.
    if (id) {
      sessionStorage.setItem(STORED, id);
      localStorage.setItem(STORED, id);
    } else {
      sessionStorage.removeItem(STORED);
    }
  } catch {
    // Without storage the choice lasts until the page is reloaded.
  }
  for (const listener of listeners) listener();
}

/** Follows the choice of account. */
export function useCurrentAccount(): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

function read(): string | undefined {
  try {
    return sessionStorage.getItem(STORED) ?? localStorage.getItem(STORED) ?? undefined;
  } catch {
    return undefined;
  }
}
