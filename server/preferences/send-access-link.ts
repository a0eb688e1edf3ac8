import { pageTheme, type Account } from "../accounts/index.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { findByAddress, lockAddress, type Contact } from "../contacts/index.ts";
import { buildSystemMail } from "../content/index.ts";
import { queueDelivery } from "../delivery/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { countHit, isWithinLimits } from "../pages/index.ts";
import { hashToken, randomToken, type Locale, type Tx } from "../platform/index.ts";
import type { PreferenceDeps } from "./deps.ts";
import { DAY_MS, loadParameters } from "./parameters.ts";
import { insertLink } from "./preference-links.store.ts";

const MINUTE_MS = 60_000;
const BUCKET = "access_mail";

export interface AccessRequest {
  emailNormalised: string;
  locale: Locale;
  /** The form whose tab "Verwalten" was used; its newsletters are listed (DSR-17). */
  formPublicId: string | null;
  /** Whose mail asked for it; without, the only person on the address, or nobody in particular (DSR-15). */
  contactId?: number;
  /** Words of a letter that brings the link, instead of the usual mail. */
  letter?: { subject: string; paragraphs: readonly string[]; button: string };
}

/**
 * Sends a fresh link to "Verwalten" to an address we know, and to nothing else (DSR-11, DSR-13). The same facts are
 * read and the same mail is written for unknown ones, so that both cost alike. The caller answers neutrally.
 */
export async function sendAccessLink(
  tx: Tx,
  deps: PreferenceDeps,
  account: Account,
  request: AccessRequest,
): Promise<"sent" | "unknown" | "limit" | "excluded"> {
  const { emailNormalised, locale } = request;
  const accountId = account.id;
  const now = deps.clock.now();
  await lockAddress(tx, accountId, emailNormalised);
  const { accessMinutes, accessPerHour, accessPerDay } = await loadParameters(tx);
  const people = await findByAddress(tx, emailNormalised);
  const isKnown = await hasMoreThanASignUp(tx, emailNormalised, people);
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "system",
    listIds: [],
    targets: [{ contactId: people[0]?.id ?? null, emailNormalised }],
  });
  const decision = decide(facts!, "system", now);
  const token = randomToken(24);
  const url = `${deps.pagesUrl}/z/${token}`;
  const mail = buildSystemMail(
    pageTheme(account, locale),
    { locale, timeZone: account.timezone },
    request.letter === undefined
      ? { kind: "access", requestedAt: now, url, validMinutes: accessMinutes }
      : {
          kind: "plain",
          subject: request.letter.subject,
          heading: request.letter.subject.replace(/\s*\([^()]*\)$/, ""),
          paragraphs: request.letter.paragraphs,
          button: { label: request.letter.button, url },
        },
  );
  const rate = { bucket: BUCKET, key: emailNormalised, now };
  const limits = [
    { max: accessPerHour, perMs: 60 * MINUTE_MS },
    { max: accessPerDay, perMs: DAY_MS },
  ];
  const isAdmitted = await isWithinLimits(tx, deps, accountId, { ...rate, limits });
  await countHit(tx, deps, accountId, { ...rate, keepMs: DAY_MS });
  if (!isKnown) return "unknown";
  if (decision.kind === "excluded") return "excluded";
  if (!isAdmitted) return "limit";
  const [first] = people;
  const bound = people.find((one) => one.id === request.contactId);
  const link = await insertLink(tx, accountId, {
    kind: "access",
    tokenHash: hashToken(token),
    contactId: bound?.id ?? (people.length === 1 ? first!.id : null),
    email: first!.email,
    emailNormalised,
    locale,
    formPublicId: request.formPublicId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + accessMinutes * MINUTE_MS),
  });
  await queueDelivery(tx, deps, accountId, {
    recipient: decision.recipient,
    email: first!.email,
    message: { ...mail, locale, autoSubmitted: true },
    reference: { type: "access_link", id: link.id },
  });
  return "sent";
}

/** An address that only waits for its confirmation gets the opt-in mail and nothing else (DOI-01). */
async function hasMoreThanASignUp(
  tx: Tx,
  emailNormalised: string,
  people: Contact[],
): Promise<boolean> {
  const found = await subscriptionsOfAddress(tx, emailNormalised);
  if (people.length === 0) return false;
  return found.length === 0 || found.some((one) => one.state !== "pending");
}
