import { Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Fragment, useEffect, type ReactNode } from "react";
import { hasCode } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { EmptyState } from "./empty-state.tsx";
import { ButtonLink, Link } from "./navigation.tsx";
import { Problem } from "./problem.tsx";
import { uiTexts } from "./texts.ts";

export interface Crumb {
  label: string;
  to?: string;
}

/**
 * The frame of every page: where am I (crumbs), what is this (serif h1), what can I do (actions).
 * Sets the title of the window. One action at most is `variant="filled"`.
 */
export function Page(props: {
  title: string;
  /** Title of the window when it should say more than the heading. */
  windowTitle?: string;
  crumbs?: Crumb[];
  /** Line under the heading. */
  meta?: ReactNode;
  /** Stands before the heading: the avatar of a contact. */
  lead?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  useWindowTitle(props.windowTitle ?? props.title);
  const text = (
    <div className="k-head-text">
      {props.crumbs && props.crumbs.length > 0 && <Crumbs crumbs={props.crumbs} />}
      <h1>{props.title}</h1>
      {props.meta && <div className="k-meta">{props.meta}</div>}
    </div>
  );
  return (
    <>
      <div className="k-head">
        {props.lead ? (
          <div className="k-head-lead">
            {props.lead}
            {text}
          </div>
        ) : (
          text
        )}
        {props.actions && <div className="k-head-act">{props.actions}</div>}
      </div>
      {props.children}
    </>
  );
}

function Crumbs({ crumbs }: { crumbs: Crumb[] }): ReactNode {
  return (
    <nav className="k-crumb" aria-label="Breadcrumb">
      {crumbs.map((crumb, index) => (
        <Fragment key={crumb.label}>
          {index > 0 && <span aria-hidden="true"> › </span>}
          {crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : <span>{crumb.label}</span>}
        </Fragment>
      ))}
    </nav>
  );
}

/** Sets the title of the window: "Listen – Klarpost". */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – Klarpost`;
  }, [title]);
}

/** The 12-column grid. Children carry className "c3" … "c9"; without one they take the whole width. */
export function Grid(props: { children: ReactNode; className?: string }): ReactNode {
  return <div className={`k-grid ${props.className ?? ""}`}>{props.children}</div>;
}

/** A white card with serif heading, something small at the right, and a foot. */
export function Card(props: {
  title?: ReactNode;
  /** Right of the heading: a date, a pill, a link. */
  aside?: ReactNode;
  foot?: ReactNode;
  /** Width in the grid: "c3" … "c9". */
  className?: string;
  id?: string;
  children?: ReactNode;
}): ReactNode {
  return (
    <section className={`k-card ${props.className ?? ""}`} id={props.id}>
      {(props.title || props.aside) && (
        <header className="k-card-head">
          {props.title && <h2>{props.title}</h2>}
          {props.aside && <div className="k-card-aside">{props.aside}</div>}
        </header>
      )}
      {props.children}
      {props.foot && <div className="k-card-foot">{props.foot}</div>}
    </section>
  );
}

/** Two letters in a circle (people) or square (accounts): "Maria Beispiel" → MB. */
export function Avatar(props: {
  name: string;
  shape?: "round" | "square";
  size?: "md" | "lg";
}): ReactNode {
  const words = props.name
    .trim()
    .split(/[\s.@_-]+/)
    .filter(Boolean);
  const letters =
    words.length > 1
      ? `${words[0]?.[0] ?? ""}${words.at(-1)?.[0] ?? ""}`
      : (words[0] ?? "").slice(0, 2);
  return (
    <span className="k-ava" data-shape={props.shape} data-size={props.size} aria-hidden="true">
      {letters.toUpperCase()}
    </span>
  );
}

/** Grey shapes in the form of a page while its data is on the way. */
export function PageSkeleton({ cards = 2 }: { cards?: number }): ReactNode {
  return (
    <div aria-busy="true">
      <div className="k-head">
        <div className="k-head-text">
          <Skeleton height={14} width={160} mb={8} />
          <Skeleton height={32} width={320} maw="80vw" />
        </div>
      </div>
      <CardSkeletons count={cards} />
    </div>
  );
}

/** Grey cards. */
export function CardSkeletons({ count = 2 }: { count?: number }): ReactNode {
  return (
    <Grid>
      {Array.from({ length: count }, (_, index) => (
        <div className={`k-card ${count > 1 ? "c6" : ""}`} key={index}>
          <Skeleton height={18} width="40%" mb={24} />
          <Skeleton height={40} width="60%" mb={16} />
          <Skeleton height={14} mb={8} />
          <Skeleton height={14} width="80%" />
        </div>
      ))}
    </Grid>
  );
}

/** What was deleted meanwhile, or belongs to another account: trying again would not help. */
function Missing(): ReactNode {
  const t = useTexts(uiTexts);
  return (
    <div className="k-card k-missing">
      <EmptyState
        title={t("missing.title")}
        text={t("missing.text")}
        action={<ButtonLink to="/">{t("missing.toStart")}</ButtonLink>}
      />
    </div>
  );
}

/** Shows a query: skeleton while it loads, friendly problem with retry, else the children with its data. */
export function Loaded<T>(props: {
  query: UseQueryResult<T, Error>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}): ReactNode {
  const { query } = props;
  if (query.data !== undefined) return props.children(query.data);
  if (hasCode(query.error, "not_found")) return <Missing />;
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  return props.skeleton ?? <CardSkeletons />;
}
