import { Button, Checkbox, Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { MailingView } from "../../../../../contract/mailings.ts";
import type { UncertainMailView } from "../../../../../contract/sending.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  Link,
  Loaded,
  Pill,
  Problem,
  RuleTag,
  SimpleTable,
  showDone,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

type Decision = "accepted" | "resend";

/** What uncertain means, who is affected, and the operator's decision for all or for some. */
export function UncertainCard(props: {
  mailing: MailingView;
  count: number;
  isCancelled: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const [shown, setShown] = useState(false);
  const [selected, setSelected] = useState<string[]>([]);
  const [deciding, setDeciding] = useState<Decision>();
  const count = selected.length > 0 ? selected.length : props.count;
  return (
    <Card
      title={t("uncertainTitle")}
      aside={
        <>
          <b>{format.number(props.count)}</b> <RuleTag rule="SND-16" />
        </>
      }
    >
      <div className="k-stack">
        <p className="k-muted">{t("uncertain.meaning", { count: props.count })}</p>
        {can("contacts.read") && (
          <div>
            <button
              type="button"
              className="k-textbutton"
              aria-expanded={shown}
              onClick={() => setShown(!shown)}
            >
              {shown ? t("uncertain.hide") : t("uncertain.show")}
            </button>
          </div>
        )}
        {shown && (
          <Affected
            mailing={props.mailing}
            selected={selected}
            onSelect={can("mailings.send") ? setSelected : undefined}
          />
        )}
        {can("mailings.send") && (
          <div className="k-row">
            {!props.isCancelled && (
              <Button onClick={() => setDeciding("resend")}>{t("uncertain.resend")}</Button>
            )}
            <Button onClick={() => setDeciding("accepted")}>{t("uncertain.accept")}</Button>
            {selected.length > 0 && (
              <span className="k-muted">{t("uncertain.some", { count: selected.length })}</span>
            )}
          </div>
        )}
      </div>
      {deciding && (
        <DecisionDialog
          mailing={props.mailing}
          decision={deciding}
          count={count}
          selected={selected}
          onClose={() => setDeciding(undefined)}
          onDone={() => setSelected([])}
        />
      )}
    </Card>
  );
}

function Affected(props: {
  mailing: MailingView;
  selected: string[];
  onSelect: ((ids: string[]) => void) | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { selected, onSelect } = props;
  const mails = useApiQuery<{ items: UncertainMailView[] }>(
    `/mailings/${props.mailing.id}/uncertain`,
  );
  const toggle = (id: string): void =>
    onSelect?.(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
  return (
    <Loaded query={mails}>
      {({ items }) => (
        <SimpleTable
          label={t("uncertain.show")}
          stack
          head={
            <tr>
              <th>{t("uncertain.recipient")}</th>
              <th>{t("uncertain.when")}</th>
            </tr>
          }
        >
          {items.map((mail) => (
            <tr key={mail.id}>
              <td data-label={t("uncertain.recipient")}>
                <span className="k-row">
                  {onSelect && (
                    <Checkbox
                      aria-label={t("uncertain.select", {
                        email: mail.email ?? t("uncertain.erased"),
                      })}
                      checked={selected.includes(mail.id)}
                      onChange={() => toggle(mail.id)}
                    />
                  )}
                  {mail.contactId ? (
                    <Link to={`/contacts/${mail.contactId}`}>
                      {mail.email ?? t("uncertain.erased")}
                    </Link>
                  ) : (
                    <span>{mail.email ?? t("uncertain.erased")}</span>
                  )}
                  {mail.isResent && <Pill tone="wait">{t("uncertain.again")}</Pill>}
                </span>
              </td>
              <td data-label={t("uncertain.when")}>{format.moment(mail.at)}</td>
            </tr>
          ))}
        </SimpleTable>
      )}
    </Loaded>
  );
}

function DecisionDialog(props: {
  mailing: MailingView;
  decision: Decision;
  count: number;
  selected: string[];
  onClose: () => void;
  onDone: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const [reason, setReason] = useState("");
  const resend = props.decision === "resend";
  const decide = useApiMutation(
    () =>
      api.post(`/mailings/${props.mailing.id}/uncertain`, {
        decision: props.decision,
        reason: reason.trim(),
        ...(props.selected.length > 0 ? { deliveryIds: props.selected } : {}),
      }),
    {
      invalidates: ["/mailings"],
      onSuccess: () => {
        showDone(t("uncertain.done"));
        props.onDone();
        props.onClose();
      },
    },
  );
  const ready = reason.trim().length >= 3;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) decide.mutate();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={resend ? t("uncertain.resendTitle") : t("uncertain.acceptTitle")}
      size={520}
    >
      <form className="k-stack" onSubmit={submit}>
        <p>
          {resend
            ? t("uncertain.resendText", { count: props.count })
            : t("uncertain.acceptText", { count: props.count })}
        </p>
        <Textarea
          label={t("uncertain.reason")}
          description={t("uncertain.reasonHelp")}
          value={reason}
          required
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {decide.error && (
          <Problem error={decide.error} words={{ nothing_uncertain: t("uncertain.nothing") }} />
        )}
        <div className="k-row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={props.onClose}>{t("uncertain.cancel")}</Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={decide.isPending}>
            {resend ? t("uncertain.resend") : t("uncertain.accept")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
