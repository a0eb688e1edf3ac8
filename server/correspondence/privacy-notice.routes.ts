import {
  IdParams,
  NewPrivacyNoticeSchema,
  PrivacyNoticeSchema,
  SentLetterSchema,
} from "../../contract/correspondence.ts";
import { ChosenPeopleSchema, DutyAnswerSchema } from "../../contract/data-requests.ts";
import { audit } from "../accounts/index.ts";
import { findContact, type Contact } from "../contacts/index.ts";
import { notFound, route, type RouteSpec, type Tx } from "../platform/index.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { sendToUninformed } from "./send-to-uninformed.ts";
import { sendPrivacyNotice, viewPrivacyNotice } from "./send-privacy-notice.ts";

const tag = "Privacy notice";
const permission = "privacy_notice.send";

/** The notice of Art. 14 GDPR to one person: to look at, and to send. */
export function privacyNoticeRoutes(deps: CorrespondenceDeps): RouteSpec[] {
  const path = "/api/v1/contacts/:id/privacy-notice";
  return [
    route({
      method: "GET",
      path,
      permission,
      tag,
      summary: "The notice as this person would get it. The look is written to the audit log.",
      params: IdParams,
      response: PrivacyNoticeSchema,
      handle: ({ accountId, actor, params }) =>
        deps.db.account(accountId, async (tx) => {
          const contact = await theContact(tx, params.id);
          const view = await viewPrivacyNotice(tx, deps, contact);
          await audit(tx, accountId, actor, "contact.viewed", {
            objectType: "contact",
            objectId: contact.publicId,
          });
          return view;
        }),
    }),
    route({
      method: "POST",
      path,
      permission,
      tag,
      summary: "Send the notice of Art. 14 GDPR; its acceptance is recorded in the ledger.",
      params: IdParams,
      body: NewPrivacyNoticeSchema,
      response: SentLetterSchema,
      status: 202,
      handle: ({ accountId, actor, params, body }) =>
        deps.db.account(accountId, async (tx) => {
          const contact = await theContact(tx, params.id);
          const sent = await sendPrivacyNotice(tx, deps, accountId, contact, actor, body);
          await audit(tx, accountId, actor, "privacy_notice.sent", {
            objectType: "contact",
            objectId: contact.publicId,
            detail: { letter: sent.id },
          });
          return sent;
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/information-duties/send",
      permission: "privacy.manage",
      tag,
      summary: "Send the notice to people who are still to be told, 200 at a time.",
      body: ChosenPeopleSchema,
      response: DutyAnswerSchema,
      status: 202,
      handle: ({ accountId, actor, body }) =>
        deps.db.account(accountId, async (tx) => {
          const answer = await sendToUninformed(tx, deps, accountId, actor, body.contactIds);
          await audit(tx, accountId, actor, "information.sent", {
            detail: { contacts: answer.done, left: answer.left.length },
          });
          return answer;
        }),
    }),
  ];
}

async function theContact(tx: Tx, publicId: string): Promise<Contact> {
  const contact = await findContact(tx, publicId);
  if (!contact) throw notFound("contact");
  return contact;
}
