import type { ComponentType } from "react";
import type { Permission } from "../api/index.ts";

/** The entries of the navigation. Their words, icons and order are set once, in app/navigation.ts. */
export type NavEntry =
  | "start"
  | "mailings"
  | "library"
  | "replies"
  | "transactional"
  | "deliverability"
  | "reports"
  | "contacts"
  | "mine"
  | "lists"
  | "coreLists"
  | "segments"
  | "intake"
  | "privacy"
  | "settings"
  | "sandbox";

/** One page of the workplace. Each folder of pages exports `routes: PageRoute[]` from its routes.ts. */
export interface PageRoute {
  /** "/lists/$id"; parameters by useRouteParam("id"). */
  path: string;
  /** For the command palette and, until the page has set its own, the window title. */
  title: { de: string; en: string };
  /** Loads the page when it is first opened: `() => import("./list-page.tsx")`. */
  load: () => Promise<{ default: ComponentType }>;
  /** Permission needed to see it. Without it the page says so kindly and the palette leaves it out. */
  permission?: Permission;
  /** Makes this page the target of a navigation entry. Pages below its path mark the same entry. */
  nav?: NavEntry;
  /** A number beside the entry (open requests). A hook; undefined or 0 shows nothing. */
  useBadge?: () => number | undefined;
  /** Further words under which the command palette finds it. */
  keywords?: string;
  /** Leaves the page out of the command palette. Pages with parameters are left out anyway. */
  unlisted?: boolean;
  /** "bare": no shell, no sign-in needed (sign-in and set-up pages). */
  frame?: "workplace" | "bare";
}
