import { Button, Modal, NumberInput, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { GoalView, NewGoal } from "../../../../contract/goals.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Problem, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Adds a goal, or changes the one given. */
export function GoalDialog(props: {
  goal: GoalView | "new" | null;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { goal } = props;
  return (
    <Modal
      opened={goal !== null}
      onClose={props.onClose}
      title={t(goal === "new" ? "create" : "editTitle")}
      size={480}
    >
      {goal && <GoalForm goal={goal === "new" ? null : goal} onClose={props.onClose} />}
    </Modal>
  );
}

function GoalForm(props: { goal: GoalView | null; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { goal } = props;
  const [name, setName] = useState(goal?.name ?? "");
  const [value, setValue] = useState<number | string>(
    goal?.valueCents == null ? "" : goal.valueCents / 100,
  );
  const [days, setDays] = useState<number | string>(goal?.windowDays ?? 7);
  const save = useApiMutation(
    (input: NewGoal) => (goal ? api.patch(`/goals/${goal.id}`, input) : api.post("/goals", input)),
    { invalidates: ["/goals"], onSuccess: props.onClose },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({
      name: name.trim(),
      valueCents: value === "" ? null : Math.round(Number(value) * 100),
      windowDays: Number(days) || 7,
    });
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {save.error && <Problem error={save.error} words={{ goal_name_taken: t("nameTaken") }} />}
      <TextInput
        label={t("name")}
        placeholder={t("nameExample")}
        required
        withAsterisk={false}
        minLength={2}
        maxLength={80}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput
        label={t("value")}
        description={t("valueHelp")}
        suffix=" €"
        decimalScale={2}
        decimalSeparator={locale === "de" ? "," : "."}
        thousandSeparator={locale === "de" ? "." : ","}
        min={0}
        max={10_000_000}
        hideControls
        value={value}
        onChange={setValue}
      />
      <NumberInput
        label={t("window")}
        description={t("windowHelp")}
        min={1}
        max={30}
        allowDecimal={false}
        value={days}
        onChange={setDays}
      />
      <div className="k-row" style={{ justifyContent: "flex-end" }}>
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
