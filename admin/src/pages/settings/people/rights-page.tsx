import type { ReactNode } from "react";
import { rightWords } from "../../../../../contract/role-words.ts";
import { KEPT_APART, type MemberRights } from "../../../../../contract/roles.ts";
import { useApiQuery } from "../../../api/index.ts";
import {
  Avatar,
  KeyValue,
  Card,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import "./people.css";
import { RightLists } from "./right-lists.tsx";
import { RolePills } from "./role-pills.tsx";
import { texts } from "./texts.ts";

/** What one person sees and may do here, all roles together, and how many contacts that are. */
export default function RightsPage(): ReactNode {
  const id = useRouteParam("person");
  const query = useApiQuery<MemberRights>(`/operators/${id}/rights`);
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(person) => <Rights person={person} />}
    </Loaded>
  );
}

function Rights({ person }: { person: MemberRights }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const locale = useLocale();
  const { reach, seen, total } = person.contacts;
  const apart = KEPT_APART.filter((pair) =>
    pair.every((right) => person.permissions.includes(right)),
  );
  return (
    <Page
      title={person.name}
      crumbs={[
        { label: tShared("title"), to: "/einstellungen" },
        { label: t("title"), to: "/einstellungen/personen" },
      ]}
      meta={t("person.meta")}
      lead={<Avatar name={person.name} size="lg" />}
    >
      <div className="k-stack-lg">
        {apart.length > 0 && !person.roles.includes("owner") && (
          <Notice tone="wait" title={t("person.apartTitle")}>
            {apart.map(([one, other]) => (
              <p key={`${one} ${other}`}>
                {t("person.apart", {
                  one: rightWords[one][locale],
                  other: rightWords[other][locale],
                })}
              </p>
            ))}
          </Notice>
        )}
        <Card>
          <KeyValue
            items={[
              [
                t("rolesOf"),
                <span key="roles" className="k-row">
                  <RolePills roles={person.roles} />
                </span>,
              ],
              [t("person.contacts"), t(`person.reach.${reach}`, { seen, total })],
              [
                t("person.entry"),
                `${person.email} · ${t(person.hasSecondFactor ? "person.withFactor" : "person.withoutFactor")}`,
              ],
            ]}
          />
        </Card>
        <RightLists held={person.permissions} assignedOnly={reach === "assigned"} />
      </div>
    </Page>
  );
}
