import { useSyncExternalStore } from "react";

/** Who waits for the person to prove to be there; told whether they did. */
let waiting: ((proven: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Told by the client when an act wants a fresh proof. True once it was given, false when the person gave up. */
export function askForProof(): Promise<boolean> {
  // Without the workplace around it there is nobody who could ask.
  if (listeners.size === 0) return Promise.resolve(false);
  return new Promise((resolve) => {
    waiting = [...waiting, resolve];
    tell();
  });
}

/** Told by the dialog. */
export function proofAnswered(proven: boolean): void {
  const told = waiting;
  waiting = [];
  tell();
  for (const resolve of told) resolve(proven);
}

/** True while an act waits, for the dialog that asks. */
export function useProofAsked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting.length > 0,
  );
}
