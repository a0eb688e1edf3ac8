import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { SenderView } from "../../../../../contract/senders.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { Card, CardSkeletons, Loaded, Notice, RuleTag, useTexts } from "../../../ui/index.ts";
import { AddressState } from "../senders/address-state.tsx";
import { SenderEnvelope } from "../senders/sender-envelope.tsx";
import { SenderForm, SenderWarnings } from "../senders/sender-form.tsx";
import { texts } from "../senders/texts.ts";
import type { FormProps } from "../shared/form-props.ts";
import { texts as shared } from "../shared/texts.ts";

/** The first sender: its name and address, and the reply address that somebody confirms. */
export function SenderStep({ account, frame }: FormProps): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<{ items: SenderView[] }>("/senders");
  const [editing, setEditing] = useState(false);
  return frame(
    undefined,
    <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
      {({ items }) => {
        const sender = items.find((each) => each.isDefault) ?? items[0];
        if (!can("senders.write") && !sender) return <Notice>{t("noneYet")}</Notice>;
        return sender && !editing ? (
          <SenderSummary
            sender={sender}
            onEdit={can("senders.write") ? () => setEditing(true) : undefined}
          />
        ) : (
          <SenderForm
            {...(sender ? { sender, onCancel: () => setEditing(false) } : { submit: t("create") })}
            accountName={account.name}
            onSaved={() => setEditing(false)}
          />
        );
      }}
    </Loaded>,
    <Card title={t("whyTitle")}>
      <div className="k-stack k-small k-muted">
        <p>{t("why1")}</p>
        <p>{t("why2")}</p>
        <p>
          <RuleTag rule="CNT-01" /> <RuleTag rule="CNT-03" /> <RuleTag rule="SND-15" />
        </p>
      </div>
    </Card>,
  );
}

function SenderSummary(props: { sender: SenderView; onEdit?: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { sender } = props;
  return (
    <div className="k-stack-lg">
      <SenderEnvelope
        sender={sender}
        action={
          props.onEdit && (
            <Button size="xs" onClick={props.onEdit}>
              {tShared("change")}
            </Button>
          )
        }
      />
      <SenderWarnings sender={sender} />
      <div className="set-group">
        <h2>{t("replyTitle")}</h2>
        <p className="k-muted set-group-text">{t("replyText")}</p>
        <AddressState kind="reply_to" email={sender.replyTo} />
      </div>
      <p className="k-small k-muted">{t("dnsLater")}</p>
    </div>
  );
}
