import type { ReactNode } from "react";
import { Link } from "./navigation.tsx";

/** Pages that belong together, as tabs below the heading. They are links: each page has its own address. */
export function PageTabs(props: {
  label: string;
  tabs: { to: string; label: ReactNode; current?: boolean }[];
}): ReactNode {
  return (
    <nav className="k-tabs" aria-label={props.label}>
      {props.tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={tab.current ? "page" : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
