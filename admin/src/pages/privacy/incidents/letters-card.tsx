import { Button, SegmentedControl } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { IncidentDetail, NoticeView } from "../../../../../contract/incidents.ts";
import { api, useApiQuery } from "../../../api/index.ts";
import {
  Card,
  CopyButton,
  Notice,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { texts as shared } from "../texts.ts";
import { texts } from "./texts.ts";

/** The letters of Art. 33 and 34, filled in from what is known, to copy or to print. */
export function LettersCard({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const own = useLocale();
  const [addressee, setAddressee] = useState<"authority" | "people">("authority");
  const [locale, setLocale] = useState<string>(own);
  const isShown =
    !incident.nearMiss && incident.state !== "proposed" && incident.state !== "dismissed";
  const path = `/incidents/${incident.id}/notices/${addressee}`;
  const { data } = useApiQuery<NoticeView>(isShown ? path : undefined, { format: "text", locale });
  if (!isShown) return null;
  return (
    <Card title={t("letters")}>
      <div className="k-stack">
        <div className="k-row">
          <SegmentedControl
            aria-label={t("letters")}
            value={addressee}
            onChange={(value) => setAddressee(value as typeof addressee)}
            data={[
              { value: "authority", label: t("toAuthority") },
              { value: "people", label: t("toPeople") },
            ]}
          />
          <SegmentedControl
            aria-label={t("letterLanguage")}
            value={locale}
            onChange={setLocale}
            data={[
              { value: "de", label: tShared("locale.de") },
              { value: "en", label: tShared("locale.en") },
            ]}
          />
        </div>
        {data && data.missing.length > 0 && (
          <Notice tone="wait">
            {t("missing", {
              fields: format.list(data.missing.map((field) => t(`fields.${field as "what"}`))),
            })}
          </Notice>
        )}
        {data && (
          <pre className="inc-letter" tabIndex={0} aria-label={data.title}>
            {data.text}
          </pre>
        )}
        <div className="k-row">
          {data && <CopyButton value={data.text}>{t("copy")}</CopyButton>}
          <Button
            size="xs"
            leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
            onClick={() =>
              api
                .download(path, { query: { format: "pdf", locale } })
                .catch((error: unknown) => showProblem(error))
            }
          >
            {t("pdf")}
          </Button>
        </div>
      </div>
    </Card>
  );
}
