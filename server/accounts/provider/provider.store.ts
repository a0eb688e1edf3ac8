import { maybe, run, sql, type Tx } from "../../platform/index.ts";
import type { IdentityProvider } from "./provider.ts";

export function findProvider(tx: Tx): Promise<IdentityProvider | undefined> {
  return maybe<IdentityProvider>(
    tx,
    sql`select p.name, p.issuer, p.client_id, p.client_secret, p.enabled, p.mfa_counts, p.mfa_amr, p.mfa_acr,
               p.role_claim, p.role_rules, p.updated_at, p.tested_at, p.test_problem
          from identity_provider p`,
  );
}

/** Writes the provider; what was tested before says nothing about it. */
export async function saveProvider(
  tx: Tx,
  provider: Omit<IdentityProvider, "testedAt" | "testProblem">,
): Promise<void> {
  await run(
    tx,
    sql`insert into identity_provider as p (name, issuer, client_id, client_secret, enabled, mfa_counts, mfa_amr, mfa_acr, role_claim, role_rules, updated_at)
        values (${provider.name}, ${provider.issuer}, ${provider.clientId}, ${provider.clientSecret}, ${provider.enabled},
                ${provider.mfaCounts}, ${provider.mfaAmr}, ${provider.mfaAcr}, ${provider.roleClaim},
                ${JSON.stringify(provider.roleRules)}::jsonb, ${provider.updatedAt})
        on conflict (only_one) do update set
               name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id,
               client_secret = excluded.client_secret, enabled = excluded.enabled, mfa_counts = excluded.mfa_counts,
               mfa_amr = excluded.mfa_amr, mfa_acr = excluded.mfa_acr, role_claim = excluded.role_claim,
               role_rules = excluded.role_rules, updated_at = excluded.updated_at, tested_at = null, test_problem = null`,
  );
}

export function deleteProvider(tx: Tx): Promise<number> {
  return run(tx, sql`delete from identity_provider`);
}

export async function saveProviderTest(
  tx: Tx,
  test: { now: Date; problem: string | null },
): Promise<void> {
  await run(
    tx,
    sql`update identity_provider set tested_at = ${test.now}, test_problem = ${test.problem}`,
  );
}

// Whom the provider means

export async function findIdentity(
  tx: Tx,
  issuer: string,
  subject: string,
): Promise<number | undefined> {
  const found = await maybe<{ operatorId: number }>(
    tx,
    sql`select i.operator_id from operator_identities i where i.issuer = ${issuer} and i.subject = ${subject}`,
  );
  return found?.operatorId;
}

/** Notes whom the subject means. 0 rows when the person is known by another subject of this provider. */
export function saveIdentity(
  tx: Tx,
  identity: { issuer: string; subject: string; operatorId: number; now: Date },
): Promise<number> {
  return run(
    tx,
    sql`insert into operator_identities as i (issuer, subject, operator_id, created_at, last_used_at)
        values (${identity.issuer}, ${identity.subject}, ${identity.operatorId}, ${identity.now}, ${identity.now})
        on conflict do nothing`,
  );
}

export async function markIdentityUsed(
  tx: Tx,
  issuer: string,
  subject: string,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`update operator_identities set last_used_at = ${now} where issuer = ${issuer} and subject = ${subject}`,
  );
}

/** The person is taken for nobody of the provider any more, until the next sign-in with it. */
export async function forgetIdentities(tx: Tx, operatorId: number): Promise<void> {
  await run(tx, sql`delete from operator_identities where operator_id = ${operatorId}`);
}

/** Name of the provider in use that the person has signed in with. */
export async function findProviderOf(tx: Tx, operatorId: number): Promise<string | undefined> {
  const found = await maybe<{ name: string }>(
    tx,
    sql`select p.name from identity_provider p join operator_identities i on i.issuer = p.issuer
         where i.operator_id = ${operatorId} and p.enabled`,
  );
  return found?.name;
}
