import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import type { Role } from "../../../../../contract/operators.ts";
import { useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

export const ROLES = ["owner", "marketer", "dpo", "intake"] as const satisfies Role[];

/** Which of the four roles somebody has; at least one. */
export function RoleChoice(props: {
  value: Role[];
  onChange: (value: Role[]) => void;
  error?: ReactNode;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Checkbox.Group
      label={t("rolesOf")}
      value={props.value}
      error={props.error}
      onChange={(next) => props.onChange(ROLES.filter((role) => next.includes(role)))}
    >
      <div className="k-stack" style={{ marginTop: 8 }}>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={t(`roles.${role}.name`)}
            description={t(`roles.${role}.text`)}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}

export const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);
