import { SegmentedControl } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { Card, useTexts, type Locale } from "../../../ui/index.ts";
import { texts } from "./imprint-texts.ts";

/** The foot of every mail, as it will stand there. */
export function ImprintPreview({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const [language, setLanguage] = useState<Locale>(account.locale);
  const [name, ...lines] = account.imprintLines[language];
  return (
    <Card
      className="set-preview"
      title={t("preview")}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t("previewLanguage")}
          value={language}
          onChange={(next) => setLanguage(next as Locale)}
          data={[
            { value: "de", label: "DE" },
            { value: "en", label: "EN" },
          ]}
        />
      }
      foot={t("previewText")}
    >
      <div className="set-letter" lang={language} aria-live="polite">
        <span className="set-letter-line" aria-hidden="true" />
        <span className="set-letter-line" aria-hidden="true" />
        <span className="set-letter-line" data-short aria-hidden="true" />
        <div className="set-letter-foot">
          <b>{name}</b>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      </div>
    </Card>
  );
}
