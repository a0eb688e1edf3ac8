import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import type { Static } from "typebox";
import { useState, type ReactNode } from "react";
import type { MemberList, MemberSchema } from "../../../../../contract/operators.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  Avatar,
  Card,
  ConfirmDialog,
  Link,
  Loaded,
  Page,
  showDone,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { InvitationLine } from "./invitation-line.tsx";
import { PeopleTabs } from "./people-tabs.tsx";
import { ResetMenu } from "./reset-menu.tsx";
import { RolePills } from "./role-pills.tsx";
import { RolesDialog } from "./roles-dialog.tsx";
import { texts, useRoleProblems } from "./texts.ts";

type Member = Static<typeof MemberSchema>;

/** Who works in the account, in which roles, and who is invited. */
export default function PeoplePage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const query = useApiQuery<Static<typeof MemberList>>("/operators");
  const [inviting, setInviting] = useState(false);
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
      actions={
        <Button
          variant="filled"
          leftSection={<IconUserPlus size={18} stroke={1.6} aria-hidden="true" />}
          onClick={() => setInviting(true)}
        >
          {t("invite")}
        </Button>
      }
    >
      <PeopleTabs current="people" />
      <Loaded query={query}>
        {({ items, invitations }) => (
          <div className="k-stack-lg">
            <Card title={t("members")}>
              <ul className="set-lines">
                {items.map((member) => (
                  <MemberLine key={member.id} member={member} />
                ))}
              </ul>
            </Card>
            {invitations.length > 0 && (
              <Card title={t("invitations")}>
                <ul className="set-lines">
                  {invitations.map((invitation) => (
                    <InvitationLine key={invitation.id} invitation={invitation} />
                  ))}
                </ul>
              </Card>
            )}
          </div>
        )}
      </Loaded>
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </Page>
  );
}

function MemberLine({ member }: { member: Member }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const [dialog, setDialog] = useState<"roles" | "remove">();
  const remove = useApiMutation(() => api.delete(`/operators/${member.id}`), {
    invalidates: ["/operators", "/roles"],
    onSuccess: () => showDone(t("removed", { name: member.name })),
  });
  const close = (): void => setDialog(undefined);
  const words = useRoleProblems();
  return (
    <li>
      <div className="set-person">
        <Avatar name={member.name} />
        <div>
          <b>
            <Link to={`/einstellungen/personen/${member.id}`}>{member.name}</Link>
            {member.isMe && <span className="k-muted"> ({t("you")})</span>}
          </b>
          <p>
            {member.email} · {t("since", { date: format.date(member.since) })}
            {" · "}
            {member.hasSecondFactor ? t("withFactor") : t("withoutFactor")}
          </p>
        </div>
      </div>
      <div className="k-row">
        <RolePills roles={member.roles} />
        {member.changeable && (
          <Button
            size="xs"
            aria-label={`${t("changeRoles")}: ${member.name}`}
            onClick={() => setDialog("roles")}
          >
            {t("changeRoles")}
          </Button>
        )}
        {member.resettable && <ResetMenu member={member} />}
        {!member.isMe && member.changeable && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            aria-label={`${tShared("remove")}: ${member.name}`}
            onClick={() => setDialog("remove")}
          >
            {tShared("remove")}
          </Button>
        )}
      </div>
      <RolesDialog member={member} opened={dialog === "roles"} onClose={close} />
      <ConfirmDialog
        opened={dialog === "remove"}
        onClose={close}
        title={t("removeTitle", { name: member.name })}
        action={tShared("remove")}
        danger
        typeWord={member.name}
        words={words}
        onConfirm={() => remove.mutateAsync()}
      >
        {t("removeText", { name: member.name })}
      </ConfirmDialog>
    </li>
  );
}
