import { createHash } from "node:crypto";
import { pageTheme, type Account } from "../accounts/index.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { movePermission, recordEntries, type Evidence } from "../consent/index.ts";
import { addressHash, changeAddress, findContactById, lockAddress } from "../contacts/index.ts";
import { buildSystemMail, type BuiltMail } from "../content/index.ts";
import { queueDelivery } from "../delivery/index.ts";
import { markUnsubscribed, moveSubscriptions, subscriptionsOfAddress } from "../lists/index.ts";
import { hashToken, outbox, randomToken, type Locale, type Tx } from "../platform/index.ts";
import type { Access } from "./access.ts";
import type { PreferenceDeps } from "./deps.ts";
import { DAY_MS } from "./parameters.ts";
import type { PreferenceLink } from "./preference-link.ts";
import {
  expireOtherChanges,
  finishLink,
  insertLink,
  lockLink,
  setLinkAcceptance,
} from "./preference-links.store.ts";

const TOKEN_PLACEHOLDER = "{token}";
/** What a delivery of the confirming mail refers to. */
export const ADDRESS_CHANGE = "address_change";

/** Enough for its owner to recognise, nothing for a stranger who got the mail by a typing error. */
export function maskAddress(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
}

/**
 * Asks the new address to confirm, and tells the old one (DOI-14). Until then the old one stays and nothing else goes
 * to the new one. The gate and the limits of opt-in mails hold; the page answers the same in any case.
 */
export async function requestAddressChange(
  tx: Tx,
  deps: PreferenceDeps,
  access: Access & { contact: NonNullable<Access["contact"]> },
  to: { address: string; normalised: string },
): Promise<"sent" | "silent"> {
  const { account, context, contact } = access;
  const now = deps.clock.now();
  const { locale } = context;
  await lockAddress(tx, account.id, to.normalised);
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "opt_in",
    listIds: [],
    targets: [{ contactId: null, emailNormalised: to.normalised }],
  });
  const decision = decide(facts!, "opt_in", now);
  if (decision.kind === "excluded") return "silent";
  if ((await deps.optIn.admit(tx, account.id, to.normalised)) !== "admitted") return "silent";
  const expiresAt = new Date(now.getTime() + (await deps.optIn.days(tx)) * DAY_MS);
  const mail = buildSystemMail(
    pageTheme(account, locale),
    { locale, timeZone: account.timezone },
    {
      kind: "address_change",
      oldAddress: maskAddress(contact.email),
      newAddress: to.address,
      url: `${deps.pagesUrl}/z/${TOKEN_PLACEHOLDER}`,
      expiresAt,
    },
  );
  const token = randomToken(24);
  const link = await insertLink(tx, account.id, {
    kind: "address_change",
    tokenHash: hashToken(token),
    contactId: contact.id,
    email: contact.email,
    emailNormalised: contact.emailNormalised,
    newEmail: to.address,
    newEmailNormalised: to.normalised,
    locale,
    formPublicId: access.formPublicId,
    mail,
    mailSha256: mailSha256(mail),
    createdAt: now,
    expiresAt,
  });
  await queueDelivery(tx, deps, account.id, {
    recipient: decision.recipient,
    email: to.address,
    message: { ...withToken(mail, token), locale, autoSubmitted: true },
    reference: { type: ADDRESS_CHANGE, id: link.id },
  });
  await tellOldAddress(tx, deps, account, contact, { locale, newAddress: to.address });
  return "sent";
}

/** The security note to the address that is still the person's. */
async function tellOldAddress(
  tx: Tx,
  deps: PreferenceDeps,
  account: Account,
  contact: { id: number; email: string; emailNormalised: string },
  news: { locale: Locale; newAddress: string },
): Promise<void> {
  const now = deps.clock.now();
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "system",
    listIds: [],
    targets: [{ contactId: contact.id, emailNormalised: contact.emailNormalised }],
  });
  const decision = decide(facts!, "system", now);
  if (decision.kind === "excluded") return;
  const theme = pageTheme(account, news.locale);
  const mail = buildSystemMail(
    theme,
    { locale: news.locale, timeZone: account.timezone },
    {
      kind: "address_change_notice",
      newAddress: maskAddress(news.newAddress),
      requestedAt: now,
      contactEmail: theme.contactEmail,
    },
  );
  await queueDelivery(tx, deps, account.id, {
    recipient: decision.recipient,
    email: contact.email,
    message: { ...mail, locale: news.locale, autoSubmitted: true },
  });
}

/**
 * The press of "Ja, Adresse bestätigen", in one transaction: contact, subscriptions and permission move, and an entry
 * for each of the two addresses names the other (DOI-14). Undefined for a token that is not ours.
 */
export async function confirmAddressChange(
  tx: Tx,
  deps: PreferenceDeps,
  account: Account,
  token: string,
): Promise<"changed" | "repeated" | "over" | undefined> {
  const link = await lockLink(tx, hashToken(token));
  if (!link || link.kind !== "address_change") return undefined;
  if (link.state === "done") return "repeated";
  const now = deps.clock.now();
  const { emailNormalised: from, newEmailNormalised: to, newEmail } = link;
  if (link.state !== "open" || link.expiresAt <= now || from === null || to === null) return "over";
  const contact = link.contactId === null ? undefined : await findContactById(tx, link.contactId);
  if (!contact || contact.emailNormalised !== from) return "over";
  await changeAddress(tx, contact.id, {
    email: newEmail!,
    emailNormalised: to,
    addressHash: addressHash(deps.keys, account.id, to),
    origin: { source: "preferences", at: now.toISOString() },
    now,
  });
  await moveSubscriptions(tx, from, to);
  // What the new address had already stays as it is; the old address is left with nothing.
  for (const rest of await subscriptionsOfAddress(tx, from))
    await markUnsubscribed(tx, rest.listId, from, now);
  await movePermission(tx, from, to);
  await recordEntries(
    tx,
    deps,
    account.id,
    [from, to].map((emailNormalised) => ({
      subject: { emailNormalised },
      kind: "address_changed" as const,
      payload: evidenceOf(link, now),
    })),
  );
  await finishLink(tx, link.id, now);
  await expireOtherChanges(tx, from);
  await outbox.publish(tx, account.id, { type: "contact.address_changed", contactId: contact.id });
  return "changed";
}

function evidenceOf(link: PreferenceLink, now: Date): Evidence {
  const { mail, acceptance } = link;
  return {
    channel: "double_opt_in",
    oldAddress: link.email,
    newAddress: link.newEmail,
    locale: link.locale,
    requestedAt: link.createdAt.toISOString(),
    ...(link.landingFirstAt === null ? {} : { landingAt: link.landingFirstAt.toISOString() }),
    confirmedAt: now.toISOString(),
    ...(mail === null
      ? {}
      : {
          mail: {
            subject: mail.subject,
            text: mail.text,
            sha256: link.mailSha256!.toString("hex"),
            ...(acceptance === null
              ? {}
              : {
                  messageId: acceptance.messageId,
                  acceptedAt: acceptance.at,
                  smtpReply: acceptance.reply,
                }),
          },
          mailHtml: mail.html,
        }),
  };
}

/** Keeps the receiving server's word on the mail to the new address (DOI-08). Safe to run twice. */
export async function noteMailEnd(
  deps: PreferenceDeps,
  event: { accountId: number; payload: Record<string, unknown> },
): Promise<void> {
  const { referenceType, referenceId, outcome, reply, messageId, at } = event.payload;
  if (referenceType !== ADDRESS_CHANGE || outcome !== "accepted") return;
  await deps.db.account(event.accountId, (tx) =>
    setLinkAcceptance(tx, Number(referenceId), {
      at: String(at),
      reply: String(reply ?? ""),
      messageId: String(messageId ?? ""),
    }),
  );
}

function mailSha256(mail: BuiltMail): Buffer {
  return createHash("sha256")
    .update(JSON.stringify([mail.subject, mail.html, mail.text]), "utf8")
    .digest();
}

function withToken(mail: BuiltMail, token: string): BuiltMail {
  const fill = (text: string) => text.replaceAll(TOKEN_PLACEHOLDER, token);
  return { subject: mail.subject, html: fill(mail.html), text: fill(mail.text) };
}
