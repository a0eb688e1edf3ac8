import { getAccount, type Account } from "../accounts/index.ts";
import {
  IdParams,
  NewSender,
  SenderChange,
  SenderList,
  SenderSchema,
  type SenderView,
} from "../../contract/senders.ts";
import {
  normaliseEmailAddress,
  notFound,
  route,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { findAddressFor } from "./addresses.store.ts";
import { confirmedUntil, isConfirmed } from "./confirmed-address.ts";
import type { SendersDeps } from "./deps.ts";
import { changeSender, createSender, removeSender } from "./save-sender.ts";
import { judge, type Sender } from "./sender.ts";
import { findSender, listSenders } from "./senders.store.ts";

const tag = "Senders";

/** Sender identities. */
export function senderIdentityRoutes(deps: SendersDeps): RouteSpec[] {
  const { db, clock } = deps;
  const show = async (tx: Tx, account: Account, sender: Sender): Promise<SenderView> => {
    const reply = await findAddressFor(
      tx,
      "reply_to",
      normaliseEmailAddress(sender.replyTo) ?? sender.replyTo,
    );
    const until =
      reply && isConfirmed(reply, account.mode, clock.now()) ? confirmedUntil(reply) : null;
    return {
      id: sender.publicId,
      fromName: sender.fromName,
      fromAddress: sender.fromAddress,
      domain: sender.domain,
      replyTo: sender.replyTo,
      isDefault: sender.isDefault,
      replyToConfirmedUntil: until?.toISOString() ?? null,
      warnings: judge(sender, account.name).warnings,
      warningsAcknowledged: sender.warningsAcknowledgedAt !== null,
      createdAt: sender.createdAt.toISOString(),
    };
  };
  return [
    route({
      method: "GET",
      path: "/api/v1/senders",
      permission: "senders.read",
      summary: "List senders",
      tag,
      response: SenderList,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => {
          const account = await getAccount(tx);
          const items: SenderView[] = [];
          for (const sender of await listSenders(tx)) items.push(await show(tx, account, sender));
          return { items };
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/senders/:id",
      permission: "senders.read",
      summary: "One sender",
      tag,
      params: IdParams,
      response: SenderSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const sender = await findSender(tx, params.id);
          if (!sender) throw notFound("sender");
          return show(tx, await getAccount(tx), sender);
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/senders",
      permission: "senders.write",
      summary: "Create a sender and ask its reply address to confirm",
      tag,
      body: NewSender,
      response: SenderSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) =>
          show(tx, await getAccount(tx), await createSender(deps, tx, { accountId, actor }, body)),
        ),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/senders/:id",
      permission: "senders.write",
      summary: "Change a sender",
      tag,
      params: IdParams,
      body: SenderChange,
      response: SenderSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) =>
          show(
            tx,
            await getAccount(tx),
            await changeSender(deps, tx, { accountId, actor }, params.id, body),
          ),
        ),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/senders/:id",
      permission: "senders.write",
      summary: "Remove a sender from the choice",
      tag,
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) => removeSender(deps, tx, { accountId, actor }, params.id)),
    }),
  ];
}
