import type { ReactNode } from "react";
import type { DataRequestView } from "../../../../contract/data-requests.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import { Card, Link, Pill, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./requests-texts.ts";

/** What the person asked about their data, for whoever answers it; nothing where nothing was asked. */
export function RequestsCard({ contactId }: { contactId: string }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const format = useFormat();
  const found = useApiQuery<{ items: DataRequestView[] }>(
    can("privacy.manage") ? `/contacts/${contactId}/data-requests` : undefined,
  ).data?.items;
  if (!found || found.length === 0) return null;
  return (
    <Card title={t("title")}>
      <ul className="k-plain k-stack">
        {found.map((one) => (
          <li key={one.id}>
            <Link to={`/datenschutz/anliegen/${one.id}`}>
              {one.number}: {t(`kinds.${one.kind}`)}
            </Link>{" "}
            <Pill
              tone={
                one.urgency === "overdue" ? "danger" : one.urgency === "ended" ? "plain" : "wait"
              }
            >
              {one.urgency === "ended"
                ? t("ended")
                : t("due", { day: format.date(`${one.dueOn}T12:00:00Z`) })}
            </Pill>
          </li>
        ))}
      </ul>
    </Card>
  );
}
