import { Button, Menu, TextInput } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { IconArrowBackUp, IconDots } from "@tabler/icons-react";
import { useMemo, useState, type ReactNode } from "react";
import type {
  SegmentCatalogue,
  SegmentDefinition,
  SegmentView,
} from "../../../../contract/segments.ts";
import { api, ApiError, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  ConfirmDialog,
  Link,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Problem,
  showDone,
  showProblem,
  showUndo,
  useGo,
  useTexts,
} from "../../ui/index.ts";
import { Builder } from "./builder.tsx";
import { CountCard } from "./count-card.tsx";
import { SampleCard } from "./sample-card.tsx";
import "./segments.css";
import { texts } from "./texts.ts";
import {
  conditionRows,
  definitionOf,
  emptyGroup,
  isComplete,
  rowsOf,
  type GroupRow,
} from "./tree.ts";

/** Builds a segment, or shows a saved one. */
export default function SegmentPage(): ReactNode {
  const { id } = useParams({ strict: false }) as { id?: string };
  const catalogue = useApiQuery<SegmentCatalogue>("/segments/catalogue", undefined, {
    staleTime: 60_000,
  });
  const segment = useApiQuery<SegmentView>(id === undefined ? undefined : `/segments/${id}`);
  return (
    <Loaded query={catalogue} skeleton={<PageSkeleton />}>
      {(known) =>
        id === undefined ? (
          <Editor key="new" catalogue={known} saved={undefined} />
        ) : (
          <Loaded query={segment} skeleton={<PageSkeleton />}>
            {(saved) => <Editor key={saved.id} catalogue={known} saved={saved} />}
          </Loaded>
        )
      }
    </Loaded>
  );
}

interface Edited {
  name: string;
  root: GroupRow;
}

function Editor(props: { catalogue: SegmentCatalogue; saved: SegmentView | undefined }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { catalogue, saved } = props;
  const [now, setNow] = useState<Edited>(() => ({
    name: saved?.name ?? "",
    root: saved ? rowsOf(saved.definition) : emptyGroup(),
  }));
  const [past, setPast] = useState<Edited[]>([]);
  const [tried, setTried] = useState(false);
  const mayAsk = !saved?.asksBehaviour || can("tracking.read");
  const readOnly = !can("lists.write") || !mayAsk || saved?.archivedAt != null;
  const change = (next: Partial<Edited>): void => {
    setPast([...past.slice(-49), now]);
    setNow({ ...now, ...next });
  };
  const undo = (): void => {
    const before = past.at(-1);
    if (!before) return;
    setPast(past.slice(0, -1));
    setNow(before);
  };
  const rows = [...conditionRows(now.root)];
  const complete = rows.length > 0 && rows.every(({ condition }) => isComplete(condition));
  const definition = useMemo(
    () => (complete ? definitionOf(now.root) : undefined),
    [complete, now.root],
  );
  const asksBehaviour = rows.some(({ condition }) => condition.about === "behaviour");
  const problem = tried
    ? !complete
      ? t(rows.length === 0 ? "nothingYet" : "incompleteSave")
      : now.name.trim() === ""
        ? t("nameMissing")
        : undefined
    : undefined;
  const save = useSave(saved, () => {
    setPast([]);
    setTried(false);
  });
  const trySave = (): void => {
    setTried(true);
    if (definition && now.name.trim() !== "") save.mutate({ name: now.name.trim(), definition });
  };
  return (
    <Page
      title={saved ? saved.name : t("newTitle")}
      crumbs={[{ label: t("back"), to: "/segmente" }]}
      actions={
        !readOnly && (
          <>
            <Button
              leftSection={<IconArrowBackUp size={18} stroke={1.8} aria-hidden="true" />}
              disabled={past.length === 0}
              onClick={undo}
            >
              {t("undo")}
            </Button>
            <Button variant="filled" loading={save.isPending} onClick={trySave}>
              {t("save")}
            </Button>
            {saved && <MoreMenu saved={saved} />}
          </>
        )
      }
    >
      <div className="sg-page">
        <div className="k-stack-lg">
          {save.error && <Problem error={save.error} words={saveWords(t)} />}
          {problem && (
            <Notice tone="wait" role="alert">
              {problem}
            </Notice>
          )}
          {!mayAsk && <Notice>{t("needsTracking")}</Notice>}
          {mayAsk && readOnly && <Notice>{t("readOnly")}</Notice>}
          {!readOnly && (
            <TextInput
              label={t("name")}
              placeholder={t("nameExample")}
              maxLength={120}
              value={now.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
          )}
          <Card title={t("whoTitle")}>
            <Builder
              root={now.root}
              catalogue={catalogue}
              showsGaps={tried}
              readOnly={readOnly}
              onChange={(root) => change({ root })}
            />
          </Card>
        </div>
        <div className="k-stack-lg sg-side">
          {mayAsk && (
            <CountCard
              definition={definition}
              asksBehaviour={asksBehaviour}
              catalogue={catalogue}
            />
          )}
          {mayAsk && can("contacts.read") && <SampleCard definition={definition} />}
          {saved && <UsesCard saved={saved} />}
        </div>
      </div>
    </Page>
  );
}

const saveWords = (t: ReturnType<typeof useTexts<(typeof texts)["de"]>>) => ({
  segment_name_taken: t("nameTaken"),
  segment_changed_meanwhile: t("changedMeanwhile"),
});

function useSave(saved: SegmentView | undefined, onSaved: () => void) {
  const t = useTexts(texts);
  const go = useGo();
  // The revision this page saw last: what somebody else saved since is not overwritten.
  const [revision, setRevision] = useState(saved?.revision ?? 0);
  return useApiMutation(
    (input: { name: string; definition: SegmentDefinition }) =>
      saved
        ? api.patch<SegmentView>(`/segments/${saved.id}`, { ...input, revision })
        : api.post<SegmentView>("/segments", input),
    {
      invalidates: ["/segments", "/audience"],
      onSuccess: (segment) => {
        setRevision(segment.revision);
        showDone(t("saved"));
        onSaved();
        if (!saved) go(`/segmente/${segment.id}`, { replace: true });
      },
    },
  );
}

function MoreMenu({ saved }: { saved: SegmentView }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const [deleting, setDeleting] = useState(false);
  const duplicate = useApiMutation(
    () =>
      api.post<SegmentView>("/segments", {
        name: t("copyOf", { name: saved.name }).slice(0, 120),
        definition: saved.definition,
      }),
    {
      invalidates: ["/segments"],
      onSuccess: (copy) => {
        showDone(t("duplicated"));
        go(`/segmente/${copy.id}`);
      },
      onError: (error) => showProblem(error, saveWords(t)),
    },
  );
  const archive = useApiMutation(
    (to: { archived: boolean; revision: number }) =>
      api.patch<SegmentView>(`/segments/${saved.id}`, to),
    {
      invalidates: ["/segments"],
      onError: (error) => showProblem(error, { segment_in_use: usedWords(error, t) }),
    },
  );
  const putAway = (): void =>
    archive.mutate(
      { archived: true, revision: saved.revision },
      {
        onSuccess: (gone) => {
          go("/segmente");
          showUndo(t("archived", { name: saved.name }), () =>
            archive.mutateAsync({ archived: false, revision: gone.revision }),
          );
        },
      },
    );
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button aria-label={t("more")}>
            <IconDots size={18} stroke={1.8} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => duplicate.mutate()}>{t("duplicate")}</Menu.Item>
          <Menu.Item onClick={putAway}>{t("archive")}</Menu.Item>
          <Menu.Item color="red" onClick={() => setDeleting(true)}>
            {t("delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog saved={saved} opened={deleting} onClose={() => setDeleting(false)} />
    </>
  );
}

function DeleteDialog(props: {
  saved: SegmentView;
  opened: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const [words, setWords] = useState("");
  const remove = useApiMutation(() => api.delete(`/segments/${props.saved.id}`), {
    invalidates: ["/segments"],
    onSuccess: () => {
      showDone(t("deleted"));
      go("/segmente");
    },
    onError: (error) => setWords(usedWords(error, t)),
  });
  return (
    <ConfirmDialog
      opened={props.opened}
      onClose={props.onClose}
      title={t("deleteTitle")}
      action={t("delete")}
      danger
      words={words ? { segment_in_use: words } : {}}
      onConfirm={() => remove.mutateAsync()}
    >
      <p>{t("deleteText", { name: props.saved.name })}</p>
    </ConfirmDialog>
  );
}

/** Where a segment is needed, by the names of the mailings. */
function usedWords(error: unknown, t: ReturnType<typeof useTexts<(typeof texts)["de"]>>): string {
  const { mailings = [] } =
    error instanceof ApiError
      ? (error.problem as unknown as { mailings?: { name: string }[] })
      : {};
  return t("inUse", { names: mailings.map(({ name }) => `„${name}“`).join(", ") });
}

function UsesCard({ saved }: { saved: SegmentView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <Card title={t("usesTitle")}>
      <div className="k-stack">
        {saved.uses.length === 0 ? (
          <p className="k-muted">{t("usesNone")}</p>
        ) : (
          <ul className="sg-sample">
            {saved.uses.map(({ id, name }) => (
              <li key={id}>
                <Link to={`/mailings/${id}`}>{name}</Link>
              </li>
            ))}
          </ul>
        )}
        {can("contacts.read") && (
          <div className="k-noprint">
            <ButtonLink to={`/contacts?segment=${saved.id}`}>{t("contacts")}</ButtonLink>
          </div>
        )}
      </div>
    </Card>
  );
}
