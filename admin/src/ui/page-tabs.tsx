import { useEffect, useRef, type ReactNode } from "react";
import { Link } from "./navigation.tsx";

/** Pages that belong together, as tabs below the heading. They are links: each page has its own address. */
export function PageTabs(props: {
  label: string;
  tabs: { to: string; label: ReactNode; current?: boolean }[];
  /** Many of them: in rows where there is room, so that none hides beyond the edge. */
  wrap?: boolean;
}): ReactNode {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On the phone the row is wider than the page: the present tab is brought into view.
    const tab = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (nav.current && tab) nav.current.scrollLeft = tab.offsetLeft - nav.current.offsetLeft - 16;
  }, []);
  return (
    <nav
      className={props.wrap ? "k-tabs k-tabs-wrap" : "k-tabs"}
      aria-label={props.label}
      ref={nav}
    >
      {props.tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={tab.current ? "page" : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
