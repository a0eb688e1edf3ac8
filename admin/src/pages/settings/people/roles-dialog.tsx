import { Button, Modal } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { api, ME_KEY, queryClient, useApiMutation } from "../../../api/index.ts";
import { Problem, showDone, useTexts } from "../../../ui/index.ts";
import { texts as shared } from "../shared/texts.ts";
import { RoleChoice } from "./role-choice.tsx";
import { texts, useRoleProblems } from "./texts.ts";

interface Props {
  member: { id: string; name: string; roles: string[]; isMe: boolean };
  opened: boolean;
  onClose: () => void;
}

/** Gives a member other roles; they are signed out everywhere and come back with the new ones. */
export function RolesDialog(props: Props): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t("changeRolesOf", { name: props.member.name })}
      size={520}
    >
      <RolesForm {...props} />
    </Modal>
  );
}

function RolesForm({ member, onClose }: Props): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const words = useRoleProblems();
  const [roles, setRoles] = useState<string[]>(member.roles);
  const [tried, setTried] = useState(false);
  const save = useApiMutation(() => api.patch(`/operators/${member.id}`, { roles }), {
    invalidates: ["/operators", "/roles"],
    onSuccess: () => {
      if (member.isMe) void queryClient.invalidateQueries({ queryKey: [...ME_KEY] });
      showDone(tShared("done"));
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (roles.length > 0) save.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <RoleChoice
        value={roles}
        onChange={setRoles}
        held={member.roles}
        error={tried && roles.length === 0 ? t("oneRole") : undefined}
      />
      {!member.isMe && <p className="k-small k-muted">{t("signedOut")}</p>}
      {save.error && <Problem error={save.error} words={words} />}
      <div className="k-row k-ends">
        <Button onClick={onClose}>{tShared("cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {tShared("save")}
        </Button>
      </div>
    </form>
  );
}
