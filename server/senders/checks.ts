import { getAccount } from "../accounts/index.ts";
import type { Check, CheckContext, CheckOutcome } from "../platform/index.ts";
import { check, noSender, outcome } from "./check-outcomes.ts";
import { domainChecks, type SenderCheckOptions } from "./domain-checks.ts";
import { addressIsConfirmed, replyToIsConfirmed } from "./facts.ts";
import { judge } from "./sender.ts";
import { listSenders } from "./senders.store.ts";

/** The entries of the checklist about senders, their addresses and domains. */
export function senderChecks(options: SenderCheckOptions = {}): Check[] {
  return [
    check(
      "CHK-05",
      ["ORG-17"],
      "Datenschutzkontakt/DSB hinterlegt",
      "Privacy contact on file",
      checkContact,
    ),
    check(
      "CHK-07",
      ["CNT-01", "CNT-02"],
      "Absendername verständlich, kein no-reply",
      "Sender name clear, no no-reply",
      checkNames,
    ),
    check(
      "CHK-08",
      ["CNT-03"],
      "Antwortadresse wird gelesen",
      "Reply address is read",
      checkReplies,
    ),
    ...domainChecks(options),
  ];
}

async function checkContact({ tx, clock }: CheckContext): Promise<CheckOutcome> {
  const { privacy } = await getAccount(tx);
  if (!privacy.contactEmail)
    return outcome(
      "failed",
      "Nennen Sie eine Adresse für Fragen zum Datenschutz.",
      "Name an address for questions about data protection.",
    );
  if (!privacy.dpo)
    return outcome(
      "failed",
      "Benennen Sie die oder den Datenschutzbeauftragten, oder erklären Sie, dass keine Benennungspflicht besteht.",
      "Name the data protection officer, or state that none has to be appointed.",
    );
  if (await addressIsConfirmed(tx, "privacy_contact", privacy.contactEmail, clock.now()))
    return outcome(
      "passed",
      "Der Datenschutzkontakt ist bestätigt.",
      "The privacy contact is confirmed.",
    );
  return outcome(
    "failed",
    "Die Adresse für Fragen zum Datenschutz ist noch nicht über den zugesandten Link bestätigt.",
    "The address for questions about data protection is not confirmed by the mailed link yet.",
  );
}

async function checkNames({ tx }: CheckContext): Promise<CheckOutcome> {
  const account = await getAccount(tx);
  const senders = await listSenders(tx);
  if (senders.length === 0) return noSender;
  for (const sender of senders) {
    const { problems, warnings } = judge(sender, account.name);
    const open = sender.warningsAcknowledgedAt === null ? warnings : [];
    const [first] = [...problems, ...open];
    if (first)
      return {
        status: "failed",
        message: first.message,
        evidence: { sender: sender.publicId, rule: first.rule },
      };
  }
  return outcome(
    "passed",
    "Alle Absender sind verständlich und erreichbar.",
    "All senders are clear and can be reached.",
  );
}

async function checkReplies({ tx, clock }: CheckContext): Promise<CheckOutcome> {
  const senders = await listSenders(tx);
  if (senders.length === 0) return noSender;
  for (const sender of senders)
    if (!(await replyToIsConfirmed(tx, sender, clock.now())))
      return outcome(
        "failed",
        "Mindestens eine Antwortadresse ist nicht oder vor mehr als 180 Tagen bestätigt. Öffnen Sie den zugesandten Link, oder lassen Sie ihn neu senden.",
        "At least one reply address is not confirmed, or was more than 180 days ago. Open the mailed link, or have it sent again.",
        { sender: sender.publicId },
      );
  return outcome(
    "passed",
    "Alle Antwortadressen sind bestätigt.",
    "All reply addresses are confirmed.",
  );
}
