import { run, sql, type Database, type Tx } from "../../server/platform/index.ts";
import {
  createAccount,
  createOperator,
  updateAccount,
  type Account,
} from "../../server/accounts/index.ts";

/** The password of every operator that tests make. */
export const TEST_PASSWORD = "vier bunte Fahrräder im Regen";

let made = 0;

/** An account with its owner, whose password is TEST_PASSWORD. `settings` complete or change it. */
export async function testAccount(
  db: Database,
  options: { name?: string; now?: Date; settings?: Partial<Account> } = {},
): Promise<{ account: Account; accountId: number; operatorId: number; email: string }> {
  const now = options.now ?? new Date("2026-11-21T09:00:00Z");
  const email = `inhaber${++made}@beispiel.example`;
  return db.instance(async (tx) => {
    const owner = await createOperator(tx, {
      name: "Ina Haberin",
      email,
      password: TEST_PASSWORD,
      now,
    });
    const account = await createAccount(tx, {
      name: options.name ?? "Musterbank",
      owner,
      now,
    });
    const changed = { ...account, ...options.settings };
    if (options.settings) await updateAccount(tx, changed, now);
    return { account: changed, accountId: account.id, operatorId: owner.id, email };
  });
}

/** Settings with which the set-up of an account is complete: a one-person insurance broker without an officer. */
export const completeSettings: Partial<Account> = {
  legalForm: "sole_trader",
  imprint: {
    legalName: "Versicherungsmakler Erika Mustermann",
    street: "Lindenallee 12",
    postalCode: "12345",
    city: "Musterstadt",
    country: "DE",
    email: "post@makler-mustermann.example",
    phone: "+49 30 1234567",
    licensedActivity: true,
    supervisoryAuthority: { name: "IHK Musterstadt", address: "Kammerweg 1, 12345 Musterstadt" },
    insuranceIntermediary: true,
    intermediaryRegister: {
      status: "Versicherungsmaklerin nach § 34d Abs. 1 GewO",
      number: "D-ABCD-12345-67",
      authority: "DIHK, Breite Straße 29, 10178 Berlin",
    },
  },
  privacy: {
    noticeUrl: "https://makler-mustermann.example/datenschutz",
    contactEmail: "datenschutz@makler-mustermann.example",
    dpo: {
      appointed: false,
      reason: "Ich arbeite allein.",
      fewerThan20: true,
      noSpecialProcessing: true,
    },
    dpoStatement: { by: "Erika Mustermann", at: "2026-11-01T08:00:00.000Z" },
  },
  processing: {
    operation: { kind: "own", signer: "Erika Mustermann" },
    place: { country: "DE", dataCentre: "Eigene Büroräume" },
    record: { by: "Erika Mustermann", at: "2026-11-01T08:00:00.000Z" },
  },
  responsibility: { by: "Erika Mustermann", at: "2026-11-01T08:00:00.000Z", version: "2026-11" },
  countingLevel: "shared",
  countingChoice: {
    by: "Erika Mustermann",
    at: "2026-11-01T08:00:00.000Z",
    level: "shared",
    reason: "Summen genügen.",
  },
};

/** Makes an operator an administrator of the installation. */
export async function makeAdministrator(tx: Tx, operatorId: number): Promise<void> {
  await run(tx, sql`update operators set is_administrator = true where id = ${operatorId}`);
}
