import { IconChevronRight, IconWorld } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DomainList } from "../../../../../contract/domains.ts";
import { useApiQuery } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  EmptyState,
  Link,
  Loaded,
  Page,
  Pill,
  useFormat,
  useTexts,
  inSentence,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { texts } from "./texts.ts";

/** The domains of all senders, and whether their mail proves where it comes from. */
export default function DomainsPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const query = useApiQuery<DomainList>("/sender-domains");
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
    >
      <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
        {({ items }) => (
          <Card>
            {items.length === 0 ? (
              <EmptyState
                icon={<IconWorld size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={t("emptyText")}
                action={<ButtonLink to="/einstellungen/absender">{t("toSenders")}</ButtonLink>}
              />
            ) : (
              <ul className="set-rows">
                {items.map((item) => (
                  <li key={item.domain}>
                    <Link
                      to={`/einstellungen/versanddomains/${encodeURIComponent(item.domain)}`}
                      className="set-row"
                    >
                      <span className="k-dot" aria-hidden="true">
                        <IconWorld size={20} stroke={1.5} />
                      </span>
                      <span className="set-row-text">
                        <b>{item.domain}</b>
                        <span>
                          {item.checkedAt
                            ? t("checkedAt", { at: inSentence(format.moment(item.checkedAt)) })
                            : t("neverChecked")}
                        </span>
                      </span>
                      <DomainPill item={item} />
                      <IconChevronRight
                        size={18}
                        stroke={1.6}
                        aria-hidden="true"
                        className="set-row-go"
                      />
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </Card>
        )}
      </Loaded>
    </Page>
  );
}

function DomainPill({ item }: { item: DomainList["items"][number] }): ReactNode {
  const t = useTexts(texts);
  if (item.failed > 0) return <Pill tone="wait">{t("missing", { count: item.failed })}</Pill>;
  if (item.alarm) return <Pill tone="wait">{t("alarm")}</Pill>;
  if (item.notChecked > 0) return <Pill tone="unknown">{t("unchecked")}</Pill>;
  return <Pill tone="go">{t("ready")}</Pill>;
}
