import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { RoleView } from "../../../../../contract/roles.ts";
import { api, ApiError, useApiMutation } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  EmptyState,
  Link,
  Loaded,
  Page,
  PageSkeleton,
  showDone,
  useGo,
  useRouteParam,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import "./people.css";
import { RightLists } from "./right-lists.tsx";
import { RoleEditor } from "./role-editor.tsx";
import { useRoleNames, useRoles } from "./role-names.ts";
import { texts, useRoleProblems } from "./texts.ts";

const ROLES = "/einstellungen/rollen";

/** One role in sentences: what it sees, may do and keeps from whoever has it; an own one can be changed here. */
export default function RolePage(): ReactNode {
  const t = useTexts(texts);
  const id = useRouteParam("role");
  const query = useRoles();
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {({ items }) => {
        const role = items.find((each) => each.id === id);
        return role ? (
          <OneRole role={role} all={items} />
        ) : (
          <EmptyState page title={t("role.unknown")} />
        );
      }}
    </Loaded>
  );
}

function OneRole({ role, all }: { role: RoleView; all: RoleView[] }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const words = useRoleNames(all);
  const problems = useRoleProblems();
  const go = useGo();
  const [dialog, setDialog] = useState<"make" | "change" | "remove">();
  const name = words.name(role.id);
  const close = (): void => setDialog(undefined);
  const remove = useApiMutation(() => api.delete(`/roles/${role.id}`), {
    onSuccess: () => {
      showDone(t("role.removed", { name }));
      go(ROLES);
    },
    invalidates: ["/roles"],
  });
  const inUse = remove.error instanceof ApiError ? holdersOf(remove.error) : "";
  return (
    <Page
      title={name}
      crumbs={[
        { label: tShared("title"), to: "/einstellungen" },
        { label: t("rolesTab"), to: ROLES },
      ]}
      meta={
        role.isOwn
          ? `${t("role.basedOn", { role: words.name(role.template) })}${role.description === "" ? "" : ` · ${role.description}`}`
          : words.text(role)
      }
      actions={
        role.isOwn ? (
          <>
            <Button color="red" variant="subtle" onClick={() => setDialog("remove")}>
              {t("role.remove")}
            </Button>
            <Button variant="filled" onClick={() => setDialog("change")}>
              {t("role.change")}
            </Button>
          </>
        ) : (
          <Button onClick={() => setDialog("make")}>{t("role.make")}</Button>
        )
      }
    >
      <div className="k-stack-lg">
        <RightLists held={role.permissions} assignedOnly={role.assignedOnly} />
        <Card
          title={t("role.holders")}
          {...(role.invitations > 0 && { foot: t("role.invited", { count: role.invitations }) })}
        >
          {role.holders.length === 0 ? (
            <p className="k-muted">{t("role.holdersNone")}</p>
          ) : (
            <ul className="set-lines">
              {role.holders.map((holder) => (
                <li key={holder.id}>
                  <Link to={`/einstellungen/personen/${holder.id}`}>{holder.name}</Link>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
      <RoleEditor
        opened={dialog === "make" || dialog === "change"}
        onClose={close}
        role={role}
        template={all.find((each) => each.id === role.template) ?? role}
        isNew={dialog === "make"}
        names={words.name}
      />
      <ConfirmDialog
        opened={dialog === "remove"}
        onClose={close}
        title={t("role.removeTitle", { name })}
        action={t("role.remove")}
        danger
        words={{ ...problems, role_in_use: t("problems.inUse", { who: inUse }) }}
        onConfirm={() => remove.mutateAsync()}
      >
        {role.holders.length + role.invitations === 0
          ? t("role.removeText")
          : t("problems.inUse", {
              who:
                role.holders.map((holder) => holder.name).join(", ") ||
                t("role.invited", { count: role.invitations }),
            })}
      </ConfirmDialog>
    </Page>
  );
}

/** Who still has a role, as the refusal says. */
function holdersOf(error: ApiError): string {
  const {
    holders = [],
    invitations = [],
    groups = [],
  } = error.problem as { holders?: string[]; invitations?: string[]; groups?: string[] };
  return [...holders, ...invitations, ...groups.map((group) => `SSO: ${group}`)].join(", ");
}
