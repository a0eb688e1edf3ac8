import { Fragment, type ReactNode } from "react";

/** Names with what may be whole paragraphs beside them; `narrow`: below them. */
export function Facts(props: { items: [ReactNode, ReactNode][]; narrow?: boolean }): ReactNode {
  return (
    <dl className="inc-facts" data-narrow={props.narrow || undefined}>
      {props.items.map(([name, value], index) => (
        <Fragment key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
