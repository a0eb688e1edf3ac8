import { Button } from "@mantine/core";
import { IconListDetails, IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ListView } from "../../../../contract/lists.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import {
  AudienceLine,
  Card,
  EmptyState,
  Grid,
  Link,
  Loaded,
  Page,
  useFormat,
  useSearch,
  useTexts,
  type Audience,
} from "../../ui/index.ts";
import { ListDialog } from "./list-dialog.tsx";
import { ListTabs } from "./list-tabs.tsx";
import "./lists.css";
import { StateFigures } from "./state-figures.tsx";
import { texts } from "./texts.ts";
import { useArchive } from "./use-archive.tsx";

/** All newsletters of the account as cards, each with its people and what may be done with them. */
export default function ListsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const [creating, setCreating] = useState(false);
  const lists = useApiQuery<{ items: ListView[] }>("/lists");
  const write = can("lists.write");
  const open = creating || (search["new"] === "1" && write);
  const close = (): void => {
    setCreating(false);
    if (search["new"]) setSearch({ new: undefined });
  };
  const create = write && (
    <Button
      variant="filled"
      leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
      onClick={() => setCreating(true)}
    >
      {t("new")}
    </Button>
  );
  const any = (lists.data?.items.length ?? 0) > 0;
  return (
    <Page title={t("title")} actions={any && create}>
      <ListTabs current="lists" />
      <Loaded query={lists}>
        {({ items }) => {
          if (items.length === 0)
            return (
              <Card>
                <EmptyState
                  icon={<IconListDetails size={28} stroke={1.6} />}
                  title={t("emptyTitle")}
                  text={t("emptyText")}
                  action={create}
                />
              </Card>
            );
          const archived = items.filter((list) => list.archivedAt !== null);
          return (
            <div className="k-stack-lg">
              <Grid>
                {items
                  .filter((list) => list.archivedAt === null)
                  .map((list) => (
                    <ListCard key={list.id} list={list} />
                  ))}
              </Grid>
              {archived.length > 0 && <Archive lists={archived} />}
            </div>
          );
        }}
      </Loaded>
      {open && <ListDialog onClose={close} />}
    </Page>
  );
}

function ListCard({ list }: { list: ListView }): ReactNode {
  const t = useTexts(texts);
  const any = list.confirmed + list.pending > 0;
  const audience = useApiQuery<Audience>(
    any ? "/audience" : undefined,
    { lists: list.id },
    { staleTime: 60_000 },
  );
  const about = [list.topics || t("noTopics"), list.frequency].filter(Boolean).join(" · ");
  return (
    <Card
      className="c6 l-card"
      title={<Link to={`/lists/${list.id}`}>{list.name}</Link>}
      foot={any && <AudienceLine audience={audience.data} short />}
    >
      <p className="k-muted l-about">{about}</p>
      {list.description && <p className="k-small k-muted">{list.description}</p>}
      <StateFigures list={list} />
    </Card>
  );
}

function Archive({ lists }: { lists: ListView[] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const { restore } = useArchive();
  const can = useCan();
  return (
    <div>
      <button
        type="button"
        className="k-textbutton k-small"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t("archived", { count: lists.length })}
      </button>
      {open && (
        <ul className="l-archive">
          {lists.map((list) => (
            <li key={list.id}>
              <span>
                <Link to={`/lists/${list.id}`}>{list.name}</Link>{" "}
                <span className="k-small k-muted">
                  {t("archivedAt", { when: format.date(list.archivedAt!) })}
                </span>
              </span>
              {can("lists.write") && (
                <Button size="xs" onClick={() => restore(list)}>
                  {t("restore")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
