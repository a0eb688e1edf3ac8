import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useMemo, type ReactNode } from "react";
import {
  ApiError,
  chosenAccount,
  createSession,
  currentAccount,
  chooseAccount,
  fetchMe,
  isAway,
  ME_KEY,
  SessionProvider,
  useCurrentAccount,
  useSessionExpired,
  type Me,
} from "../api/index.ts";
import { setLocale, storedLocale, TimeZoneProvider } from "../i18n/index.ts";
import type { PageRoute } from "../ui/page-route.ts";
import { useGo } from "../ui/navigation.tsx";
import { useForgetting } from "./forget.ts";
import { Shell } from "./shell.tsx";
import { ShellSkeleton } from "./shell-skeleton.tsx";
import { Away, NoAccount } from "./states.tsx";

const Expired = lazy(() => import("./expired.tsx"));

/** Everything behind the sign-in: reads who is there, gives the pages their session, draws the shell. */
export function Workplace({
  routes,
  children,
}: {
  routes: PageRoute[];
  children: ReactNode;
}): ReactNode {
  const query = useQuery<Me, Error>({
    queryKey: [...ME_KEY],
    queryFn: ({ signal }) => fetchMe(signal),
    staleTime: 60_000,
    retry: false,
  });
  const chosen = useCurrentAccount();
  const expired = useSessionExpired();
  const waits = useForgetting(expired);
  const me = query.data;
  const go = useGo();
  const signedOut = !me && query.error instanceof ApiError && query.error.status === 401;
  const retry = useCallback(() => void query.refetch(), [query]);

  useEffect(() => {
    const { pathname, search, hash } = window.location;
    // The workplace stays mounted until the code of the sign-in page is there: send away only once.
    if (!signedOut || pathname === "/login") return;
    const here = pathname + search + hash;
    go(`/login${here === "/" ? "" : `?back=${encodeURIComponent(here)}`}`, { replace: true });
  }, [signedOut, go]);
  useEffect(() => {
    if (me && !storedLocale()) setLocale(me.operator.locale, false);
  }, [me]);

  const session = useMemo(() => {
    const account =
      me && (me.accounts.find((candidate) => candidate.id === chosen) ?? chosenAccount(me));
    return me && account ? createSession(me, account) : undefined;
  }, [me, chosen]);
  useEffect(() => {
    if (session && currentAccount() !== session.account.id) chooseAccount(session.account.id);
  }, [session]);

  const unsafe = session?.account.needsSecondFactor === true;
  useEffect(() => {
    if (!unsafe) return;
    const { pathname, search } = window.location;
    go(`/anmeldung-absichern?back=${encodeURIComponent(pathname + search)}`, { replace: true });
  }, [unsafe, go]);

  if (!me) {
    if (query.error && !signedOut) {
      if (isAway(query.error)) return <Away onRetry={retry} />;
      throw query.error;
    }
    return <ShellSkeleton />;
  }
  if (!session) return <NoAccount />;
  // The first requests of the pages must already carry the account.
  if (chosen !== session.account.id || unsafe) return <ShellSkeleton />;
  return (
    <SessionProvider value={session}>
      <TimeZoneProvider timeZone={session.account.timezone}>
        {(!expired || waits) && <Shell routes={routes}>{children}</Shell>}
        {waits && (
          <Suspense fallback={null}>
            <Expired />
          </Suspense>
        )}
      </TimeZoneProvider>
    </SessionProvider>
  );
}
