import { findAccountById, type Account } from "../accounts/index.ts";
import { addressHash, findByAddress, findContactById, type Contact } from "../contacts/index.ts";
import type { LinkSubject } from "../lists/index.ts";
import type { PageContext } from "../pages/index.ts";
import { hashToken, type Call, type Tx } from "../platform/index.ts";
import type { PreferenceDeps } from "./deps.ts";
import { openContext } from "./page-context.ts";
import { VIEW_MS } from "./parameters.ts";
import type { PreferenceLink } from "./preference-link.ts";
import { accountOfLink, findLink } from "./preference-links.store.ts";

/** What a link opens: whose settings, and how far (architecture, "Tokens in links"). */
export interface Access {
  /**
   * `mail`: a newsletter's own link, for 30 days, shows subscriptions and switches and ends things.
   * `fresh`: a link just sent to the address on request; everything.
   */
  scope: "mail" | "fresh";
  account: Account;
  context: PageContext;
  /** Path of the page, without a slash at the end. */
  path: string;
  email: string;
  emailNormalised: string;
  addressHash: Buffer;
  /** The person the link is bound to; undefined where several share the address and it named none (DSR-15). */
  contact: Contact | undefined;
  /** Other people use the address: what belongs to all of them is neither shown nor erased for one (DSR-15). */
  isShared: boolean;
  until: Date;
  /** When the link was written. */
  issuedAt: Date;
  formPublicId: string | null;
}

/** A mail's link whose time to show data is over, or whose reader has gone: it still ends things (DSR-13, TRK-15). */
export interface StaleAccess {
  scope: "stale";
  account: Account;
  context: PageContext;
  path: string;
  subject: LinkSubject;
  /** The person, if the address is still theirs. */
  contact: Contact | undefined;
}

export async function openMailAccess(
  tx: Tx,
  deps: PreferenceDeps,
  call: Call,
  token: string,
  subject: LinkSubject,
): Promise<Access | StaleAccess | undefined> {
  const contact = await findContactById(tx, subject.contactId);
  const opened = await openContext(tx, subject.accountId, call, contact?.locale);
  if (!opened) return undefined;
  const { account, context } = opened;
  const path = `/v/${token}`;
  const until = new Date(subject.issuedAt.getTime() + VIEW_MS);
  const isOwn =
    contact !== undefined &&
    addressHash(deps.keys, account.id, contact.emailNormalised).equals(subject.addressHash);
  if (!isOwn || until <= deps.clock.now())
    return {
      scope: "stale",
      account,
      context,
      path,
      subject,
      contact: isOwn ? contact : undefined,
    };
  return {
    scope: "mail",
    account,
    context,
    path,
    email: contact.email,
    emailNormalised: contact.emailNormalised,
    addressHash: subject.addressHash,
    contact,
    isShared: (await findByAddress(tx, contact.emailNormalised)).length > 1,
    until,
    issuedAt: subject.issuedAt,
    formPublicId: null,
  };
}

/** The account of a link that was sent on request; null for a token that is not ours. */
export async function accountOfToken(deps: PreferenceDeps, token: string): Promise<number | null> {
  return deps.db.instance((tx) => accountOfLink(tx, hashToken(token)));
}

export interface OpenedLink {
  link: PreferenceLink;
  account: Account;
  context: PageContext;
}

export async function openLink(
  tx: Tx,
  accountId: number,
  call: Call,
  token: string,
): Promise<OpenedLink | undefined> {
  const link = await findLink(tx, hashToken(token));
  if (!link) return undefined;
  const opened = await openContext(tx, accountId, call, link.locale);
  return opened && { link, ...opened };
}

/** Everything for the person behind a fresh link; undefined when its hour is over or the person is gone. */
export async function openFreshAccess(
  tx: Tx,
  deps: PreferenceDeps,
  token: string,
  { link, account, context }: OpenedLink,
): Promise<Access | undefined> {
  const { email, emailNormalised } = link;
  const isOpen = link.kind === "access" && link.expiresAt > deps.clock.now();
  if (!isOpen || email === null || emailNormalised === null) return undefined;
  const people = await findByAddress(tx, emailNormalised);
  if (people.length === 0) return undefined;
  return {
    scope: "fresh",
    account,
    context,
    path: `/z/${token}`,
    email,
    emailNormalised,
    addressHash: addressHash(deps.keys, account.id, emailNormalised),
    contact: people.find((one) => one.id === link.contactId),
    isShared: people.length > 1,
    until: link.expiresAt,
    issuedAt: link.createdAt,
    formPublicId: link.formPublicId,
  };
}

/** Reads the access once more after something changed. */
export async function refreshed(tx: Tx, access: Access): Promise<Access> {
  const contact = access.contact && (await findContactById(tx, access.contact.id));
  const account = await findAccountById(tx, access.account.id);
  return { ...access, contact, account: account ?? access.account };
}
