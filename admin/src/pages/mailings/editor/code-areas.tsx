import { SegmentedControl } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import type { Finding } from "../../../../../contract/content.ts";
import { Notice, useTexts } from "../../../ui/index.ts";
import { ContentPane, type TextPane } from "./content-pane.tsx";
import { FindingGroups } from "./finding-groups.tsx";
import type { EditorWays } from "./places-in-draft.ts";
import { PreviewPane } from "./preview-pane.tsx";
import { SettingsPane } from "./settings-pane.tsx";
import { SpamFold } from "./spam-fold.tsx";
import { texts } from "./texts.ts";
import type { DraftEditing } from "./use-draft.ts";
import type { Area, useEditorWays } from "./use-editor-ways.ts";

export interface Areas {
  /** On a wide screen all areas stand beside each other, else one at a time. */
  all: boolean;
  area: Area;
  /** Counts the wishes to see an area. */
  wish: number;
  setArea: (area: Area) => void;
}

/** What the areas of an editor work on, whatever the author writes in. */
export interface AreasProps {
  editing: DraftEditing;
  areas: Areas;
  height: number;
  readOnly: boolean;
  /** The author has just chosen what to write in. */
  startsWriting: boolean;
  findings: readonly Finding[];
  fixing: { onFix?: (finding: Finding) => void };
  showSpot: EditorWays["showSpot"];
  onComment: (blockId: string) => void;
  settings: ComponentProps<typeof SettingsPane>;
  preview: ComponentProps<typeof PreviewPane>;
  text: Omit<ComponentProps<typeof TextPane>, "height">;
}

/** The tabs above the code. */
const ABOVE_CODE = 52;

/** Settings, code and live preview beside each other: for who writes HTML or MJML. */
export function CodeAreas(
  props: AreasProps & { ways: ReturnType<typeof useEditorWays> },
): ReactNode {
  const t = useTexts(texts);
  const { areas, editing, ways, findings } = props;
  const show = (area: Area): boolean => areas.all || areas.area === area;
  return (
    <>
      {!areas.all && (
        <SegmentedControl
          className="m-segments m-areas"
          aria-label={t("areas.label")}
          value={areas.area}
          onChange={(value) => areas.setArea(value as Area)}
          data={(["settings", "content", "preview"] as const).map((value) => ({
            value,
            label: t(`areas.${value}`),
          }))}
        />
      )}
      <div
        className="m-editor"
        data-all={areas.all || undefined}
        style={areas.all ? { height: props.height } : undefined}
      >
        {show("settings") && (
          <section className="k-card m-pane" aria-label={t("areas.settings")}>
            <SettingsPane {...props.settings} />
          </section>
        )}
        {show("content") && (
          <section className="k-card m-pane m-pane-code" aria-label={t("areas.content")}>
            <ContentPane
              draft={editing.draft}
              change={editing.change}
              saved={editing.saved}
              findings={findings}
              readOnly={props.readOnly}
              part={ways.part}
              onPart={ways.setPart}
              reveal={ways.reveal}
              height={props.height - ABOVE_CODE}
            />
          </section>
        )}
        {show("preview") && (
          <section className="k-card m-pane" aria-label={t("areas.preview")}>
            <PreviewPane {...props.preview} />
            <div className="m-lint" id="m-lint" tabIndex={-1}>
              <h2>{t("lint.title")}</h2>
              {props.preview.preview.answer ? (
                <FindingGroups
                  findings={findings}
                  onShow={(finding) => props.showSpot({ part: finding.part, ...finding.position })}
                  {...props.fixing}
                />
              ) : (
                props.preview.preview.busy && <Notice>{t("lint.waiting")}</Notice>
              )}
              <SpamFold editing={editing} />
            </div>
          </section>
        )}
      </div>
    </>
  );
}
