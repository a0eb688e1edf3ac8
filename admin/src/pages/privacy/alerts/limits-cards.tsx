import { Button, Modal, NumberInput, Switch, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import {
  limitKinds,
  type GuardsChangeInput,
  type GuardsView,
  type LimitKind,
} from "../../../../../contract/guards.ts";
import { api, ApiError, useApiMutation, useCan } from "../../../api/index.ts";
import {
  Card,
  Grid,
  KeyValue,
  Link,
  Problem,
  showDone,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Told whenever they happen, so there is nothing to count. */
const SWITCHES: readonly LimitKind[] = ["new_device", "new_place"];
const SHORTEST = 10;
const isSwitch = (kind: LimitKind): boolean => SWITCHES.includes(kind);

/** From when on something is unusual, and from when on a second person is asked. */
export function LimitsCards({ guards }: { guards: GuardsView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const [changing, setChanging] = useState(false);
  const change = can("privacy.manage") && (
    <Button size="xs" onClick={() => setChanging(true)}>
      {t("change")}
    </Button>
  );
  const from = (value: number | null): string =>
    value === null ? t("never") : t("from", { number: format.number(value) });
  return (
    <Grid>
      <Card className="c7" title={t("rules")} aside={change}>
        <KeyValue
          items={limitKinds.map((kind) => [
            t(`limits.${kind}`),
            isSwitch(kind) && guards.limits[kind] !== null
              ? t("always")
              : from(guards.limits[kind]),
          ])}
        />
        <p className="k-muted k-small al-note">
          {guards.told.length === 0
            ? t("toldNobody")
            : t("told", { names: guards.told.join(", ") })}{" "}
          {t("rulesText")}
        </p>
      </Card>
      <Card className="c5" title={t("second")}>
        <p className="al-lead">{t("secondText")}</p>
        <KeyValue
          items={[
            [t("exportFrom"), from(guards.exportFrom)],
            [t("releaseFrom"), from(guards.releaseFrom)],
          ]}
        />
        {guards.raiseAsked && (
          <p className="al-note">
            {guards.raiseAsked.raises
              .map(({ name, after }) => t(`raise.${name}`, { after }))
              .join(" ")}{" "}
            {t("raise.waits", { name: guards.raiseAsked.by })}{" "}
            <Link to="/contacts/freigaben">{t("raise.open")}</Link>
          </p>
        )}
        {guards.changedBy !== null && guards.changedAt !== null && (
          <p className="k-muted k-small al-note">
            {t("changed", {
              name: guards.changedBy,
              when: format.dateTimeShort(guards.changedAt),
            })}
          </p>
        )}
      </Card>
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        size={560}
        title={t("form.title")}
      >
        <LimitsForm guards={guards} onClose={() => setChanging(false)} />
      </Modal>
    </Grid>
  );
}

type Numbers = Record<"exportFrom" | "releaseFrom" | LimitKind, number | null>;

function LimitsForm(props: { guards: GuardsView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { exportFrom, releaseFrom, limits } = props.guards;
  const [numbers, setNumbers] = useState<Numbers>({ exportFrom, releaseFrom, ...limits });
  const [reason, setReason] = useState("");
  const [alone, setAlone] = useState("");
  const set = (name: keyof Numbers, value: number | null): void =>
    setNumbers((old) => ({ ...old, [name]: value }));
  const save = useApiMutation((to: GuardsChangeInput) => api.put<GuardsView>("/guards", to), {
    invalidates: ["/guards", "/alerts", "/second-person"],
    onSuccess: ({ raiseAsked }) => {
      showDone(t(raiseAsked ? "form.asked" : "form.saved"));
      props.onClose();
    },
  });
  const { exportFrom: files, releaseFrom: releases, ...rest } = numbers;
  const isRaise = (files ?? 0) > exportFrom || (releases ?? 0) > releaseFrom;
  // Nobody else could be asked; a written reason stands for the second person.
  const isAlone = save.error instanceof ApiError && save.error.code === "second_person_missing";
  const isShort =
    isRaise && (reason.trim().length < SHORTEST || (isAlone && alone.trim().length < SHORTEST));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (files === null || releases === null || isShort) return;
    save.mutate({
      exportFrom: files,
      releaseFrom: releases,
      limits: rest,
      ...(isRaise ? { reason: reason.trim() } : {}),
      ...(isAlone && alone.trim() !== "" ? { alone: alone.trim() } : {}),
    });
  };
  const field = (name: keyof Numbers, label: string, most: number, needed: boolean): ReactNode => (
    <NumberInput
      key={name}
      label={label}
      min={1}
      max={most}
      allowDecimal={false}
      allowNegative={false}
      thousandSeparator={locale === "de" ? "." : ","}
      decimalSeparator={locale === "de" ? "," : "."}
      required={needed}
      value={numbers[name] ?? ""}
      onChange={(value) => set(name, typeof value === "number" ? value : null)}
    />
  );
  return (
    <form className="k-stack" onSubmit={submit}>
      <p>{t("form.loosen")}</p>
      <h3>{t("second")}</h3>
      <div className="al-fields">
        {field("exportFrom", t("exportFrom"), 10_000_000, true)}
        {field("releaseFrom", t("releaseFrom"), 500, true)}
      </div>
      {isRaise && (
        <Textarea
          label={t("form.reason")}
          description={t("form.reasonHelp")}
          required
          minLength={SHORTEST}
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {isRaise && isAlone && (
        <Textarea
          label={t("form.alone")}
          description={t("form.aloneHelp")}
          required
          minLength={SHORTEST}
          maxLength={500}
          autosize
          minRows={2}
          value={alone}
          onChange={(event) => setAlone(event.currentTarget.value)}
        />
      )}
      <h3>{t("rules")}</h3>
      <p className="k-muted k-small">{t("form.help")}</p>
      <div className="al-fields">
        {limitKinds
          .filter((kind) => !isSwitch(kind))
          .map((kind) => field(kind, t(`limits.${kind}`), 10_000_000, false))}
      </div>
      {SWITCHES.map((kind) => (
        <Switch
          key={kind}
          label={t(`limits.${kind}`)}
          checked={numbers[kind] !== null}
          onChange={(event) => set(kind, event.currentTarget.checked ? 1 : null)}
        />
      ))}
      {save.error && !isAlone && <Problem error={save.error} />}
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{t("form.cancel")}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={save.isPending}
          disabled={files === null || releases === null || isShort}
        >
          {t(isRaise ? "form.ask" : "form.save")}
        </Button>
      </div>
    </form>
  );
}
