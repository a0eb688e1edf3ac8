import { Button, SegmentedControl } from "@mantine/core";
import { IconMailQuestion } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { UnknownMessageView } from "../../../../contract/unknown-messages.ts";
import { useApiList } from "../../api/index.ts";
import {
  Card,
  CardSkeletons,
  EmptyState,
  Page,
  Problem,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { RuleList } from "./rule-list.tsx";
import "./replies.css";
import { texts as replies } from "./texts.ts";
import { UnknownCard } from "./unknown-card.tsx";
import { ReplyTabs } from "./tabs.tsx";
import { texts } from "./unknown-texts.ts";

const VIEWS = ["waiting", "decided", "rules"] as const;

/** Messages nobody understood: read them, say what they are, and what was learned of it (SND-08). */
export default function UnknownPage(): ReactNode {
  const t = useTexts(texts);
  const tReplies = useTexts(replies);
  const [search, setSearch] = useSearch();
  const view = VIEWS.find((one) => one === search["view"]) ?? "waiting";
  return (
    <Page title={tReplies("title")} windowTitle={t("title")} meta={t("meta")}>
      <ReplyTabs current="unknown" />
      <div className="r-views">
        <SegmentedControl
          aria-label={t("title")}
          value={view}
          onChange={(value) => setSearch({ view: value === "waiting" ? undefined : value })}
          data={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
      </div>
      <div className="r-list">
        {view === "rules" ? <RuleList /> : <Messages key={view} state={view} />}
      </div>
    </Page>
  );
}

function Messages({ state }: { state: "waiting" | "decided" }): ReactNode {
  const t = useTexts(texts);
  const { items, query } = useApiList<UnknownMessageView>("/unknown-messages", { state });
  if (query.error && items.length === 0)
    return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <CardSkeletons count={1} />;
  if (items.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<IconMailQuestion size={28} stroke={1.6} />}
          title={t(state === "waiting" ? "emptyTitle" : "emptyDecided")}
          text={t(state === "waiting" ? "emptyText" : "emptyDecidedText")}
        />
      </Card>
    );
  return (
    <>
      {items.map((message) => (
        <UnknownCard key={message.id} message={message} />
      ))}
      {query.hasNextPage && (
        <Button
          variant="subtle"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </>
  );
}
