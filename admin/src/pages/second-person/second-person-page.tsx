import { Button, Modal, Textarea } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { SecondPersonView } from "../../../../contract/guards.ts";
import { api, useApiList, useApiMutation, type ApiList } from "../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  DataTable,
  DateTime,
  EmptyState,
  Page,
  Pill,
  Problem,
  showDone,
  showProblem,
  useFormat,
  useTexts,
  type Column,
  type Tone,
} from "../../ui/index.ts";
import "./second-person.css";
import { texts } from "./texts.ts";

const TONES: Record<SecondPersonView["state"], Tone> = {
  open: "wait",
  confirmed: "ok",
  refused: "danger",
  withdrawn: "plain",
  expired: "plain",
  waived: "wait",
};
const RELOADS = [
  "/second-person",
  "/contact-exports",
  "/evidence-exports",
  "/retained-addresses",
  "/suppressions",
  "/dashboard",
  "/guards",
  "/alerts",
];

const PATHS = {
  export: "exports",
  evidence: "evidence",
  release: "releases",
  lift: "lifts",
  guards: "guards",
} as const;

const addressOf = (request: SecondPersonView, act: "confirm" | "refuse" | "withdraw"): string =>
  `/second-person/${PATHS[request.kind]}/${request.id}/${act}`;

/** An export is called by what it is of. */
const subjectOf = ({ kind, of }: SecondPersonView) =>
  kind === "export" && (of === "blocks" || of === "retained" || of === "report_persons")
    ? (`export_${of}` as const)
    : kind;

/** What waits for the word of a second person, and what was said. */
export default function SecondPersonPage(): ReactNode {
  const t = useTexts(texts);
  const open = useApiList<SecondPersonView>("/second-person", { state: "open" }, { limit: 20 });
  const decided = useApiList<SecondPersonView>(
    "/second-person",
    { state: "decided" },
    { limit: 20 },
  );
  return (
    <Page title={t("title")} crumbs={[{ label: t("contacts"), to: "/contacts" }]} meta={t("meta")}>
      <div className="k-stack-lg">
        <Open list={open} />
        <History list={decided} />
      </div>
    </Page>
  );
}

function Open({ list }: { list: ApiList<SecondPersonView> }): ReactNode {
  const t = useTexts(texts);
  const [asking, setAsking] = useState<{ request: SecondPersonView; act: "confirm" | "refuse" }>();
  const confirm = useApiMutation(
    (request: SecondPersonView) => api.post(addressOf(request, "confirm")),
    { invalidates: RELOADS, onSuccess: () => showDone(t("confirmed")) },
  );
  if (list.query.isPending) return null;
  if (list.items.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<IconUserCheck size={28} stroke={1.6} />}
          title={t("calmTitle")}
          text={t("calmText")}
        />
      </Card>
    );
  const request = asking?.request;
  return (
    <Card title={t("open")}>
      <ul className="sp-list">
        {list.items.map((one) => (
          <Request key={one.id} request={one} onAsk={(act) => setAsking({ request: one, act })} />
        ))}
      </ul>
      {request && (
        <ConfirmDialog
          opened={asking?.act === "confirm"}
          onClose={() => setAsking(undefined)}
          title={t("confirmTitle")}
          action={t("confirm")}
          onConfirm={() => confirm.mutateAsync(request)}
        >
          {t(`confirmText.${request.kind}`)}
        </ConfirmDialog>
      )}
      <Modal
        opened={asking?.act === "refuse"}
        onClose={() => setAsking(undefined)}
        size={520}
        title={t("refuseTitle")}
      >
        {request && <RefuseForm request={request} onClose={() => setAsking(undefined)} />}
      </Modal>
    </Card>
  );
}

function Request(props: {
  request: SecondPersonView;
  onAsk: (act: "confirm" | "refuse") => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { request, onAsk } = props;
  const withdraw = useApiMutation(() => api.post(addressOf(request, "withdraw")), {
    invalidates: RELOADS,
    onSuccess: () => showDone(t("withdrawn")),
    onError: showProblem,
  });
  const about = { name: request.requestedBy, count: request.people };
  const what = subjectOf(request);
  return (
    <li className="sp-item">
      <h3>{request.mine ? t(`own_${what}`, about) : t(what, about)}</h3>
      {request.about && <About about={request.about} />}
      {request.raises?.map((raise) => (
        <p key={raise.name} className="sp-about">
          {t(`raises.${raise.name}`, { before: raise.before, after: raise.after })}
        </p>
      ))}
      <p className="sp-reason">{t("quoted", { text: request.reason })}</p>
      <p className="k-muted k-small">
        {t("asked", {
          when: format.dateTimeShort(request.requestedAt),
          until: format.dateTimeShort(request.expiresAt),
        })}
      </p>
      {!request.mayDecide && (
        <p className="k-muted k-small">{request.mine ? t("mine") : t("notYou")}</p>
      )}
      <div className="k-row sp-actions">
        {request.mayDecide && (
          <>
            <Button size="xs" variant="filled" onClick={() => onAsk("confirm")}>
              {t("confirm")}
            </Button>
            <Button size="xs" onClick={() => onAsk("refuse")}>
              {t("refuse")}
            </Button>
          </>
        )}
        {request.mine && (
          <Button size="xs" loading={withdraw.isPending} onClick={() => withdraw.mutate(undefined)}>
            {t("withdraw")}
          </Button>
        )}
      </div>
    </li>
  );
}

/** The block that would end, and why it is there. */
function About({ about }: { about: NonNullable<SecondPersonView["about"]> }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const name = about.name ?? t("erased");
  const scope = about.scope === "complaint" ? t("scopes.complaint") : t("scopes.blacklist");
  return (
    <>
      <p className="sp-about">
        <b>{name}</b>
      </p>
      <p className="k-muted k-small">
        {t("blocked", { scope, when: format.date(about.since), reason: about.reason })}
      </p>
    </>
  );
}

function RefuseForm(props: { request: SecondPersonView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const [comment, setComment] = useState("");
  const refuse = useApiMutation(
    () => api.post(addressOf(props.request, "refuse"), { comment: comment.trim() }),
    {
      invalidates: RELOADS,
      onSuccess: () => {
        showDone(t("refused"));
        props.onClose();
      },
    },
  );
  const isShort = comment.trim().length < 3;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isShort && !refuse.isPending) refuse.mutate(undefined);
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <Textarea
        label={t("why")}
        description={t("whyHelp")}
        required
        maxLength={1000}
        autosize
        minRows={2}
        data-autofocus
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {refuse.error && (
        <Problem
          error={refuse.error}
          words={{
            second_person_state: t("errors.second_person_state"),
            second_person_is_first: t("errors.second_person_is_first"),
          }}
        />
      )}
      <div className="k-row sp-foot">
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={refuse.isPending} disabled={isShort}>
          {t("refuse")}
        </Button>
      </div>
    </form>
  );
}

function History({ list }: { list: ApiList<SecondPersonView> }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  if (list.items.length === 0) return null;
  const columns: Column<SecondPersonView>[] = [
    {
      key: "what",
      title: t("columns.what"),
      render: (row) => (
        <>
          <span>
            {t(`kinds.${subjectOf(row)}`, { count: row.people })}
            {row.raises?.map((raise) => (
              <span key={raise.name} className="k-sub">
                {t(`raises.${raise.name}`, { before: raise.before, after: raise.after })}
              </span>
            ))}
            {row.about && <> {t("of", { name: row.about.name ?? t("erased") })}</>}
          </span>
          <span className="k-sub">
            {row.requestedBy}, {format.dateTimeShort(row.requestedAt)} · {row.reason}
          </span>
        </>
      ),
    },
    {
      key: "state",
      title: t("columns.state"),
      width: 190,
      render: (row) => <Pill tone={TONES[row.state]}>{t(`states.${row.state}`)}</Pill>,
    },
    {
      key: "by",
      title: t("columns.by"),
      render: (row) => (
        <>
          {row.decidedBy !== null && (
            <span>
              {row.decidedBy}
              {row.decidedAt !== null && (
                <>
                  , <DateTime value={row.decidedAt} form="short" />
                </>
              )}
            </span>
          )}
          {row.comment !== "" && <span className="k-sub">{row.comment}</span>}
        </>
      ),
    },
  ];
  return (
    <Card title={t("history")}>
      <DataTable
        label={t("history")}
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        stack
      />
    </Card>
  );
}
