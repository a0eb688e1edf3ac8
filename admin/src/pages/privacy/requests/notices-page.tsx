import { Button } from "@mantine/core";
import { IconDownload, IconMoodSmile } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DataNoticeView } from "../../../../../contract/data-requests.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  Card,
  DateTime,
  EmptyState,
  Loaded,
  Page,
  PageSkeleton,
  Pill,
  RuleTag,
  showDone,
  showProblem,
  SimpleTable,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import "../privacy.css";
import "./requests.css";
import { texts } from "./texts.ts";
import { CHANGED } from "./words.ts";

/** Whom to tell that data were corrected, erased or locked (Art. 19 GDPR, DSR-14). */
export default function NoticesPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const locale = useLocale();
  const query = useApiQuery<{ items: DataNoticeView[] }>("/data-notices");
  const open = query.data?.items.some((one) => one.toldAt === null) ?? false;
  return (
    <Page
      title={t("noticesTitle")}
      crumbs={[
        { label: tShared("title"), to: places.overview },
        { label: t("title"), to: places.requests },
      ]}
      actions={
        open && (
          <Button
            leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() =>
              api
                .download("/data-notices/file", { query: { locale } })
                .catch((error: unknown) => showProblem(error))
            }
          >
            {t("noticesFile")}
          </Button>
        )
      }
    >
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">
          {t("noticesLead")} <RuleTag rule="DSR-14" />
        </p>
        <Loaded query={query} skeleton={<PageSkeleton />}>
          {({ items }) => (
            <Card>
              {items.length === 0 ? (
                <EmptyState
                  icon={<IconMoodSmile size={28} stroke={1.6} />}
                  title={t("noticesEmpty")}
                  text={t("noticesEmptyText")}
                />
              ) : (
                <Notices items={items} />
              )}
            </Card>
          )}
        </Loaded>
      </div>
    </Page>
  );
}

function Notices({ items }: { items: DataNoticeView[] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const tell = useApiMutation((id: string) => api.post(`/data-notices/${id}/told`), {
    invalidates: CHANGED,
    onError: (error) => showProblem(error),
    onSuccess: () => showDone(t("toldDone")),
  });
  return (
    <SimpleTable
      label={t("noticesTitle")}
      words
      stack
      head={
        <tr>
          <th scope="col">{t("recipient")}</th>
          <th scope="col">{t("occasion")}</th>
          <th scope="col">{t("about")}</th>
          <th scope="col">{t("since")}</th>
          <th scope="col">{t("told")}</th>
        </tr>
      }
    >
      {items.map((one) => (
        <tr key={one.id}>
          <td>
            <b className="dr-url">{one.recipient}</b>
            <span className="k-sub">{t(`recipients.${one.recipientKind}`)}</span>
          </td>
          <td>
            <Pill>{t(`reasons.${one.reason}`)}</Pill>
          </td>
          <td className="dr-url">
            {one.subject ?? <span className="k-muted">{t("forgotten")}</span>}
          </td>
          <td>
            <DateTime value={one.at} form="date" />
          </td>
          <td>
            {one.toldAt ? (
              <span className="k-muted">
                {t("toldBy", { who: one.toldBy, when: format.date(one.toldAt) })}
              </span>
            ) : (
              <Button
                size="xs"
                loading={tell.isPending && tell.variables === one.id}
                aria-label={`${t("tell")}: ${one.recipient}`}
                onClick={() => tell.mutate(one.id)}
              >
                {t("tell")}
              </Button>
            )}
          </td>
        </tr>
      ))}
    </SimpleTable>
  );
}
