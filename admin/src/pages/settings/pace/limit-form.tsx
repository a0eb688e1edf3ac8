import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { PaceLimitView, PaceView } from "../../../../../contract/pace.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Problem, showDone, useLocale, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import { useProblemWords } from "./use-problem-words.ts";

const ANOTHER = "-";

/** Sets one limit; for a new one, the provider is chosen first. */
export function LimitForm(props: {
  limit?: PaceLimitView;
  providers: PaceView["providers"];
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const words = useProblemWords();
  const separators =
    useLocale() === "de"
      ? { decimalSeparator: ",", thousandSeparator: "." }
      : { decimalSeparator: ".", thousandSeparator: "," };
  const { limit } = props;
  const [provider, setProvider] = useState<string | null>(null);
  const [domain, setDomain] = useState("");
  const [perSecond, setPerSecond] = useState<number | "">(limit?.perSecond ?? "");
  const [perHour, setPerHour] = useState<number | "">(limit?.perHour ?? "");
  const name = limit?.name ?? (provider === ANOTHER ? domain.trim() : (provider ?? ""));
  const save = useApiMutation(
    (to: { perSecond: number | null; perHour: number | null }) =>
      api.put("/sending-pace/limits", { scope: limit?.scope ?? "provider", name, ...to }),
    {
      invalidates: ["/sending-pace"],
      onSuccess: () => {
        showDone(t("saved"));
        props.onClose();
      },
    },
  );
  const isSet = limit !== undefined && (limit.perSecond !== null || limit.perHour !== null);
  const isEmpty = perSecond === "" && perHour === "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isEmpty && !isSet) return props.onClose();
    save.mutate({ perSecond: perSecond || null, perHour: perHour || null });
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {save.error && <Problem error={save.error} words={words} />}
      {!limit && (
        <Select
          label={t("limits.choose")}
          description={t("limits.chooseHelp")}
          searchable
          data={[
            ...props.providers.map(({ id, name: label }) => ({ value: id, label })),
            { value: ANOTHER, label: t("limits.otherDomain") },
          ]}
          value={provider}
          onChange={setProvider}
        />
      )}
      {provider === ANOTHER && (
        <TextInput
          label={t("limits.domainName")}
          maxLength={253}
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
        />
      )}
      <NumberInput
        label={t("limits.perSecondLabel")}
        description={t("limits.fieldsHelp")}
        min={0.01}
        max={100_000}
        decimalScale={2}
        {...separators}
        value={perSecond}
        onChange={(value) => setPerSecond(typeof value === "number" ? value : "")}
      />
      <NumberInput
        label={t("limits.perHourLabel")}
        min={1}
        max={100_000_000}
        allowDecimal={false}
        {...separators}
        value={perHour}
        onChange={(value) => setPerHour(typeof value === "number" ? value : "")}
      />
      <div className="k-row k-ends">
        {isSet && (
          <Button
            variant="subtle"
            color="red"
            onClick={() => save.mutate({ perSecond: null, perHour: null })}
          >
            {t("limits.remove")}
          </Button>
        )}
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!limit && !name}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
