import { Button } from "@mantine/core";
import { IconRss } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { FeedView } from "../../../../contract/feeds.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  AddButton,
  Card,
  ConfirmDialog,
  CopyButton,
  EmptyState,
  Grid,
  inSentence,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Pill,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
} from "../../ui/index.ts";
import { FeedDialog } from "./feed-dialog.tsx";
import { FeedItems } from "./feed-items.tsx";
import { texts } from "./texts.ts";
import "./feeds.css";

/** Feeds whose items mailings may show: what they hold now, and how they stand in a mailing. */
export default function FeedsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<{ items: FeedView[] }>("/feeds");
  const [edited, setEdited] = useState<FeedView | "new" | null>(null);
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {({ items }) => (
        <Page
          title={t("title")}
          crumbs={[{ label: t("settings"), to: "/einstellungen" }]}
          meta={t("meta")}
          actions={
            can("mailings.write") && (
              <AddButton onClick={() => setEdited("new")}>{t("create")}</AddButton>
            )
          }
        >
          <div className="k-stack-lg">
            <p className="fd-lead">{t("lead")}</p>
            {items.length === 0 ? (
              <Card>
                <EmptyState
                  icon={<IconRss size={28} stroke={1.6} />}
                  title={t("none")}
                  text={t("noneText")}
                />
              </Card>
            ) : (
              <Grid>
                {items.map((feed) => (
                  <FeedCard key={feed.id} feed={feed} onEdit={() => setEdited(feed)} />
                ))}
                <HowCard feed={items[0]!} />
              </Grid>
            )}
          </div>
          <FeedDialog feed={edited} onClose={() => setEdited(null)} />
        </Page>
      )}
    </Loaded>
  );
}

function FeedCard({ feed, onEdit }: { feed: FeedView; onEdit: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const can = useCan();
  const [removing, setRemoving] = useState(false);
  const fetchNow = useApiMutation(() => api.post<FeedView>(`/feeds/${feed.id}/fetch`), {
    invalidates: ["/feeds"],
    onError: showProblem,
  });
  const remove = useApiMutation(() => api.patch(`/feeds/${feed.id}`, { archived: true }), {
    invalidates: ["/feeds"],
  });
  return (
    <Card className="c6" title={feed.name} aside={<Pill>{t(`kinds.${feed.kind}`)}</Pill>}>
      <div className="k-stack">
        <p className="fd-address">{feed.url}</p>
        {feed.problem ? (
          <Notice tone="wait">{feed.problem.message[locale]}</Notice>
        ) : (
          <FeedItems items={feed.items} shown={3} />
        )}
        <p className="k-small k-muted">
          {t("items", { count: feed.items.length })}
          {feed.fetchedAt &&
            ` · ${t("fetched", { when: inSentence(format.moment(feed.fetchedAt)) })}`}
          {" · "}
          {t(`away.${feed.whenAway}`)}
        </p>
        {can("mailings.write") && (
          <div className="k-row k-noprint">
            <Button
              size="xs"
              loading={fetchNow.isPending}
              onClick={() => fetchNow.mutate(undefined)}
            >
              {t("fetchNow")}
            </Button>
            <Button size="xs" onClick={onEdit}>
              {t("edit")}
            </Button>
            <Button size="xs" onClick={() => setRemoving(true)}>
              {t("archive")}
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t("archiveTitle", { name: feed.name })}
        action={t("archive")}
        danger
        onConfirm={() => remove.mutateAsync(undefined)}
      >
        {t("archiveText")}
      </ConfirmDialog>
    </Card>
  );
}

function HowCard({ feed }: { feed: FeedView }): ReactNode {
  const t = useTexts(texts);
  const loop = `{% for item in feeds.${feed.key}.items limit: 3 %}
  <h2><a href="{{ item.url }}">{{ item.title }}</a></h2>
  <p>{{ item.summary | truncatewords: 25 }}</p>
{% else %}
  <p>…</p>
{% endfor %}`;
  const one = `{{ feeds.${feed.key}.first.title }}`;
  return (
    <Card title={t("howTitle")}>
      <div className="k-stack">
        <p>{t("how")}</p>
        <Code text={loop} />
        <p>{t("howOne")}</p>
        <Code text={one} />
        <p className="k-small k-muted">{t("fields")}</p>
      </div>
    </Card>
  );
}

function Code({ text }: { text: string }): ReactNode {
  return (
    <div className="fd-code">
      <pre>
        <code>{text}</code>
      </pre>
      <CopyButton value={text} />
    </div>
  );
}
