import { Button, Modal, NumberInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { Comparison } from "../../../../../contract/account-report.ts";
import type { MailingView } from "../../../../../contract/mailings.ts";
import type { VariantTest, VariantView } from "../../../../../contract/variants.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  Notice,
  Pill,
  Problem,
  RuleTag,
  showDone,
  showProblem,
  SimpleTable,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { StatePill } from "../mailing-state.tsx";
import { checkPath, editorPath, reportPath } from "../places.ts";
import { useErrorWords } from "../refused.tsx";
import { AutomaticSection } from "./automatic-section.tsx";
import { texts } from "./texts.ts";
import { isClear, leaderOf } from "./verdict.ts";

/** A test of variants: made here, its variants beside each other, and the choice for the rest (TRK-21). */
export function VariantsCard({ mailing }: { mailing: MailingView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [making, setMaking] = useState(false);
  const query = useApiQuery<VariantTest>(`/mailings/${mailing.id}/variants`);
  const found = query.data;
  if (!found || mailing.kind !== "newsletter" || mailing.behaviour || mailing.purpose) return null;
  if (found.holder && !found.isHolder) {
    const own = found.variants.find((variant) => variant.id === mailing.id);
    return (
      <Notice
        action={
          <ButtonLink to={checkPath(found.holder.id)} size="xs">
            {t("toTest")}
          </ButtonLink>
        }
      >
        {t("variantOf", { letter: own?.letter ?? "", name: found.holder.name })}
      </Notice>
    );
  }
  if (mailing.sendsAgain || mailing.recurring?.isTemplate) return null;
  return (
    <Card title={t("title")} aside={<RuleTag rule="TRK-21" />}>
      {found.isHolder ? (
        <Variants mailing={mailing} found={found} />
      ) : (
        <div className="k-stack p-narrow">
          <p>{t("lead")}</p>
          {can("mailings.write") && mailing.state === "draft" && (
            <div>
              <Button onClick={() => setMaking(true)}>{t("start")}</Button>
            </div>
          )}
        </div>
      )}
      {making && <NewTestDialog mailingId={mailing.id} onClose={() => setMaking(false)} />}
    </Card>
  );
}

function NewTestDialog(props: { mailingId: string; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const words = useVariantWords();
  const [count, setCount] = useState<number | string>(2);
  const [sample, setSample] = useState<number | string>(20);
  const make = useApiMutation(
    () =>
      api.post(`/mailings/${props.mailingId}/variants`, {
        variants: Number(count) || 2,
        sample: Number(sample) || 20,
      }),
    { invalidates: ["/mailings"], onSuccess: props.onClose },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title={t("dialogTitle")} size={480}>
      <form className="k-stack" onSubmit={submit}>
        <p>{t("dialogText")}</p>
        <NumberInput
          label={t("count")}
          min={2}
          max={5}
          allowDecimal={false}
          data-autofocus
          value={count}
          onChange={setCount}
        />
        <NumberInput
          label={t("sample")}
          description={t("sampleHelp")}
          min={5}
          max={90}
          step={5}
          suffix=" %"
          allowDecimal={false}
          value={sample}
          onChange={setSample}
        />
        {make.error && <Problem error={make.error} words={words} />}
        <div className="k-row m-dialog-foot">
          <Button type="submit" variant="filled" loading={make.isPending}>
            {t("make")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Variants({ mailing, found }: { mailing: MailingView; found: VariantTest }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const words = useVariantWords();
  const began = found.variants.filter((variant) => variant.startedAt !== null);
  const allSent = found.variants.every((variant) => variant.state === "sent");
  const ids = began.map((variant) => variant.id);
  const asked = ids.length >= 2 && can("reports.read") ? "/reports/comparison" : undefined;
  const first = useApiQuery<Comparison>(asked, { mailings: ids.join(",") });
  const verdict = leaderOf(first.data?.mailings ?? []);
  // Once more, measured against whoever leads: only so each difference is told.
  const against = useApiQuery<Comparison>(verdict ? asked : undefined, {
    mailings: ids.join(","),
    against: verdict?.leader ?? "",
  });
  const leader = found.variants.find((variant) => variant.id === verdict?.leader);
  const end = useApiMutation(() => api.delete(`/mailings/${mailing.id}/variants`), {
    invalidates: ["/mailings"],
    onSuccess: () => showDone(t("ended")),
    onError: (error) => showProblem(error, words),
  });
  return (
    <div className="k-stack">
      <p className="k-muted">
        {t("sampleLine", { sample: found.sample, rest: 100 - found.sample })}
      </p>
      <SimpleTable
        label={t("title")}
        words
        head={
          <tr>
            <th scope="col">{t("columns.variant")}</th>
            <th scope="col">{t("columns.state")}</th>
            <th scope="col">{t("columns.rate")}</th>
            <th scope="col">{t("columns.act")}</th>
          </tr>
        }
      >
        {found.variants.map((variant) => (
          <Row
            key={variant.id}
            variant={variant}
            mailing={mailing}
            isChosen={found.winnerId === variant.id}
            rate={
              verdict &&
              first.data?.mailings.find((one) => one.id === variant.id)?.rates[verdict.measure]
            }
            measure={verdict ? t(`measures.${verdict.measure as "clicked"}`) : ""}
          />
        ))}
      </SimpleTable>
      <p>
        {!can("reports.read")
          ? t("needsReports")
          : !allSent
            ? t("waiting")
            : !verdict || !leader
              ? first.isSuccess && t("noMeasure")
              : against.data &&
                (isClear(against.data.mailings, verdict)
                  ? t("clear", { letter: leader.letter })
                  : t("unclear"))}
      </p>
      <AutomaticSection mailing={mailing} found={found} words={words} />
      {can("mailings.write") && began.length === 0 && (
        <div>
          <Button size="xs" loading={end.isPending} onClick={() => end.mutate()}>
            {t("end")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Row(props: {
  variant: VariantView;
  mailing: MailingView;
  isChosen: boolean;
  rate: { share: number; count: number; base: number } | null | undefined;
  measure: string;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const words = useVariantWords();
  const { variant, mailing, rate } = props;
  const choose = useApiMutation(
    () => api.post(`/mailings/${mailing.id}/variants/choose`, { winnerId: variant.id }),
    {
      invalidates: ["/mailings"],
      onSuccess: () => showDone(t("chosenDone", { letter: variant.letter })),
      onError: (error) => showProblem(error, words),
    },
  );
  return (
    <tr>
      <td>
        <b>{variant.letter}</b> {variant.subject}{" "}
        {props.isChosen && <Pill tone="ok">{t("chosen")}</Pill>}
      </td>
      <td data-label={t("columns.state")}>
        <StatePill state={variant.state} />
      </td>
      <td data-label={t("columns.rate")}>
        {rate
          ? t("rate", {
              share: format.percent(rate.share),
              measure: props.measure,
              count: rate.count,
              base: rate.base,
            })
          : "–"}
      </td>
      <td data-label={t("columns.act")}>
        <div className="k-row">
          {variant.startedAt === null ? (
            <>
              <ButtonLink to={editorPath(variant.id)} size="xs">
                {t("edit")}
              </ButtonLink>
              {variant.state === "draft" && (
                <ButtonLink to={checkPath(variant.id)} size="xs">
                  {t("check")}
                </ButtonLink>
              )}
            </>
          ) : (
            <>
              <ButtonLink to={reportPath(variant.id)} size="xs">
                {t("report")}
              </ButtonLink>
              {can("mailings.write") && mailing.state === "draft" && !props.isChosen && (
                <Button size="xs" loading={choose.isPending} onClick={() => choose.mutate()}>
                  {t("choose")}
                </Button>
              )}
            </>
          )}
        </div>
      </td>
    </tr>
  );
}

function useVariantWords(): Record<string, string> {
  const t = useTexts(texts);
  return {
    ...useErrorWords(),
    test_needs_newsletter: t("errors.test_needs_newsletter"),
    test_began: t("errors.test_began"),
    variant_not_sent: t("errors.variant_not_sent"),
    test_decided: t("errors.test_decided"),
    recipients_not_confirmed: t("errors.recipients_not_confirmed"),
  };
}
