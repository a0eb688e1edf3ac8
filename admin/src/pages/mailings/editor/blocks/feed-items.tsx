import type { ReactNode } from "react";
import type { FeedView } from "../../../../../../contract/feeds.ts";
import { useApiQuery } from "../../../../api/index.ts";
import { defineTexts, Link, useTexts } from "../../../../ui/index.ts";
import { feedLoopInBlock } from "../feed-loop.ts";
import { useForm } from "./fields.tsx";

const feedTexts = defineTexts("mailings-feed-items", {
  de: {
    title: "Beiträge eines Feeds",
    help: "Setzt die drei neuesten Beiträge ein. Abgerufen werden sie, wenn das Mailing startet.",
    none: "Es gibt noch keinen Feed.",
    make: "Feed anlegen",
  },
  en: {
    title: "Items of a feed",
    help: "Inserts the three latest items. They are fetched when the mailing starts.",
    none: "There is no feed yet.",
    make: "Add a feed",
  },
});

/** Puts the items of a feed into a block of HTML, so that nobody has to write the loop. */
export function FeedItemsField(): ReactNode {
  const t = useTexts(feedTexts);
  const { values, isOpen, set } = useForm();
  const feeds = useApiQuery<{ items: FeedView[] }>("/feeds");
  const html = String(values["html"] ?? "");
  if (!feeds.data || !isOpen("html")) return null;
  const add = (key: string): void =>
    set(
      { html: `${html.trim() === "" ? "" : `${html.trimEnd()}\n`}${feedLoopInBlock(key)}` },
      "html",
    );
  return (
    <div role="group" aria-label={t("title")}>
      <p className="m-legend">{t("title")}</p>
      {feeds.data.items.length === 0 ? (
        <p className="k-base">
          {t("none")} <Link to="/einstellungen/feeds">{t("make")}</Link>
        </p>
      ) : (
        <>
          <p className="k-base">{t("help")}</p>
          <div className="m-tokens">
            {feeds.data.items.map((feed) => (
              <button key={feed.id} type="button" className="m-token" onClick={() => add(feed.key)}>
                {feed.name}
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
