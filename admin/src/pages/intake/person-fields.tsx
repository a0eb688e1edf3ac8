import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../../ui/index.ts";
import type { Person } from "./draft.ts";
import { texts } from "./texts.ts";

/** Who it is, as told. The address comes first: with it the rest can be done while the person talks. */
export function PersonFields(props: {
  person: Person;
  onChange: (person: Person) => void;
  error?: string | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const { person, onChange } = props;
  const field = (name: keyof Person) => ({
    value: person[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...person, [name]: event.currentTarget.value }),
  });
  return (
    <fieldset className="in-person">
      <legend>{t("who")}</legend>
      <TextInput
        className="in-wide"
        label={t("email")}
        description={t("emailHelp")}
        type="text"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={320}
        required
        data-autofocus
        error={props.error}
        {...field("email")}
      />
      <TextInput
        label={`${t("firstName")} (${t("optional")})`}
        autoComplete="off"
        maxLength={100}
        {...field("firstName")}
      />
      <TextInput
        label={`${t("lastName")} (${t("optional")})`}
        autoComplete="off"
        maxLength={100}
        {...field("lastName")}
      />
    </fieldset>
  );
}
