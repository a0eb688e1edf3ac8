import { Checkbox, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { DateTimeField, useTexts } from "../../ui/index.ts";
import { texts } from "./consent-texts.ts";
import { isSpoken, type ConsentDraft } from "./draft.ts";
import { texts as shared } from "./texts.ts";

/** What the channel must prove (CON-12), and when it was declared. */
export function EvidenceFields(props: {
  draft: ConsentDraft;
  set: (change: Partial<ConsentDraft>) => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { draft, set } = props;
  const { channel } = draft;
  const text = (
    name: "agent" | "script" | "tabletLog" | "senderNumber" | "providerId",
    maxLength = 100,
  ) => ({
    value: draft[name],
    maxLength,
    autoComplete: "off",
    onChange: (event: { currentTarget: { value: string } }) =>
      set({ [name]: event.currentTarget.value }),
  });
  return (
    <fieldset className="in-proof">
      <legend>{t("proof")}</legend>
      {channel === "phone" && (
        <Checkbox
          className="in-wide"
          checked={draft.readOut}
          onChange={(event) => set({ readOut: event.currentTarget.checked })}
          label={t("readOut")}
        />
      )}
      {isSpoken(channel) && <TextInput label={tShared("agent")} {...text("agent")} />}
      {channel === "phone" && <TextInput label={t("script")} {...text("script")} />}
      {channel === "in_person" && (
        <TextInput
          label={t("tabletLog")}
          description={t("tabletLogHelp")}
          {...text("tabletLog", 200)}
        />
      )}
      {channel === "sms" && (
        <>
          <Textarea
            className="in-wide"
            label={t("message")}
            autosize
            minRows={2}
            maxLength={1000}
            value={draft.message}
            onChange={(event) => set({ message: event.currentTarget.value })}
          />
          <TextInput label={t("senderNumber")} inputMode="tel" {...text("senderNumber", 40)} />
          <TextInput label={t("providerId")} {...text("providerId")} />
        </>
      )}
      <DateTimeField
        label={t("declaredAt")}
        description={isSpoken(channel) ? t("declaredNow") : t("declaredPaper")}
        value={draft.declaredAt}
        onChange={(declaredAt) => set({ declaredAt })}
      />
      <Textarea
        label={`${tShared("note")} (${tShared("optional")})`}
        description={tShared("noteHelp")}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={500}
        value={draft.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
    </fieldset>
  );
}
