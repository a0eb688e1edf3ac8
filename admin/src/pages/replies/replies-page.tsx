import { Button } from "@mantine/core";
import { IconMessageReply } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { InboundState, ReplyView } from "../../../../contract/inbound.ts";
import { useApiList, useApiQuery, useSession } from "../../api/index.ts";
import {
  Card,
  CardSkeletons,
  CopyButton,
  EmptyState,
  Grid,
  Link,
  Page,
  Problem,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { ReplyCard } from "./reply-card.tsx";
import "./replies.css";
import { ReplyTabs } from "./tabs.tsx";
import { texts } from "./texts.ts";

/** Replies that may be an unsubscribe or an objection, the most urgent first (LEG-17). */
export default function RepliesPage(): ReactNode {
  const t = useTexts(texts);
  const [search] = useSearch();
  const state = search["state"] === "decided" ? "decided" : "waiting";
  return (
    <Page title={t("title")} meta={t("meta")}>
      <ReplyTabs current={state} />
      <Grid>
        <div className="r-list c8">
          <Replies key={state} state={state} />
        </div>
        <Forwarding />
      </Grid>
    </Page>
  );
}

function Replies({ state }: { state: "waiting" | "decided" }): ReactNode {
  const t = useTexts(texts);
  const { items, query } = useApiList<ReplyView>(
    "/replies",
    { state },
    { refetchInterval: state === "waiting" ? 15_000 : 60_000 },
  );
  if (query.error && items.length === 0)
    return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <CardSkeletons count={1} />;
  if (items.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<IconMessageReply size={28} stroke={1.6} />}
          title={t(state === "waiting" ? "emptyTitle" : "emptyDecided")}
          text={t(state === "waiting" ? "emptyText" : "emptyDecidedText")}
        />
      </Card>
    );
  return (
    <>
      {items.map((reply) => (
        <ReplyCard key={reply.id} reply={reply} />
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

/** How the account's replies come here: the mailbox stays, a copy is forwarded. */
function Forwarding(): ReactNode {
  const t = useTexts(texts);
  const { account } = useSession();
  const { data } = useApiQuery<InboundState>("/inbound");
  if (!data) return null;
  return (
    <Card className="c4 r-forward" title={t("forward")}>
      {data.address === null ? (
        <p>{t("forwardOff")}</p>
      ) : (
        <>
          <p>{t("forwardText")}</p>
          <p className="r-address k-mono">{data.address}</p>
          <CopyButton value={data.address}>{t("copy")}</CopyButton>
          <p className="k-small k-muted">{t("forwardThen")}</p>
        </>
      )}
      <p className="k-small">
        {t("lately", { ...data.lately })}{" "}
        {data.unknown > 0 && (
          <Link to="/antworten/unbekannt">{t("unknownWait", { count: data.unknown })}</Link>
        )}
      </p>
      {account.mode === "sandbox" && <p className="k-small k-muted">{t("trySandbox")}</p>}
    </Card>
  );
}
