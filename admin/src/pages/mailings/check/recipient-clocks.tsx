import { Checkbox, Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { FieldView } from "../../../../../contract/contact-fields.ts";
import type { RecipientTime, RecipientWaves } from "../../../../../contract/recipient-time.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { cityOf, Notice, Problem, useFormat, useTexts } from "../../../ui/index.ts";
import { wallClockOf } from "../../../ui/wall-clock.ts";
import { texts } from "./texts.ts";

/** By each recipient's own clock: the field with their time zone, and whether those whose hour is over get it at once. */
export interface Clocks {
  field: string;
  passed: boolean;
}

/** What the API takes: the clock on the wall that the chosen moment shows in the account. */
export function recipientTimeOf(at: string, clocks: Clocks, timeZone: string): RecipientTime {
  return {
    local: wallClockOf(at, timeZone).slice(0, 16).replace(" ", "T"),
    field: clocks.field,
    ...(clocks.passed ? { passed: "now" as const } : {}),
  };
}

/** Own fields that may hold a time zone; the likeliest first. */
export function useZoneFields(): FieldView[] {
  const can = useCan();
  const fields = useApiQuery<{ items: FieldView[] }>(
    can("contacts.read") ? "/contact-fields" : undefined,
    undefined,
    { staleTime: 60_000 },
  );
  const isZone = ({ key }: FieldView) => /zone/.test(key);
  return (fields.data?.items ?? [])
    .filter((field) => field.type === "text" || field.type === "choice")
    .toSorted((a, b) => Number(isZone(b)) - Number(isZone(a)));
}

/** Which field, how many have a zone there, the waves, and what is over already. */
export function ClockFields(props: {
  clocks: Clocks;
  fields: FieldView[];
  onChange: (clocks: Clocks) => void;
  /** Tells whether the plan can be taken as it is. */
  waves: RecipientWaves | undefined;
  error: unknown;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { clocks, waves } = props;
  const over = (waves?.waves ?? []).filter((wave) => wave.passed);
  const late = over.reduce((sum, wave) => sum + wave.people, 0);
  return (
    <>
      <Select
        label={t("clocks.field")}
        description={t("clocks.fieldHelp")}
        allowDeselect={false}
        value={clocks.field}
        onChange={(field) => field && props.onChange({ ...clocks, field })}
        data={props.fields.map((field) => ({ value: field.key, label: field.label }))}
      />
      {props.error !== null && props.error !== undefined && <Problem error={props.error} />}
      {waves && (
        <>
          <div aria-live="polite">
            <p>
              {t("clocks.known", { count: waves.known, total: waves.people })}{" "}
              {t("clocks.others", { zone: cityOf(waves.accountZone, format.locale) })}
              {waves.unreadable > 0 && ` ${t("clocks.unreadable", { count: waves.unreadable })}`}
            </p>
            <ul className="p-waves">
              {waves.waves.slice(0, 8).map((wave) => (
                <li key={wave.at}>
                  <span>{format.dateTimeShort(wave.at)}</span>
                  <span className="k-muted">
                    {zoneNames(wave.zones)}
                    {wave.passed && ` · ${t("clocks.over")}`}
                  </span>
                  <b className="k-num">{format.number(wave.people)}</b>
                </li>
              ))}
            </ul>
            {waves.waves.length > 8 && (
              <p className="k-muted">{t("clocks.more", { count: waves.waves.length - 8 })}</p>
            )}
          </div>
          {late > 0 && (
            <Notice tone="wait" title={t("clocks.passedTitle", { count: late })}>
              <Checkbox
                label={t("clocks.passed")}
                description={t("clocks.passedHelp")}
                checked={clocks.passed}
                onChange={(event) =>
                  props.onChange({ ...clocks, passed: event.currentTarget.checked })
                }
              />
            </Notice>
          )}
        </>
      )}
    </>
  );
}

/** "Berlin, Wien und 3 weitere" without the continents. */
export function zoneNames(zones: readonly string[]): string {
  const names = zones.slice(0, 3).map((zone) => zone.split("/").at(-1)!.replaceAll("_", " "));
  return zones.length > 3 ? `${names.join(", ")} +${zones.length - 3}` : names.join(", ");
}

/** The waves of a plan, asked anew with each change of it. */
export function useWaves(
  mailingId: string,
  at: string | null,
  clocks: Clocks | null,
): { waves: RecipientWaves | undefined; error: unknown; isOver: boolean } {
  const { timeZone } = useFormat();
  const asked = at !== null && clocks !== null ? recipientTimeOf(at, clocks, timeZone) : null;
  const query = useApiQuery<RecipientWaves>(
    asked ? `/mailings/${mailingId}/recipient-times` : undefined,
    asked ? { local: asked.local, field: asked.field } : undefined,
    { staleTime: 0 },
  );
  const waves = asked ? query.data : undefined;
  const filled = (waves?.waves ?? []).filter((wave) => wave.people > 0);
  const over = filled.filter((wave) => wave.passed).length;
  return {
    waves,
    error: asked ? query.error : null,
    isOver: over > 0 && (over === filled.length || clocks?.passed !== true),
  };
}
