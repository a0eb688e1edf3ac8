import { Button, NumberInput, Select, Switch } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { BackupSettings } from "../../../../../contract/backups.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Card, Problem, showDone, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const HOURS = Array.from({ length: 24 }, (_unused, hour) => hour);

/** When backups are made, and which stay. */
export function SettingsCard({ settings }: { settings: BackupSettings }): ReactNode {
  const t = useTexts(texts);
  const [draft, setDraft] = useState(settings);
  const save = useApiMutation(() => api.put("/installation/backups/settings", draft), {
    invalidates: ["/installation/backups"],
    onSuccess: () => showDone(t("settings.saved")),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(undefined);
  };
  const number = (
    name: "keepDaily" | "keepWeekly" | "keepMonthly" | "maxAgeDays",
    label: string,
    min: number,
    max: number,
    description?: string,
  ): ReactNode => (
    <NumberInput
      label={label}
      {...(description === undefined ? {} : { description })}
      min={min}
      max={max}
      allowDecimal={false}
      value={draft[name]}
      onChange={(value) => setDraft({ ...draft, [name]: Number(value) })}
    />
  );
  return (
    <Card title={t("settings.title")}>
      <form className="k-stack" onSubmit={submit}>
        {save.error && <Problem error={save.error} />}
        <div className="bkp-night">
          <Switch
            label={t("settings.nightly")}
            checked={draft.nightly}
            onChange={(event) => setDraft({ ...draft, nightly: event.currentTarget.checked })}
          />
          <Select
            aria-label={t("settings.hour")}
            disabled={!draft.nightly}
            allowDeselect={false}
            data={HOURS.map((hour) => ({
              value: String(hour),
              label: t("settings.clock", { hour: String(hour).padStart(2, "0") }),
            }))}
            value={String(draft.hour)}
            onChange={(value) => setDraft({ ...draft, hour: Number(value) })}
          />
        </div>
        <fieldset className="bkp-keep">
          <legend>{t("settings.keep")}</legend>
          {number("keepDaily", t("settings.daily"), 1, 35)}
          {number("keepWeekly", t("settings.weekly"), 0, 5)}
          {number("keepMonthly", t("settings.monthly"), 0, 1)}
        </fieldset>
        {number("maxAgeDays", t("settings.maxAge"), 1, 35, t("settings.maxAgeHelp"))}
        <div>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t("settings.save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
