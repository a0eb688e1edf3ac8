import { Button, Modal } from "@mantine/core";
import { IconInbox, IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { BounceWayView, MailboxList, MailboxView } from "../../../../../contract/mailboxes.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  EmptyState,
  Link,
  Loaded,
  Page,
  Pill,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { ForwardingCard } from "./forwarding-card.tsx";
import { MailboxCard } from "./mailbox-card.tsx";
import { MailboxForm } from "./mailbox-form.tsx";
import { texts } from "./texts.ts";

/** Where what comes back goes, the mailboxes that are read, and to whom replies are passed on (SND-13). */
export default function MailboxesPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const mayChange = can("senders.write");
  const query = useApiQuery<MailboxList>("/mailboxes", undefined, { refetchInterval: 15_000 });
  const [editing, setEditing] = useState<"new" | MailboxView>();
  const close = (): void => setEditing(undefined);
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
      actions={
        mayChange && (
          <Button
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
            onClick={() => setEditing("new")}
          >
            {t("add")}
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<CardSkeletons count={2} />}>
        {({ items, ways }) => (
          <div className="k-stack-lg">
            <Ways ways={ways} />
            {items.length === 0 ? (
              <Card>
                <EmptyState
                  icon={<IconInbox size={28} stroke={1.6} />}
                  title={t("emptyTitle")}
                  text={t("emptyText")}
                />
              </Card>
            ) : (
              items.map((mailbox) => (
                <MailboxCard
                  key={mailbox.id}
                  mailbox={mailbox}
                  mayChange={mayChange}
                  onEdit={() => setEditing(mailbox)}
                />
              ))
            )}
            {can("replies.read") && <ForwardingCard mayChange={mayChange} />}
          </div>
        )}
      </Loaded>
      <Modal
        opened={editing !== undefined}
        onClose={close}
        size={640}
        title={t(editing === "new" ? "add" : "edit")}
      >
        {editing && (
          <MailboxForm {...(editing === "new" ? {} : { mailbox: editing })} onClose={close} />
        )}
      </Modal>
    </Page>
  );
}

/** For each domain that sends: where its bounces go, and whether SPF counts there as well. */
function Ways({ ways }: { ways: BounceWayView[] }): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("waysTitle")}>
      <div className="k-stack">
        {ways.some(({ pattern }) => pattern !== null) && <p>{t("waysText")}</p>}
        {ways.length === 0 && <p className="k-muted">{t("noSender")}</p>}
        {ways.map((way) => (
          <div key={way.domain}>
            <p>
              <b>{way.domain}</b>{" "}
              {way.pattern !== null && (
                <Pill tone={way.aligned ? "go" : "wait"}>
                  {t(way.aligned ? "aligned" : "notAligned")}
                </Pill>
              )}
            </p>
            {way.pattern === null ? (
              <p>
                {t("wayNone")} <span className="k-muted">{t("wayNoneHelp")}</span>
              </p>
            ) : (
              <p className="k-mono" style={{ overflowWrap: "anywhere" }}>
                {way.pattern.replace("%", "…")}
              </p>
            )}
            {!way.aligned && (
              <p className="k-small k-muted">
                {t("notAlignedHelp")}{" "}
                <Link to={`/einstellungen/versanddomains/${way.domain}`}>{t("toDomain")}</Link>
              </p>
            )}
          </div>
        ))}
      </div>
    </Card>
  );
}
