import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { MailboxTest, MailboxView } from "../../../../../contract/mailboxes.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  KeyValue,
  Notice,
  Pill,
  showDone,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
  inSentence,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** One mailbox: whether it is read, what was found last, and what to do where it fails. */
export function MailboxCard(props: {
  mailbox: MailboxView;
  mayChange: boolean;
  onEdit: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { mailbox } = props;
  const [removing, setRemoving] = useState(false);
  const test = useApiMutation(() => api.post<MailboxTest>(`/mailboxes/${mailbox.id}/test`), {
    onError: showProblem,
  });
  const toggle = useApiMutation(
    () => api.patch(`/mailboxes/${mailbox.id}`, { active: !mailbox.active }),
    { invalidates: ["/mailboxes"], onError: showProblem },
  );
  const remove = useApiMutation(() => api.delete(`/mailboxes/${mailbox.id}`), {
    invalidates: ["/mailboxes"],
    onSuccess: () => showDone(t("removed")),
  });
  const problem = test.data ? test.data.problem : mailbox.active ? mailbox.problem : null;
  return (
    <Card>
      <div className="k-stack">
        <div className="k-row">
          <h2 style={{ margin: 0 }}>{mailbox.name}</h2>
          <State mailbox={mailbox} />
        </div>
        {problem && <Notice tone="danger">{problem.message[locale]}</Notice>}
        {test.data?.ok && (
          <Notice tone="plain">{t("testOk", { count: test.data.messages ?? 0 })}</Notice>
        )}
        <Facts mailbox={mailbox} />
        {props.mayChange && (
          <div className="k-row">
            <Button size="xs" loading={test.isPending} onClick={() => test.mutate()}>
              {t("test")}
            </Button>
            <Button size="xs" onClick={props.onEdit}>
              {t("change")}
            </Button>
            <Button size="xs" loading={toggle.isPending} onClick={() => toggle.mutate()}>
              {t(mailbox.active ? "switchOff" : "switchOn")}
            </Button>
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
        onConfirm={() => remove.mutateAsync()}
      >
        {t("removeText", { name: mailbox.name })}
      </ConfirmDialog>
    </Card>
  );
}

function State({ mailbox }: { mailbox: MailboxView }): ReactNode {
  const t = useTexts(texts);
  if (!mailbox.active) return <Pill tone="unknown">{t("states.off")}</Pill>;
  if (mailbox.problem) return <Pill tone="danger">{t("states.problem")}</Pill>;
  return mailbox.lastOkAt === null ? (
    <Pill tone="unknown">{t("states.waiting")}</Pill>
  ) : (
    <Pill tone="go">{t("states.ok")}</Pill>
  );
}

function Facts({ mailbox }: { mailbox: MailboxView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { folder, doneFolder: done, lastAt, pattern } = mailbox;
  const protocol = mailbox.protocol === "imap" ? "IMAP" : "POP3";
  return (
    <KeyValue
      items={[
        [t("facts.server"), `${protocol}, ${mailbox.host}:${mailbox.port}`],
        [t("facts.user"), mailbox.username],
        [t("facts.purpose"), t(`purposes.${mailbox.purpose}`)],
        ...(mailbox.protocol === "imap"
          ? [
              [t("facts.folder"), done === null ? folder : t("moved", { folder, done })] as [
                string,
                string,
              ],
            ]
          : []),
        ...(pattern === null
          ? []
          : [[t("facts.pattern"), pattern.replace("%", "…")] as [string, string]]),
        [
          t("facts.last"),
          lastAt === null
            ? t("never")
            : t("lastText", {
                when: inSentence(format.moment(lastAt)),
                count: mailbox.lastCount ?? 0,
              }),
        ],
        ...(mailbox.active && mailbox.problem
          ? [[t("facts.next"), format.moment(mailbox.nextAt)] as [string, string]]
          : []),
      ]}
    />
  );
}
