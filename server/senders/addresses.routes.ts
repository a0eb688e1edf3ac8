import { audit } from "../accounts/index.ts";
import {
  ConfirmedAddressList,
  ConfirmedAddressSchema,
  IdParams,
  NewConfirmedAddress,
  NewTestAddress,
  type ConfirmedAddressView,
} from "../../contract/senders.ts";
import { notFound, route, type Actor, type RouteSpec } from "../platform/index.ts";
import {
  deleteAddress,
  findAddress,
  listAddresses,
  type AddressKind,
  type ConfirmedAddress,
} from "./addresses.store.ts";
import { confirmedUntil } from "./confirmed-address.ts";
import type { SendersDeps } from "./deps.ts";
import { requestConfirmation } from "./request-confirmation.ts";

const tag = "Confirmed addresses";

function show(address: ConfirmedAddress): ConfirmedAddressView {
  return {
    id: address.publicId,
    kind: address.kind,
    email: address.email,
    requestedAt: address.requestedAt.toISOString(),
    confirmedAt: address.confirmedAt?.toISOString() ?? null,
    confirmedUntil: confirmedUntil(address)?.toISOString() ?? null,
    sandboxOnly: address.sentVia === "mailbox",
  };
}

/** Addresses that a person confirmed by a mailed link: for tests, replies and questions about data protection. */
export function addressRoutes(deps: SendersDeps): RouteSpec[] {
  const { db } = deps;
  const request = (accountId: number, actor: Actor, kind: AddressKind, email: string) =>
    db.account(accountId, async (tx) => {
      const address = await requestConfirmation(deps, tx, accountId, kind, email);
      await audit(tx, accountId, actor, "address.requested", {
        objectType: "confirmed_address",
        objectId: address.publicId,
        detail: { kind },
      });
      return show(address);
    });
  const remove = (accountId: number, actor: Actor, id: string, kinds: AddressKind[]) =>
    db.account(accountId, async (tx) => {
      const address = await findAddress(tx, id);
      if (!address || !kinds.includes(address.kind)) throw notFound("address");
      await deleteAddress(tx, id);
      await audit(tx, accountId, actor, "address.removed", {
        objectType: "confirmed_address",
        objectId: id,
        detail: { kind: address.kind },
      });
    });
  return [
    route({
      method: "GET",
      path: "/api/v1/confirmed-addresses",
      permission: "senders.read",
      summary: "List test, reply and contact addresses",
      tag,
      response: ConfirmedAddressList,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({ items: (await listAddresses(tx)).map(show) })),
    }),
    route({
      method: "POST",
      path: "/api/v1/test-addresses",
      permission: "mailings.write",
      summary: "Ask for an address for test mails, or ask it again",
      tag,
      body: NewTestAddress,
      response: ConfirmedAddressSchema,
      status: 201,
      handle: ({ accountId, actor, body }) => request(accountId, actor, "test", body.email),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/test-addresses/:id",
      permission: "mailings.write",
      summary: "Remove a test address",
      tag,
      params: IdParams,
      handle: ({ accountId, actor, params }) => remove(accountId, actor, params.id, ["test"]),
    }),
    route({
      method: "POST",
      path: "/api/v1/confirmed-addresses",
      permission: "senders.write",
      summary: "Mail a confirmation link to a reply or contact address, or mail it again",
      tag,
      body: NewConfirmedAddress,
      response: ConfirmedAddressSchema,
      status: 201,
      handle: ({ accountId, actor, body }) => request(accountId, actor, body.kind, body.email),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/confirmed-addresses/:id",
      permission: "senders.write",
      summary: "Remove a confirmed address",
      tag,
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        remove(accountId, actor, params.id, ["reply_to", "privacy_contact", "test"]),
    }),
  ];
}
