import type { PersonalDataSource } from "../platform/index.ts";
import { deleteInvitationsTo, listInvitationsTo } from "./links.store.ts";
import { findMemberByEmail } from "./operators.store.ts";

/**
 * Operators are people too: whoever asks with the address of one gets their own record. What the audit log says
 * about operators' work is not part of a contact's copy (CJEU C-579/21), and the security log knows addresses and networks as
 * keyed hashes alone, operators and keys by their number. Operators are removed by an owner, not
 * by an erasure that concerns a contact; open invitations to the address go.
 */
export const accountsPersonalData: PersonalDataSource = {
  slice: "accounts",
  tables: [
    "operators",
    "memberships",
    "sessions",
    "operator_links",
    "operator_factors",
    "recovery_codes",
    "sign_in_steps",
    "operator_devices",
    "operator_identities",
    "audit_entries",
    "security_events",
    "people_listed",
  ],
  async exportFor(tx, subject) {
    const member = await findMemberByEmail(tx, subject.emailNormalised);
    const invitations = await listInvitationsTo(tx, subject.accountId, subject.emailNormalised);
    return {
      operators: member ? [member] : [],
      operator_links: invitations.map(({ roles, createdAt, expiresAt }) => ({
        roles,
        createdAt,
        expiresAt,
      })),
    };
  },
  async eraseFor(tx, subject) {
    return {
      operator_links: await deleteInvitationsTo(tx, subject.accountId, subject.emailNormalised),
    };
  },
  retention: [
    {
      table: "operators",
      rule: "ORG-03",
      after: "when the person leaves the last account they work in",
    },
    { table: "memberships", rule: "ORG-03", after: "when the person leaves the account" },
    { table: "sessions", rule: "ORG-02", after: "12 hours without use, 7 days in any case" },
    ...["operator_factors", "recovery_codes", "operator_identities"].map((table) => ({
      table,
      rule: "ORG-02",
      after: "when the person removes it or leaves the last account they work in",
    })),
    { table: "sign_in_steps", rule: "ORG-02", after: "10 minutes" },
    { table: "operator_devices", rule: "ORG-02", after: "400 days without use" },
    { table: "operator_links", rule: "ORG-02", after: "30 days after the link's end" },
    { table: "audit_entries", rule: "RET-08", after: "3 years" },
    { table: "security_events", rule: "RET-08", after: "12 months" },
    { table: "people_listed", rule: "ORG-12", after: "10 minutes, then as a sum in the audit log" },
  ],
};
