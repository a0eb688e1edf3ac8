import type { LetterAnswer, NewLetter, OneToOneView } from "../../contract/correspondence.ts";
import { exclusionReasons } from "../../contract/reasons.ts";
import { getAccount, pageTheme, type Account } from "../accounts/index.ts";
import {
  countryOf,
  countryPolicyOf,
  decide,
  loadFacts,
  sketchBody,
  type Decision,
  type OneToOneDraft,
} from "../compliance/index.ts";
import { addressHash, displayName, type Contact } from "../contacts/index.ts";
import type { BuiltMail } from "../content/index.ts";
import { endsOfSingles } from "../delivery/index.ts";
import { formatDay } from "../pages/index.ts";
import { type Actor, conflict, invalid, type Locale, type Tx, voiceOf } from "../platform/index.ts";
import { senderForMail } from "../senders/index.ts";
import {
  dayOf,
  INQUIRY_DAYS,
  originOf,
  presentLetter,
  type Ends,
  type LetterRow,
} from "./correspondence.ts";
import { listCountries } from "./countries.store.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { gateOffer } from "./offer.ts";
import { findInquiry, inquiriesOf, type Inquiry } from "./inquiries.store.ts";
import { lettersOfContact } from "./letters.store.ts";
import { personalFrom, writePersonalMail } from "./personal-mail.ts";
import { describeSource } from "./source-words.ts";

const DAY_MS = 86_400_000;
const SHOWN = 20;

/** What is missing before anything can be written in this account to this person (LEG-12, CNT-04, CNT-05). */
export function missingFor(account: Account, contact: Contact): OneToOneView["missing"] {
  const theme = pageTheme(account, account.locale);
  return [
    ...(theme.privacyUrl === undefined ? ["privacy_notice" as const] : []),
    ...(theme.imprintLines.length === 0 ? ["imprint" as const] : []),
    ...(originOf(contact) === null ? ["origin" as const] : []),
  ];
}

export function presentAnswer(decision: Decision): LetterAnswer {
  return decision.kind === "cleared"
    ? { allowed: true, basis: decision.basis, reason: null, rule: null }
    : {
        allowed: false,
        basis: null,
        reason: decision.reason,
        rule: exclusionReasons[decision.reason].rule,
      };
}

export function presentInquiry(inquiry: Inquiry) {
  const until = new Date(Date.parse(`${inquiry.receivedOn}T00:00:00Z`) + INQUIRY_DAYS * DAY_MS);
  return {
    id: inquiry.publicId,
    receivedOn: inquiry.receivedOn,
    channel: inquiry.channel,
    subject: inquiry.subject,
    recordedBy: inquiry.recordedBy,
    answerableUntil: until.toISOString().slice(0, 10),
  };
}

/** A personal mail is written by a person, not by a program (LEG-12). */
export function writingOperator(actor: Actor): number {
  if (actor.kind === "operator" && actor.operatorId !== undefined) return actor.operatorId;
  throw conflict("operator_needed", "A personal mail is written by an operator who is signed in.", {
    hint: "For mails by programs see POST /api/v1/transactional.",
  });
}

/** Asks the gate about a mail that is being written. */
export async function askAboutDraft(
  tx: Tx,
  deps: CorrespondenceDeps,
  contact: Contact,
  draft: OneToOneDraft,
): Promise<Decision> {
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "one_to_one",
    listIds: [],
    targets: [{ contactId: contact.id, emailNormalised: contact.emailNormalised, draft }],
  });
  return decide(facts!, "one_to_one", deps.clock.now());
}

/** Everything an operator sees before writing: whether, on what basis, and why not. */
export async function viewBeforeWriting(
  tx: Tx,
  deps: CorrespondenceDeps,
  accountId: number,
  contact: Contact,
  actor: Actor,
): Promise<OneToOneView> {
  const operatorId = writingOperator(actor);
  const account = await getAccount(tx);
  const origin = originOf(contact);
  const inquiries = await inquiriesOf(tx, contact.id);
  const draft: OneToOneDraft = {
    operatorId,
    reasonGiven: true,
    originGiven: origin !== null,
    inquiryId: null,
    offer: null,
    bodySketch: Buffer.alloc(0),
  };
  const ask = (change: Partial<OneToOneDraft>) =>
    askAboutDraft(tx, deps, contact, { ...draft, ...change });
  const [newest] = inquiries;
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "one_to_one",
    listIds: [],
    targets: [{ contactId: contact.id, emailNormalised: contact.emailNormalised, draft }],
  });
  const sender = await senderForMail(tx, account, null);
  const { code, from } = countryOf(contact.custom, contact.emailNormalised);
  const table = new Map((await listCountries(tx)).map((one) => [one.country, one.policy]));
  const letters = await lettersOfContact(tx, contact.id, SHOWN);
  const ends = await endsOf(tx, letters);
  const locale = contact.locale ?? account.locale;
  return {
    contact: { id: contact.publicId, name: displayName(contact), email: contact.email },
    locale,
    answer: presentAnswer(decide(facts!, "one_to_one", deps.clock.now())),
    reply: newest ? presentAnswer(await ask({ inquiryId: newest.id })) : null,
    country: { code, from, policy: countryPolicyOf(code, table) },
    origin: origin && { source: origin.source, on: dayOf(origin.at, account.timezone) },
    sender: {
      name: personalFrom(actor.name, sender.fromName, locale),
      address: sender.fromAddress,
    },
    sentToday: facts!.oneToOne?.sentTodayByOperator ?? 0,
    dailyLimit: facts!.policy?.oneToOneADay ?? 0,
    missing: missingFor(account, contact),
    inquiries: inquiries.map(presentInquiry),
    letters: letters.map((row) => presentLetter(row, ends, { keys: deps.keys, seesText: true })),
  };
}

export async function endsOf(tx: Tx, letters: LetterRow[]): Promise<Ends> {
  const ids = letters.flatMap((row) => row.deliveryId ?? []);
  return new Map((await endsOfSingles(tx, ids)).map((end) => [end.deliveryId, end]));
}

/** A mail as it will be: its facts for the gate, and its words. */
export interface WrittenLetter {
  account: Account;
  operatorId: number;
  locale: Locale;
  inquiry: Inquiry | null;
  origin: { source: string; at: Date };
  draft: OneToOneDraft;
  fromName: string;
  objectionUrl: string;
  mail: BuiltMail;
}

/** Reads and sets what an operator wrote. Throws 400 for what may not stand in it, 409 for what the account lacks. */
export async function readLetter(
  tx: Tx,
  deps: CorrespondenceDeps,
  accountId: number,
  contact: Contact,
  actor: Actor,
  input: NewLetter,
): Promise<WrittenLetter> {
  const operatorId = writingOperator(actor);
  const account = await getAccount(tx);
  const missing = missingFor(account, contact);
  const origin = originOf(contact);
  const locale = input.locale ?? contact.locale ?? account.locale;
  const theme = pageTheme(account, locale);
  if (missing.length > 0 || origin === null || theme.privacyUrl === undefined)
    throw conflict("settings_incomplete", `This is missing: ${missing.join(", ")}.`, {
      hint: "Complete imprint and privacy notice in the settings, and the origin of the contact's data.",
      extra: { missing },
    });
  const inquiry = await theInquiry(tx, contact, input);
  refuseDeception(input, contact);
  const now = deps.clock.now();
  const token = deps.links.make("objection", {
    accountId,
    listId: 0,
    contactId: contact.id,
    addressHash: addressHash(deps.keys, accountId, contact.emailNormalised),
    mailingId: 0,
    issuedAt: now,
  });
  const objectionUrl = `${deps.pagesUrl}/o/${token}`;
  const sender = await senderForMail(tx, account, null);
  return {
    account,
    operatorId,
    locale,
    inquiry,
    origin,
    objectionUrl,
    fromName: personalFrom(actor.name, sender.fromName, locale),
    draft: {
      operatorId,
      reasonGiven: input.reasonText.trim() !== "",
      originGiven: true,
      inquiryId: inquiry?.id ?? null,
      offer: await gateOffer(tx, input.offer),
      bodySketch: sketchBody(deps.keys, accountId, input.text, contact),
    },
    mail: writePersonalMail({
      locale,
      theme,
      subject: input.subject,
      text: input.text,
      operatorName: actor.name,
      reason: input.reason,
      reasonText: input.reasonText.trim(),
      originSource: describeSource(origin.source, voiceOf(locale, theme)),
      originDay: formatDay(origin.at, { locale, timeZone: account.timezone }),
      offersSimilar: input.offer !== undefined,
      objectionUrl,
      privacyUrl: theme.privacyUrl,
    }),
  };
}

async function theInquiry(tx: Tx, contact: Contact, input: NewLetter): Promise<Inquiry | null> {
  if (input.reason !== "inquiry") return null;
  const found = input.inquiryId === undefined ? undefined : await findInquiry(tx, input.inquiryId);
  if (!found || found.contactId !== contact.id)
    throw invalid("inquiry_missing", "Which inquiry this answers is missing.", {
      hint: "Record it: POST /api/v1/contacts/:id/inquiries, and give its id as `inquiryId`.",
    });
  return found;
}

/** CNT-08: no answer that answers nothing. CNT-12: no address of a person in a link. */
function refuseDeception(input: NewLetter, contact: Contact): void {
  if (input.reason !== "inquiry" && /^\s*(re|aw|antw|fwd?|wg)\s*:/i.test(input.subject))
    throw invalid("subject_deceptive", "The subject pretends to be an answer.", {
      hint: "Leave “Re:” or “AW:” away, or link the inquiry you answer.",
    });
  const links = input.text.match(/https?:\/\/\S+/g) ?? [];
  const address = contact.emailNormalised.toLowerCase();
  if (links.some((link) => decoded(link).includes(address)))
    throw invalid("link_personal", "A link in the text holds the person's address.", {
      hint: "Remove it from the link.",
    });
}

function decoded(link: string): string {
  try {
    return decodeURIComponent(link).toLowerCase();
  } catch {
    return link.toLowerCase();
  }
}
