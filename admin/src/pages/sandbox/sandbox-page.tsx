import { Button, SegmentedControl } from "@mantine/core";
import { IconInbox, IconTrash } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import type { MailboxEmptied, MailboxEntry } from "../../../../contract/sandbox.ts";
import { api, queryClient, invalidate, useApiList, useCan, useSession } from "../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  EmptyState,
  Page,
  SearchField,
  showDone,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { MessageList } from "./message-list.tsx";
import { MessageView } from "./message-view.tsx";
import { useReadMessages } from "./read-messages.ts";
import "./sandbox.css";
import { texts } from "./texts.ts";

const POLL_MS = 3000;

/** The built-in mailbox as a mail reader: the list at the left, the message at the right. */
export default function SandboxPage(): ReactNode {
  const t = useTexts(texts);
  const { operator } = useSession();
  const [search, setSearch] = useSearch();
  const { isRead, markRead } = useReadMessages();
  // The field keeps what is typed; a new one begins empty.
  const [resets, setResets] = useState(0);
  const q = search["q"] ?? "";
  const box = search["box"] === "unassigned" ? "unassigned" : undefined;
  const open = search["m"];
  const list = useApiList<MailboxEntry>(
    "/mailbox",
    { q, ...(box ? { box } : {}) },
    { limit: 50, refetchInterval: POLL_MS },
  );
  useEffect(() => {
    if (open) markRead(open);
  }, [open, markRead]);
  const nothing = list.items.length === 0 && list.query.isSuccess && q === "";
  return (
    <Page
      title={t("title")}
      meta={<span className="x-meta">{t("meta")}</span>}
      actions={list.items.length > 0 && !open && <EmptyButton box={box} />}
    >
      {operator.isAdministrator && (
        <div className="x-box" data-message-open={open ? true : undefined}>
          <SegmentedControl
            aria-label={t("box")}
            value={box ?? "account"}
            onChange={(next) =>
              setSearch({ box: next === "account" ? undefined : next, m: undefined })
            }
            data={[
              { value: "account", label: t("boxAccount") },
              { value: "unassigned", label: t("boxUnassigned") },
            ]}
          />
        </div>
      )}
      {nothing && !open ? (
        <Card>
          <EmptyState
            icon={<IconInbox size={28} stroke={1.6} />}
            title={t("nothingTitle")}
            text={t("nothingText")}
            action={<span className="k-small k-muted">{t("nothingHint")}</span>}
          />
        </Card>
      ) : (
        <div className="x-reader" data-open={open ? true : undefined}>
          <section className="x-list" aria-label={t("list")}>
            <div className="x-search">
              <SearchField
                key={`${box ?? ""} ${resets}`}
                value={q}
                label={t("search")}
                placeholder={t("search")}
                onChange={(value) => setSearch({ q: value || undefined })}
              />
            </div>
            <MessageList
              list={list}
              open={open}
              isRead={isRead}
              onReset={() => {
                setSearch({ q: undefined });
                setResets((count) => count + 1);
              }}
              searching={q !== ""}
            />
          </section>
          <div className="x-pane">
            {open ? (
              <MessageView key={open} id={open} box={box} />
            ) : (
              <div className="x-choose">
                <EmptyState
                  icon={<IconInbox size={28} stroke={1.6} />}
                  title={t("choose")}
                  text={t("chooseText")}
                />
              </div>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

function EmptyButton({ box }: { box: "unassigned" | undefined }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [asking, setAsking] = useState(false);
  if (!can("mailbox.write")) return null;
  const empty = async (): Promise<void> => {
    const { removed } = await api.delete<MailboxEmptied>("/mailbox", undefined, {
      query: { box },
    });
    await invalidate(queryClient, ["/mailbox"]);
    showDone(t("emptied", { count: removed }));
  };
  return (
    <>
      <Button
        leftSection={<IconTrash size={18} stroke={1.6} aria-hidden="true" />}
        onClick={() => setAsking(true)}
      >
        {t("empty")}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("emptyAsk")}
        action={t("empty")}
        danger
        onConfirm={empty}
      >
        {t("emptyText")}
      </ConfirmDialog>
    </>
  );
}
