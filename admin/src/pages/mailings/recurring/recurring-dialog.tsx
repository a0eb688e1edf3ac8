import { Button, Chip, Modal, NumberInput, Select, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { FeedView } from "../../../../../contract/feeds.ts";
import type { MailingSummary } from "../../../../../contract/mailings.ts";
import type { Recurrence, RecurringDetail } from "../../../../../contract/recurring.ts";
import { api, useApiList, useApiMutation, useApiQuery } from "../../../api/index.ts";
import { cityOf, currentTime, Problem, useFormat, useGo, useTexts } from "../../../ui/index.ts";
import { dayOf } from "../calendar/days.ts";
import { useZoneFields } from "../check/recipient-clocks.tsx";
import { recurringPath } from "../places.ts";
import { texts } from "./texts.ts";
import { useRecurringWords } from "./words.ts";

type Mode = "week" | "monthDay" | "monthNth";
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const AHEADS = [0, 60, 360, 1440, 4320, 10_080] as const;
const NO_FEED = "-";
const ONE_CLOCK = "-";

/** Makes a recurring mailing of a newsletter, or changes the plan of one. */
export function RecurringDialog(props: {
  known: RecurringDetail | null;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const words = useRecurringWords();
  const { locale, timeZone } = useFormat();
  const go = useGo();
  const { known } = props;
  const [mailingId, setMailingId] = useState<string | null>(null);
  const [name, setName] = useState(known?.name ?? "");
  const [rule, setRule] = useState<Recurrence>(
    known?.rule ?? { every: "week", interval: 1, days: [2] },
  );
  const [time, setTime] = useState(known?.time ?? "09:00");
  const [startsOn, setStartsOn] = useState(
    known?.startsOn ?? dayOf(currentTime().toISOString(), timeZone),
  );
  const [endsOn, setEndsOn] = useState(known?.endsOn ?? "");
  const [ahead, setAhead] = useState(String(known?.aheadMinutes ?? 1440));
  const [feedKey, setFeedKey] = useState(known?.feedKey ?? NO_FEED);
  const [zoneField, setZoneField] = useState(known?.zoneField ?? ONE_CLOCK);
  const zone = known?.zone ?? timeZone;
  const city = cityOf(zone, locale);
  const zoneFields = useZoneFields();
  const isFixed = known !== null && known.state !== "draft";
  const mailings = useApiList<MailingSummary>(
    known === null ? "/mailings" : undefined,
    {},
    { limit: 100 },
  );
  const feeds = useApiQuery<{ items: FeedView[] }>(isFixed ? undefined : "/feeds");
  const backwards = endsOn !== "" && endsOn < startsOn;
  const save = useApiMutation(
    () => {
      const plan = {
        name: name.trim(),
        rule,
        time,
        zone,
        startsOn,
        endsOn: endsOn === "" ? null : endsOn,
        aheadMinutes: Number(ahead),
        zoneField: zoneField === ONE_CLOCK ? null : zoneField,
        ...(isFixed ? {} : { feedKey: feedKey === NO_FEED ? null : feedKey }),
      };
      return known
        ? api.patch<RecurringDetail>(`/recurring-mailings/${known.id}`, plan)
        : api.post<RecurringDetail>("/recurring-mailings", { ...plan, mailingId });
    },
    {
      invalidates: ["/recurring-mailings", "/mailing-calendar"],
      onSuccess: (made) => {
        props.onClose();
        if (!known) go(recurringPath(made.id));
      },
    },
  );
  const ready = name.trim() !== "" && !backwards && (known !== null || mailingId !== null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) save.mutate(undefined);
  };
  const aheads = [...new Set([...AHEADS, Number(ahead)])].toSorted((a, b) => a - b);
  return (
    <Modal opened onClose={props.onClose} title={t(known ? "edit" : "new")} size={560}>
      <form className="k-stack" onSubmit={submit}>
        {!known && (
          <Select
            label={t("dialog.mailing")}
            description={t("dialog.mailingHelp")}
            searchable
            data-autofocus
            value={mailingId}
            onChange={(value) => {
              setMailingId(value);
              const chosen = mailings.items.find((one) => one.id === value);
              if (name.trim() === "" && chosen) setName(chosen.name.slice(0, 120));
            }}
            data={mailings.items
              .filter((one) => one.kind === "newsletter" && one.purpose === null)
              .map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
        <TextInput
          label={t("dialog.name")}
          description={t("dialog.nameHelp")}
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RuleFields rule={rule} onChange={setRule} />
        <div className="p-cap">
          <TextInput
            type="time"
            label={t("dialog.time")}
            description={
              zoneField === ONE_CLOCK ? t("dialog.zone", { zone: city }) : t("dialog.zoneTheirs")
            }
            required
            withAsterisk={false}
            value={time}
            onChange={(event) => setTime(event.currentTarget.value)}
          />
        </div>
        {(zoneFields.length > 0 || zoneField !== ONE_CLOCK) && (
          <Select
            label={t("dialog.clocks")}
            description={t("dialog.clocksHelp", { zone: city })}
            allowDeselect={false}
            value={zoneField}
            onChange={(value) => setZoneField(value ?? ONE_CLOCK)}
            data={[
              { value: ONE_CLOCK, label: t("dialog.clocksOne", { zone: city }) },
              ...zoneFields.map((field) => ({
                value: field.key,
                label: t("dialog.clocksField", { field: field.label }),
              })),
              ...(zoneField === ONE_CLOCK || zoneFields.some((field) => field.key === zoneField)
                ? []
                : [
                    {
                      value: zoneField,
                      label: t("dialog.clocksField", { field: known?.zoneFieldName ?? zoneField }),
                    },
                  ]),
            ]}
          />
        )}
        <div className="p-cap">
          <TextInput
            type="date"
            label={t("dialog.starts")}
            required
            withAsterisk={false}
            value={startsOn}
            onChange={(event) => setStartsOn(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t("dialog.ends")}
            min={startsOn}
            value={endsOn}
            error={backwards ? t("dialog.past") : undefined}
            onChange={(event) => setEndsOn(event.currentTarget.value)}
          />
        </div>
        {!isFixed && feeds.data && feeds.data.items.length > 0 && (
          <Select
            label={t("dialog.feed")}
            description={t("dialog.feedHelp")}
            allowDeselect={false}
            value={feedKey}
            onChange={(value) => {
              setFeedKey(value ?? NO_FEED);
              if (value !== NO_FEED && ahead === "1440") setAhead("60");
            }}
            data={[
              { value: NO_FEED, label: t("dialog.feedNone") },
              ...feeds.data.items.map((feed) => ({ value: feed.key, label: feed.name })),
            ]}
          />
        )}
        <Select
          label={t("dialog.ahead")}
          description={t("dialog.aheadHelp")}
          allowDeselect={false}
          value={ahead}
          onChange={(value) => setAhead(value ?? "1440")}
          data={aheads.map((minutes) => ({
            value: String(minutes),
            label: (AHEADS as readonly number[]).includes(minutes)
              ? t(`dialog.aheads.m${minutes as 60}`)
              : t("aheadMinutes", { count: minutes }),
          }))}
        />
        {save.error && <Problem error={save.error} words={words} />}
        <div className="k-row m-dialog-foot">
          <Button onClick={props.onClose}>{t("dialog.cancel")}</Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={save.isPending}>
            {t(known ? "dialog.save" : "dialog.make")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function RuleFields(props: { rule: Recurrence; onChange: (rule: Recurrence) => void }): ReactNode {
  const t = useTexts(texts);
  const { rule, onChange } = props;
  const mode: Mode = rule.every === "week" ? "week" : "day" in rule ? "monthDay" : "monthNth";
  const choose = (to: string): void =>
    onChange(
      to === "week"
        ? { every: "week", interval: 1, days: [2] }
        : to === "monthDay"
          ? { every: "month", day: 1 }
          : { every: "month", nth: 1, weekday: 2 },
    );
  return (
    <>
      <Select
        label={t("dialog.every")}
        allowDeselect={false}
        value={mode}
        onChange={(value) => value && choose(value)}
        data={(["week", "monthDay", "monthNth"] as const).map((value) => ({
          value,
          label: t(`dialog.${value}`),
        }))}
      />
      {rule.every === "week" && (
        <>
          <Chip.Group
            multiple
            value={rule.days.map(String)}
            onChange={(days) => {
              if (days.length > 0) onChange({ ...rule, days: days.map(Number).toSorted() });
            }}
          >
            <div className="k-row" role="group" aria-label={t("dialog.days")}>
              {DAYS.map((day) => (
                <Chip key={day} value={String(day)} size="xs">
                  {t(`short.d${day}`)}
                </Chip>
              ))}
            </div>
          </Chip.Group>
          <NumberInput
            label={t("dialog.interval")}
            min={1}
            max={8}
            allowDecimal={false}
            value={rule.interval}
            onChange={(value) => onChange({ ...rule, interval: Number(value) || 1 })}
          />
        </>
      )}
      {rule.every === "month" && "day" in rule && (
        <NumberInput
          label={t("dialog.day")}
          description={t("dialog.dayHelp")}
          min={1}
          max={31}
          allowDecimal={false}
          value={rule.day}
          onChange={(value) => onChange({ every: "month", day: Number(value) || 1 })}
        />
      )}
      {rule.every === "month" && !("day" in rule) && (
        <div className="p-cap">
          <Select
            label={t("dialog.nth")}
            allowDeselect={false}
            value={String(rule.nth)}
            onChange={(value) => onChange({ ...rule, nth: Number(value) })}
            data={[
              ...([1, 2, 3, 4] as const).map((no) => ({
                value: String(no),
                label: t(`nth.n${no}`),
              })),
              { value: "-1", label: t("nth.last") },
            ]}
          />
          <Select
            label={t("dialog.weekday")}
            allowDeselect={false}
            value={String(rule.weekday)}
            onChange={(value) => onChange({ ...rule, weekday: Number(value) })}
            data={DAYS.map((day) => ({ value: String(day), label: t(`weekdays.d${day}`) }))}
          />
        </div>
      )}
    </>
  );
}
