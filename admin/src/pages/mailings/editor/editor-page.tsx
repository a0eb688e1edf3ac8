import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { useHotkeys, useMediaQuery, useViewportSize } from "@mantine/hooks";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useMemo, useState, type ReactNode } from "react";
import type { Finding } from "../../../../../contract/content.ts";
import type { MailingView } from "../../../../../contract/mailings.ts";
import type { SenderView } from "../../../../../contract/senders.ts";
import { useApiQuery, useCan, useSession } from "../../../api/index.ts";
import {
  Notice,
  Page,
  SaveStateText,
  showDone,
  showProblem,
  useGo,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import "../mailings.css";
import { useErrorWords } from "../refused.tsx";
import { checkPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { ConflictNotice } from "./conflict-notice.tsx";
import { ContentPane } from "./content-pane.tsx";
import { applyFix } from "./draft.ts";
import { FindingGroups } from "./finding-groups.tsx";
import { EditorWaysProvider } from "./places-in-draft.ts";
import { PreviewPane } from "./preview-pane.tsx";
import { SettingsPane } from "./settings-pane.tsx";
import { TestMailDialog } from "./test-mail-dialog.tsx";
import { texts } from "./texts.ts";
import { useDraft } from "./use-draft.ts";
import { useEditorWays, type Area } from "./use-editor-ways.ts";
import { usePreview, type Permission } from "./use-preview.ts";

const THREE_AREAS = "(min-width: 1241px)";
/** Ribbon, bar, heading and margins around the three areas. */
const AROUND = 232;
/** The tabs above the code. */
const ABOVE_CODE = 52;
const LOWEST = 520;

/** The draft: settings, code and live preview beside each other, saved by itself. */
export function EditorPage(props: {
  mailing: MailingView;
  onReload: () => Promise<unknown>;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const locale = useLocale();
  const can = useCan();
  const go = useGo();
  const words = useErrorWords();
  const { account } = useSession();
  const readOnly = !can("mailings.write");
  const editing = useDraft(props.mailing);
  const { draft, change, saved, save } = editing;
  const [permission, setPermission] = useState<Permission>("granted");
  const preview = usePreview(
    saved.id,
    draft,
    permission,
    `${saved.senderId ?? ""} ${saved.lists.map((list) => list.id).join(" ")}`,
  );
  const findings = useMemo(() => preview.answer?.findings ?? [], [preview.answer]);
  const areas = useAreas();
  const ways = useEditorWays(editing, areas.setArea);
  const [testing, setTesting] = useState(false);
  const { height } = useViewportSize();
  const paneHeight = Math.max(LOWEST, height - AROUND);
  useHotkeys(
    [
      ["mod+Z", () => editing.undo?.()],
      ["mod+shift+Z", () => editing.redo?.()],
    ],
    ["INPUT", "TEXTAREA", "SELECT"],
  );
  const senders = useApiQuery<{ items: SenderView[] }>("/senders", undefined, {
    enabled: can("senders.read"),
  });
  const senderName =
    senders.data?.items.find((sender) => sender.id === draft.senderId)?.fromName ?? account.name;
  const fix = (finding: Finding): void => {
    const fixed =
      finding.fix && preview.seen ? applyFix(draft, preview.seen, finding.fix) : undefined;
    if (!fixed) return showProblem(new Error(t("lint.outdated")));
    change(fixed);
    showDone(t("lint.fixed", { what: finding.fix!.label[locale] }));
  };
  const toCheck = (): void => {
    save.flush().then(
      () => go(checkPath(saved.id)),
      (error: unknown) => showProblem(error, words),
    );
  };
  const show = (area: Area): boolean => areas.all || areas.area === area;
  return (
    <Page
      title={draft.name.trim() || props.mailing.name}
      crumbs={[{ label: tShared("title"), to: "/mailings" }]}
      {...(readOnly ? { meta: t("readOnly") } : {})}
      actions={
        <>
          {!readOnly && (
            <span className="m-savestate">
              {editing.conflict ? t("conflictState") : <SaveStateText save={save} />}
            </span>
          )}
          {!readOnly && (
            <span className="m-undo">
              <StepButton label={t("undo")} act={editing.undo} icon={IconArrowBackUp} />
              <StepButton label={t("redo")} act={editing.redo} icon={IconArrowForwardUp} />
            </span>
          )}
          {!readOnly && <Button onClick={() => setTesting(true)}>{t("test")}</Button>}
          <Button variant="filled" onClick={toCheck}>
            {t("check")}
          </Button>
        </>
      }
    >
      {editing.conflict && <ConflictNotice draft={draft} onReload={props.onReload} />}
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
      <EditorWaysProvider value={ways.value}>
        <div
          className="m-editor"
          data-all={areas.all || undefined}
          style={areas.all ? { height: paneHeight } : undefined}
        >
          {show("settings") && (
            <section className="k-card m-pane" aria-label={t("areas.settings")}>
              <SettingsPane
                draft={draft}
                change={change}
                saved={saved}
                dirty={save.state === "dirty" || save.state === "saving"}
                readOnly={readOnly}
              />
            </section>
          )}
          {show("content") && (
            <section className="k-card m-pane m-pane-code" aria-label={t("areas.content")}>
              <ContentPane
                draft={draft}
                change={change}
                saved={saved}
                findings={findings}
                readOnly={readOnly}
                part={ways.part}
                onPart={ways.setPart}
                reveal={ways.reveal}
                height={paneHeight - ABOVE_CODE}
              />
            </section>
          )}
          {show("preview") && (
            <section className="k-card m-pane" aria-label={t("areas.preview")}>
              <PreviewPane
                preview={preview}
                permission={permission}
                onPermission={setPermission}
                senderName={senderName}
              />
              <div className="m-lint" id="m-lint" tabIndex={-1}>
                <h2>{t("lint.title")}</h2>
                {preview.answer ? (
                  <FindingGroups
                    findings={findings}
                    onShow={(finding) =>
                      ways.value.showSpot({
                        part: finding.part,
                        ...finding.position,
                      })
                    }
                    {...(readOnly ? {} : { onFix: fix })}
                  />
                ) : (
                  preview.busy && <Notice>{t("lint.waiting")}</Notice>
                )}
              </div>
            </section>
          )}
        </div>
      </EditorWaysProvider>
      {testing && (
        <TestMailDialog
          mailingId={saved.id}
          beforeSend={save.flush}
          permission={permission}
          onClose={() => setTesting(false)}
        />
      )}
    </Page>
  );
}

function StepButton(props: {
  label: string;
  act: (() => void) | undefined;
  icon: typeof IconArrowBackUp;
}): ReactNode {
  const StepIcon = props.icon;
  return (
    <ActionIcon
      variant="default"
      size={40}
      aria-label={props.label}
      title={props.label}
      disabled={!props.act}
      onClick={() => props.act?.()}
    >
      <StepIcon size={18} stroke={1.8} aria-hidden="true" />
    </ActionIcon>
  );
}

/** On a wide screen all three areas stand beside each other, else one at a time. */
function useAreas(): { all: boolean; area: Area; setArea: (area: Area) => void } {
  const all = useMediaQuery(THREE_AREAS, window.matchMedia(THREE_AREAS).matches) ?? false;
  const [area, setArea] = useState<Area>("content");
  return { all, area, setArea };
}
