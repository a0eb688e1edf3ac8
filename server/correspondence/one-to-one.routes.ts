import { Type } from "typebox";
import {
  CountryPoliciesSchema,
  CountryPoliciesView,
  IdParams,
  InquirySchema,
  LetterPreviewSchema,
  NewInquirySchema,
  NewLetterSchema,
  OneToOneSchema,
  SentLetterSchema,
} from "../../contract/correspondence.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { findContact, findContactById, touchContacts, type Contact } from "../contacts/index.ts";
import { invalid, notFound, route, type RouteSpec, type Tx } from "../platform/index.ts";
import { listCountries, replaceCountries } from "./countries.store.ts";
import { dayOf } from "./correspondence.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { deleteInquiry, findInquiry, insertInquiry } from "./inquiries.store.ts";
import { sendLetter } from "./send-letter.ts";
import {
  askAboutDraft,
  presentAnswer,
  presentInquiry,
  readLetter,
  viewBeforeWriting,
} from "./write-letter.ts";

const tag = "One to one";
const write = "one_to_one.send";

/** Mails of one operator to one person, the inquiries they answer, and where what is allowed (LEG-12, LEG-13). */
export function oneToOneRoutes(deps: CorrespondenceDeps): RouteSpec[] {
  return [...letterRoutes(deps), ...inquiryRoutes(deps), ...countryRoutes(deps)];
}

async function theContact(tx: Tx, publicId: string): Promise<Contact> {
  const contact = await findContact(tx, publicId);
  if (!contact) throw notFound("contact");
  return contact;
}

function letterRoutes(deps: CorrespondenceDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/contacts/:id/one-to-one",
      permission: write,
      tag,
      summary:
        "Before writing to a person: whether it is allowed, on which basis, and why not. The look is written to the audit log.",
      params: IdParams,
      response: OneToOneSchema,
      handle: ({ accountId, actor, params }) =>
        deps.db.account(accountId, async (tx) => {
          const contact = await theContact(tx, params.id);
          const view = await viewBeforeWriting(tx, deps, accountId, contact, actor);
          await audit(tx, accountId, actor, "contact.viewed", {
            objectType: "contact",
            objectId: contact.publicId,
          });
          return view;
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/contacts/:id/one-to-one/preview",
      permission: write,
      tag,
      summary: "A personal mail as its reader will see it, and the gate's answer. Sends nothing.",
      params: IdParams,
      body: NewLetterSchema,
      response: LetterPreviewSchema,
      handle: ({ accountId, actor, params, body }) =>
        deps.db.account(accountId, async (tx) => {
          const contact = await theContact(tx, params.id);
          const letter = await readLetter(tx, deps, accountId, contact, actor, body);
          await audit(tx, accountId, actor, "contact.viewed", {
            objectType: "contact",
            objectId: contact.publicId,
          });
          return {
            ...letter.mail,
            from: letter.fromName,
            answer: presentAnswer(await askAboutDraft(tx, deps, contact, letter.draft)),
          };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/contacts/:id/one-to-one",
      permission: write,
      tag,
      summary:
        "Write to one person, with reason and origin of the data. Only operators; no lists and no sequences.",
      params: IdParams,
      body: NewLetterSchema,
      response: SentLetterSchema,
      status: 202,
      handle: ({ accountId, actor, params, body }) =>
        deps.db.account(accountId, async (tx) => {
          const contact = await theContact(tx, params.id);
          const sent = await sendLetter(tx, deps, accountId, contact, actor, body);
          await audit(tx, accountId, actor, "one_to_one.sent", {
            objectType: "contact",
            objectId: contact.publicId,
            detail: { letter: sent.id, basis: sent.basis, reason: body.reason },
          });
          return sent;
        }),
    }),
  ];
}

function inquiryRoutes({ db, clock }: CorrespondenceDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/contacts/:id/inquiries",
      permission: write,
      tag,
      summary:
        "Record that a person asked us something. For 90 days an answer to it is no advertising.",
      params: IdParams,
      body: NewInquirySchema,
      response: InquirySchema,
      status: 201,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const contact = await theContact(tx, params.id);
          const now = clock.now();
          const { timezone } = await getAccount(tx);
          if (body.receivedOn > dayOf(now, timezone))
            throw invalid("received_in_future", "It cannot have arrived later than today.", {
              hint: "Give the day on which the person asked.",
            });
          const made = await insertInquiry(tx, accountId, {
            contactId: contact.id,
            ...body,
            subject: body.subject.trim(),
            recordedBy: actor.name,
            createdAt: now,
          });
          await touchContacts(tx, [contact.id], now);
          await audit(tx, accountId, actor, "inquiry.recorded", {
            objectType: "contact",
            objectId: contact.publicId,
            detail: { inquiry: made.publicId, channel: body.channel },
          });
          return presentInquiry(made);
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/inquiries/:id",
      permission: write,
      tag,
      summary: "Take back an inquiry that was recorded by mistake.",
      params: IdParams,
      response: Type.Object({ id: Type.String() }),
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const inquiry = await findInquiry(tx, params.id);
          if (!inquiry) throw notFound("inquiry");
          await deleteInquiry(tx, inquiry.id);
          const contact = await findContactById(tx, inquiry.contactId);
          await audit(tx, accountId, actor, "inquiry.removed", {
            objectType: "contact",
            objectId: contact?.publicId ?? "",
            detail: { inquiry: inquiry.publicId },
          });
          return { id: inquiry.publicId };
        }),
    }),
  ];
}

function countryRoutes({ db, clock }: CorrespondenceDeps): RouteSpec[] {
  const present = async (tx: Tx) => ({
    items: (await listCountries(tx)).map((one) => ({
      ...one,
      decidedAt: one.decidedAt.toISOString(),
    })),
  });
  return [
    route({
      method: "GET",
      path: "/api/v1/one-to-one/countries",
      permission: "account.read",
      tag,
      summary:
        "What the account decided for personal advertising to other countries. Germany, Austria and unknown ones need consent.",
      response: CountryPoliciesView,
      handle: ({ accountId }) => db.account(accountId, present),
    }),
    route({
      method: "PUT",
      path: "/api/v1/one-to-one/countries",
      permission: "account.manage",
      tag,
      summary: "Decide for which countries personal advertising may rest on legitimate interest.",
      body: CountryPoliciesSchema,
      response: CountryPoliciesView,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          refuseFixed(body.items.map((one) => one.country));
          const decidedAt = clock.now();
          const before = new Map((await listCountries(tx)).map((one) => [one.country, one]));
          const table = body.items.map((one) => {
            const known = before.get(one.country);
            const same = known && known.policy === one.policy && known.reason === one.reason;
            return same ? known : { ...one, decidedBy: actor.name, decidedAt };
          });
          await replaceCountries(tx, accountId, table);
          await audit(tx, accountId, actor, "one_to_one.countries_changed", {
            objectType: "account",
            detail: { countries: table.map((one) => `${one.country}:${one.policy}`) },
          });
          return present(tx);
        }),
    }),
  ];
}

function refuseFixed(countries: string[]): void {
  const fixed = countries.find((country) => country === "DE" || country === "AT");
  if (fixed)
    throw invalid("country_fixed", `${fixed} always needs consent (LEG-13).`, {
      hint: "Leave it out.",
    });
  const twice = countries.find((country, at) => countries.indexOf(country) !== at);
  if (twice) throw invalid("country_twice", `${twice} stands in the table twice.`);
}
