import { Select } from "@mantine/core";
import { IconCheck, IconMinus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { permissions } from "../../../../../contract/operators.ts";
import { rightWords } from "../../../../../contract/role-words.ts";
import type { RoleView } from "../../../../../contract/roles.ts";
import { Card, SimpleTable, useLocale, useTexts } from "../../../ui/index.ts";
import { useRoleNames } from "./role-names.ts";
import { texts } from "./texts.ts";

/** What one role may do and another may not; where they agree it is said in a number. */
export function CompareCard({ roles }: { roles: RoleView[] }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const words = useRoleNames(roles);
  const [ids, setIds] = useState<[string, string]>(["marketer", "editor"]);
  const [one, other] = ids.map((id) => roles.find((role) => role.id === id));
  const options = roles.map((role) => ({ value: role.id, label: words.name(role.id) }));
  if (!one || !other) return null;
  const has = (role: RoleView, right: (typeof permissions)[number]): boolean =>
    role.permissions.includes(right);
  const different = permissions.filter((right) => has(one, right) !== has(other, right));
  const same = permissions.filter((right) => has(one, right) && has(other, right)).length;
  const reach = (role: RoleView): string =>
    !has(role, "contacts.read")
      ? t("compare.none")
      : role.assignedOnly
        ? t("compare.ownOnly")
        : t("compare.all");
  const reachDiffers = reach(one) !== reach(other);
  return (
    <Card title={t("compare.title")}>
      <div className="ppl-pair">
        <Select
          label={t("compare.first")}
          allowDeselect={false}
          data={options}
          value={ids[0]}
          onChange={(id) => id && setIds([id, ids[1]])}
        />
        <Select
          label={t("compare.second")}
          allowDeselect={false}
          data={options}
          value={ids[1]}
          onChange={(id) => id && setIds([ids[0], id])}
        />
      </div>
      {different.length === 0 && !reachDiffers ? (
        <p>{t("compare.same")}</p>
      ) : (
        <div className="ppl-compare">
          <SimpleTable
            label={t("compare.title")}
            head={
              <tr>
                <th>{t("compare.right")}</th>
                <th>{words.name(one.id)}</th>
                <th>{words.name(other.id)}</th>
              </tr>
            }
          >
            {reachDiffers && (
              <tr>
                <td>{t("compare.contacts")}</td>
                <td>{reach(one)}</td>
                <td>{reach(other)}</td>
              </tr>
            )}
            {different.map((right) => (
              <tr key={right}>
                <td>{rightWords[right][locale]}</td>
                <Mark yes={has(one, right)} />
                <Mark yes={has(other, right)} />
              </tr>
            ))}
          </SimpleTable>
          {same > 0 && <p className="k-small k-muted">{t("compare.sameRest", { count: same })}</p>}
        </div>
      )}
    </Card>
  );
}

function Mark({ yes }: { yes: boolean }): ReactNode {
  const t = useTexts(texts);
  const Icon = yes ? IconCheck : IconMinus;
  return (
    <td data-yes={yes || undefined}>
      <Icon size={18} stroke={1.8} aria-hidden="true" />
      <span className="k-hidden-visually">{t(yes ? "compare.yes" : "compare.no")}</span>
    </td>
  );
}
