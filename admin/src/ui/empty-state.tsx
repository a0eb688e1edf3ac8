import type { ReactNode } from "react";

/** Nothing here yet: what would be here, and the one step to get there. */
export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  text?: ReactNode;
  action?: ReactNode;
  /** True where it stands in place of a whole page: its title is the heading of the page. */
  page?: boolean;
}): ReactNode {
  return (
    <div className="k-empty">
      {props.icon && (
        <span className="k-empty-icon" aria-hidden="true">
          {props.icon}
        </span>
      )}
      {props.page ? <h1>{props.title}</h1> : <h2>{props.title}</h2>}
      {props.text && <p>{props.text}</p>}
      {props.action && <div className="k-empty-act">{props.action}</div>}
    </div>
  );
}
