import { Button, Modal, Select, TextInput } from "@mantine/core";
import type { Static } from "typebox";
import { useState, type FormEvent, type ReactNode } from "react";
import { INVITATION_DAYS, type InvitationAnswer } from "../../../../../contract/operators.ts";
import { api, ApiError, useApiMutation } from "../../../api/index.ts";
import { Problem, useFormat, useTexts } from "../../../ui/index.ts";
import { SecretOnce } from "../shared/secret-once.tsx";
import { texts as shared } from "../shared/texts.ts";
import { RoleChoice } from "./role-choice.tsx";
import { texts, useRoleProblems } from "./texts.ts";

const DAYS = ["1", "3", "7", "14", "30"] as const;
type Answer = Static<typeof InvitationAnswer>;

/** Invites somebody: by mail where mail leaves the house, else by a link that is shown once. */
export function InviteDialog(props: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t("invite")} size={520}>
      <InviteForm onClose={props.onClose} />
    </Modal>
  );
}

function InviteForm({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<string[]>([]);
  const [days, setDays] = useState<string>(String(INVITATION_DAYS));
  const [tried, setTried] = useState(false);
  const words = useRoleProblems();
  const invite = useApiMutation(
    () => api.post<Answer>("/operators", { email: email.trim(), roles, days: Number(days) }),
    { invalidates: ["/operators", "/roles"] },
  );
  const code = invite.error instanceof ApiError ? invite.error.code : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (roles.length > 0) invite.mutate();
  };
  if (invite.data) return <Invited answer={invite.data} onClose={onClose} />;
  return (
    <form className="k-stack" onSubmit={submit}>
      {invite.error && code !== "address_invalid" && <Problem error={invite.error} words={words} />}
      <TextInput
        label={t("email")}
        type="email"
        required
        withAsterisk={false}
        maxLength={320}
        data-autofocus
        value={email}
        error={code === "address_invalid" ? t("invalid") : undefined}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <RoleChoice
        value={roles}
        onChange={setRoles}
        error={tried && roles.length === 0 ? t("oneRole") : undefined}
      />
      <Select
        label={t("validFor")}
        allowDeselect={false}
        data={DAYS.map((each) => ({ value: each, label: t(`days.d${each}`) }))}
        value={days}
        onChange={(value) => value && setDays(value)}
      />
      <div className="k-row k-ends">
        <Button onClick={onClose}>{tShared("cancel")}</Button>
        <Button type="submit" variant="filled" loading={invite.isPending}>
          {t("sendInvitation")}
        </Button>
      </div>
    </form>
  );
}

function Invited({ answer, onClose }: { answer: Answer; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { email, expiresAt } = answer.invitation;
  const until = format.dateTime(expiresAt);
  return (
    <div className="k-stack">
      <p>{answer.mailed ? t("mailed", { email, until }) : t("notMailed", { email, until })}</p>
      {answer.link && <SecretOnce value={answer.link} label={t("link")} />}
      <div className="k-row k-ends">
        <Button variant="filled" onClick={onClose}>
          {tShared("close")}
        </Button>
      </div>
    </div>
  );
}
