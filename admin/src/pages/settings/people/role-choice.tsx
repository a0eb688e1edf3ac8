import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import type { RoleView } from "../../../../../contract/roles.ts";
import { Notice, useTexts } from "../../../ui/index.ts";
import { useRoleNames, useRoles } from "./role-names.ts";
import { texts } from "./texts.ts";

/** Which roles somebody has; at least one. What whoever chooses may not give is shown and cannot be chosen. */
export function RoleChoice(props: {
  value: string[];
  onChange: (value: string[]) => void;
  /** What the person has now stays choosable. */
  held?: readonly string[];
  error?: ReactNode;
}): ReactNode {
  const t = useTexts(texts);
  const { data } = useRoles();
  const items = data?.items ?? [];
  const words = useRoleNames(items);
  const alone = items.filter((role) => role.assignedOnly && props.value.includes(role.id));
  const others = props.value.filter(
    (role) => role !== "intake" && !alone.some((each) => each.id === role),
  );
  const locked = (role: RoleView): boolean =>
    !role.givable && !(props.held ?? []).includes(role.id);
  return (
    <Checkbox.Group
      label={t("rolesOf")}
      value={props.value}
      error={props.error}
      onChange={props.onChange}
    >
      <div className="k-stack" style={{ marginTop: 8 }}>
        {items.map((role) => (
          <Checkbox
            key={role.id}
            value={role.id}
            disabled={locked(role)}
            label={words.name(role.id)}
            description={locked(role) ? t("beyondYou") : words.text(role)}
          />
        ))}
        {alone.length > 0 && others.length > 0 && (
          <Notice tone="wait">{t("standsAlone", { role: words.name(alone[0]!.id) })}</Notice>
        )}
      </div>
    </Checkbox.Group>
  );
}
