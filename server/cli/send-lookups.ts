import {
  audit,
  getAccount,
  listAccountIds,
  type Account,
  type AuditActor,
} from "../accounts/index.ts";
import type { App } from "../app.ts";
import { allLists, insertList, type List } from "../lists/index.ts";
import { normaliseEmailAddress, type Tx } from "../platform/index.ts";
import { listAddresses, listSenders, type Sender } from "../senders/index.ts";
import { EXIT, SendError } from "./send-options.ts";
import type { Conversation } from "./send-words.ts";

/** Who acts, in the audit log. */
export const ACTOR: AuditActor = { kind: "system", name: "Klarpost send" };

/** The account with this name or public id. Throws SendError. */
export async function findAccount(app: App, wanted: string): Promise<Account> {
  const accounts: Account[] = [];
  for (const id of await listAccountIds(app.db))
    accounts.push(await app.db.account(id, getAccount));
  const found = accounts.filter((each) => each.publicId === wanted || each.name === wanted);
  if (found.length === 1) return found[0]!;
  throw new SendError(
    EXIT.refused,
    found.length === 0
      ? `There is no account "${wanted}".`
      : `Several accounts are named "${wanted}"; use the id.`,
    `Accounts: ${accounts.map((each) => `${each.name} (${each.publicId})`).join(", ") || "none"}`,
  );
}

/** The sender with this address; undefined when none was named. Throws SendError. */
export async function findSender(tx: Tx, address: string | undefined): Promise<Sender | undefined> {
  if (address === undefined) return undefined;
  const senders = await listSenders(tx);
  const wanted = normaliseEmailAddress(address);
  const found = senders.find((each) => normaliseEmailAddress(each.fromAddress) === wanted);
  if (found && wanted !== undefined) return found;
  throw new SendError(
    EXIT.refused,
    `The account has no sender ${address}.`,
    `Senders: ${senders.map((each) => each.fromAddress).join(", ") || "none"}`,
  );
}

/** Public id of this test address; undefined when none was named. Throws SendError. */
export async function findTestAddress(
  tx: Tx,
  email: string | undefined,
): Promise<string | undefined> {
  if (email === undefined) return undefined;
  const wanted = normaliseEmailAddress(email);
  const found = (await listAddresses(tx)).find(
    (each) => each.kind === "test" && each.emailNormalised === wanted,
  );
  if (found) return found.publicId;
  throw new SendError(
    EXIT.refused,
    `${email} is no test address of the account.`,
    "Add it in the settings and confirm it by the link it receives (SND-17).",
  );
}

/** The list with this name, made where there is none. */
export async function findOrMakeList(
  tx: Tx,
  app: App,
  account: Account,
  name: string,
  talk: Conversation,
): Promise<List> {
  const found = (await allLists(tx, { archived: false })).find((each) => each.name === name);
  if (found) {
    talk.write(`List: ${found.name}`);
    return found;
  }
  const list = await insertList(tx, account.id, { name }, app.clock.now());
  await audit(tx, account.id, ACTOR, "list.created", {
    objectType: "list",
    objectId: list.publicId,
    detail: { name },
  });
  talk.write(`List: ${name}, new`);
  return list;
}
