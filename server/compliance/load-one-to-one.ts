import { subjectHash } from "../consent/index.ts";
import type { Clock, Keys, Tx } from "../platform/index.ts";
import type { ExistingCustomerFacts, OneToOneFacts, RecipientFacts } from "./facts.ts";
import type { Offer } from "./existing-customer.store.ts";
import { ALIKE, countryOf, countryPolicyOf, likeness } from "./one-to-one.ts";
import {
  contactForPolicy,
  countryTable,
  findLetter,
  hasSalesConsent,
  inquiryDay,
  sentToday,
  sketchesOfOthers,
} from "./one-to-one.store.ts";

/** A mail that is being written: what the gate is asked before there is a row of it. */
export interface OneToOneDraft {
  operatorId: number;
  reasonGiven: boolean;
  originGiven: boolean;
  inquiryId: number | null;
  /** What it offers, and which own company does. */
  offer?: Offer | null;
  /** See `sketchBody`; empty while nothing is written. */
  bodySketch: Buffer;
}

const WEEK_MS = 7 * 86_400_000;

/** Nobody sold anything to this person, as far as is known. */
const noCustomer: ExistingCustomerFacts = {
  sale: false,
  addressFromSale: false,
  sameEntity: false,
  similar: false,
  noticeAtSale: false,
  lastContractOn: "1970-01-01",
};

/** Adds to a recipient's facts what LEG-12 and LEG-13 ask of a personal mail. Unknown mails stay without facts. */
export async function withOneToOne(
  tx: Tx,
  deps: { keys: Keys; clock: Clock },
  accountId: number,
  facts: RecipientFacts,
  asked: { mailId?: number | null; draft?: OneToOneDraft },
): Promise<RecipientFacts> {
  const { contactId, emailNormalised } = facts;
  if (contactId === null || emailNormalised === undefined) return facts;
  const contact = await contactForPolicy(tx, contactId);
  const mail = await theMail(tx, contactId, asked);
  if (!contact || !mail || mail.operatorId === null) return facts;
  const now = deps.clock.now();
  const subject = contact.pot === "core" ? { contactId } : { emailNormalised };
  const others = await sketchesOfOthers(
    tx,
    emailNormalised,
    new Date(now.getTime() - WEEK_MS),
    mail.id,
  );
  const alike = others.filter(
    (other) => mail.sketch.length > 0 && likeness(mail.sketch, other.bodySketch) > ALIKE,
  );
  const oneToOne: OneToOneFacts = {
    reasonGiven: mail.reasonGiven,
    originGiven: mail.originGiven,
    salesConsent: await hasSalesConsent(tx, subjectHash(deps.keys, accountId, subject)),
    inquiryOn: mail.inquiryOn,
    countryPolicy: countryPolicyOf(
      countryOf(contact.custom, emailNormalised).code,
      await countryTable(tx),
    ),
    sentTodayByOperator: await sentToday(tx, mail.operatorId, now, mail.id),
    alikeBodies: new Set(alike.map((other) => other.emailNormalised)).size,
  };
  return { ...facts, existingCustomer: facts.existingCustomer ?? noCustomer, oneToOne };
}

async function theMail(
  tx: Tx,
  contactId: number,
  asked: { mailId?: number | null; draft?: OneToOneDraft },
) {
  if (asked.draft) {
    const { draft } = asked;
    return {
      id: null,
      operatorId: draft.operatorId,
      reasonGiven: draft.reasonGiven,
      originGiven: draft.originGiven,
      inquiryOn: draft.inquiryId === null ? null : await inquiryDay(tx, contactId, draft.inquiryId),
      sketch: draft.bodySketch,
    };
  }
  const row = asked.mailId == null ? undefined : await findLetter(tx, asked.mailId);
  return row && { ...row, sketch: row.bodySketch ?? Buffer.alloc(0) };
}
