import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type AnyRoute,
} from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { useCan, useSession } from "../api/index.ts";
import { useGo } from "../ui/navigation.tsx";
import { PageSkeleton } from "../ui/page.tsx";
import type { PageRoute } from "../ui/page-route.ts";
import { navigationFor } from "./navigation.ts";
import { Proof } from "./proof.tsx";
import { Crash, Forbidden } from "./states.tsx";
import { Workplace } from "./workplace.tsx";

// Each folder of pages registers itself: pages/<slice>/routes.ts exports `routes`.
const modules = import.meta.glob<{ routes: PageRoute[] }>("../pages/*/routes.ts", { eager: true });

/** All pages of the workplace. */
export const pageRoutes: PageRoute[] = Object.values(modules).flatMap((module) => module.routes);

if (import.meta.env.DEV || import.meta.env.MODE === "gallery") {
  pageRoutes.push({
    path: "/_gallery",
    title: { de: "Bausteine", en: "Components" },
    load: () => import("../gallery/gallery-page.tsx"),
    frame: "bare",
    unlisted: true,
  });
}

const root = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Proof />
    </>
  ),
});

const workplace = createRoute({
  getParentRoute: () => root,
  id: "workplace",
  component: () => (
    <Workplace routes={pageRoutes}>
      <Outlet />
    </Workplace>
  ),
});

type LazyPage = ((props: object) => ReactNode) & { preload?: () => Promise<void> };

function componentFor(page: PageRoute): LazyPage {
  const Component = lazyRouteComponent(page.load, "default") as unknown as LazyPage;
  const permission = page.permission;
  if (!permission) return Component;
  const Guarded = (): ReactNode => {
    if (useCan()(permission)) return <Component />;
    return page.path === "/" ? <FirstPage /> : <Forbidden permission={permission} />;
  };
  return Object.assign(Guarded, { preload: Component.preload });
}

/** Whoever may not see the start page begins at the first page they may see: intake at its one page. */
function FirstPage(): ReactNode {
  const { can, account } = useSession();
  const go = useGo();
  const first = navigationFor(pageRoutes, can, account.mode)[0]?.route.path;
  useEffect(() => {
    if (first !== undefined) go(first, { replace: true });
  }, [first, go]);
  return first === undefined ? <Forbidden permission="account.read" /> : <PageSkeleton />;
}

function toRoute(page: PageRoute, parent: AnyRoute): AnyRoute {
  return createRoute({
    getParentRoute: () => parent,
    path: page.path,
    component: componentFor(page),
  });
}

const bare = pageRoutes.filter((page) => page.frame === "bare").map((page) => toRoute(page, root));
const framed = pageRoutes
  .filter((page) => page.frame !== "bare")
  .map((page) => toRoute(page, workplace));

/** The router. The query string is plain text on both sides: no JSON inside addresses. */
export const router = createRouter({
  routeTree: root.addChildren([...bare, workplace.addChildren(framed)]),
  defaultErrorComponent: Crash,
  defaultPendingComponent: () => <PageSkeleton />,
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString();
    return text ? `?${text}` : "";
  },
});
