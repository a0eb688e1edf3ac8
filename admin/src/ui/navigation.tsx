import { Button, type ButtonProps } from "@mantine/core";
import { useParams, useRouter, useRouterState } from "@tanstack/react-router";
import {
  useCallback,
  type AnchorHTMLAttributes,
  type MouseEvent,
  type ReactNode,
  type Ref,
} from "react";

export interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> {
  /** Path inside the workplace, with query if any: "/mailings/mlg_1?tab=links". */
  to: string;
  replace?: boolean;
  ref?: Ref<HTMLAnchorElement>;
}

/** A link inside the workplace. Opens in place; with Ctrl, ⌘ or the middle button in a new tab. */
export function Link({
  to,
  replace,
  onClick,
  onPointerEnter,
  onFocus,
  ref,
  ...rest
}: LinkProps): ReactNode {
  const router = useRouter();
  const preload = useCallback(() => {
    // Fetches the code of the page ahead; a failure shows when the page is opened.
    router.preloadRoute({ to: to.split("?")[0] } as never).catch(() => undefined);
  }, [router, to]);
  return (
    <a
      {...rest}
      ref={ref}
      href={to}
      onPointerEnter={(event) => {
        onPointerEnter?.(event);
        preload();
      }}
      onFocus={(event) => {
        onFocus?.(event);
        preload();
      }}
      onClick={(event) => {
        onClick?.(event);
        if (!isPlainClick(event) || rest.target || rest.download !== undefined) return;
        event.preventDefault();
        if (replace) router.history.replace(to);
        else router.history.push(to);
      }}
    />
  );
}

function isPlainClick(event: MouseEvent): boolean {
  return (
    !event.defaultPrevented &&
    event.button === 0 &&
    !event.metaKey &&
    !event.ctrlKey &&
    !event.shiftKey &&
    !event.altKey
  );
}

/** A link that looks like a button. `variant="filled"` is the one next step of a page. */
export function ButtonLink({
  to,
  ...rest
}: ButtonProps & { to: string; children?: ReactNode; "aria-label"?: string }): ReactNode {
  return <Button<typeof Link> component={Link} to={to} {...rest} />;
}

/** Goes to a path: `const go = useGo(); go("/mailings/" + id)`. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (to, options) => (options?.replace ? router.history.replace(to) : router.history.push(to)),
    [router],
  );
}

/** A part of the path: with path "/lists/$id", `useRouteParam("id")`. */
export function useRouteParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  const value = params[name];
  if (value === undefined) throw new Error(`The route has no parameter $${name}`);
  return value;
}

/**
 * The query string as state, so that filters and tabs survive reload and can be shared:
 * `const [search, setSearch] = useSearch(); setSearch({ q: "meier", cursor: undefined })`.
 * Setting replaces the entry in the history.
 */
export function useSearch(): [
  Record<string, string>,
  (patch: Record<string, string | undefined>) => void,
] {
  const router = useRouter();
  const search = useRouterState({
    select: (state) => state.location.search as Record<string, string>,
  });
  const set = useCallback(
    (patch: Record<string, string | undefined>) => {
      const { pathname, search: present, hash } = router.state.location;
      const next = new URLSearchParams();
      for (const [name, value] of Object.entries({
        ...(present as Record<string, string>),
        ...patch,
      })) {
        if (value !== undefined && value !== "") next.set(name, value);
      }
      const text = next.toString();
      router.history.replace(`${pathname}${text ? `?${text}` : ""}${hash ? `#${hash}` : ""}`);
    },
    [router],
  );
  return [search, set];
}
