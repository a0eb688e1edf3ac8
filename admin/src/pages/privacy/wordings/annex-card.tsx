import { Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { Card, RuleTag, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import type { AnnexDraft } from "./version-draft.ts";

/** A list of partners and the like. It belongs to the version and is linked where the text has its placeholder (CON-07). */
export function AnnexCard(props: {
  locale: "de" | "en";
  value: AnnexDraft;
  onChange: (value: AnnexDraft) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { locale, value, onChange } = props;
  return (
    <Card title={t("annex")} aside={<RuleTag rule="CON-07" />}>
      <div className="k-stack">
        <p className="k-muted">
          {t("annexHelp", { place: locale === "de" ? "{{anhang}}" : "{{annex}}" })}
        </p>
        <TextInput
          label={t("annexTitle")}
          lang={locale}
          maxLength={120}
          value={value.title}
          onChange={(event) => onChange({ ...value, title: event.currentTarget.value })}
        />
        <Textarea
          label={t("annexText")}
          description={t("annexTextHelp")}
          lang={locale}
          autosize
          minRows={3}
          maxRows={16}
          maxLength={20_000}
          value={value.text}
          onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
        />
      </div>
    </Card>
  );
}
