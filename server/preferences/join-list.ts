import type { Account } from "../accounts/index.ts";
import { recordEntry } from "../consent/index.ts";
import { addressHash } from "../contacts/index.ts";
import { upsertConfirmed, type List } from "../lists/index.ts";
import { outbox, type Locale, type Tx } from "../platform/index.ts";
import { liftByAddress } from "../suppression/index.ts";
import { listDeclaration } from "./declarations.ts";
import type { PreferenceDeps } from "./deps.ts";

/**
 * Switches a newsletter on for an address that has just been proven by a fresh link: no second opt-in, but a consent
 * of its own with the wording as it was shown (DSR-17). False while the list has no wording to agree to.
 */
export async function joinList(
  tx: Tx,
  deps: PreferenceDeps,
  account: Account,
  input: {
    list: List;
    contactId: number;
    emailNormalised: string;
    locale: Locale;
    form: { publicId: string; version: number } | undefined;
    /** When the link was sent that proves the address. */
    linkSentAt: Date;
  },
): Promise<boolean> {
  const { list, contactId, emailNormalised, locale, form } = input;
  const declaration = await listDeclaration(tx, account, list, locale);
  if (!declaration) return false;
  const now = deps.clock.now();
  const source = form === undefined ? "preferences" : `form:${form.publicId}`;
  const entry = await recordEntry(tx, deps, {
    accountId: account.id,
    subject: { emailNormalised },
    kind: "consent_granted",
    purpose: "newsletter",
    listId: list.id,
    wordingVersionId: declaration.versionId,
    payload: {
      channel: "preference_page",
      source,
      ...(form === undefined ? {} : { form: { id: form.publicId, version: form.version } }),
      page: `${deps.pagesUrl}/z/`,
      list: { id: list.publicId, name: list.name },
      shownText: declaration.text,
      locale,
      privacyNotice: {
        url: account.privacy.noticeUrl ?? "",
        version: account.privacy.noticeVersion ?? "",
      },
      grantedAt: now.toISOString(),
      addressProvenBy: "access_link",
      linkSentAt: input.linkSentAt.toISOString(),
    },
  });
  await upsertConfirmed(tx, account.id, {
    listId: list.id,
    emailNormalised,
    contactId,
    proof: "verified_address",
    flag: null,
    entryId: entry.entryId,
    wordingVersionId: declaration.versionId,
    source,
    at: now,
  });
  const hash = addressHash(deps.keys, account.id, emailNormalised);
  const reason = `consent ${entry.publicId}`;
  await liftByAddress(tx, "list_address", hash, { listId: list.id, at: now, reason });
  await liftByAddress(tx, "newsletters_address", hash, { at: now, reason });
  await outbox.publish(tx, account.id, {
    type: "subscription.confirmed",
    contactId,
    listIds: [list.id],
  });
  return true;
}
