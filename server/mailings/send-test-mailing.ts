import { contentVoice } from "../content/index.ts";
import { getAccount } from "../accounts/index.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { queueDelivery } from "../delivery/index.ts";
import { findListsById } from "../lists/index.ts";
import { conflict, invalid, notFound, type Tx } from "../platform/index.ts";
import { findConfirmedAddresses } from "../senders/index.ts";
import { contentExtras, contentFacts, dayIn } from "./content-facts.ts";
import { exampleReason, offerOfMailing } from "./customer-offer.ts";
import type { MailingDeps } from "./deps.ts";
import { webViewUrl, type Mailing } from "./mailing.ts";
import { findMailing, setTestSent } from "./mailings.store.ts";
import { askForLook } from "./test-look.ts";
import { examplePerson, renderDraft, type RenderedPreview } from "./preview-mailing.ts";

/** The test mails that were queued, and what they show. */
export interface TestMails {
  sentTo: number;
  mailing: { id: number; publicId: string };
  subject: string;
  deliveries: { id: number; publicId: string; emailNormalised: string }[];
}

/**
 * Sends the draft, untracked and filled with an example person, to test addresses of the account that were confirmed by
 * their readers (SND-17). Through the same gate and the same path as every mail.
 */
export async function sendTestMailing(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  publicId: string,
  input: {
    addressIds: string[];
    permission?: "granted" | "refused" | "unknown";
    /** To see where it lands: nothing in it says that it is a test. */
    asReal?: boolean;
    /** Who asks for it; their name stands with the proof that somebody looked (CHK-35). */
    by?: string;
  },
): Promise<TestMails> {
  const mailing = await findMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  const addresses = await findConfirmedAddresses(tx, "test", input.addressIds);
  if (addresses.length !== input.addressIds.length) {
    throw invalid("test_address_unknown", "Not every chosen address is a confirmed test address.", {
      hint: "Add it in the settings and confirm it by the link it receives.",
    });
  }
  const rendered = await renderExample(tx, deps, mailing, input.permission ?? "unknown");
  const now = deps.clock.now();
  const decided = await loadFacts(tx, deps.compliance, {
    kind: "test",
    listIds: [],
    targets: addresses.map((address) => ({
      contactId: null,
      emailNormalised: address.emailNormalised,
    })),
  });
  const subject = input.asReal === true ? rendered.subject : `[Test] ${rendered.subject}`;
  const deliveries: TestMails["deliveries"] = [];
  for (const [at, address] of addresses.entries()) {
    const decision = decide(decided[at]!, "test", now);
    if (decision.kind === "excluded")
      throw conflict(
        "test_address_excluded",
        `The gate refuses this test address: ${decision.reason}.`,
      );
    const parts =
      input.asReal === true
        ? rendered
        : await askForLook(tx, deps, accountId, {
            mailingId: mailing.id,
            html: rendered.html,
            text: rendered.text,
            locale: mailing.locale,
            sentBy: input.by ?? "",
          });
    const queued = await queueDelivery(tx, deps, accountId, {
      recipient: decision.recipient,
      email: address.email,
      message: {
        subject,
        html: parts.html,
        text: parts.text,
        locale: mailing.locale,
        autoSubmitted: false,
        ...(input.asReal === true
          ? { listUnsubscribe: { url: `${deps.pagesUrl}/beispiel/unsubscribe` } }
          : {}),
      },
      ...(mailing.senderId === null ? {} : { senderId: mailing.senderId }),
      reference: { type: "mailing_test", id: mailing.id },
    });
    deliveries.push({ ...queued, emailNormalised: address.emailNormalised });
  }
  await setTestSent(tx, mailing.id, now);
  return { sentTo: addresses.length, mailing, subject: rendered.subject, deliveries };
}

/**
 * The draft, untracked and filled with an example person.
 *
 * @throws AppError `mailing_not_renderable` (409) while the content lint shows red
 */
export async function renderExample(
  tx: Tx,
  deps: Pick<MailingDeps, "engine" | "pagesUrl" | "clock">,
  mailing: Mailing,
  permission: "granted" | "refused" | "unknown",
): Promise<RenderedPreview> {
  const account = await getAccount(tx);
  const draft = { ...mailing, notPersonalLinks: mailing.settings.notPersonalLinks ?? [] };
  const offer = await offerOfMailing(tx, mailing);
  const day = dayIn(account.timezone, deps.clock.now());
  const facts = contentFacts(
    account,
    await findListsById(tx, mailing.listIds),
    mailing.locale,
    day,
    webViewUrl(deps.pagesUrl, mailing),
    offer,
    await contentExtras(tx, draft),
  );
  const rendered = await renderDraft(deps, draft, facts, {
    ...examplePerson(mailing.locale),
    mayBeAsked: mailing.settings.purpose === "tracking_question" || permission === "unknown",
    purchaseReason: exampleReason(offer, contentVoice(facts), day),
  });
  if (rendered.html === "")
    throw conflict("mailing_not_renderable", "The mailing cannot be rendered.", {
      hint: "Mend what the content lint shows in red.",
    });
  return rendered;
}
