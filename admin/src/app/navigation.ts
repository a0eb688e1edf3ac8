import {
  IconBuildingBank,
  IconChartBar,
  IconFilter,
  IconFlask,
  IconHome,
  IconList,
  IconWriting,
  IconMail,
  IconMailCheck,
  IconMessageReply,
  IconPhoto,
  IconReceipt,
  IconSettings,
  IconShieldCheck,
  IconUserHeart,
  IconUsers,
  type Icon,
} from "@tabler/icons-react";
import type { Permission } from "../api/index.ts";
import type { NavEntry, PageRoute } from "../ui/page-route.ts";

interface NavDefinition {
  entry: NavEntry;
  icon: Icon;
  /** Entries of one group stand together; between groups is a gap. */
  group: 1 | 2 | 3;
  /** Also a tab at the bottom of the phone (four at most). */
  tab?: boolean;
  /** Only in the sandbox. */
  sandbox?: boolean;
}

/** The order of the navigation. An entry shows once a page takes it with `nav`. */
const DEFINITIONS: NavDefinition[] = [
  { entry: "start", icon: IconHome, group: 1, tab: true },
  { entry: "mailings", icon: IconMail, group: 1, tab: true },
  { entry: "library", icon: IconPhoto, group: 1 },
  { entry: "replies", icon: IconMessageReply, group: 1 },
  { entry: "transactional", icon: IconReceipt, group: 1 },
  { entry: "reports", icon: IconChartBar, group: 1 },
  { entry: "deliverability", icon: IconMailCheck, group: 1 },
  { entry: "contacts", icon: IconUsers, group: 2, tab: true },
  { entry: "mine", icon: IconUserHeart, group: 2 },
  { entry: "lists", icon: IconList, group: 2, tab: true },
  { entry: "coreLists", icon: IconBuildingBank, group: 2 },
  { entry: "segments", icon: IconFilter, group: 2 },
  { entry: "intake", icon: IconWriting, group: 2, tab: true },
  { entry: "privacy", icon: IconShieldCheck, group: 3 },
  { entry: "settings", icon: IconSettings, group: 3 },
  { entry: "sandbox", icon: IconFlask, group: 3, sandbox: true },
];

export interface NavItem extends NavDefinition {
  route: PageRoute;
}

/** The entries this operator sees in this account, in order. */
export function navigationFor(
  routes: PageRoute[],
  can: (permission: Permission) => boolean,
  mode: "sandbox" | "live",
): NavItem[] {
  return DEFINITIONS.flatMap((definition) => {
    if (definition.sandbox && mode !== "sandbox") return [];
    const route = routes.find((candidate) => candidate.nav === definition.entry);
    if (!route || (route.permission && !can(route.permission))) return [];
    return [{ ...definition, route }];
  });
}

/** The entry to mark: the one with the longest path that begins the present path. */
export function currentEntry(items: NavItem[], pathname: string): NavEntry | undefined {
  let best: NavItem | undefined;
  for (const item of items) {
    const path = item.route.path;
    const matches =
      path === "/" ? pathname === "/" : pathname === path || pathname.startsWith(`${path}/`);
    if (matches && (!best || path.length > best.route.path.length)) best = item;
  }
  return best?.entry;
}
