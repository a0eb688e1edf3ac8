import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RetentionView } from "../../../../../contract/retention.ts";
import { api, useApiMutation, useCan } from "../../../api/index.ts";
import {
  Card,
  Pill,
  showDone,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** The deletion concept: read it, take it along, record it as a version (RET-13). */
export function ConceptCard({ concept }: { concept: RetentionView["concept"] }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const can = useCan();
  const record = useApiMutation(() => api.post("/retention/concept"), {
    invalidates: ["/retention"],
    onSuccess: () => showDone(t("concept.recorded")),
    onError: showProblem,
  });
  const save = (kind: "pdf" | "html"): void =>
    void api.download(`/retention/concept.${kind}`, { query: { locale } }).catch(showProblem);
  return (
    <Card
      title={t("concept.title")}
      aside={
        concept && (
          <Pill tone={concept.isCurrent ? "go" : "wait"}>
            {t(concept.isCurrent ? "concept.current" : "concept.outdated")}
          </Pill>
        )
      }
    >
      <div className="k-stack">
        <p className="k-muted">{t("concept.text")}</p>
        <p>
          {concept
            ? t("concept.version", {
                version: concept.version,
                date: format.dateLong(concept.madeAt),
                name: concept.madeBy,
              })
            : t("concept.none")}
        </p>
        <div className="k-row">
          {(["pdf", "html"] as const).map((kind) => (
            <Button
              key={kind}
              leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
              onClick={() => save(kind)}
            >
              {t(`concept.${kind}`)}
            </Button>
          ))}
          {can("privacy.manage") && !concept?.isCurrent && (
            <Button loading={record.isPending} onClick={() => record.mutate(undefined)}>
              {t("concept.record")}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}
