import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { CoreListDetail } from "../../../../contract/crm.ts";
import type { MailingView } from "../../../../contract/mailings.ts";
import { api, invalidate, queryClient, useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  DateTime,
  Grid,
  KeyValue,
  Link,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Pill,
  showProblem,
  SimpleTable,
  useFormat,
  useGo,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../ui/index.ts";
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
            <HistoryCard list={list} />
            {can("contacts.read") && <RecordsCard listId={list.id} />}
            <DefinitionsCard />
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
            [t("keep"), t("keepText", { count: list.keepDays })],
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
                <span className="k-sub">
                  {" "}
                  <DateTime value={mailing.at} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function HistoryCard({ list }: { list: CoreListDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const done = async (id: string): Promise<void> => {
    try {
      await api.post(`/core-imports/${id}/manual-done`);
      await invalidate(queryClient, ["/core-lists"]);
    } catch (error) {
      showProblem(error);
    }
  };
  return (
    <Card className="c6" title={t("historyTitle")}>
      <div className="k-stack">
        <SimpleTable
          label={t("historyTitle")}
          words
          head={
            <tr>
              <th scope="col">{t("created")}</th>
              <th scope="col">{t("file")}</th>
              <th scope="col">{t("taken")}</th>
              <th scope="col">{t("refused")}</th>
            </tr>
          }
        >
          {list.imports.map((one) => (
            <tr key={one.id}>
              <td data-label={t("created")}>
                <DateTime value={one.madeAt} />
                <span className="k-sub">{one.madeBy}</span>
              </td>
              <td data-label={t("file")}>
                {one.fileName} <Pill>{t(`kind.${one.kind}`)}</Pill>
                {one.manual && (
                  <span className="k-sub">
                    {one.manualDoneBy
                      ? t("manualDone", { who: one.manualDoneBy })
                      : t("manualTask")}{" "}
                    {!one.manualDoneBy && can("contacts.import") && (
                      <button
                        type="button"
                        className="k-textbutton"
                        onClick={() => void done(one.id)}
                      >
                        {t("manualDo")}
                      </button>
                    )}
                  </span>
                )}
              </td>
              <td data-label={t("taken")}>
                {format.number(one.counts.taken + one.counts.warned)}
                {one.counts.warned > 0 && (
                  <span className="k-sub">
                    {format.number(one.counts.warned)} {t("warned")}
                  </span>
                )}
              </td>
              <td data-label={t("refused")}>{format.number(one.counts.refused)}</td>
            </tr>
          ))}
        </SimpleTable>
        {list.changes > 0 && <Notice>{t("changes", { count: list.changes })}</Notice>}
      </div>
    </Card>
  );
}

/** CRM-20: the words of the return file, each meaning one thing. */
function DefinitionsCard(): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("definitions")}>
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
