import { Switch } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import type { WebViewView } from "../../../../../contract/archive.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  Loaded,
  PublicAddress,
  showDone,
  showProblem,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** The shared web view of a mailing: its address, whether it is shown, and the archives it is in. */
export function WebViewCard(props: { mailingId: string; className?: string }): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<WebViewView>(`/mailings/${props.mailingId}/web-view`);
  return (
    <Card className={props.className ?? ""} title={t("title")}>
      <Loaded query={query}>{(view) => <View mailingId={props.mailingId} view={view} />}</Loaded>
    </Card>
  );
}

function View({ mailingId, view }: { mailingId: string; view: WebViewView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const change = useApiMutation(
    (choice: { open?: boolean; inArchives?: boolean }) =>
      api.patch<WebViewView>(`/mailings/${mailingId}/web-view`, choice),
    {
      invalidates: [`/mailings/${mailingId}/web-view`, "/lists"],
      onSuccess: (_saved, choice) => showDone(t(wordsOf(choice))),
      onError: (error) => showProblem(error),
    },
  );
  const write = can("mailings.write");
  const isShown = view.state !== "withdrawn";
  return (
    <div className="k-stack">
      <p className="k-small k-muted">{t("about")}</p>
      <PublicAddress url={view.url} label={t("title")} open={view.state === "open"} />
      {view.state === "waiting" && <p className="k-small">{t("waiting")}</p>}
      {write && (
        <Switch
          label={t("show")}
          checked={isShown}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ open: event.currentTarget.checked })}
        />
      )}
      {view.withdrawnAt && (
        <p className="k-small">{t("off", { when: format.date(view.withdrawnAt) })}</p>
      )}
      <Archives view={view} />
      {write && view.archives.length > 0 && mayBeShown(view) && (
        <Switch
          label={t("archive")}
          checked={view.inArchives}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ inArchives: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}

/** What is left out for good has nothing to switch. */
const mayBeShown = ({ outside }: WebViewView): boolean =>
  outside === null || outside === "left_out" || outside === "not_sent";

function wordsOf(choice: { open?: boolean; inArchives?: boolean }) {
  if (choice.open !== undefined) return choice.open ? "switchedOn" : "switchedOff";
  return choice.inArchives === true ? "putIn" : "leftOut";
}

/** Where it is shown, or why not; nothing where the account has no archive at all. */
function Archives({ view }: { view: WebViewView }): ReactNode {
  const t = useTexts(texts);
  if (view.archives.length === 0 || view.outside === "withdrawn") return null;
  if (view.outside !== null)
    return <p className="k-small k-muted">{t(`outside.${view.outside}`)}</p>;
  return (
    <p className="k-small">
      {t("shownIn")}{" "}
      {view.archives.map((archive, index) => (
        <Fragment key={archive.listId}>
          {index > 0 && ", "}
          <a href={archive.url} target="_blank" rel="noreferrer">
            {archive.list}
          </a>
        </Fragment>
      ))}
    </p>
  );
}
