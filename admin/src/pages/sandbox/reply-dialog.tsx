import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { InboundResult } from "../../../../contract/inbound.ts";
import type { MailboxMessage } from "../../../../contract/sandbox.ts";
import { api, useApiMutation, useCan } from "../../api/index.ts";
import { Link, Problem, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Answers a message as the person it went to, to see what becomes of it. */
export function ReplyDialog(props: { message: MailboxMessage; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={props.onClose} title={t("reply.title")} size={560}>
      <ReplyForm {...props} />
    </Modal>
  );
}

function ReplyForm({ message, onClose }: { message: MailboxMessage; onClose: () => void }) {
  const t = useTexts(texts);
  const [subject, setSubject] = useState(`Re: ${message.subject}`);
  const [text, setText] = useState("");
  const send = useApiMutation(
    () => api.post<InboundResult>(`/mailbox/${message.id}/reply`, { subject, text }),
    { invalidates: ["/replies", "/inbound", "/dashboard", "/suppressions", "/contacts", "/lists"] },
  );
  if (send.data) return <Outcome result={send.data.result} onClose={onClose} />;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== "" && !send.isPending) send.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <p>{t("reply.text", { to: message.envelope.to[0] ?? "" })}</p>
      <TextInput
        label={t("reply.subject")}
        maxLength={200}
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <Textarea
        label={t("reply.body")}
        description={t("reply.bodyHelp")}
        required
        maxLength={5000}
        autosize
        minRows={4}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {send.error && <Problem error={send.error} />}
      <div className="k-row x-foot">
        <Button onClick={onClose}>{t("reply.cancel")}</Button>
        <Button type="submit" variant="filled" loading={send.isPending}>
          {t("reply.submit")}
        </Button>
      </div>
    </form>
  );
}

function Outcome(props: { result: InboundResult["result"]; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { result } = props;
  const key =
    result === "task" || result === "unsubscribed" || result === "known" ? result : "nothing";
  return (
    <div className="k-stack" role="status">
      <p>{t(`reply.${key}`)}</p>
      <div className="k-row x-foot">
        {key !== "nothing" && can("replies.read") && (
          <Link to={key === "unsubscribed" ? "/antworten?state=decided" : "/antworten"}>
            {t("reply.show")}
          </Link>
        )}
        <Button variant="filled" onClick={props.onClose}>
          {t("reply.close")}
        </Button>
      </div>
    </div>
  );
}
