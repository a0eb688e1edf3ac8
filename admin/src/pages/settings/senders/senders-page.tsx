import { Button, Modal } from "@mantine/core";
import { IconMailForward, IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { SenderView } from "../../../../../contract/senders.ts";
import { api, useApiMutation, useApiQuery, useCan, useSession } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  ConfirmDialog,
  EmptyState,
  Link,
  Loaded,
  Page,
  Pill,
  showDone,
  showProblem,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { AddressState } from "./address-state.tsx";
import { SenderEnvelope } from "./sender-envelope.tsx";
import { SenderForm, SenderWarnings } from "./sender-form.tsx";
import { texts } from "./texts.ts";

/** All senders: how they appear, whether answers are read, and the DNS records of their domains. */
export default function SendersPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const { account } = useSession();
  const query = useApiQuery<{ items: SenderView[] }>("/senders");
  const [editing, setEditing] = useState<SenderView | "new">();
  const items = query.data?.items ?? [];
  const close = (): void => setEditing(undefined);
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
      actions={
        can("senders.write") &&
        items.length > 0 && (
          <Button
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
            onClick={() => setEditing("new")}
          >
            {t("new")}
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
        {() =>
          items.length === 0 ? (
            <Card>
              <EmptyState
                icon={<IconMailForward size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={t("emptyText")}
                action={
                  can("senders.write") && (
                    <Button variant="filled" onClick={() => setEditing("new")}>
                      {t("create")}
                    </Button>
                  )
                }
              />
            </Card>
          ) : (
            <div className="k-stack-lg">
              {items.map((sender) => (
                <SenderCard key={sender.id} sender={sender} onEdit={() => setEditing(sender)} />
              ))}
              {can("replies.read") && (
                <p className="k-muted">
                  {t("repliesText")} <Link to="/antworten">{t("repliesLink")}</Link>
                </p>
              )}
              <p className="k-muted">
                {t("domainsText")}{" "}
                <Link to="/einstellungen/versanddomains">{t("domainsLink")}</Link>
              </p>
            </div>
          )
        }
      </Loaded>
      <Modal
        opened={editing !== undefined}
        onClose={close}
        title={editing === "new" ? t("new") : t("edit")}
        size={560}
      >
        {editing !== undefined && (
          <SenderForm
            {...(editing === "new" ? { submit: t("create") } : { sender: editing })}
            accountName={account.name}
            offerDefault={items.length > 0 && (editing === "new" || !editing.isDefault)}
            onCancel={close}
            onSaved={close}
          />
        )}
      </Modal>
    </Page>
  );
}

function SenderCard(props: { sender: SenderView; onEdit: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const { sender } = props;
  const [removing, setRemoving] = useState(false);
  const makeDefault = useApiMutation(
    () => api.patch(`/senders/${sender.id}`, { isDefault: true }),
    { invalidates: ["/senders"], onError: showProblem },
  );
  const remove = useApiMutation(() => api.delete(`/senders/${sender.id}`), {
    invalidates: ["/senders", "/account"],
    onSuccess: () => showDone(t("removed")),
  });
  return (
    <Card>
      <div className="k-stack">
        <SenderEnvelope
          sender={sender}
          action={sender.isDefault ? <Pill tone="go">{t("isDefault")}</Pill> : undefined}
        />
        <SenderWarnings sender={sender} />
        <AddressState kind="reply_to" email={sender.replyTo} />
        {can("senders.write") && (
          <div className="k-row">
            <Button size="xs" onClick={props.onEdit}>
              {tShared("change")}
            </Button>
            {!sender.isDefault && (
              <Button
                size="xs"
                loading={makeDefault.isPending}
                onClick={() => makeDefault.mutate()}
              >
                {t("setDefault")}
              </Button>
            )}
            <Button size="xs" variant="subtle" color="red" onClick={() => setRemoving(true)}>
              {t("remove")}
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t("removeTitle")}
        action={t("remove")}
        danger
        words={{ sender_is_default: t("isDefaultError") }}
        onConfirm={() => remove.mutateAsync()}
      >
        {t("removeText", { name: sender.fromName, address: sender.fromAddress })}
      </ConfirmDialog>
    </Card>
  );
}
