import { Button, NumberInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { SendingSettingsView } from "../../../../contract/sending.ts";
import { api, useApiMutation, useCan } from "../../api/index.ts";
import { Card, Problem, RuleTag, showDone, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Limits at which the product pauses a mailing by itself. */
export function LimitsCard(props: { className: string; settings: SendingSettingsView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const locale = useLocale();
  const [percent, setPercent] = useState<number | string>(
    Number((props.settings.hardBounceStop * 100).toFixed(2)),
  );
  const [minutes, setMinutes] = useState<number | string>(props.settings.missedAfterMinutes);
  const save = useApiMutation(
    () =>
      api.put("/sending/settings", {
        hardBounceStop: Number(percent) / 100,
        missedAfterMinutes: Number(minutes),
      }),
    { invalidates: ["/sending"], onSuccess: () => showDone(t("saved")) },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const readOnly = !can("mailings.send");
  return (
    <Card className={props.className} title={t("limitsTitle")} aside={<RuleTag rule="SND-11" />}>
      <form className="k-stack" onSubmit={submit}>
        <NumberInput
          label={t("bounceLimit")}
          description={t("bounceHelp")}
          value={percent}
          min={0.1}
          max={20}
          decimalScale={2}
          decimalSeparator={locale === "de" ? "," : "."}
          allowedDecimalSeparators={[",", "."]}
          suffix=" %"
          readOnly={readOnly}
          onChange={setPercent}
        />
        <NumberInput
          label={t("grace")}
          description={t("graceHelp")}
          value={minutes}
          min={10}
          max={10_080}
          allowDecimal={false}
          suffix={t("minutes")}
          readOnly={readOnly}
          onChange={setMinutes}
        />
        {save.error && <Problem error={save.error} />}
        {!readOnly && (
          <div>
            <Button
              type="submit"
              disabled={typeof percent !== "number" || typeof minutes !== "number"}
              loading={save.isPending}
            >
              {t("save")}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}
