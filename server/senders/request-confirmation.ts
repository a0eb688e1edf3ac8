import { getAccount, type Account, type SystemMail } from "../accounts/index.ts";
import {
  AppError,
  hashToken,
  invalid,
  parseEmailAddress,
  randomToken,
  type Tx,
} from "../platform/index.ts";
import {
  countRequestsSince,
  findAddressFor,
  upsertRequest,
  type AddressKind,
  type ConfirmedAddress,
} from "./addresses.store.ts";
import { isConfirmed } from "./confirmed-address.ts";
import type { SendersDeps } from "./deps.ts";

const PAUSE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
const MAX_A_DAY = 50;

/**
 * Mails a link to an address, so that its reader can confirm it (CNT-03, SND-17, CHK-05). The same address is
 * asked at most once a minute, and an account asks at most 50 addresses a day (`too_many_requests`, 429).
 */
export async function requestConfirmation(
  deps: SendersDeps,
  tx: Tx,
  accountId: number,
  kind: AddressKind,
  email: string,
): Promise<ConfirmedAddress> {
  const parsed = parseEmailAddress(email);
  if (!parsed.ok)
    throw invalid("address_invalid", "This is not an e-mail address.", {
      errors: [{ path: "/email", message: `Not an address: ${parsed.reason}.` }],
    });
  const now = deps.clock.now();
  const known = await findAddressFor(tx, kind, parsed.normalised);
  const account = await getAccount(tx);
  // A link that lies in the built-in mailbox keeps none from travelling once the account is live.
  const isFirstToTravel = account.mode === "live" && known?.sentVia === "mailbox";
  const justAsked =
    known !== undefined &&
    !isFirstToTravel &&
    now.getTime() - known.requestedAt.getTime() < PAUSE_MS;
  if (justAsked || (await countRequestsSince(tx, new Date(now.getTime() - DAY_MS))) >= MAX_A_DAY)
    throw new AppError("too_many_requests", 429, "A link was sent a moment ago.", {
      hint: "Wait a minute and look into the mailbox. At most 50 addresses are asked a day.",
      extra: { retryAfterSeconds: 60 },
    });
  const token = randomToken(24);
  const { via } = await deps.sendSystemMail(tx, {
    accountId,
    to: parsed.address,
    ...confirmationMail(
      account,
      kind,
      new URL(`/adresse-bestaetigen/${token}`, deps.publicUrl).href,
    ),
  });
  return upsertRequest(tx, accountId, {
    kind,
    email: parsed.address,
    emailNormalised: parsed.normalised,
    tokenHash: hashToken(token),
    sentVia: via,
    now,
  });
}

/** Asks only where no confirmation counts and no link is on its way; for senders that are saved. */
export async function requestConfirmationUnlessFresh(
  deps: SendersDeps,
  tx: Tx,
  accountId: number,
  kind: AddressKind,
  email: string,
): Promise<void> {
  const parsed = parseEmailAddress(email);
  if (!parsed.ok) return;
  const now = deps.clock.now();
  const known = await findAddressFor(tx, kind, parsed.normalised);
  const { mode } = await getAccount(tx);
  const onItsWay = known && now.getTime() - known.requestedAt.getTime() < DAY_MS;
  if (isConfirmed(known, mode, now) || onItsWay) return;
  await requestConfirmation(deps, tx, accountId, kind, email);
}

function confirmationMail(
  account: Account,
  kind: AddressKind,
  url: string,
): Omit<SystemMail, "accountId" | "to"> {
  const purpose = {
    reply_to: {
      de: "An diese Adresse sollen Antworten auf Newsletter gehen. Bitte bestätigen Sie, dass hier jemand mitliest.",
      en: "Answers to newsletters are to go to this address. Please confirm that somebody reads them here.",
    },
    test: {
      de: "An diese Adresse sollen Testmails gehen. Bitte bestätigen Sie, dass Sie damit einverstanden sind.",
      en: "Test mails are to go to this address. Please confirm that you agree.",
    },
    privacy_contact: {
      de: "Diese Adresse soll als Kontakt für Fragen zum Datenschutz genannt werden. Bitte bestätigen Sie, dass hier jemand mitliest.",
      en: "This address is to be named as the contact for questions about data protection. Please confirm that somebody reads it.",
    },
  }[kind];
  const words = {
    de: {
      subject: `Bitte bestätigen Sie diese Adresse für ${account.name}`,
      heading: "Bitte bestätigen Sie diese Adresse",
      last: "Der Link gilt sieben Tage. Er führt zu einer Seite mit einer Schaltfläche.",
      label: "Zur Bestätigung",
      note: "Wenn Sie damit nichts anfangen können, müssen Sie nichts tun.",
    },
    en: {
      subject: `Please confirm this address for ${account.name}`,
      heading: "Please confirm this address",
      last: "The link is valid for seven days. It leads to a page with a button.",
      label: "To the confirmation",
      note: "If this means nothing to you, you need not do anything.",
    },
  }[account.locale];
  return {
    kind: "address_confirmation",
    locale: account.locale,
    subject: words.subject,
    heading: words.heading,
    paragraphs: [purpose[account.locale], words.last],
    button: { label: words.label, url },
    note: words.note,
  };
}
