import type { ReactNode } from "react";
import { Pill } from "../../../ui/index.ts";
import { useRoleNames, useRoles } from "./role-names.ts";

/** The roles of a person or an invitation. */
export function RolePills({ roles }: { roles: readonly string[] }): ReactNode {
  const { data } = useRoles();
  const words = useRoleNames(data?.items);
  return roles.map((role) => (
    <Pill key={role} tone={role === "owner" ? "go" : "plain"}>
      {words.name(role)}
    </Pill>
  ));
}
