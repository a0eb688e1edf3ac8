import type { ReactNode } from "react";
import type { FeedItemView } from "../../../../contract/feeds.ts";
import { useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** The first items of a feed, as a mailing would show them. No picture is loaded from elsewhere. */
export function FeedItems(props: { items: readonly FeedItemView[]; shown: number }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const rest = props.items.length - props.shown;
  return (
    <ul className="fd-items">
      {props.items.slice(0, props.shown).map((item, index) => (
        <li key={item.url ?? index}>
          <b>{item.title ?? item.summary}</b>
          {item.title && item.summary && <span className="fd-summary">{item.summary}</span>}
          <span className="k-small k-muted">
            {[item.date && format.date(item.date), item.category, item.price, item.author]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
      {rest > 0 && <li className="k-small k-muted">{t("more", { count: rest })}</li>}
    </ul>
  );
}
