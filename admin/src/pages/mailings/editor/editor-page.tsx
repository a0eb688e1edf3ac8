import { ActionIcon, Button } from "@mantine/core";
import { useHotkeys, useMediaQuery, useViewportSize } from "@mantine/hooks";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from "react";
import type { Finding } from "../../../../../contract/content.ts";
import type { MailingView } from "../../../../../contract/mailings.ts";
import type { SenderView } from "../../../../../contract/senders.ts";
import { useApiQuery, useCan, useSession } from "../../../api/index.ts";
import {
  Page,
  PageSkeleton,
  SaveStateText,
  showDone,
  showProblem,
  useGo,
  useLocale,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import "../mailings.css";
import { useErrorWords } from "../refused.tsx";
import { checkPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { CodeAreas, type Areas, type AreasProps } from "./code-areas.tsx";
import { CommentsDrawer } from "./comments-drawer.tsx";
import { ConflictNotice } from "./conflict-notice.tsx";
import { applyFix } from "./draft.ts";
import { EditorMenu } from "./editor-menu.tsx";
import { EditorWaysProvider } from "./places-in-draft.ts";
import type { Person } from "./preview-person.tsx";
import { StartChoice } from "./start-choice.tsx";
import { TestMailDialog } from "./test-mail-dialog.tsx";
import { texts } from "./texts.ts";
import { useDraft } from "./use-draft.ts";
import { useEditorWays, type Area } from "./use-editor-ways.ts";
import { usePreview, type Permission } from "./use-preview.ts";
import { VersionsDrawer } from "./versions-drawer.tsx";

const BlocksAreas = lazy(() => import("./blocks/blocks-areas.tsx"));

const THREE_AREAS = "(min-width: 1241px)";
/** Ribbon, bar, heading and margins around the three areas. */
const AROUND = 232;
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
  const [person, setPerson] = useState<Person>();
  const preview = usePreview(
    saved.id,
    draft,
    permission,
    `${saved.senderId ?? ""} ${saved.lists.map((list) => list.id).join(" ")}`,
    person?.id,
  );
  const findings = useMemo(() => preview.answer?.findings ?? [], [preview.answer]);
  const areas = useAreas();
  const ways = useEditorWays(editing, areas.setArea);
  const [testing, setTesting] = useState(false);
  const [writesHtml, setWritesHtml] = useState(false);
  const [started, setStarted] = useState(false);
  const [showsVersions, setShowsVersions] = useState(false);
  // The final check leads here with its note on open comments.
  const [search, setSearch] = useSearch();
  const [talk, setTalk] = useState<{ blockId?: string } | undefined>(
    search["comments"] === undefined ? undefined : {},
  );
  const { height } = useViewportSize();
  const paneHeight = Math.max(LOWEST, height - AROUND);
  useHotkeys(
    [
      ["mod+Z", () => editing.undo?.()],
      ["mod+shift+Z", () => editing.redo?.()],
    ],
    ["INPUT", "TEXTAREA", "SELECT"],
    // A text among blocks has no history of its own.
    draft.source.kind === "blocks",
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
  const mustChoose =
    !readOnly && !writesHtml && draft.source.kind === "html" && draft.html.trim() === "";
  const shown: AreasProps = {
    editing,
    areas,
    height: paneHeight,
    readOnly,
    startsWriting: started,
    findings,
    fixing: readOnly ? {} : { onFix: fix },
    showSpot: ways.value.showSpot,
    onComment: (blockId) => setTalk({ blockId }),
    settings: {
      draft,
      change,
      saved,
      dirty: save.state === "dirty" || save.state === "saving",
      readOnly,
    },
    preview: {
      ...{ preview, permission, senderName, person },
      kind: saved.kind,
      onPermission: setPermission,
      onPerson: setPerson,
    },
    text: { draft, change, saved, readOnly },
  };
  const toCheck = (): void => {
    save.flush().then(
      () => go(checkPath(saved.id)),
      (error: unknown) => showProblem(error, words),
    );
  };
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
          <EditorMenu
            editing={editing}
            readOnly={readOnly}
            onVersions={() => setShowsVersions(true)}
            onComments={() => setTalk({})}
          />
          {!readOnly && <Button onClick={() => setTesting(true)}>{t("test")}</Button>}
          <Button variant="filled" onClick={toCheck}>
            {t("check")}
          </Button>
        </>
      }
    >
      {editing.conflict && <ConflictNotice draft={draft} onReload={props.onReload} />}
      <EditorWaysProvider value={ways.value}>
        {mustChoose ? (
          <StartChoice
            locale={draft.locale}
            onChoose={(patch) => {
              setStarted(true);
              change(patch);
            }}
            onHtml={() => setWritesHtml(true)}
          />
        ) : draft.source.kind === "blocks" ? (
          <Suspense fallback={<PageSkeleton cards={3} />}>
            <BlocksAreas {...shown} />
          </Suspense>
        ) : (
          <CodeAreas {...shown} ways={ways} />
        )}
      </EditorWaysProvider>
      {showsVersions && (
        <VersionsDrawer
          editing={editing}
          readOnly={readOnly}
          onReload={props.onReload}
          onClose={() => setShowsVersions(false)}
        />
      )}
      {talk && (
        <CommentsDrawer
          mailingId={saved.id}
          draft={draft}
          readOnly={readOnly}
          {...talk}
          onClose={() => {
            setTalk(undefined);
            if (search["comments"] !== undefined) setSearch({ comments: undefined });
          }}
        />
      )}
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

function useAreas(): Areas {
  const all = useMediaQuery(THREE_AREAS, window.matchMedia(THREE_AREAS).matches) ?? false;
  const [{ area, wish }, setWish] = useState<{ area: Area; wish: number }>({
    area: "content",
    wish: 0,
  });
  const setArea = useCallback(
    (next: Area) => setWish((before) => ({ area: next, wish: before.wish + 1 })),
    [],
  );
  return { all, area, wish, setArea };
}
