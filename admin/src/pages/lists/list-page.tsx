import { Button, Menu, ActionIcon, SegmentedControl } from "@mantine/core";
import { IconArchive, IconDots, IconUsers } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ListView, SubscriptionView } from "../../../../contract/lists.ts";
import type { FormView } from "../../../../contract/signup.ts";
import { useApiList, useApiQuery, useCan } from "../../api/index.ts";
import {
  AudienceLine,
  ButtonLink,
  Card,
  DataTable,
  DateTime,
  EmptyState,
  ExclusionList,
  Grid,
  KeyValue,
  Link,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Pill,
  useRouteParam,
  useSearch,
  useTexts,
  type Audience,
  type Column,
  type Tone,
} from "../../ui/index.ts";
import { ArchiveCard } from "./archive-card.tsx";
import { ListDialog } from "./list-dialog.tsx";
import "./lists.css";
import { StateFigures } from "./state-figures.tsx";
import { texts } from "./texts.ts";
import { useArchive } from "./use-archive.tsx";

/** One newsletter: its people, who gets mail and why not the others, its texts, its forms. */
export default function ListPage(): ReactNode {
  const id = useRouteParam("id");
  const list = useApiQuery<ListView>(`/lists/${id}`);
  return (
    <Loaded query={list} skeleton={<PageSkeleton cards={2} />}>
      {(data) => <List list={data} />}
    </Loaded>
  );
}

function List({ list }: { list: ListView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const { archive, restore } = useArchive();
  const write = can("lists.write");
  const archived = list.archivedAt !== null;
  return (
    <Page
      title={list.name}
      crumbs={[{ label: t("title"), to: "/lists" }]}
      {...(list.description && { meta: list.description })}
      actions={
        write &&
        (archived ? (
          <Button onClick={() => restore(list)}>{t("restore")}</Button>
        ) : (
          <>
            <Menu position="bottom-end" shadow="md">
              <Menu.Target>
                <ActionIcon
                  variant="default"
                  size={40}
                  aria-label={t("archive")}
                  className="l-more"
                >
                  <IconDots size={18} stroke={1.8} aria-hidden="true" />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  leftSection={<IconArchive size={18} stroke={1.6} aria-hidden="true" />}
                  onClick={() => archive(list)}
                >
                  {t("archive")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
            <Button onClick={() => setEditing(true)}>{t("edit")}</Button>
          </>
        ))
      }
    >
      <div className="k-stack-lg">
        {archived && (
          <Notice tone="wait" title={t("archivedNotice")}>
            {t("archivedNoticeText")}
          </Notice>
        )}
        <Grid>
          <div className="c8 l-stack">
            <Card>
              <StateFigures list={list} />
            </Card>
            {can("contacts.read") && <Subscribers list={list} />}
          </div>
          <div className="c4 l-stack">
            <WhoGetsMail list={list} />
            <Texts list={list} />
            {can("forms.read") && <Forms list={list} />}
            <ArchiveCard list={list} />
          </div>
        </Grid>
      </div>
      {editing && <ListDialog list={list} onClose={() => setEditing(false)} />}
    </Page>
  );
}

function WhoGetsMail({ list }: { list: ListView }): ReactNode {
  const t = useTexts(texts);
  const audience = useApiQuery<Audience>("/audience", { lists: list.id }, { staleTime: 30_000 });
  return (
    <Card title={t("may")}>
      <Loaded query={audience}>
        {(data) => (
          <>
            <AudienceLine audience={data} reasonsShown />
            {data.reasons.length > 0 ? (
              <div className="l-reasons">
                <ExclusionList reasons={data.reasons} />
              </div>
            ) : (
              data.candidates > 0 && <p className="k-small k-muted">{t("allMay")}</p>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Texts({ list }: { list: ListView }): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("wording")}>
      <KeyValue
        items={[
          [t("topics"), list.topics || t("noTopics")],
          [t("frequency"), list.frequency || "–"],
          [t("english"), list.nameEn || t("noEnglish")],
        ]}
      />
    </Card>
  );
}

function Forms({ list }: { list: ListView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const forms = useApiQuery<{ items: FormView[] }>("/forms");
  const mine = forms.data?.items.filter(
    (form) => form.archivedAt === null && form.lists.some((one) => one.id === list.id),
  );
  if (!mine) return null;
  return (
    <Card title={t("forms")}>
      {mine.length === 0 ? (
        <div className="k-stack">
          <p className="k-small k-muted">{t("noForms")}</p>
          {can("forms.write") && list.archivedAt === null && (
            <div>
              <ButtonLink to={`/lists/forms/new?list=${list.id}`}>{t("makeForm")}</ButtonLink>
            </div>
          )}
        </div>
      ) : (
        <ul className="l-links">
          {mine.map((form) => (
            <li key={form.id}>
              <Link to={`/lists/forms/${form.id}`}>{form.name}</Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const TONES: Record<SubscriptionView["state"], Tone> = {
  confirmed: "ok",
  pending: "wait",
  unsubscribed: "no",
};
const STATES = ["confirmed", "pending", "unsubscribed"] as const;

function Subscribers({ list }: { list: ListView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const state = search["state"] ?? "";
  const people = useApiList<SubscriptionView>(`/lists/${list.id}/subscriptions`, { state });
  const columns: Column<SubscriptionView>[] = [
    {
      key: "person",
      title: t("columns.person"),
      render: (row) => (
        <>
          <span className="l-break">{row.name}</span>
          {row.name !== row.email && <span className="k-sub l-break">{row.email}</span>}
        </>
      ),
    },
    {
      key: "state",
      title: t("columns.state"),
      render: (row) => (
        <Pill tone={row.flag ? "plain" : TONES[row.state]}>
          {row.state === "confirmed" && row.flag
            ? t(`flags.${row.flag}`)
            : t(`states.${row.state}`)}
        </Pill>
      ),
    },
    {
      key: "source",
      title: t("columns.source"),
      optional: true,
      render: (row) => <span className="k-muted">{sourceWords(row.source, t)}</span>,
    },
    {
      key: "when",
      title: t("columns.when"),
      num: true,
      optional: true,
      render: (row) => (
        <span className="k-muted">
          <DateTime value={row.unsubscribedAt ?? row.confirmedAt ?? row.requestedAt} form="date" />
        </span>
      ),
    },
  ];
  return (
    <Card title={t("subscribers")}>
      <DataTable
        label={t("subscribers")}
        columns={columns}
        list={people}
        rowKey={(row) => `${row.contactId}-${row.email}`}
        rowHref={(row) => `/contacts/${row.contactId}`}
        stack
        toolbar={
          <div className="l-segments">
            <SegmentedControl
              aria-label={t("columns.state")}
              value={state}
              onChange={(value) => setSearch({ state: value })}
              data={[
                { value: "", label: t("all") },
                ...STATES.map((value) => ({ value, label: t(value) })),
              ]}
            />
          </div>
        }
        empty={
          state !== "" ? (
            <p className="k-muted l-none">{t("noneInState")}</p>
          ) : (
            <EmptyState
              icon={<IconUsers size={28} stroke={1.6} />}
              title={t("noSubscribers")}
              text={t("noSubscribersText")}
              action={
                list.archivedAt === null && (
                  <>
                    {can("forms.write") && (
                      <ButtonLink to={`/lists/forms/new?list=${list.id}`}>
                        {t("makeForm")}
                      </ButtonLink>
                    )}
                    {can("contacts.import") && (
                      <ButtonLink to="/contacts/import">{t("import")}</ButtonLink>
                    )}
                  </>
                )
              }
            />
          )
        }
      />
    </Card>
  );
}

function sourceWords(
  source: string,
  t: (key: "sources.form" | "sources.import" | "sources.manage") => string,
): string {
  const kind = source.split(":", 1)[0];
  if (kind === "form") return t("sources.form");
  if (kind === "import") return t("sources.import");
  return kind === "preferences" || kind === "manage_page" ? t("sources.manage") : source;
}
