import { Button, NumberInput, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { WarmUpChangeBody, WarmUpView } from "../../../../../contract/pace.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Problem, showDone, useLocale, useTexts } from "../../../ui/index.ts";
import { readSteps } from "./read-steps.ts";
import { texts } from "./texts.ts";
import { useProblemWords } from "./use-problem-words.ts";

function useChange(domain: string, onClose: () => void) {
  const t = useTexts(texts);
  return useApiMutation(
    (body: WarmUpChangeBody) => api.put(`/sending-pace/warm-ups/${domain}`, body),
    {
      invalidates: ["/sending-pace"],
      onSuccess: () => {
        showDone(t("saved"));
        onClose();
      },
    },
  );
}

/** Declares what a domain that is known already sends a day. */
export function SkipForm(props: { domain: string; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const words = useProblemWords();
  const thousandSeparator = useLocale() === "de" ? "." : ",";
  const [perDay, setPerDay] = useState<number | "">("");
  const change = useChange(props.domain, props.onClose);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (perDay !== "") change.mutate({ state: "skipped", declaredPerDay: perDay });
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {change.error && <Problem error={change.error} words={words} />}
      <p>{t("warm.skipText")}</p>
      <NumberInput
        label={t("warm.perDay")}
        min={1}
        max={100_000_000}
        allowDecimal={false}
        thousandSeparator={thousandSeparator}
        decimalSeparator={thousandSeparator === "." ? "," : "."}
        value={perDay}
        onChange={(value) => setPerDay(typeof value === "number" ? value : "")}
      />
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={change.isPending}
          disabled={perDay === "" || perDay < 1}
        >
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

/** The steps of a warm-up as a line of numbers. */
export function StepsForm(props: { warmUp: WarmUpView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const words = useProblemWords();
  const { warmUp } = props;
  const [text, setText] = useState(warmUp.caps.join("  "));
  const change = useChange(warmUp.domain, props.onClose);
  const caps = readSteps(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (caps) change.mutate({ state: "running", caps });
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {change.error && <Problem error={change.error} words={words} />}
      <Textarea
        label={t("warm.stepsLabel")}
        description={t("warm.stepsHelp")}
        autosize
        minRows={4}
        value={text}
        error={caps ? undefined : t("warm.stepsWrong")}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="k-row k-ends">
        {warmUp.ownCaps && (
          <Button onClick={() => change.mutate({ state: "running", caps: null })}>
            {t("warm.defaults")}
          </Button>
        )}
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={change.isPending} disabled={!caps}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
