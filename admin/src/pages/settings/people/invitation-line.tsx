import { Button, Modal } from "@mantine/core";
import type { Static } from "typebox";
import { useState, type ReactNode } from "react";
import type { InvitationAnswer, InvitationSchema } from "../../../../../contract/operators.ts";
import { api, invalidate, queryClient, useApiMutation } from "../../../api/index.ts";
import {
  currentTime,
  Pill,
  Problem,
  showDone,
  showProblem,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { SecretOnce } from "../shared/secret-once.tsx";
import { texts as shared } from "../shared/texts.ts";
import { RolePills } from "./role-pills.tsx";
import { texts, useRoleProblems } from "./texts.ts";

type Invitation = Static<typeof InvitationSchema>;

/** An open invitation: until when it is valid, sent once more or taken back. */
export function InvitationLine({ invitation }: { invitation: Invitation }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const [again, setAgain] = useState(false);
  const isOver = Date.parse(invitation.expiresAt) <= currentTime().getTime();
  const withdraw = useApiMutation(() => api.delete(`/invitations/${invitation.id}`), {
    invalidates: ["/operators", "/roles"],
    onSuccess: () => showDone(t("withdrawn")),
    onError: showProblem,
  });
  return (
    <li>
      <div className="set-line-text">
        <b>{invitation.email}</b>
        {isOver && <Pill tone="wait">{t("over")}</Pill>}
        <p>
          {t(isOver ? "wasValidUntil" : "validUntil", {
            at: format.dateTime(invitation.expiresAt),
          })}
        </p>
      </div>
      <div className="k-row">
        <RolePills roles={invitation.roles} />
        <Button
          size="xs"
          aria-label={`${t("again")}: ${invitation.email}`}
          onClick={() => setAgain(true)}
        >
          {t("again")}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="red"
          loading={withdraw.isPending}
          aria-label={`${t("withdraw")}: ${invitation.email}`}
          onClick={() => withdraw.mutate()}
        >
          {t("withdraw")}
        </Button>
      </div>
      <Modal opened={again} onClose={() => setAgain(false)} title={t("againTitle")} size={520}>
        <Again invitation={invitation} onClose={() => setAgain(false)} />
      </Modal>
    </li>
  );
}

function Again(props: { invitation: Invitation; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const words = useRoleProblems();
  const { email, id } = props.invitation;
  const [answer, setAnswer] = useState<Static<typeof InvitationAnswer>>();
  const send = useApiMutation(
    () => api.post<Static<typeof InvitationAnswer>>(`/invitations/${id}/again`, {}),
    {
      onSuccess: setAnswer,
    },
  );
  const close = (): void => {
    props.onClose();
    // The line has a new id: it is read anew once nobody looks at the link any more.
    if (answer) void invalidate(queryClient, ["/operators", "/roles"]);
  };
  return (
    <div className="k-stack">
      {send.error && <Problem error={send.error} words={words} />}
      {answer ? (
        <p>{answer.mailed ? t("againMailed", { email }) : t("againNotMailed", { email })}</p>
      ) : (
        <p>{t("againText", { email })}</p>
      )}
      {answer?.link && <SecretOnce value={answer.link} label={t("link")} />}
      <div className="k-row k-ends">
        <Button onClick={close}>{answer ? tShared("close") : tShared("cancel")}</Button>
        {!answer && (
          <Button variant="filled" loading={send.isPending} onClick={() => send.mutate()}>
            {t("again")}
          </Button>
        )}
      </div>
    </div>
  );
}
