import { getAccount } from "../accounts/index.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { queueDelivery } from "../delivery/index.ts";
import { findListsById } from "../lists/index.ts";
import { conflict, invalid, notFound, type Tx } from "../platform/index.ts";
import { findConfirmedAddresses } from "../senders/index.ts";
import { contentFacts, dayIn } from "./content-facts.ts";
import { exampleReason, offerOfMailing } from "./customer-offer.ts";
import type { MailingDeps } from "./deps.ts";
import { findMailing, setTestSent } from "./mailings.store.ts";
import { examplePerson, renderDraft } from "./preview-mailing.ts";

/**
 * Sends the draft, untracked and filled with an example person, to test addresses of the account that were confirmed by
 * their readers (SND-17). Through the same gate and the same path as every mail.
 */
export async function sendTestMailing(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  publicId: string,
  input: { addressIds: string[]; permission?: "granted" | "refused" | "unknown" },
): Promise<{ sentTo: number }> {
  const mailing = await findMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  const account = await getAccount(tx);
  const addresses = await findConfirmedAddresses(tx, "test", input.addressIds);
  if (addresses.length !== input.addressIds.length) {
    throw invalid("test_address_unknown", "Not every chosen address is a confirmed test address.", {
      hint: "Add it in the settings and confirm it by the link it receives.",
    });
  }
  const draft = { ...mailing, notPersonalLinks: mailing.settings.notPersonalLinks ?? [] };
  const offer = await offerOfMailing(tx, mailing);
  const day = dayIn(account.timezone, deps.clock.now());
  const facts = contentFacts(
    account,
    await findListsById(tx, mailing.listIds),
    mailing.locale,
    day,
    offer,
  );
  const rendered = await renderDraft(deps, draft, facts, {
    ...examplePerson(mailing.locale),
    mayBeAsked:
      mailing.settings.purpose === "tracking_question" ||
      (input.permission ?? "unknown") === "unknown",
    purchaseReason: exampleReason(offer, mailing.locale, day),
  });
  if (rendered.html === "")
    throw conflict("mailing_not_renderable", "The mailing cannot be rendered.", {
      hint: "Mend what the content lint shows in red.",
    });
  const now = deps.clock.now();
  const decided = await loadFacts(tx, deps.compliance, {
    kind: "test",
    listIds: [],
    targets: addresses.map((address) => ({
      contactId: null,
      emailNormalised: address.emailNormalised,
    })),
  });
  for (const [at, address] of addresses.entries()) {
    const decision = decide(decided[at]!, "test", now);
    if (decision.kind === "excluded")
      throw conflict(
        "test_address_excluded",
        `The gate refuses this test address: ${decision.reason}.`,
      );
    await queueDelivery(tx, deps, accountId, {
      recipient: decision.recipient,
      email: address.email,
      message: {
        subject: `[Test] ${rendered.subject}`,
        html: rendered.html,
        text: rendered.text,
        locale: mailing.locale,
        autoSubmitted: false,
      },
      ...(mailing.senderId === null ? {} : { senderId: mailing.senderId }),
      reference: { type: "mailing_test", id: mailing.id },
    });
  }
  await setTestSent(tx, mailing.id, now);
  return { sentTo: addresses.length };
}
