import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RetentionView } from "../../../../../contract/retention.ts";
import { api } from "../../../api/index.ts";
import { Card, Pill, showProblem, useFormat, useLocale, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** The sealed protocols of the months, for the files (RET-14). */
export function ProtocolsCard({ protocols }: { protocols: RetentionView["protocols"] }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const month = (day: string): string =>
    new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
      timeZone: "UTC",
      month: "long",
      year: "numeric",
    }).format(new Date(`${day}T00:00:00Z`));
  const save = (id: string, kind: "pdf" | "csv"): void =>
    void api
      .download(`/retention/protocols/${id}/${kind}`, { query: { locale } })
      .catch(showProblem);
  return (
    <Card title={t("protocols.title")}>
      <p className="k-muted">{t("protocols.text")}</p>
      {protocols.length === 0 ? (
        <p>{t("protocols.none")}</p>
      ) : (
        <ul className="ret-lines">
          {protocols.map((each) => (
            <li key={each.id}>
              <div>
                <b>{month(each.month)}</b>{" "}
                <Pill tone={each.isIntact ? "go" : "danger"}>
                  {t(each.isIntact ? "protocols.intact" : "protocols.altered")}
                </Pill>
                <span className="k-sub">
                  {[
                    t("protocols.figures", { count: each.done }),
                    ...(each.held > 0 ? [t("protocols.held", { count: each.held })] : []),
                    format.date(each.madeAt),
                  ].join(" · ")}
                </span>
              </div>
              <div className="k-row">
                {(["pdf", "csv"] as const).map((kind) => (
                  <Button
                    key={kind}
                    size="xs"
                    leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
                    aria-label={`${t(`protocols.${kind}`)}: ${month(each.month)}`}
                    onClick={() => save(each.id, kind)}
                  >
                    {t(`protocols.${kind}`)}
                  </Button>
                ))}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
