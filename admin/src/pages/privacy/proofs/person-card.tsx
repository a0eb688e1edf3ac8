import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { api, useApiMutation } from "../../../api/index.ts";
import { Card, showProblem, useLocale, useTexts } from "../../../ui/index.ts";
import { ledgerTexts } from "./ledger-texts.ts";
import { texts } from "./texts.ts";

/** Every entry of the person whom this one concerns, as one package. */
export function PersonCard({ id }: { id: string }): ReactNode {
  const t = useTexts(ledgerTexts);
  const tProof = useTexts(texts);
  const locale = useLocale();
  const download = useApiMutation(
    (kind: "json" | "pdf") =>
      api.download(`/consents/${id}/person.${kind}`, {
        filename: `${id}-person.${kind}`,
        ...(kind === "pdf" ? { query: { locale } } : {}),
      }),
    { invalidates: ["/audit"], onError: (error) => showProblem(error) },
  );
  return (
    <Card title={t("person")}>
      <div className="k-stack">
        <p className="k-small">{t("personText")}</p>
        <div className="pv-actions">
          {(["pdf", "json"] as const).map((kind) => (
            <Button
              key={kind}
              size="xs"
              leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
              loading={download.isPending && download.variables === kind}
              onClick={() => download.mutate(kind)}
            >
              {tProof(kind)}
            </Button>
          ))}
        </div>
      </div>
    </Card>
  );
}
