import { SegmentedControl, Tabs } from "@mantine/core";
import type { Editor } from "@tiptap/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Finding } from "../../../../../../contract/content.ts";
import type { BrandKitAnswer } from "../../../../../../contract/editing.ts";
import { useApiQuery } from "../../../../api/index.ts";
import { PageSkeleton, useTexts } from "../../../../ui/index.ts";
import { TextPane } from "../content-pane.tsx";
import type { AreasProps } from "../code-areas.tsx";
import { FindingGroups } from "../finding-groups.tsx";
import { PreviewPane } from "../preview-pane.tsx";
import { SettingsPane } from "../settings-pane.tsx";
import { SpamFold } from "../spam-fold.tsx";
import { BlockBar } from "./block-bar.tsx";
import { findBlock } from "./block-document.ts";
import { blockTexts } from "./block-texts.ts";
import { Canvas } from "./canvas.tsx";
import { Palette } from "./palette.tsx";
import { Properties } from "./properties.tsx";
import { Structure } from "./structure.tsx";
import { BlockActsProvider, useBlockActs } from "./use-blocks.ts";
import "./blocks.css";

const NARROW_AREAS = ["settings", "palette", "canvas", "properties", "preview"] as const;
type NarrowArea = (typeof NARROW_AREAS)[number];

/** The block editor: blocks and structure, the mail, and what is selected, beside each other. */
export default function BlocksAreas(props: AreasProps): ReactNode {
  const t = useTexts(blockTexts);
  const kit = useApiQuery<BrandKitAnswer>("/brand-kit");
  const { editing, findings, areas, height } = props;
  const acts = useBlockActs(editing.draft, editing.change, props.readOnly);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [left, setLeft] = useState("palette");
  const [middle, setMiddle] = useState("canvas");
  const [right, setRight] = useState("properties");
  const [narrow, setNarrow] = useState<NarrowArea>("canvas");
  // "Zur Stelle" and other ways ask for an area; only a wish that comes now counts.
  const [seenWish, setSeenWish] = useState(areas.wish);
  if (seenWish !== areas.wish) {
    setSeenWish(areas.wish);
    if (areas.area === "settings") {
      setLeft("settings");
      setNarrow("settings");
    }
  }
  const isReady = kit.data !== undefined;
  const { beginWriting } = acts;
  const begin = useRef(props.startsWriting);
  useEffect(() => {
    if (!isReady || !begin.current) return;
    begin.current = false;
    beginWriting();
  }, [isReady, beginWriting]);
  if (!kit.data) return <PageSkeleton cards={3} />;
  const showFinding = (finding: Finding): void => {
    if (finding.block && findBlock(acts.document, finding.block)) {
      acts.select({ kind: "block", id: finding.block });
      setMiddle("canvas");
      setRight("properties");
      setNarrow("canvas");
      requestAnimationFrame(() =>
        document.getElementById(`block-${finding.block}`)?.scrollIntoView({ block: "center" }),
      );
    } else if (acts.document.sections.some((section) => section.id === finding.block)) {
      acts.select({ kind: "section", id: finding.block! });
      setRight("properties");
      setNarrow("properties");
    } else if (finding.part !== "html") props.showSpot({ part: finding.part, ...finding.position });
  };
  const panes = {
    settings: <SettingsPane {...props.settings} />,
    palette: (
      <div className="k-stack">
        <Palette />
        <Structure />
      </div>
    ),
    canvas: (
      <div className="b-middle">
        <BlockBar editor={editor} onComment={props.onComment} />
        <div className="b-scroll">
          <Canvas kit={kit.data} findings={findings} onEditor={setEditor} />
        </div>
      </div>
    ),
    properties: <Properties findings={findings} />,
    preview: <PreviewPane {...props.preview} />,
    text: <TextPane {...props.text} height={height - 60} />,
    findings: (
      <div className="m-lint" id="m-lint" tabIndex={-1}>
        <FindingGroups findings={findings} onShow={showFinding} {...props.fixing} />
        <SpamFold editing={editing} />
      </div>
    ),
  };
  return (
    <BlockActsProvider value={acts}>
      <p className="k-hidden-visually" role="status" aria-live="polite">
        {acts.said}
      </p>
      {areas.all ? (
        <div className="m-editor b-editor" data-all style={{ height }}>
          <Side
            value={left}
            onChange={setLeft}
            panes={{ palette: panes.palette, settings: panes.settings }}
          />
          <Side
            value={middle}
            onChange={setMiddle}
            middle
            panes={{ canvas: panes.canvas, preview: panes.preview, plainText: panes.text }}
          />
          <Side
            value={right}
            onChange={setRight}
            panes={{ properties: panes.properties, findings: panes.findings }}
            count={findings.length}
          />
        </div>
      ) : (
        <>
          <SegmentedControl
            className="m-segments m-areas b-areas"
            aria-label={t("areas")}
            value={narrow}
            onChange={(value) => setNarrow(value as NarrowArea)}
            data={NARROW_AREAS.map((value) => ({ value, label: t(value) }))}
          />
          <section className="k-card m-pane b-pane" aria-label={t(narrow)}>
            {panes[narrow]}
            {narrow === "preview" && panes.findings}
          </section>
        </>
      )}
    </BlockActsProvider>
  );
}

type PaneName =
  | "palette"
  | "settings"
  | "canvas"
  | "preview"
  | "plainText"
  | "properties"
  | "findings";

function Side(props: {
  value: string;
  onChange: (value: string) => void;
  panes: Partial<Record<PaneName, ReactNode>>;
  middle?: boolean;
  count?: number;
}): ReactNode {
  const t = useTexts(blockTexts);
  const names = Object.keys(props.panes) as PaneName[];
  return (
    <section
      className="k-card m-pane b-pane"
      data-middle={props.middle || undefined}
      aria-label={t(names[0]!)}
    >
      <Tabs
        value={props.value}
        onChange={(value) => value && props.onChange(value)}
        keepMounted={false}
      >
        <Tabs.List>
          {names.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(name)}
              {name === "findings" && props.count ? ` (${props.count})` : ""}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {names.map((name) => (
          <Tabs.Panel key={name} value={name} className="b-panel">
            {props.panes[name]}
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}
