import { Button, Modal, Textarea } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { DataRequestDetail } from "../../../../../contract/data-requests.ts";
import { api, invalidate, queryClient } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  Problem,
  showDone,
  showProblem,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import { CHANGED, noon, useRequestErrors } from "./words.ts";

/** What is needed now and then: extend, close, the copy on paper, lift a lock. */
export function SideActs({ request }: { request: DataRequestDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useRequestErrors();
  const [dialog, setDialog] = useState<"extend" | "close" | "lift">();
  const isOpen = request.urgency !== "ended";
  const canCopy = request.identity !== null && request.contactId !== null && !request.shared;
  if (!isOpen && !canCopy) return null;
  const post = async (path: string, body: unknown, done: string): Promise<void> => {
    await api.post(`/data-requests/${request.id}/${path}`, body);
    await invalidate(queryClient, CHANGED);
    showDone(done);
  };
  return (
    <Card>
      <div className="k-stack">
        {canCopy && (
          <div>
            <p className="k-lab">{t("copyFor")}</p>
            <p className="k-small k-muted">{t("copyForText")}</p>
            <div className="k-row dr-acts">
              {(["pdf", "json", "csv"] as const).map((one) => (
                <Button
                  key={one}
                  size="xs"
                  leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
                  onClick={() =>
                    api
                      .download(`/data-requests/${request.id}/copy`, { query: { format: one } })
                      .catch((error: unknown) => showProblem(error, words))
                  }
                >
                  {one.toUpperCase()}
                </Button>
              ))}
            </div>
          </div>
        )}
        {isOpen && (
          <div className="k-row">
            {request.extendableTo && (
              <Button size="xs" onClick={() => setDialog("extend")}>
                {t("extend")}
              </Button>
            )}
            {request.restricted && request.identity !== null && (
              <Button size="xs" onClick={() => setDialog("lift")}>
                {t("lift")}
              </Button>
            )}
            <Button size="xs" onClick={() => setDialog("close")}>
              {t("close")}
            </Button>
          </div>
        )}
      </div>
      {dialog === "extend" && request.extendableTo && (
        <WhyDialog
          title={t("extendTitle")}
          text={t("extendText", { day: format.date(noon(request.extendableTo)) })}
          label={t("reason")}
          action={t("extendAct")}
          least={10}
          onClose={() => setDialog(undefined)}
          onSubmit={(reason) => post("extend", { reason }, t("extendedDone"))}
        />
      )}
      {dialog === "close" && (
        <WhyDialog
          title={t("closeTitle")}
          text={t("closeText")}
          label={t("why")}
          action={t("closeAct")}
          least={3}
          onClose={() => setDialog(undefined)}
          onSubmit={(note) => post("close", { note }, t("closed"))}
        />
      )}
      <ConfirmDialog
        opened={dialog === "lift"}
        onClose={() => setDialog(undefined)}
        title={t("liftAsk")}
        action={t("liftAct")}
        words={words}
        onConfirm={() => post("act", { act: "lift_restriction" }, t("lifted"))}
      >
        {t("liftText")}
      </ConfirmDialog>
    </Card>
  );
}

function WhyDialog(props: {
  title: string;
  text: string;
  label: string;
  action: string;
  /** Characters at least. */
  least: number;
  onClose: () => void;
  onSubmit: (words: string) => Promise<void>;
}): ReactNode {
  const t = useTexts(texts);
  const errors = useRequestErrors();
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await props.onSubmit(words.trim());
      props.onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={520}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        <p>{props.text}</p>
        <Textarea
          label={props.label}
          required
          autosize
          minRows={2}
          maxLength={1000}
          data-autofocus
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        {error !== undefined && <Problem error={error} words={errors} />}
        <div className="k-row k-ends">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={busy}
            disabled={words.trim().length < props.least}
          >
            {props.action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** A note to colleagues; the person reads it in no answer. */
export function NoteForm({ request }: { request: DataRequestDetail }): ReactNode {
  const t = useTexts(texts);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.post(`/data-requests/${request.id}/notes`, { text: text.trim() });
      await invalidate(queryClient, CHANGED);
      setText("");
    } catch (error) {
      showProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="dr-note" onSubmit={(event) => void submit(event)}>
      <Textarea
        label={t("note")}
        autosize
        minRows={1}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" loading={busy} disabled={text.trim() === ""}>
        {t("addNote")}
      </Button>
    </form>
  );
}
