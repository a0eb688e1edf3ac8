import type { ReactNode } from "react";
import { useApiQuery } from "../../../api/index.ts";
import { Card, Link, Timeline, useTexts } from "../../../ui/index.ts";
import type { AuditEntry } from "../audit/audit-words.ts";
import { places } from "../places.ts";
import { texts } from "./texts.ts";

const SHOWN = 5;

/** Who looked at single people lately. */
export function LooksCard(): ReactNode {
  const t = useTexts(texts);
  const { data } = useApiQuery<{ items: AuditEntry[] }>("/audit", {
    action: "contact.viewed",
    limit: SHOWN,
  });
  return (
    <Card
      title={t("looks")}
      aside={<Link to={`${places.audit}?action=contact.viewed`}>{t("allLooks")}</Link>}
    >
      {data?.items.length === 0 && <p className="k-muted">{t("noLooks")}</p>}
      {data && data.items.length > 0 && (
        <Timeline
          items={data.items.map((entry) => ({
            id: entry.id,
            at: entry.at,
            title: entry.actor.name,
            text: entry.objectId ? (
              <Link className="k-mono" to={`/contacts/${entry.objectId}`}>
                {entry.objectId}
              </Link>
            ) : undefined,
          }))}
        />
      )}
    </Card>
  );
}
