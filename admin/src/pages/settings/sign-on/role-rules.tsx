import { Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import {
  providerRoles,
  type IdentityProviderState,
  type RoleRule,
} from "../../../../../contract/sign-in.ts";
import { useSession } from "../../../api/index.ts";
import { Card, useTexts } from "../../../ui/index.ts";
import { useRoleNames } from "../people/role-names.ts";
import type { PartProps } from "./provider-form.tsx";
import { texts } from "./texts.ts";

type OwnRoles = IdentityProviderState["ownRoles"];

/** Which group gives which role in which account. */
export function RoleRules({
  draft,
  change,
  ownRoles,
}: PartProps & { ownRoles: OwnRoles }): ReactNode {
  const t = useTexts(texts);
  const { account } = useSession();
  const rules = draft.roleRules;
  const set = (no: number, rule: RoleRule | undefined): void =>
    change({
      roleRules: rules.flatMap((each, at) => (at === no ? (rule ? [rule] : []) : [each])),
    });
  const add = (): void =>
    change({
      roleClaim: draft.roleClaim ?? "groups",
      roleRules: [...rules, { value: "", accountId: account.id, role: "marketer" }],
    });
  return (
    <Card title={t("roles")} foot={t("rolesText")}>
      <div className="k-stack">
        {rules.length > 0 && (
          <TextInput
            label={t("claim")}
            placeholder="groups"
            maxLength={100}
            value={draft.roleClaim ?? ""}
            onChange={(event) => change({ roleClaim: event.currentTarget.value })}
          />
        )}
        {rules.map((rule, no) => (
          // Rules have no id of their own; their place is what they are known by.
          // oxlint-disable-next-line react/no-array-index-key
          <RuleLine key={no} rule={rule} ownRoles={ownRoles} onChange={(next) => set(no, next)} />
        ))}
        <div>
          <Button
            size="xs"
            leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
            onClick={add}
          >
            {t("addRule")}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function RuleLine(props: {
  rule: RoleRule;
  ownRoles: OwnRoles;
  onChange: (rule: RoleRule | undefined) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { me } = useSession();
  const names = useRoleNames();
  const { rule, onChange } = props;
  const own = props.ownRoles.filter(({ accountId }) => accountId === rule.accountId);
  return (
    <div className="set-rule">
      <TextInput
        label={t("value")}
        required
        withAsterisk={false}
        maxLength={200}
        value={rule.value}
        onChange={(event) => onChange({ ...rule, value: event.currentTarget.value })}
      />
      <Select
        className="set-rule-more"
        label={t("account")}
        allowDeselect={false}
        data={me.accounts.map(({ id, name }) => ({ value: id, label: name }))}
        value={rule.accountId}
        onChange={(accountId) =>
          accountId &&
          // A role of one account's own is nobody's in another.
          onChange({
            ...rule,
            accountId,
            role: providerRoles.some((role) => role === rule.role) ? rule.role : "marketer",
          })
        }
      />
      <Select
        className="set-rule-more"
        label={t("role")}
        allowDeselect={false}
        data={[
          {
            group: t("productRoles"),
            items: providerRoles.map((role) => ({ value: role, label: names.name(role) })),
          },
          ...(own.length === 0
            ? []
            : [
                {
                  group: t("ownRoles"),
                  items: own.map(({ id, name }) => ({ value: id, label: name })),
                },
              ]),
        ]}
        value={rule.role}
        onChange={(role) => role && onChange({ ...rule, role })}
      />
      <Button
        className="set-rule-out"
        variant="subtle"
        color="red"
        aria-label={`${t("removeRule")}: ${rule.value}`}
        onClick={() => onChange(undefined)}
      >
        <IconTrash size={18} stroke={1.6} aria-hidden="true" />
      </Button>
    </div>
  );
}
