import { IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RoleView } from "../../../../../contract/roles.ts";
import { Card, Link, Loaded, Page, useTexts } from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { CompareCard } from "./compare-card.tsx";
import "./people.css";
import { PeopleTabs } from "./people-tabs.tsx";
import { useRoleNames, useRoles } from "./role-names.ts";
import { texts } from "./texts.ts";

/** All roles in a sentence each, the account's own, and two beside each other. */
export default function RolesPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const query = useRoles();
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("roleList.meta")}
    >
      <PeopleTabs current="roles" />
      <Loaded query={query}>
        {({ items }) => {
          const own = items.filter((role) => role.isOwn);
          return (
            <div className="k-stack-lg">
              <Card title={t("roleList.given")} foot={t("roleList.foot")}>
                <RoleRows roles={items.filter((role) => !role.isOwn)} />
              </Card>
              <Card title={t("roleList.own")}>
                {own.length === 0 ? (
                  <p className="k-muted">{t("roleList.ownEmpty")}</p>
                ) : (
                  <RoleRows roles={own} />
                )}
              </Card>
              <CompareCard roles={items} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

function RoleRows({ roles }: { roles: RoleView[] }): ReactNode {
  const t = useTexts(texts);
  const words = useRoleNames(roles);
  return (
    <ul className="set-rows ppl-rows">
      {roles.map((role) => (
        <li key={role.id}>
          <Link to={`/einstellungen/rollen/${role.id}`} className="set-row">
            <span className="set-row-text">
              <b>{words.name(role.id)}</b>
              <span>{words.text(role)}</span>
            </span>
            <span className="k-small k-muted">
              {role.holders.length === 0
                ? t("roleList.nobody")
                : t("roleList.holders", { count: role.holders.length })}
            </span>
            <IconChevronRight size={18} stroke={1.6} aria-hidden="true" className="set-row-go" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
