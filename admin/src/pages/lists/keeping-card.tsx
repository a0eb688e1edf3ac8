import { Button, Modal, NumberInput, Radio, Select, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { GroundsView, PurgeView } from "../../../../contract/suppression.ts";
import { api, useApiMutation, useApiQuery, useCan, type Page } from "../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  Loaded,
  Problem,
  RuleTag,
  showDone,
  useFormat,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./keeping-texts.ts";

const PURGE_AFTER = 24;

/** On which ground blocks are kept and how long (UNS-17, UNS-24), and the purge of old unsubscribe lists. */
export function KeepingCard(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const grounds = useApiQuery<{ items: GroundsView[] }>("/suppression-grounds");
  const [deciding, setDeciding] = useState<GroundsView>();
  const [purging, setPurging] = useState(false);
  const manage = can("privacy.manage");
  return (
    <Card className="l-keeping" title={t("title")}>
      <p className="k-muted l-intro">
        {t("intro")} <RuleTag rule="UNS-17" />
      </p>
      <Loaded query={grounds}>
        {({ items }) => (
          <ul className="l-archive l-grounds">
            {items.map((one) => (
              <GroundsLine
                key={one.subject}
                grounds={one}
                {...(manage ? { onDecide: () => setDeciding(one) } : {})}
              />
            ))}
          </ul>
        )}
      </Loaded>
      {manage && (
        <div>
          <Button size="xs" variant="subtle" onClick={() => setPurging(true)}>
            {t("purge.open")}
          </Button>
        </div>
      )}
      {deciding && <GroundsDialog grounds={deciding} onClose={() => setDeciding(undefined)} />}
      {purging && <PurgeDialog onClose={() => setPurging(false)} />}
    </Card>
  );
}

function GroundsLine(props: { grounds: GroundsView; onDecide?: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { grounds, onDecide } = props;
  const subject = t(`subjects.${grounds.subject}`);
  return (
    <li>
      <div>
        <b>{subject}</b>
        <span className="k-small k-muted">
          {t(`grounds.${grounds.ground}`)};{" "}
          {grounds.retentionMonths === null
            ? t("asNeeded")
            : t("months", { count: grounds.retentionMonths })}
          .
        </span>
        <span className="k-small k-muted">
          {grounds.decidedAt === null
            ? t("default")
            : t("decided", {
                who: grounds.decidedBy ?? "",
                when: format.date(grounds.decidedAt),
                review: grounds.reviewOn ? format.date(grounds.reviewOn) : "–",
              })}
        </span>
      </div>
      {onDecide && (
        <Button size="xs" onClick={onDecide} aria-label={t("decideName", { subject })}>
          {t("decide")}
        </Button>
      )}
    </li>
  );
}

function GroundsDialog(props: { grounds: GroundsView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { grounds, onClose } = props;
  const [ground, setGround] = useState<string>(grounds.ground);
  const [months, setMonths] = useState<string | number>(grounds.retentionMonths ?? "");
  const [reasoning, setReasoning] = useState(grounds.reasoning);
  const [reviewOn, setReviewOn] = useState(grounds.reviewOn?.slice(0, 10) ?? "");
  const save = useApiMutation(
    () =>
      api.put("/suppression-grounds", {
        subject: grounds.subject,
        ground,
        retentionMonths: months === "" ? null : Number(months),
        reasoning: reasoning.trim(),
        reviewOn,
      }),
    {
      invalidates: ["/suppression-grounds"],
      onSuccess: () => {
        showDone(t("dialog.done"));
        onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t(`subjects.${grounds.subject}`)} size={620}>
      <form className="k-stack" onSubmit={submit}>
        <Radio.Group label={t("dialog.ground")} value={ground} onChange={setGround}>
          <div className="k-stack">
            <Radio value="art_6_1_c" label={t("grounds.art_6_1_c")} />
            <Radio value="art_6_1_f" label={t("grounds.art_6_1_f")} />
          </div>
        </Radio.Group>
        {grounds.subject === "unsubscribe_lists" && (
          <NumberInput
            label={t("dialog.retention")}
            description={t("dialog.retentionHelp")}
            min={12}
            max={1200}
            allowDecimal={false}
            value={months}
            onChange={setMonths}
          />
        )}
        <Textarea
          label={t("dialog.reasoning")}
          description={t("dialog.reasoningHelp")}
          required
          minLength={10}
          maxLength={4000}
          autosize
          minRows={3}
          value={reasoning}
          onChange={(event) => setReasoning(event.currentTarget.value)}
        />
        <TextInput
          className="l-date"
          type="date"
          label={t("dialog.review")}
          required
          value={reviewOn}
          onChange={(event) => setReviewOn(event.currentTarget.value)}
        />
        {save.error && <Problem error={save.error} />}
        <div className="k-row l-foot">
          <Button onClick={onClose}>{t("dialog.cancel")}</Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t("dialog.submit")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** First how many, then the warning and the number to type. */
function PurgeDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const [months, setMonths] = useState<string | number>(PURGE_AFTER);
  const [list, setList] = useState("");
  const [confirming, setConfirming] = useState(false);
  const lists = useApiQuery<Page<{ id: string; name: string }>>("/lists");
  const olderThanMonths = Math.max(12, Number(months) || 12);
  const asked = { olderThanMonths, ...(list === "" ? {} : { list }) };
  const found = useApiQuery<PurgeView>("/suppression-purge", asked, { staleTime: 0 });
  const entries = found.data?.entries ?? 0;
  const when = found.data ? format.date(found.data.before) : "";
  if (confirming)
    return (
      <ConfirmDialog
        opened
        danger
        title={t("purge.confirmTitle")}
        action={t("purge.action", { count: entries })}
        people={entries}
        onClose={onClose}
        onConfirm={async () => {
          await api.post("/suppression-purge", { ...asked, confirmEntries: entries });
          showDone(t("purge.done", { count: entries }));
        }}
      >
        <p>{t("purge.found", { count: entries, when })}</p>
        <p>{t("purge.warning")}</p>
      </ConfirmDialog>
    );
  return (
    <Modal opened onClose={onClose} title={t("purge.title")} size={520}>
      <div className="k-stack">
        <NumberInput
          label={t("purge.months")}
          min={12}
          max={1200}
          allowDecimal={false}
          value={months}
          onChange={setMonths}
        />
        <Select
          label={t("purge.list")}
          value={list}
          onChange={(value) => setList(value ?? "")}
          data={[
            { value: "", label: t("purge.all") },
            ...(lists.data?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
        <p aria-live="polite">
          {found.data &&
            (entries === 0 ? t("purge.none") : t("purge.found", { count: entries, when }))}
        </p>
        {found.error && <Problem error={found.error} />}
        <div className="k-row l-foot">
          <Button onClick={onClose}>{t("purge.cancel")}</Button>
          <Button variant="filled" disabled={entries === 0} onClick={() => setConfirming(true)}>
            {t("purge.next")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
