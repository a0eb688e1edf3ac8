import type {
  NewTransactional,
  SentTransactional,
  TransactionalCategory,
} from "../../contract/correspondence.ts";
import { getAccount, pageTheme, type Account } from "../accounts/index.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { findByAddress, findContact, type Contact } from "../contacts/index.ts";
import type { Finding } from "../content/index.ts";
import { CORRESPONDENCE, queueDelivery, type SingleMessage } from "../delivery/index.ts";
import { findListsByPublicId } from "../lists/index.ts";
import {
  AppError,
  invalid,
  notFound,
  parseEmailAddress,
  type Actor,
  type Locale,
  type Tx,
} from "../platform/index.ts";
import { checkCategory } from "./category.ts";
import { presentTransactional } from "./correspondence.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { insertLetter, setQueued } from "./letters.store.ts";
import { lintTemplate } from "./lint-template.ts";
import { gateOffer, type GateOffer } from "./offer.ts";
import { excluded } from "./send-letter.ts";
import { renderTemplate, type MailFooter, type TemplateSource } from "./template.ts";
import { findTemplateByName, type Template } from "./templates.store.ts";

/** What one mail is made of, from a template or from the call itself. */
interface Order {
  source: TemplateSource;
  category: TransactionalCategory;
  law: string | null;
  locale: Locale;
  listIds: number[];
  offer: GateOffer | null;
  template: Template | null;
}

/**
 * Queues one mail about a transaction, by template or with its own words. Parts that advertise stay only for those who
 * pass an advertising basis at hand-over (LEG-19). Never measured. Throws 409 `excluded` with the gate's reason, 422 for
 * content that may not go out.
 */
export async function sendTransactional(
  tx: Tx,
  deps: CorrespondenceDeps,
  accountId: number,
  actor: Actor,
  input: NewTransactional,
): Promise<SentTransactional> {
  const account = await getAccount(tx);
  const order = await readOrder(tx, account, input);
  const findings = lintTemplate(order.source, {
    hasLists: order.listIds.length > 0 || order.offer !== null,
  });
  refuseBlocking(findings);
  const recipient = await theRecipient(tx, input);
  const rendered = renderTemplate(
    order.source,
    input.variables ?? {},
    footerOf(account, order.locale),
  );
  const now = deps.clock.now();
  const row = await insertLetter(tx, accountId, {
    kind: "transactional",
    contactId: recipient.contact?.id ?? null,
    emailNormalised: recipient.emailNormalised,
    operatorId: actor.kind === "operator" ? (actor.operatorId ?? null) : null,
    sentBy: actor.name,
    category: order.category,
    law: order.law,
    templateId: order.template?.id ?? null,
    advertising: rendered.withoutAdvertising === null ? "none" : "open",
    subject: rendered.whole.subject,
    locale: order.locale,
    at: now,
  });
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "transactional",
    listIds: [],
    targets: [
      {
        contactId: recipient.contact?.id ?? null,
        emailNormalised: recipient.emailNormalised,
        mailId: row.id,
      },
    ],
  });
  const decision = decide(facts!, "transactional", now);
  if (decision.kind === "excluded") throw excluded(decision.reason);
  const message: SingleMessage = {
    ...rendered.whole,
    locale: order.locale,
    autoSubmitted: true,
    ...(rendered.withoutAdvertising && {
      withoutAdvertising: {
        html: rendered.withoutAdvertising.html,
        text: rendered.withoutAdvertising.text,
        listIds: order.listIds,
        offer: order.offer,
      },
    }),
  };
  const delivery = await queueDelivery(tx, deps, accountId, {
    recipient: decision.recipient,
    email: recipient.email,
    message,
    reference: { type: CORRESPONDENCE, id: row.id },
  });
  const queued = await setQueued(tx, row.id, {
    basis: decision.basis,
    deliveryId: delivery.id,
  });
  return { ...presentTransactional(queued, new Map()), warnings: findings };
}

export function footerOf(account: Account, locale: Locale): MailFooter {
  const { legalName, imprintLines, privacyUrl } = pageTheme(account, locale);
  return { legalName, imprintLines, privacyUrl, locale };
}

export function refuseBlocking(findings: Finding[]): void {
  const blocking = findings.filter((finding) => finding.severity === "block");
  if (blocking.length > 0)
    throw new AppError("content_refused", 422, "The content may not be sent as it is.", {
      hint: "Mend what the findings name.",
      errors: blocking.map(({ part, rule, message }) => ({
        path: part,
        message: `${rule}: ${message.en}`,
      })),
    });
}

/** What a template offers to existing customers. */
export function offerOf(
  template: Pick<Template, "offerCategoryId" | "offerEntityId">,
): GateOffer | null {
  const { offerCategoryId, offerEntityId } = template;
  if (offerCategoryId === null || offerEntityId === null) return null;
  return { categoryId: offerCategoryId, entityId: offerEntityId };
}

/** The account's lists behind these ids; 400 when one is not. */
export async function listIdsOf(tx: Tx, publicIds: readonly string[]): Promise<number[]> {
  const wanted = [...new Set(publicIds)];
  const found = await findListsByPublicId(tx, wanted);
  if (found.length !== wanted.length)
    throw invalid("list_unknown", "Not every list is one of this account.", {
      hint: "Check `advertisingListIds` with GET /api/v1/lists.",
    });
  return found.map((list) => list.id);
}

async function readOrder(tx: Tx, account: Account, input: NewTransactional): Promise<Order> {
  const { template: name, subject, html, text, category, law, locale } = input;
  if (name !== undefined) {
    const own = {
      subject,
      html,
      text,
      category,
      law,
      advertisingListIds: input.advertisingListIds,
      advertisingOffer: input.advertisingOffer,
    };
    const given = Object.entries(own).filter(([, value]) => value !== undefined);
    if (given.length > 0)
      throw invalid("template_or_words", "Give a template, or words of its own, not both.", {
        errors: given.map(([path]) => ({ path, message: "stands in the template" })),
      });
    const template = await findTemplateByName(tx, name);
    if (!template) throw notFound("template");
    return {
      source: template,
      category: checkCategory(template.category, template.law),
      law: template.law,
      locale: template.locale,
      listIds: template.advertisingListIds,
      offer: offerOf(template),
      template,
    };
  }
  const missing = Object.entries({ subject, html, category }).filter(([, value]) => !value);
  if (missing.length > 0)
    throw invalid("words_missing", "A mail needs a template, or subject, html and category.", {
      errors: missing.map(([path]) => ({ path, message: "is missing" })),
    });
  return {
    source: { subject: subject!, html: html!, text: text ?? "" },
    category: checkCategory(category!, law ?? null),
    law: law ?? null,
    locale: locale ?? account.locale,
    listIds: await listIdsOf(tx, input.advertisingListIds ?? []),
    offer: await gateOffer(tx, input.advertisingOffer),
    template: null,
  };
}

/** The contact, or the address; an address that belongs to one contact only is theirs. */
async function theRecipient(
  tx: Tx,
  { email, contactId }: NewTransactional,
): Promise<{ contact: Contact | null; email: string; emailNormalised: string }> {
  if ((email === undefined) === (contactId === undefined))
    throw invalid("recipient_missing", "Give `email` or `contactId`, one of the two.");
  if (contactId !== undefined) {
    const contact = await findContact(tx, contactId);
    if (!contact) throw notFound("contact");
    return { contact, email: contact.email, emailNormalised: contact.emailNormalised };
  }
  const address = parseEmailAddress(email!);
  if (!address.ok)
    throw invalid("address_not_valid", `This is not an e-mail address: ${address.reason}.`, {
      hint: "Expected a form such as name@example.org.",
    });
  const people = await findByAddress(tx, address.normalised);
  return {
    contact: people.length === 1 ? people[0]! : null,
    email: address.address,
    emailNormalised: address.normalised,
  };
}
