import { roleWords } from "../../../../../contract/role-words.ts";
import { roles, type Role } from "../../../../../contract/operators.ts";
import type { RoleView } from "../../../../../contract/roles.ts";
import type { Static } from "typebox";
import type { RoleListSchema } from "../../../../../contract/roles.ts";
import { useApiQuery } from "../../../api/index.ts";
import { useLocale } from "../../../ui/index.ts";

/** All roles of the account, those the product brings and its own. */
export const useRoles = () => useApiQuery<Static<typeof RoleListSchema>>("/roles");

const isRole = (role: string): role is Role => roles.some((each) => each === role);

/** Names and texts of roles in the language of the interface; own ones are looked up in what is given. */
export function useRoleNames(own: readonly { id: string; name: string | null }[] = []): {
  name(role: string): string;
  text(role: RoleView): string;
} {
  const locale = useLocale();
  const name = (role: string): string =>
    isRole(role)
      ? roleWords[role].name[locale]
      : (own.find((each) => each.id === role)?.name ?? role);
  return {
    name,
    text: (role) =>
      role.isOwn && role.description !== ""
        ? role.description
        : isRole(role.template)
          ? roleWords[role.template].text[locale]
          : "",
  };
}
