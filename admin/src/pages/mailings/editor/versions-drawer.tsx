import { Button, Drawer, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { VersionContent, VersionView } from "../../../../../contract/editing.ts";
import type { MailingView, PreviewAnswer } from "../../../../../contract/mailings.ts";
import { api, apiKey, invalidate, queryClient, useApiQuery } from "../../../api/index.ts";
import {
  DateTime,
  Loaded,
  Notice,
  PageSkeleton,
  Pill,
  showDone,
  showProblem,
  useTexts,
} from "../../../ui/index.ts";
import { ScaledMail } from "../scaled-mail.tsx";
import { texts } from "./texts.ts";
import type { DraftEditing } from "./use-draft.ts";

const WIDTH = 680;

interface Props {
  editing: DraftEditing;
  readOnly: boolean;
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** Earlier states of the content: look at one beside the present, and bring it back. */
export function VersionsDrawer(props: Props): ReactNode {
  const t = useTexts(texts);
  const [shown, setShown] = useState<VersionView>();
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="right"
      size={shown ? "xl" : "md"}
      title={t("versions.title")}
    >
      {shown ? (
        <Compare {...props} version={shown} onBack={() => setShown(undefined)} />
      ) : (
        <VersionList {...props} onShow={setShown} />
      )}
    </Drawer>
  );
}

function VersionList(props: Props & { onShow: (version: VersionView) => void }): ReactNode {
  const t = useTexts(texts);
  const path = `/mailings/${props.editing.saved.id}/versions`;
  const query = useApiQuery<{ items: VersionView[] }>(path);
  return (
    <div className="k-stack">
      <p className="k-base">{t("versions.intro")}</p>
      {!props.readOnly && <KeepVersion {...props} path={path} />}
      <Loaded query={query} skeleton={<PageSkeleton cards={1} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice>{t("versions.none")}</Notice>
          ) : (
            <ul className="m-versions">
              {items.map((version) => (
                <li key={version.id}>
                  <div>
                    <b>{version.name ?? t("versions.automatic")}</b>
                    <p className="k-small k-muted">
                      <DateTime value={version.createdAt} /> ·{" "}
                      {version.createdBy ?? t("versions.someone")}
                    </p>
                  </div>
                  <Pill tone="unknown">{t(`versions.kind.${version.kind}`)}</Pill>
                  <Button size="xs" onClick={() => props.onShow(version)}>
                    {t("versions.show")}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function KeepVersion(props: Props & { path: string }): ReactNode {
  const t = useTexts(texts);
  const [name, setName] = useState("");
  const keep = async (): Promise<void> => {
    await props.editing.save.flush();
    await api.post(props.path, { name: name.trim() });
    await invalidate(queryClient, [props.path]);
    showDone(t("versions.kept", { name: name.trim() }));
    setName("");
  };
  return (
    <form
      className="b-keep m-keep"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) keep().catch((error: unknown) => showProblem(error));
      }}
    >
      <TextInput
        label={t("versions.name")}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!name.trim()}>
        {t("versions.keep")}
      </Button>
    </form>
  );
}

function Compare(props: Props & { version: VersionView; onBack: () => void }): ReactNode {
  const t = useTexts(texts);
  const { editing, version } = props;
  const path = `/mailings/${editing.saved.id}`;
  const query = useApiQuery<VersionContent>(`${path}/versions/${version.id}`);
  const [busy, setBusy] = useState(false);
  const restore = async (): Promise<void> => {
    await editing.save.flush();
    const known = queryClient.getQueryData<MailingView>(apiKey(path)) ?? editing.saved;
    await api.post(`${path}/versions/${version.id}/restore`, { revision: known.revision });
    await invalidate(queryClient, [`${path}/versions`, `${path}/readiness`]);
    await props.onReload();
    showDone(t("versions.restored"));
  };
  return (
    <div className="k-stack">
      <div className="k-row">
        <Button size="xs" onClick={props.onBack}>
          {t("versions.back")}
        </Button>
        {!props.readOnly && (
          <Button
            size="xs"
            variant="filled"
            loading={busy}
            onClick={() => {
              setBusy(true);
              restore().catch((error: unknown) => {
                setBusy(false);
                showProblem(error);
              });
            }}
          >
            {t("versions.restore")}
          </Button>
        )}
      </div>
      <Loaded query={query} skeleton={<PageSkeleton cards={1} />}>
        {(content) => (
          <div className="m-compare">
            <Rendered
              mailingId={editing.saved.id}
              title={t("versions.earlier")}
              draft={{
                subject: content.subject,
                preheader: content.preheader,
                html: content.html,
                source: { kind: "html" },
              }}
            />
            <Rendered mailingId={editing.saved.id} title={t("versions.now")} />
          </div>
        )}
      </Loaded>
    </div>
  );
}

/** The mail of a state as an example person receives it. */
function Rendered(props: { mailingId: string; title: string; draft?: object }): ReactNode {
  const t = useTexts(texts);
  const query = useQuery({
    queryKey: [...apiKey(`/mailings/${props.mailingId}/preview`), props.title, props.draft ?? {}],
    queryFn: () =>
      api.post<PreviewAnswer>(
        `/mailings/${props.mailingId}/preview`,
        { permission: "granted", ...(props.draft ? { draft: props.draft } : {}) },
        { idempotencyKey: "" },
      ),
  });
  return (
    <section>
      <h3 className="k-cap">{props.title}</h3>
      <Loaded query={query} skeleton={<PageSkeleton cards={1} />}>
        {(answer) => (
          <>
            <p className="k-small">
              <b>{answer.subject}</b>
            </p>
            {answer.html === "" ? (
              <Notice>{t("preview.broken")}</Notice>
            ) : (
              <div className="m-device">
                <ScaledMail html={answer.html} width={WIDTH} title={props.title} />
              </div>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
