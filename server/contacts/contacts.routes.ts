import {
  ContactChangeSchema,
  ContactSchema,
  NewContactSchema,
  type ContactView,
} from "../../contract/contacts.ts";
import { IdParams } from "../../contract/common.ts";
import {
  invalid,
  notFound,
  parseEmailAddress,
  route,
  type Actor,
  type Clock,
  type Database,
  type Keys,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { checkCustom } from "./check-custom.ts";
import {
  cleanFields,
  displayName,
  originNames,
  sortKey,
  type Contact,
  type ContactFields,
} from "./contact.ts";
import { careRoutes } from "./care.routes.ts";
import { fieldRoutes } from "./fields.routes.ts";
import { tagRoutes } from "./tags.routes.ts";
import { findOrCreateContact } from "./find-or-create-contact.ts";
import { findContact, updateContact } from "./contacts.store.ts";
import { noticeDay, setNoticeDue } from "./information-duty.store.ts";

export interface ContactRouteDeps {
  db: Database;
  keys: Keys;
  clock: Clock;
  /** Writes the audit log; comes from accounts, which is of the same rank. */
  audit(
    tx: Tx,
    accountId: number,
    actor: Actor,
    action: string,
    object: {
      objectType: string;
      objectId: string;
      detail?: Record<string, unknown>;
      change?: { keys: Keys; before: unknown; after: unknown };
    },
  ): Promise<void>;
}

/** Contacts as data. A contact alone may not be mailed: that takes a legal basis, which other routes record with evidence. */
export function contactRoutes(deps: ContactRouteDeps): RouteSpec[] {
  return [
    createRoute(deps),
    readRoute(deps),
    changeRoute(deps),
    ...fieldRoutes(deps),
    ...tagRoutes(deps),
    ...careRoutes(deps),
  ];
}

function createRoute({ db, keys, clock, audit }: ContactRouteDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contacts",
    permission: "contacts.write",
    tag: "Contacts",
    summary:
      "Add a contact. It may not be mailed before a consent or another legal basis is recorded. `collectedFrom`: `elsewhere` when the person did not give the data, who must then be informed within 30 days (DSR-02, LEAD-12).",
    body: NewContactSchema,
    response: ContactSchema,
    status: 201,
    async handle({ accountId, actor, body }) {
      const { email, source, collectedFrom, ...fields } = body;
      const address = parseEmailAddress(email);
      if (!address.ok)
        throw invalid("address_not_valid", `This is not an e-mail address: ${address.reason}.`, {
          hint: "Expected a form such as name@example.org.",
        });
      return db.account(accountId, async (tx) => {
        const custom = await checkCustom(tx, fields.custom);
        const now = clock.now();
        const { contact, before, created } = await findOrCreateContact(tx, { keys }, accountId, {
          email: address.address,
          emailNormalised: address.normalised,
          fields: { ...fields, ...(custom && { custom }) },
          source,
          at: now,
        });
        if (created && collectedFrom === "elsewhere")
          await setNoticeDue(tx, [contact.id], noticeDay(now));
        await audit(tx, accountId, actor, created ? "contact.created" : "contact.changed", {
          objectType: "contact",
          objectId: contact.publicId,
          detail: { source, collectedFrom },
          change: { keys, before: before && dataOf(before), after: dataOf(contact) },
        });
        return presentContact(contact);
      });
    },
  });
}

function readRoute({ db, audit }: ContactRouteDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contacts/:id",
    permission: "contacts.read",
    tag: "Contacts",
    summary: "One contact with the origin of each field. The look is written to the audit log.",
    params: IdParams,
    response: ContactSchema,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const contact = await findContact(tx, params.id);
        if (!contact) throw notFound("contact");
        await audit(tx, accountId, actor, "contact.viewed", {
          objectType: "contact",
          objectId: contact.publicId,
        });
        return presentContact(contact);
      }),
  });
}

function changeRoute({ db, keys, clock, audit }: ContactRouteDeps): RouteSpec {
  return route({
    method: "PATCH",
    path: "/api/v1/contacts/:id",
    permission: "contacts.write",
    tag: "Contacts",
    summary:
      "Correct a contact's data (Art. 16 GDPR). The e-mail address changes only by a new double opt-in.",
    params: IdParams,
    body: ContactChangeSchema,
    response: ContactSchema,
    handle: ({ accountId, actor, params, body }) =>
      db.account(accountId, async (tx) => {
        const known = await findContact(tx, params.id);
        if (!known) throw notFound("contact");
        const { reason, custom, ...given } = body;
        const checked = await checkCustom(tx, custom, known.custom);
        const fields = changesOf(
          known,
          cleanFields({ ...given, ...(checked && { custom: checked }) }),
        );
        const names = [
          ...Object.keys(fields).filter((name) => name !== "custom"),
          ...originNames({ custom: fields.custom ?? {} }),
        ];
        if (names.length === 0) return presentContact(known);
        const origin = {
          source: reason ?? "staff",
          at: clock.now().toISOString(),
          detail: actor.name,
        };
        const contact = await updateContact(tx, known.id, {
          fields,
          sortKey: sortKey({ ...known, ...fields }, known.emailNormalised),
          origins: Object.fromEntries(names.map((name) => [name, origin])),
          now: clock.now(),
        });
        await audit(tx, accountId, actor, "contact.changed", {
          objectType: "contact",
          objectId: contact.publicId,
          detail: { fields: names },
          change: { keys, before: dataOf(known), after: dataOf(contact) },
        });
        return presentContact(contact);
      }),
  });
}

/** What is said of the person, without what the product notes beside it. */
function dataOf(contact: Contact): Partial<Contact> {
  const { email, salutation, title, firstName, lastName, company, locale, custom } = contact;
  const { sourceSystem, personNumber, stage, responsibleId } = contact;
  return {
    ...{ email, salutation, title, firstName, lastName, company, locale, custom },
    ...{ sourceSystem, personNumber, stage, responsibleId },
  };
}

/** What really differs; an empty value empties its field. */
function changesOf(known: Contact, fields: ContactFields): ContactFields {
  const { custom = {}, ...plain } = fields;
  const own = Object.entries(custom).filter(([key, value]) => (known.custom[key] ?? "") !== value);
  return {
    ...Object.fromEntries(
      Object.entries(plain).filter(([name, value]) => known[name as keyof Contact] !== value),
    ),
    ...(own.length > 0 && { custom: Object.fromEntries(own) }),
  };
}

export function presentContact(contact: Contact): ContactView {
  return {
    id: contact.publicId,
    pot: contact.pot,
    email: contact.email,
    name: displayName(contact),
    salutation: contact.salutation,
    title: contact.title,
    firstName: contact.firstName,
    lastName: contact.lastName,
    company: contact.company,
    locale: contact.locale,
    custom: contact.custom,
    origins: contact.origins,
    restricted: contact.restrictedAt !== null,
    stage: contact.stage,
    createdAt: contact.createdAt.toISOString(),
    updatedAt: contact.updatedAt.toISOString(),
  };
}
