import { useHotkeys } from "@mantine/hooks";
import { IconDots, IconSearch } from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { useSession } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { Link } from "../ui/navigation.tsx";
import type { PageRoute } from "../ui/page-route.ts";
import { BrandMark } from "../ui/brand.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { AccountMenu, OperatorMenu } from "./menus.tsx";
import { currentEntry, navigationFor, type NavItem } from "./navigation.ts";
import { OversightBanner } from "./oversight-banner.tsx";
import { Ribbon } from "./ribbon.tsx";
import { SecurityBanner } from "./security-banner.tsx";
import { SendingBanner } from "./sending-banner.tsx";
import { appTexts } from "./texts.ts";

const More = lazy(() => import("./more.tsx"));
const Palette = lazy(() => import("./palette.tsx"));

/** Ribbon, sidebar, top bar and, on the phone, tabs at the bottom. */
export function Shell({
  routes,
  children,
}: {
  routes: PageRoute[];
  children: ReactNode;
}): ReactNode {
  const t = useTexts(appTexts);
  const { can, account } = useSession();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const items = navigationFor(routes, can, account.mode);
  const current = currentEntry(items, pathname);
  const [searching, setSearching] = useState(0);
  // Where the drawer was opened: on another page it is closed.
  const [moreAt, setMoreAt] = useState<string>();
  // Who sees nobody has nothing to look for.
  const searchable = can("account.read");
  const search = (): void => setSearching((count) => count + (searchable ? 1 : 0));
  useHotkeys([
    ["mod+K", search],
    ["/", search],
  ]);
  const main = useFocusOnNavigation(pathname);
  const mailbox = items.find((item) => item.entry === "sandbox")?.route.path;

  return (
    <>
      <a className="k-skip s-skip" href="#main">
        {t("skip")}
      </a>
      <Ribbon mode={account.mode} mailbox={mailbox} />
      <div className="s-shell">
        <aside className="s-side">
          <Brand />
          <nav className="s-nav" aria-label={t("mainNav")}>
            <NavLinks items={items} current={current} />
          </nav>
          <AccountMenu />
        </aside>
        <div className="s-main">
          <div className="s-bar">
            <Brand />
            {searchable && (
              <button
                type="button"
                className="s-find"
                onClick={search}
                aria-keyshortcuts="Control+K Meta+K"
              >
                <IconSearch size={18} stroke={1.6} aria-hidden="true" />
                <span>{t("search")}</span>
                <kbd>{isMac() ? "⌘ K" : t("searchKey")}</kbd>
              </button>
            )}
            <div className="s-right">
              {searchable && (
                <button
                  type="button"
                  className="s-findicon"
                  onClick={search}
                  aria-label={t("searchShort")}
                >
                  <IconSearch size={22} stroke={1.6} aria-hidden="true" />
                </button>
              )}
              <OperatorMenu />
            </div>
          </div>
          <ConnectionBanner />
          <SendingBanner pathname={pathname} />
          <OversightBanner pathname={pathname} />
          <SecurityBanner pathname={pathname} />
          <main id="main" ref={main} tabIndex={-1}>
            {children}
          </main>
        </div>
      </div>
      <Tabs items={items} current={current} onMore={() => setMoreAt(pathname)} />
      {moreAt === pathname && (
        <Suspense fallback={null}>
          <More onClose={() => setMoreAt(undefined)}>
            <NavLinks items={items} current={current} />
          </More>
        </Suspense>
      )}
      {searching > 0 && (
        <Suspense fallback={null}>
          <Palette key={searching} routes={routes} />
        </Suspense>
      )}
    </>
  );
}

/** After going to another page the focus stands at its beginning, as after loading a page. */
function useFocusOnNavigation(pathname: string): React.RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}

function Brand(): ReactNode {
  return (
    <Link className="s-brand" to="/">
      <BrandMark />
      Klarpost
    </Link>
  );
}

function NavLinks({
  items,
  current,
}: {
  items: NavItem[];
  current: string | undefined;
}): ReactNode {
  return items.map((item, index) => (
    <NavLink
      key={item.entry}
      item={item}
      active={item.entry === current}
      gap={index > 0 && items[index - 1]?.group !== item.group}
    />
  ));
}

function noBadge(): number | undefined {
  return undefined;
}

function NavLink({
  item,
  active,
  gap,
}: {
  item: NavItem;
  active: boolean;
  gap: boolean;
}): ReactNode {
  const t = useTexts(appTexts);
  const useBadge = item.route.useBadge ?? noBadge;
  const badge = useBadge();
  const NavIcon = item.icon;
  return (
    <Link
      to={item.route.path}
      aria-current={active ? "page" : undefined}
      data-gap={gap || undefined}
    >
      <NavIcon size={18} stroke={1.6} aria-hidden="true" />
      {t(`nav.${item.entry}`)}
      {badge !== undefined && badge > 0 && (
        <span className="s-badge">
          <span aria-hidden="true">{badge > 99 ? "99+" : badge}</span>
          <span className="k-hidden-visually">{t("badge", { count: badge })}</span>
        </span>
      )}
    </Link>
  );
}

function Tabs({
  items,
  current,
  onMore,
}: {
  items: NavItem[];
  current: string | undefined;
  onMore: () => void;
}): ReactNode {
  const t = useTexts(appTexts);
  const tabs = items.filter((item) => item.tab).slice(0, 4);
  const elsewhere = current !== undefined && !tabs.some((tab) => tab.entry === current);
  return (
    <nav
      className="s-tabs"
      aria-label={t("mainNav")}
      style={{ gridTemplateColumns: `repeat(${tabs.length + 1}, 1fr)` }}
    >
      {tabs.map(({ entry, icon: TabIcon, route }) => (
        <Link key={entry} to={route.path} aria-current={entry === current ? "page" : undefined}>
          <TabIcon size={22} stroke={1.6} aria-hidden="true" />
          {entry === "lists" ? t("nav.lists").split(" ")[0] : t(`nav.${entry}`)}
        </Link>
      ))}
      <button
        type="button"
        onClick={onMore}
        aria-haspopup="dialog"
        data-current={elsewhere || undefined}
      >
        <IconDots size={22} stroke={2.4} aria-hidden="true" />
        {t("nav.more")}
      </button>
    </nav>
  );
}
