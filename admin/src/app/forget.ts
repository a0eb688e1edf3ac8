import { useEffect, useRef } from "react";
import { useRouterState } from "@tanstack/react-router";

/** How long something that was entered waits for its author to sign in again. */
const KEEP_MS = 30 * 60_000;
const ENTERED = ["input", "change", "drop"] as const;

/**
 * Clears a page whose session has ended, from the screen and from memory, by leaving the document (ASVS 14.3.1). Where
 * something was entered since the page was opened, it waits behind the sign-in for half an hour.
 *
 * @returns true while a page with entries waits
 */
export function useForgetting(expired: boolean): boolean {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const entered = useRef(false);
  useEffect(() => {
    entered.current = false;
  }, [pathname]);
  useEffect(() => {
    const note = (): void => void (entered.current = true);
    for (const kind of ENTERED) document.addEventListener(kind, note, true);
    return () => {
      for (const kind of ENTERED) document.removeEventListener(kind, note, true);
    };
  }, []);
  // Looked at once, when the session ends: typing the password afterwards is no work.
  const waits = useRef(false);
  const before = useRef(false);
  if (expired !== before.current) {
    before.current = expired;
    waits.current = expired && entered.current;
  }
  const waiting = waits.current;
  useEffect(() => {
    if (!expired) return;
    if (!waiting) return void leave();
    const timer = setTimeout(leave, KEEP_MS);
    return () => clearTimeout(timer);
  }, [expired, waiting]);
  return expired && waiting;
}

/** To the sign-in, which leads back here. Nobody is there to be asked whether drafts may be lost. */
function leave(): void {
  const { pathname, search, hash } = window.location;
  if (pathname === "/login") return;
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
  window.location.replace(`/login?back=${encodeURIComponent(pathname + search + hash)}`);
}
