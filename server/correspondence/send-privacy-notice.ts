import type { PrivacyNoticeView, SentLetter } from "../../contract/correspondence.ts";
import { getAccount, pageTheme, type Account } from "../accounts/index.ts";
import { decide, loadFacts, type Decision } from "../compliance/index.ts";
import { profilingStates } from "../consent/index.ts";
import { addressHash, allFields, type Contact } from "../contacts/index.ts";
import type { BuiltMail } from "../content/index.ts";
import { CORRESPONDENCE, endsOfSingles, queueDelivery } from "../delivery/index.ts";
import { findListsById, listTexts, subscriptionsOfAddress } from "../lists/index.ts";
import { conflict, type Actor, type Locale, type Tx } from "../platform/index.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { insertLetter, lastNotice, setQueued } from "./letters.store.ts";
import { writePrivacyNotice } from "./privacy-notice-mail.ts";
import { excluded } from "./send-letter.ts";
import { presentAnswer } from "./write-letter.ts";

/** What the account's settings lack for a complete notice (Art. 14(1) GDPR). */
function missingIn(account: Account, locale: Locale): PrivacyNoticeView["missing"] {
  const theme = pageTheme(account, locale);
  return [
    ...(theme.privacyUrl === undefined ? ["privacy_notice" as const] : []),
    ...(theme.imprintLines.length === 0 ? ["imprint" as const] : []),
    ...(theme.contactEmail === undefined ? ["contact" as const] : []),
  ];
}

async function written(
  tx: Tx,
  deps: CorrespondenceDeps,
  account: Account,
  contact: Contact,
  locale: Locale,
): Promise<BuiltMail> {
  const { emailNormalised } = contact;
  const confirmed =
    contact.pot === "newsletter"
      ? (await subscriptionsOfAddress(tx, emailNormalised)).filter(
          (one) => one.state === "confirmed",
        )
      : [];
  const lists = await findListsById(
    tx,
    confirmed.map((one) => one.listId),
  );
  const permission = (await profilingStates(tx, [emailNormalised])).get(emailNormalised);
  const token = deps.links.make("objection", {
    accountId: account.id,
    listId: 0,
    contactId: contact.id,
    addressHash: addressHash(deps.keys, account.id, emailNormalised),
    mailingId: 0,
    issuedAt: deps.clock.now(),
  });
  const fields = await allFields(tx, { archived: true });
  return writePrivacyNotice({
    account,
    contact,
    locale,
    fieldLabels: new Map(fields.map((field) => [field.key, field.label])),
    newsletters: lists.map((list) => listTexts(list, locale).name),
    profiling: contact.pot === "newsletter" && permission?.state === "granted",
    objectionUrl: `${deps.pagesUrl}/o/${token}`,
  });
}

async function ask(tx: Tx, deps: CorrespondenceDeps, contact: Contact): Promise<Decision> {
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "privacy_notice",
    listIds: [],
    targets: [{ contactId: contact.id, emailNormalised: contact.emailNormalised }],
  });
  return decide(facts!, "privacy_notice", deps.clock.now());
}

/** The notice as this person would get it, whether it may go, and when it went last. */
export async function viewPrivacyNotice(
  tx: Tx,
  deps: CorrespondenceDeps,
  contact: Contact,
): Promise<PrivacyNoticeView> {
  const account = await getAccount(tx);
  const locale = contact.locale ?? account.locale;
  const last = await lastNotice(tx, contact.id);
  const [end] = last?.deliveryId == null ? [] : await endsOfSingles(tx, [last.deliveryId]);
  return {
    answer: presentAnswer(await ask(tx, deps, contact)),
    missing: missingIn(account, locale),
    sentAt: end?.outcome === "accepted" ? end.at.toISOString() : null,
    mail: await written(tx, deps, account, contact, locale),
  };
}

/**
 * Sends the notice of Art. 14 GDPR, also to people who are restricted or blacklisted, because the law demands it
 * (DSR-02, DSR-07, UNS-24). When the receiving server has accepted it, the ledger says so (see `noteMailEnd`).
 * Throws 409 for settings that are incomplete, and with the gate's reason.
 */
export async function sendPrivacyNotice(
  tx: Tx,
  deps: CorrespondenceDeps,
  accountId: number,
  contact: Contact,
  actor: Actor,
  input: { locale?: Locale },
): Promise<SentLetter> {
  const account = await getAccount(tx);
  const locale = input.locale ?? contact.locale ?? account.locale;
  const missing = missingIn(account, locale);
  if (missing.length > 0)
    throw conflict("settings_incomplete", `This is missing: ${missing.join(", ")}.`, {
      hint: "Complete imprint, privacy notice and data protection contact in the settings.",
      extra: { missing },
    });
  const decision = await ask(tx, deps, contact);
  if (decision.kind === "excluded") throw excluded(decision.reason);
  const mail = await written(tx, deps, account, contact, locale);
  const row = await insertLetter(tx, accountId, {
    kind: "privacy_notice",
    contactId: contact.id,
    emailNormalised: contact.emailNormalised,
    operatorId: actor.kind === "operator" ? (actor.operatorId ?? null) : null,
    sentBy: actor.name,
    subject: mail.subject,
    locale,
    at: deps.clock.now(),
  });
  const delivery = await queueDelivery(tx, deps, accountId, {
    recipient: decision.recipient,
    email: contact.email,
    message: { ...mail, locale, autoSubmitted: true },
    reference: { type: CORRESPONDENCE, id: row.id },
  });
  await setQueued(tx, row.id, { basis: decision.basis, deliveryId: delivery.id });
  return { id: row.publicId, state: "queued", basis: decision.basis };
}
