import { Switch } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ListArchiveView } from "../../../../contract/archive.ts";
import type { ListView } from "../../../../contract/lists.ts";
import { api, useApiMutation, useApiQuery, useCan, useSession } from "../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  Loaded,
  PublicAddress,
  showDone,
  showProblem,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./archive-texts.ts";

type Choice = { open?: boolean; indexed?: boolean };

/** The public archive of a list: closed until somebody opens it, who is told first what it would show. */
export function ArchiveCard({ list }: { list: ListView }): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<ListArchiveView>(`/lists/${list.id}/archive`);
  return (
    <Card title={t("title")} foot={t("never")}>
      <Loaded query={query}>{(archive) => <Archive list={list} archive={archive} />}</Loaded>
    </Card>
  );
}

function Archive({ list, archive }: { list: ListView; archive: ListArchiveView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { account } = useSession();
  const [asking, setAsking] = useState(false);
  const path = `/lists/${list.id}/archive`;
  const change = useApiMutation((choice: Choice) => api.patch<ListArchiveView>(path, choice), {
    invalidates: [path],
    onSuccess: (_saved, choice) =>
      showDone(t(choice.open === undefined ? "saved" : choice.open ? "opened" : "closed")),
    onError: (error) => showProblem(error),
  });
  const { issues } = archive;
  return (
    <div className="k-stack">
      <p className="k-small k-muted">{t("about")}</p>
      {archive.open && archive.url && (
        <PublicAddress url={archive.url} label={t("title")} open={true} />
      )}
      <p className="k-small">
        {archive.open
          ? issues === 0
            ? t("showsNone")
            : t("shows", { count: issues })
          : issues === 0
            ? t("wouldShowNone")
            : t("wouldShow", { count: issues })}
        {archive.open && archive.feedUrl && (
          <>
            {" "}
            <a href={archive.feedUrl} target="_blank" rel="noreferrer">
              {t("feed")}
            </a>
          </>
        )}
      </p>
      {can("lists.write") && (
        <>
          <Switch
            label={t("open")}
            checked={archive.open}
            disabled={change.isPending}
            onChange={() => (archive.open ? change.mutate({ open: false }) : setAsking(true))}
          />
          {archive.open && (
            <Switch
              label={t("indexed")}
              {...(archive.indexed && account.mode === "sandbox"
                ? { description: t("indexedSandbox") }
                : {})}
              checked={archive.indexed}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ indexed: event.currentTarget.checked })}
            />
          )}
        </>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("confirm.title")}
        action={t("confirm.action")}
        onConfirm={() => change.mutateAsync({ open: true })}
      >
        <p>{issues === 0 ? t("confirm.textNone") : t("confirm.text", { count: issues })}</p>
        <p>{t("confirm.leaveOut")}</p>
      </ConfirmDialog>
    </div>
  );
}
