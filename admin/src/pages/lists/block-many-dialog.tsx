import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { BulkAnswerView, SuppressionView } from "../../../../contract/suppression.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Pill, Problem, showDone, SimpleTable, useTexts } from "../../ui/index.ts";
import { BlockFoot, ReasonAndReview } from "./block-fields.tsx";
import { texts } from "./blocks-texts.ts";

const CHANGED = ["/suppressions", "/contacts", "/audience"];
const TONES = { added: "ok", known: "plain", invalid: "danger" } as const;

/** Many lines for the blacklist at once; afterwards each line with what became of it. */
export function BlockManyDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const [lines, setLines] = useState("");
  const [reason, setReason] = useState("");
  const [reviewOn, setReviewOn] = useState("");
  const [answer, setAnswer] = useState<BulkAnswerView>();
  const add = useApiMutation(
    () =>
      api.post<BulkAnswerView>("/suppressions/bulk", {
        lines: lines.split(/[\n;,]/).map((line) => line.trim().slice(0, 320)),
        reason: reason.trim(),
        reviewOn,
      }),
    { invalidates: CHANGED, onSuccess: setAnswer },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!add.isPending) add.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t("many.title")} size={620}>
      {answer ? (
        <div className="k-stack">
          <p role="status">
            {t("many.result", {
              added: answer.added,
              known: answer.known,
              invalid: answer.invalid,
            })}
          </p>
          <div className="l-results">
            <SimpleTable
              label={t("many.title")}
              head={
                <tr>
                  <th scope="col">{t("many.line")}</th>
                  <th scope="col">{t("many.entry")}</th>
                  <th scope="col">{t("many.what")}</th>
                </tr>
              }
            >
              {answer.lines.map((line) => (
                <tr key={line.line}>
                  <td>{line.line}</td>
                  <td className="l-break">{line.text}</td>
                  <td>
                    <Pill tone={TONES[line.result]}>{t(`many.results.${line.result}`)}</Pill>
                  </td>
                </tr>
              ))}
            </SimpleTable>
          </div>
          <div className="k-row l-foot">
            <Button variant="filled" onClick={onClose}>
              {t("many.close")}
            </Button>
          </div>
        </div>
      ) : (
        <form className="k-stack" onSubmit={submit}>
          <p>{t("addDialog.text")}</p>
          <Textarea
            label={t("many.lines")}
            description={t("many.linesHelp")}
            required
            autosize
            minRows={6}
            maxRows={14}
            spellCheck={false}
            data-autofocus
            value={lines}
            onChange={(event) => setLines(event.currentTarget.value)}
          />
          <ReasonAndReview
            reason={{ value: reason, onChange: (event) => setReason(event.currentTarget.value) }}
            reviewOn={{
              value: reviewOn,
              onChange: (event) => setReviewOn(event.currentTarget.value),
            }}
          />
          {add.error && <Problem error={add.error} />}
          <BlockFoot submit={t("addDialog.submit")} isPending={add.isPending} onClose={onClose} />
        </form>
      )}
    </Modal>
  );
}

/** A review of a blacklist entry: it stays until the next day somebody looks. */
export function ReviewDialog(props: { block: SuppressionView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { block, onClose } = props;
  const [reviewOn, setReviewOn] = useState("");
  const save = useApiMutation(() => api.post(`/suppressions/${block.id}/review`, { reviewOn }), {
    invalidates: [...CHANGED, "/dashboard"],
    onSuccess: () => {
      showDone(t("reviewDialog.done"));
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t("reviewDialog.title")} size={520}>
      <form className="k-stack" onSubmit={submit}>
        <p>
          <b className="l-break">{block.address ?? `@${block.domain ?? ""}`}</b>
        </p>
        <p>{t("reviewDialog.text", { reason: block.reason })}</p>
        <TextInput
          className="l-date"
          type="date"
          label={t("reviewDialog.next")}
          required
          value={reviewOn}
          onChange={(event) => setReviewOn(event.currentTarget.value)}
        />
        {save.error && (
          <Problem error={save.error} words={{ review_in_past: t("reviewDialog.past") }} />
        )}
        <BlockFoot submit={t("reviewDialog.submit")} isPending={save.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}
