import { Button, Modal, NumberInput, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { DryRunView, RetentionClassView } from "../../../../../contract/retention.ts";
import { api, useApiMutation, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  Problem,
  RuleTag,
  showDone,
  SimpleTable,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Each class of data with its period and what is due of it. */
export function ClassesCard(props: {
  classes: RetentionClassView[];
  due: DryRunView | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [changing, setChanging] = useState<RetentionClassView>();
  return (
    <Card title={t("classes")}>
      <SimpleTable
        label={t("classes")}
        words
        head={
          <tr>
            <th>{t("columns.what")}</th>
            <th>{t("columns.period")}</th>
            <th>{t("columns.basis")}</th>
            <th>{t("columns.after")}</th>
            <th data-num>{t("columns.due")}</th>
            <th data-num>{t("columns.soon")}</th>
          </tr>
        }
      >
        {props.classes.map((each) => (
          <Line key={each.id} each={each} due={props.due} onChange={() => setChanging(each)} />
        ))}
      </SimpleTable>
      <Modal
        opened={changing !== undefined}
        onClose={() => setChanging(undefined)}
        size={520}
        title={t("period.title", { name: changing?.label[locale] ?? "" })}
      >
        {changing?.days && (
          <PeriodForm each={changing} days={changing.days} onClose={() => setChanging(undefined)} />
        )}
      </Modal>
    </Card>
  );
}

function Line(props: {
  each: RetentionClassView;
  due: DryRunView | undefined;
  onChange: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const can = useCan();
  const { each, due } = props;
  const now = due?.now.find((row) => row.class === each.id);
  const soon = due?.soon.find((row) => row.class === each.id);
  const reason = each.days?.reason ?? "";
  return (
    <tr>
      <td className="ret-what">
        <b>{each.label[locale]}</b>
        <span className="k-sub">{each.what[locale]}</span>
        <span className="ret-rules">
          {each.rules.map((rule) => (
            <RuleTag key={rule} rule={rule} />
          ))}
        </span>
      </td>
      <td data-label={t("columns.period")}>
        {each.period[locale]}
        <span className="k-sub">{each.start[locale]}</span>
        {reason !== "" && <span className="k-sub">{t("longer", { reason })}</span>}
        {each.days && can("privacy.manage") && (
          <Button
            size="xs"
            mt={6}
            aria-label={`${t("change")}: ${each.label[locale]}`}
            onClick={props.onChange}
          >
            {t("change")}
          </Button>
        )}
        {each.place !== null && (
          <ButtonLink
            size="xs"
            variant="subtle"
            ml={-10}
            to={each.place}
            aria-label={`${t("where")}: ${each.label[locale]}`}
          >
            {t("where")}
          </ButtonLink>
        )}
      </td>
      <td data-label={t("columns.basis")}>{each.basis[locale]}</td>
      <td data-label={t("columns.after")}>{t(`actions.${each.action}`)}</td>
      <td
        data-num
        data-label={t("columns.due")}
        {...(now?.due || now?.held ? {} : { "data-nothing": "" })}
      >
        {now ? format.number(now.due) : "–"}
        {now && now.held > 0 && <span className="k-sub">{t("heldOf", { count: now.held })}</span>}
      </td>
      <td data-num data-label={t("columns.soon")} {...(soon?.due ? {} : { "data-nothing": "" })}>
        {soon ? format.number(soon.due) : "–"}
      </td>
    </tr>
  );
}

function PeriodForm(props: {
  each: RetentionClassView;
  days: NonNullable<RetentionClassView["days"]>;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { least, most, longest } = props.days;
  const [days, setDays] = useState<number | "">(props.days.now);
  const [reason, setReason] = useState(props.days.reason);
  const needsReason = days !== "" && days > most;
  const save = useApiMutation(
    () =>
      api.put(`/retention/periods/${props.each.id}`, {
        days,
        ...(needsReason ? { reason: reason.trim() } : {}),
      }),
    {
      invalidates: ["/retention", "/retention/dry-run"],
      onSuccess: () => {
        showDone(t("period.saved"));
        props.onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {save.error && <Problem error={save.error} />}
      <NumberInput
        label={t("period.days")}
        description={t("period.help", { least, most, longest })}
        min={least}
        max={longest}
        allowDecimal={false}
        value={days}
        onChange={(value) => setDays(typeof value === "number" ? value : "")}
      />
      {needsReason && (
        <Textarea
          label={t("period.reason")}
          description={t("period.reasonHelp")}
          required
          minLength={10}
          maxLength={1000}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{t("period.cancel")}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={save.isPending}
          disabled={days === "" || (needsReason && reason.trim().length < 10)}
        >
          {t("period.save")}
        </Button>
      </div>
    </form>
  );
}
