import { Button, Modal, NumberInput, Radio, Select } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { MailingView, ReadinessView } from "../../../../../contract/mailings.ts";
import {
  winnerMeasures,
  type AutomaticWinner,
  type VariantDecision,
  type VariantTest,
  type WinnerMeasure,
} from "../../../../../contract/variants.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  ConfirmDialog,
  inSentence,
  Notice,
  Problem,
  showProblem,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const CONFIDENCES = [90, 95, 99] as const;
/** Anonymous figures of a day are settled on the day after: so many hours bring at least one such day. */
const SETTLED_HOURS = 36;
const OTHERWISE = ["person", "leader", "first"] as const;

/** Whether the test decides by itself: set up, shown, and afterwards told with its figures (TRK-21). */
export function AutomaticSection(props: {
  mailing: MailingView;
  found: VariantTest;
  words: Record<string, string>;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const { mailing, found, words } = props;
  const { automatic, decidesAt, decision } = found;
  const off = useApiMutation(
    () => api.put(`/mailings/${mailing.id}/variants/automatic`, { automatic: null }),
    { invalidates: ["/mailings"], onError: (error) => showProblem(error, words) },
  );
  if (decision) return <Decided found={found} decision={decision} />;
  if (found.decidedAt !== null || mailing.state !== "draft") return null;
  const mayChange = can("mailings.send");
  if (!automatic)
    return mayChange ? (
      <div className="k-stack">
        <p className="k-muted">{t("auto.lead")}</p>
        <div>
          <Button size="xs" onClick={() => setOpen(true)}>
            {t("auto.set")}
          </Button>
        </div>
        {open && (
          <AutomaticDialog
            mailing={mailing}
            known={null}
            words={words}
            onClose={() => setOpen(false)}
          />
        )}
      </div>
    ) : null;
  return (
    <Notice
      title={
        decidesAt === null
          ? t("auto.titleWaiting")
          : t("auto.titleAt", { when: inSentence(format.moment(decidesAt)) })
      }
      action={
        mayChange && (
          <span className="k-row">
            <Button size="xs" onClick={() => setOpen(true)}>
              {t("auto.change")}
            </Button>
            <Button size="xs" loading={off.isPending} onClick={() => off.mutate(undefined)}>
              {t("auto.off")}
            </Button>
          </span>
        )
      }
    >
      <p>
        {t("auto.summary", {
          measure: t(`auto.measures.${automatic.measure}`),
          confidence: automatic.confidence,
          otherwise: t(`auto.otherwiseSentence.${automatic.otherwise}`),
        })}{" "}
        {decidesAt === null && t("auto.waitsFor", { count: automatic.waitHours })}
      </p>
      {open && (
        <AutomaticDialog
          mailing={mailing}
          known={automatic}
          words={words}
          onClose={() => setOpen(false)}
        />
      )}
    </Notice>
  );
}

function AutomaticDialog(props: {
  mailing: MailingView;
  known: VariantTest["automatic"];
  words: Record<string, string>;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { mailing, known, words } = props;
  const [measure, setMeasure] = useState<WinnerMeasure>(known?.measure ?? "clicked");
  const [hours, setHours] = useState<number | string>(known?.waitHours ?? 12);
  const [confidence, setConfidence] = useState<90 | 95 | 99>(known?.confidence ?? 95);
  const [otherwise, setOtherwise] = useState<AutomaticWinner["otherwise"]>(
    known?.otherwise ?? "person",
  );
  const [confirming, setConfirming] = useState(false);
  const readiness = useApiQuery<ReadinessView>(`/mailings/${mailing.id}/readiness`);
  const needed = readiness.data?.approval.needed;
  const recipients = readiness.data?.audience.mailable ?? 0;
  const typed = needed === "typed_number" || needed === "typed_number_and_delay";
  const save = useApiMutation(
    (confirmRecipients: number | undefined) =>
      api.put(`/mailings/${mailing.id}/variants/automatic`, {
        automatic: {
          measure,
          waitHours: Number(hours) || 12,
          confidence,
          otherwise,
          ...(confirmRecipients === undefined ? {} : { confirmRecipients }),
        },
      }),
    { invalidates: ["/mailings"], onSuccess: props.onClose },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed) setConfirming(true);
    else save.mutate(undefined);
  };
  return (
    <Modal opened onClose={props.onClose} title={t("auto.dialogTitle")} size={560}>
      <form className="k-stack" onSubmit={submit}>
        <p>{t("auto.dialogText")}</p>
        <Select
          label={t("auto.measure")}
          description={t(`auto.measureHelp.${measure}`)}
          allowDeselect={false}
          data-autofocus
          value={measure}
          onChange={(value) => {
            if (!value) return;
            setMeasure(value as WinnerMeasure);
            if (value === "grossClicks" || value === "uniqueOpened")
              setHours((chosen) => Math.max(SETTLED_HOURS, Number(chosen)));
          }}
          data={[
            {
              group: t("auto.groups.consent"),
              items: winnerMeasures
                .filter((one) => one === "clicked" || one === "opened")
                .map((value) => ({ value, label: t(`auto.measures.${value}`) })),
            },
            {
              group: t("auto.groups.free"),
              items: winnerMeasures
                .filter((one) => one !== "clicked" && one !== "opened")
                .map((value) => ({ value, label: t(`auto.measures.${value}`) })),
            },
          ]}
        />
        <div className="p-cap">
          <NumberInput
            label={t("auto.hours")}
            min={1}
            max={168}
            allowDecimal={false}
            value={hours}
            onChange={setHours}
          />
          <Select
            label={t("auto.confidence")}
            allowDeselect={false}
            value={String(confidence)}
            onChange={(value) => setConfidence(Number(value) as 95)}
            data={CONFIDENCES.map((one) => ({
              value: String(one),
              label: format.percent(one / 100, 0),
            }))}
          />
        </div>
        <Radio.Group
          label={t("auto.otherwise")}
          description={t("auto.otherwiseHelp")}
          value={otherwise}
          onChange={(value) => setOtherwise(value as AutomaticWinner["otherwise"])}
        >
          <div className="k-stack m-under">
            {OTHERWISE.map((value) => (
              <Radio key={value} value={value} label={t(`auto.otherwiseChoices.${value}`)} />
            ))}
          </div>
        </Radio.Group>
        {needed === "second_person" && <p className="k-muted">{t("auto.second")}</p>}
        {!confirming && save.error && <Problem error={save.error} words={words} />}
        <div className="k-row m-dialog-foot">
          <Button onClick={props.onClose}>{t("auto.cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={save.isPending}
            disabled={!readiness.isSuccess}
          >
            {t("auto.save")}
          </Button>
        </div>
      </form>
      <ConfirmDialog
        opened={confirming}
        onClose={() => setConfirming(false)}
        title={t("auto.confirmTitle")}
        action={t("auto.save")}
        people={recipients}
        words={words}
        onConfirm={() => save.mutateAsync(recipients)}
      >
        {t("auto.confirmText", { count: recipients })}
      </ConfirmDialog>
    </Modal>
  );
}

function Decided(props: { found: VariantTest; decision: VariantDecision }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { found, decision } = props;
  const letter = (id: string | null) =>
    found.variants.find((variant) => variant.id === id)?.letter ?? "";
  const measure = found.automatic ? t(`auto.measures.${found.automatic.measure}`) : "";
  const waits = decision.taken === "person" && found.winnerId === null;
  return (
    <Notice
      tone={waits || decision.rest === "failed" ? "wait" : "plain"}
      title={t("auto.decidedTitle", { when: inSentence(format.moment(decision.at)) })}
    >
      <p>
        {t(`auto.verdicts.${decision.verdict}`, {
          letter: letter(decision.leaderId),
          confidence: found.automatic?.confidence ?? 95,
        })}{" "}
        {t(`auto.taken.${decision.taken}`)}{" "}
        {decision.rest !== "none" && t(`auto.rest.${decision.rest}`)}
      </p>
      <p className="k-muted">
        {decision.figures
          .map((figure) =>
            figure.count === null
              ? t("auto.figureHidden", { letter: letter(figure.id) })
              : t("auto.figure", {
                  letter: letter(figure.id),
                  count: figure.count,
                  base: figure.base,
                }),
          )
          .join(" · ")}
        {measure !== "" && ` (${measure})`}
      </p>
    </Notice>
  );
}
