import { Button, Skeleton } from "@mantine/core";
import { type KeyboardEvent, type ReactNode } from "react";
import type { MailboxEntry } from "../../../../contract/sandbox.ts";
import type { ApiList } from "../../api/index.ts";
import { EmptyState, Link, Problem, useFormat, useSearch, useTexts } from "../../ui/index.ts";
import { shortMailbox } from "./address.ts";
import { texts } from "./texts.ts";

/** All messages, newest first: to whom, what about, when. Arrows move from one to the next. */
export function MessageList(props: {
  list: ApiList<MailboxEntry>;
  open: string | undefined;
  isRead: (id: string) => boolean;
  searching: boolean;
  onReset: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { items, query } = props.list;
  if (query.error && items.length === 0)
    return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending)
    return (
      <div className="x-skeleton" aria-busy="true">
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} height={44} />
        ))}
      </div>
    );
  if (items.length === 0 && props.searching)
    return (
      <EmptyState
        title={t("noHits")}
        text={t("noHitsText")}
        action={<Button onClick={props.onReset}>{t("resetSearch")}</Button>}
      />
    );
  return (
    <>
      <ul className="x-messages" onKeyDown={moveBetween}>
        {items.map((message) => (
          <li key={message.id}>
            <Entry
              message={message}
              open={message.id === props.open}
              read={props.isRead(message.id)}
            />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("loadMore")}
        </Button>
      )}
    </>
  );
}

function Entry(props: { message: MailboxEntry; open: boolean; read: boolean }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const [search] = useSearch();
  const { message } = props;
  const query = new URLSearchParams({ ...search, m: message.id });
  return (
    <Link
      to={`/testpostfach?${query.toString()}`}
      className="x-entry"
      data-unread={props.read ? undefined : true}
      aria-current={props.open ? "true" : undefined}
    >
      <span className="x-entry-to">
        {!props.read && <span className="k-hidden-visually">{t("unread")}: </span>}
        {message.envelope.to.join(", ") || shortMailbox(message.to)}
      </span>
      {/* Kept for a day only, so the time says enough. */}
      <time dateTime={message.receivedAt} title={format.dateTime(message.receivedAt)}>
        {format.time(message.receivedAt)}
      </time>
      <span className="x-entry-subject">{message.subject || t("noSubject")}</span>
      <span className="x-entry-from">{shortMailbox(message.from)}</span>
    </Link>
  );
}

function moveBetween(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const item = (event.target as HTMLElement).closest("li");
  const next = event.key === "ArrowDown" ? item?.nextElementSibling : item?.previousElementSibling;
  const link = next?.querySelector<HTMLElement>("a");
  if (!link) return;
  event.preventDefault();
  link.focus();
}
