import { SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { FormPreview as Preview, PreviewFormInput } from "../../../../contract/signup.ts";
import { api, ApiError, apiKey } from "../../api/index.ts";
import { Card, MailFrame, Notice, problemText, useTexts, type Locale } from "../../ui/index.ts";
import { inputOf, isExchangeComplete, type FormDraft } from "./form-draft.ts";
import { texts } from "./texts.ts";
import { useFormErrors } from "./use-form-errors.ts";
import { WayOut } from "./way-out.tsx";

const PAUSE_MS = 400;

/** The hosted page with the settings of this moment, word for word as visitors would see it. */
export function FormPreview(props: { draft: FormDraft; formId?: string }): ReactNode {
  const t = useTexts(texts);
  const words = useFormErrors();
  const { draft, formId } = props;
  const [wanted, setWanted] = useState<Locale>("de");
  const [phone, setPhone] = useState(false);
  const locale = draft.locales.includes(wanted) ? wanted : (draft.locales[0] ?? "de");
  // A service in return that is not described yet stays out of the picture, and says so.
  const described = isExchangeComplete(draft);
  const { name: _name, ...settings } = inputOf(described ? draft : { ...draft, exchange: false });
  const input: PreviewFormInput = { ...settings, locale, ...(formId && { id: formId }) };
  const [settled] = useDebouncedValue(JSON.stringify(input), PAUSE_MS);
  const ready = draft.lists.length > 0;
  const preview = useQuery<Preview, Error>({
    queryKey: [...apiKey("/forms/preview"), settled],
    queryFn: () => api.post<Preview>("/forms/preview", JSON.parse(settled)),
    enabled: (JSON.parse(settled) as PreviewFormInput).lists.length > 0,
    retry: false,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const { error } = preview;
  const rule = error instanceof ApiError ? String(error.problem["rule"] ?? "") : "";
  return (
    <div className="f-preview">
      <Card
        title={t("preview")}
        aside={
          <div className="k-row">
            {draft.locales.length > 1 && (
              <SegmentedControl
                size="xs"
                aria-label={t("previewLanguage")}
                value={locale}
                onChange={(value) => setWanted(value as Locale)}
                data={draft.locales.map((value) => ({ value, label: t(value) }))}
              />
            )}
            <SegmentedControl
              size="xs"
              aria-label={t("previewWidth")}
              value={phone ? "phone" : "desktop"}
              onChange={(value) => setPhone(value === "phone")}
              data={[
                { value: "desktop", label: t("desktop") },
                { value: "phone", label: t("phone") },
              ]}
            />
          </div>
        }
      >
        {!ready ? (
          <p className="k-muted">{t("previewEmpty")}</p>
        ) : (
          <div className="k-stack">
            {!described && (
              <Notice tone="wait" role="status" title={t("previewProblem")}>
                {words["consent_tied"]}
              </Notice>
            )}
            {error && (
              <Notice
                tone="wait"
                role="status"
                title={t("previewProblem")}
                action={<WayOut rule={rule} />}
              >
                {problemText(error, words)}
              </Notice>
            )}
            {preview.data && !error && (
              <MailFrame
                html={preview.data.html}
                height={680}
                title={t("previewTitle")}
                {...(phone && { width: 390 })}
              />
            )}
          </div>
        )}
      </Card>
    </div>
  );
}
