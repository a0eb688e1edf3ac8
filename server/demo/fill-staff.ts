import { randomBytes } from "node:crypto";
import { audit, createOperator, createRole, type Account } from "../accounts/index.ts";
import { changeContacts } from "../contacts/index.ts";
import type { Actor, Clock, Database, Keys } from "../platform/index.ts";
import { contactsWithoutAdviser } from "./demo.store.ts";

/** Somebody of sales with contacts of her own, an auditor, and a colleague in a role the account made itself. */
export async function fillStaff(
  deps: { db: Database; clock: Clock; keys: Keys },
  example: { account: Account; actor: Actor },
): Promise<void> {
  const { db, clock, keys } = deps;
  const { account, actor } = example;
  const now = clock.now();
  const role = await db.account(account.id, (tx) =>
    createRole(
      tx,
      { accountId: account.id, actor: { ...actor, permissions: new Set(RIGHTS) }, clock, keys },
      {
        name: "Volontariat",
        description: "Schreibt mit, liest keine Berichte",
        template: "editor",
        permissions: [...RIGHTS],
      },
    ),
  );
  const join = (name: string, email: string, held: string) =>
    db.instance((tx) =>
      createOperator(tx, {
        name,
        email,
        password: randomBytes(24).toString("base64url"),
        membership: { accountId: account.id, roles: [held] },
        now,
      }),
    );
  const seller = await join("Vera Beispiel", "vera.beispiel@musterbank.example", "sales");
  await join("Karla Beispiel", "revision@musterbank.example", "auditor");
  await join("Toni Beispiel", "toni.beispiel@musterbank.example", role.id);
  await db.account(account.id, async (tx) => {
    await changeContacts(
      tx,
      { audit, accountId: account.id, actor, now },
      { do: "responsible", responsible: seller.publicId },
      await contactsWithoutAdviser(tx, 9),
    );
  });
}

const RIGHTS = ["account.read", "mailings.read", "mailings.write"] as const;
