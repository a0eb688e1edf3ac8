import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { CoreListDetail } from "../../../../contract/crm.ts";
import type { MailingView } from "../../../../contract/mailings.ts";
import { api, useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  DateTime,
  Grid,
  KeyValue,
  Link,
  Loaded,
  Page,
  PageSkeleton,
  showProblem,
  useFormat,
  useGo,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../ui/index.ts";
import { ChangesCard } from "./changes-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { RecordsCard } from "./records-card.tsx";
import { ReturnCard } from "./return-card.tsx";
import { texts } from "./texts.ts";

/** One list: who is in it, what came of it, what has to go back to the core system. */
export default function CoreListPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const id = useRouteParam("id");
  const query = useApiQuery<CoreListDetail>(`/core-lists/${id}`);
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(list) => (
        <Page
          title={list.name}
          crumbs={[{ label: t("title"), to: "/kampagnenlisten" }]}
          meta={`${list.source} · ${list.occasion}`}
          actions={can("mailings.write") && !list.endedAt && <WriteButton list={list} />}
        >
          <Grid>
            <WhoCard list={list} />
            <ReturnCard list={list} />
            <MailingsCard list={list} />
            <DefinitionsCard />
            <HistoryCard list={list} />
            {can("contacts.read") && list.changes > 0 && <ChangesCard listId={list.id} />}
            {can("contacts.read") && <RecordsCard listId={list.id} />}
          </Grid>
        </Page>
      )}
    </Loaded>
  );
}

function WriteButton({ list }: { list: CoreListDetail }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const write = async (): Promise<void> => {
    setBusy(true);
    try {
      const made = await api.post<MailingView>("/mailings", {
        kind: "core_campaign",
        coreListId: list.id,
        name: list.name,
        locale,
      });
      go(`/mailings/${made.id}`);
    } catch (error) {
      showProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="filled" loading={busy} onClick={() => void write()}>
      {t("write")}
    </Button>
  );
}

function WhoCard({ list }: { list: CoreListDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  return (
    <Card className="c6" title={t("whoTitle")} foot={t("keepWhy")}>
      <div className="k-stack">
        <KeyValue
          items={[
            [t("records"), format.number(list.records)],
            [t("persons"), format.number(list.persons)],
            [t("addresses"), format.number(list.addresses)],
            [t("profiled"), format.number(list.profiled)],
            [t("bases"), t("basesText", list.bases)],
            [t("unsubscribed"), format.number(list.unsubscribed)],
            [t("owner"), list.owner ?? list.createdBy],
            [
              t("keep"),
              <>
                {t("keepText", { count: list.keepDays })}
                <span className="k-sub">{t("exempt")}</span>
              </>,
            ],
          ]}
        />
        {list.addresses < list.records && <p className="k-muted">{t("addressesHelp")}</p>}
        {can("contacts.import") && !list.endedAt && (
          <div className="k-row">
            <ButtonLink size="xs" to={`/kampagnenlisten/neu?list=${list.id}&kind=append`}>
              {t("append")}
            </ButtonLink>
            <ButtonLink size="xs" to={`/kampagnenlisten/neu?list=${list.id}&kind=update`}>
              {t("update")}
            </ButtonLink>
          </div>
        )}
      </div>
    </Card>
  );
}

function MailingsCard({ list }: { list: CoreListDetail }): ReactNode {
  const t = useTexts(texts);
  return (
    <Card className="c6" title={t("mailingsTitle")}>
      {list.mailings.length === 0 ? (
        <p className="k-muted">{t("noMailing")}</p>
      ) : (
        <ul className="k-plain">
          {list.mailings.map((mailing) => (
            <li key={mailing.id}>
              <Link to={`/mailings/${mailing.id}`}>{mailing.name}</Link>
              {mailing.at && (
                <div className="k-sub">
                  <DateTime value={mailing.at} />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** CRM-20: the words of the return file, each meaning one thing. */
function DefinitionsCard(): ReactNode {
  const t = useTexts(texts);
  return (
    <Card className="c6" title={t("definitions")}>
      <KeyValue
        items={[
          [t("sentTitle"), t("sentText")],
          [t("bounceTitle"), t("bounceText")],
          [t("retainedTitle"), t("retainedText")],
          [t("excludedTitle"), t("excludedText")],
        ]}
      />
    </Card>
  );
}
