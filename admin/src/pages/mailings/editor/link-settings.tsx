import { Switch } from "@mantine/core";
import type { ReactNode } from "react";
import type { ContentLink } from "../../../../../contract/content.ts";
import type { MailingView } from "../../../../../contract/mailings.ts";
import { Help, RuleTag, useTexts } from "../../../ui/index.ts";
import type { Draft } from "./draft.ts";
import { useWays } from "./places-in-draft.ts";
import { texts } from "./texts.ts";
import type { Change } from "./use-draft.ts";

/** Every target once, with the switch "nicht personenbezogen" (TRK-25) and a suggestion where a word calls for it. */
export function LinkSettings(props: {
  draft: Draft;
  change: Change;
  saved: MailingView;
  dirty: boolean;
  readOnly: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const targets = byTarget(props.saved.links);
  return (
    <details className="m-fold" open>
      <summary>
        {t("links")} <span className="k-muted">{targets.length > 0 && targets.length}</span>
      </summary>
      <p className="k-base">
        {targets.length > 0 ? t("linksHelp") : props.dirty ? t("linksSaving") : t("linksNone")}{" "}
        {targets.length > 0 && <RuleTag rule="TRK-25" />}
      </p>
      <ul className="m-links">
        {targets.map((link) => (
          <LinkRow key={link.url} link={link} {...props} />
        ))}
      </ul>
    </details>
  );
}

function LinkRow(props: {
  link: ContentLink;
  draft: Draft;
  change: Change;
  saved: MailingView;
  readOnly: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const ways = useWays();
  const { link, draft, change } = props;
  const chosen = draft.notPersonalLinks.includes(link.url);
  // Marked although the settings as saved do not say so: an attribute in the author's code does.
  const inCode = link.notPersonal && !props.saved.notPersonalLinks.includes(link.url);
  const set = (on: boolean): void =>
    change({
      notPersonalLinks: on
        ? [...draft.notPersonalLinks, link.url]
        : draft.notPersonalLinks.filter((url) => url !== link.url),
    });
  const { offset, length } = link.position;
  return (
    <li>
      <button
        type="button"
        className="m-linkname"
        onClick={() => ways.showSpot({ part: link.part, offset, length })}
      >
        {link.label || t("linkUntitled")}
      </button>
      <span className="m-url k-small k-muted" title={link.url}>
        {link.url.replace(/^https?:\/\/(www\.)?/, "")}
      </span>
      <Switch
        size="sm"
        label={inCode ? `${t("notPersonal")} (${t("notPersonalInCode")})` : t("notPersonal")}
        checked={chosen || inCode}
        disabled={inCode || props.readOnly}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      {link.sensitiveWord !== undefined && !chosen && !inCode && (
        <p className="m-suggest">
          {t("sensitive", { word: link.sensitiveWord })}{" "}
          {!props.readOnly && (
            <button type="button" className="k-textbutton" onClick={() => set(true)}>
              {t("sensitiveDo")}
            </button>
          )}{" "}
          <Help>{t("linksHelp")}</Help>
        </p>
      )}
    </li>
  );
}

function byTarget(links: readonly ContentLink[]): ContentLink[] {
  const seen = new Map<string, ContentLink>();
  for (const link of links) {
    const before = seen.get(link.url);
    if (!before) seen.set(link.url, link);
    else if (before.sensitiveWord === undefined && link.sensitiveWord !== undefined)
      seen.set(link.url, { ...before, sensitiveWord: link.sensitiveWord });
  }
  return [...seen.values()];
}
