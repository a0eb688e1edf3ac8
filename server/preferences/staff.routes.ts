import { IdParams } from "../../contract/common.ts";
import {
  RecordedWillSchema,
  StaffObjectionSchema,
  StaffTrackingSchema,
  StaffUnsubscribeSchema,
  type RecordedWill,
  type StaffObjectionInput,
} from "../../contract/preferences.ts";
import { audit } from "../accounts/index.ts";
import { withdrawProfiling } from "../consent/index.ts";
import { addressHash, findContact, type Contact } from "../contacts/index.ts";
import { findList } from "../lists/index.ts";
import {
  invalid,
  notFound,
  route,
  type Actor,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import type { PreferenceDeps } from "./deps.ts";
import {
  evidenceOf,
  objectToAdvertising,
  unsubscribe,
  unsubscribeFromAll,
  type LeavingAct,
  type Leaver,
} from "./unsubscribe.ts";

const tag = "Contacts";
const permission = "contacts.write";

/** Withdrawals and objections that came by letter, phone, in person or reply; they work at once (LEG-16). */
export function staffRoutes(deps: PreferenceDeps): RouteSpec[] {
  return [unsubscribeRoute(deps), objectionRoute(deps), trackingRoute(deps)];
}

function unsubscribeRoute(deps: PreferenceDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contacts/:id/unsubscribe",
    permission,
    tag,
    summary: "Record that somebody left one newsletter or all of them.",
    params: IdParams,
    body: StaffUnsubscribeSchema,
    response: RecordedWillSchema,
    handle: ({ accountId, actor, params, body }) =>
      deps.db.account(accountId, async (tx) => {
        const { leaver, act, contact } = await prepare(tx, deps, accountId, params.id, body, actor);
        if (body.scope === "newsletters") {
          const left = await unsubscribeFromAll(tx, deps, leaver, act);
          const lists = left.lists.map(({ publicId, name }) => ({ id: publicId, name }));
          await note(tx, accountId, actor, contact, "contact.unsubscribed_all", body.channel);
          return answer(deps, { changed: left.receipt !== null, receipt: left.receipt, lists });
        }
        const list = body.listId === undefined ? undefined : await findList(tx, body.listId);
        if (!list)
          throw invalid("list_missing", "Which newsletter was left is missing.", {
            hint: "Give `listId`, or the scope `newsletters`.",
          });
        const left = await unsubscribe(tx, deps, { ...leaver, listId: list.id }, act);
        await note(tx, accountId, actor, contact, "contact.unsubscribed", body.channel);
        const lists = left.changed ? [{ id: list.publicId, name: list.name }] : [];
        return answer(deps, { changed: left.changed, receipt: left.receipt, lists });
      }),
  });
}

function objectionRoute(deps: PreferenceDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contacts/:id/objection",
    permission,
    tag,
    summary: "Record an objection to all advertising (Art. 21(2) GDPR).",
    params: IdParams,
    body: StaffObjectionSchema,
    response: RecordedWillSchema,
    handle: ({ accountId, actor, params, body }) =>
      deps.db.account(accountId, async (tx) => {
        const { leaver, act, contact } = await prepare(tx, deps, accountId, params.id, body, actor);
        const done = await objectToAdvertising(tx, deps, leaver, act);
        await note(tx, accountId, actor, contact, "contact.objected", body.channel);
        return answer(deps, { changed: done.changed, receipt: done.receipt, lists: [] });
      }),
  });
}

function trackingRoute(deps: PreferenceDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contacts/:id/profiling",
    permission,
    tag,
    summary: "Record that somebody withdrew the permission to analyse; the newsletters stay.",
    params: IdParams,
    body: StaffTrackingSchema,
    response: RecordedWillSchema,
    handle: ({ accountId, actor, params, body }) =>
      deps.db.account(accountId, async (tx) => {
        const { act, contact } = await prepare(tx, deps, accountId, params.id, body, actor);
        const entry = await withdrawProfiling(tx, deps, {
          accountId,
          emailNormalised: contact.emailNormalised,
          contactId: contact.id,
          evidence: evidenceOf(deps, act),
        });
        await note(tx, accountId, actor, contact, "contact.tracking_withdrawn", body.channel);
        return answer(deps, {
          changed: entry !== null,
          receipt: entry?.publicId ?? null,
          lists: [],
        });
      }),
  });
}

async function prepare(
  tx: Tx,
  deps: PreferenceDeps,
  accountId: number,
  publicId: string,
  body: StaffObjectionInput,
  actor: Actor,
): Promise<{ contact: Contact; leaver: Leaver; act: LeavingAct }> {
  const contact = await findContact(tx, publicId);
  if (!contact) throw notFound("contact");
  const receivedAt = body.receivedAt === undefined ? undefined : new Date(body.receivedAt);
  if (receivedAt !== undefined && receivedAt > deps.clock.now())
    throw invalid("received_in_future", "It cannot have arrived later than now.", {
      hint: "Leave out `receivedAt`, or give the time of arrival.",
    });
  return {
    contact,
    leaver: {
      accountId,
      contactId: contact.id,
      addressHash: addressHash(deps.keys, accountId, contact.emailNormalised),
    },
    act: {
      origin: body.channel,
      actor: { kind: actor.kind, name: actor.name },
      note: body.note,
      ...(receivedAt === undefined ? {} : { receivedAt }),
    },
  };
}

function note(
  tx: Tx,
  accountId: number,
  actor: Actor,
  contact: Contact,
  action: string,
  channel: string,
): Promise<void> {
  return audit(tx, accountId, actor, action, {
    objectType: "contact",
    objectId: contact.publicId,
    detail: { channel },
  });
}

function answer({ clock }: PreferenceDeps, done: Omit<RecordedWill, "recordedAt">): RecordedWill {
  return { ...done, recordedAt: clock.now().toISOString() };
}
