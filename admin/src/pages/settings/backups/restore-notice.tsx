import { Button, Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { BackupsPage } from "../../../../../contract/backups.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Notice, Problem, showDone, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

type Restore = NonNullable<BackupsPage["restore"]>;

/** A restored database: what was done again, what nobody can say, and the word that lets sending go on (RET-11). */
export function RestoreNotice({ restore }: { restore: BackupsPage["restore"] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  if (restore === null) return null;
  if (restore.state === "confirmed")
    return (
      <Notice>
        {t("restore.confirmed", {
          when: format.dateLong(restore.restoredAt),
          name: restore.confirmedBy ?? "",
        })}
        {restore.reason && ` ${restore.reason}`}
      </Notice>
    );
  return (
    <Notice
      tone={restore.state === "pending" ? "wait" : "danger"}
      role="status"
      title={t(`restore.${restore.state}`)}
      {...(restore.state === "replayed"
        ? { action: <Button onClick={() => setAsking(true)}>{t("restore.go")}</Button> }
        : {})}
    >
      {restore.state === "replayed" && <MissingList missing={restore.missing} />}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        size={520}
        title={t("restore.goTitle")}
      >
        <GoForm missing={restore.missing} onClose={() => setAsking(false)} />
      </Modal>
    </Notice>
  );
}

function MissingList({ missing }: { missing: Restore["missing"] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  if (missing.length === 0) return <p>{t("restore.complete")}</p>;
  const moment = (at: string | number | undefined): string =>
    typeof at === "string" && at !== "" ? format.dateTimeShort(at) : "–";
  return (
    <>
      <p>{t("restore.missing")}</p>
      <ul>
        {missing.map((each, no) => (
          <li key={no}>
            {each.what === "time"
              ? t("restore.time", { from: moment(each.from), to: moment(each.to) })
              : each.what === "entries"
                ? t("restore.entries", { from: String(each.from), to: String(each.to) })
                : each.what === "damaged"
                  ? t("restore.damaged", { count: each.lines ?? 0 })
                  : t("restore.no_journal")}
          </li>
        ))}
      </ul>
    </>
  );
}

function GoForm(props: { missing: Restore["missing"]; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const [reason, setReason] = useState("");
  const needsReason = props.missing.length > 0;
  const go = useApiMutation(
    () =>
      api.post("/installation/resume", {
        confirm: true,
        ...(needsReason ? { reason: reason.trim() } : {}),
      }),
    {
      invalidates: ["/installation/backups", "/sending"],
      onSuccess: () => {
        showDone(t("restore.gone"));
        props.onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    go.mutate(undefined);
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {go.error && <Problem error={go.error} />}
      <p>{t("restore.goText")}</p>
      {needsReason && (
        <Textarea
          label={t("restore.reason")}
          description={t("restore.reasonHelp")}
          required
          maxLength={1000}
          autosize
          minRows={3}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <div className="k-row k-ends">
        <Button
          type="submit"
          variant="filled"
          loading={go.isPending}
          disabled={needsReason && reason.trim() === ""}
        >
          {t("restore.go")}
        </Button>
      </div>
    </form>
  );
}
