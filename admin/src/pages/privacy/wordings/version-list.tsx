import type { ReactNode } from "react";
import type { WordingView } from "../../../../../contract/consent.ts";
import { Card, DateTime, Pill, useTexts } from "../../../ui/index.ts";
import { texts as shared } from "../texts.ts";
import { texts } from "./texts.ts";
import { stateOf, TONES } from "./wording-state.ts";

/** The versions in one language, newest first, each with the consents given under it. */
export function VersionList(props: {
  wording: WordingView;
  locale: "de" | "en";
  selected: string;
  onSelect: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { wording } = props;
  return (
    <Card title={t("versions")}>
      <ol className="pv-versions">
        {wording.versions
          .filter((version) => version.locale === props.locale)
          .map((version) => {
            const state = stateOf(version, wording);
            return (
              <li key={version.id}>
                <button
                  type="button"
                  aria-current={version.id === props.selected ? "true" : undefined}
                  onClick={() => props.onSelect(version.id)}
                >
                  <b>{tShared("version", { version: version.version })}</b>
                  <Pill tone={TONES[state]}>{t(`states.${state}`)}</Pill>
                  <span className="k-base">
                    <DateTime value={version.createdAt} form="date" />
                  </span>
                  <span className="k-base k-num">{t("consents", { count: version.consents })}</span>
                </button>
              </li>
            );
          })}
      </ol>
    </Card>
  );
}
