import type { Account, SystemMail } from "../accounts/index.ts";
import type { CheckpointRow } from "./tree.store.ts";

/**
 * The checkpoint as a mail to the privacy contact. Whoever keeps it can prove later that nothing older was changed; the
 * lines stand apart, so that no mail program joins them.
 */
export function mailFor(
  account: Account,
  checkpoint: CheckpointRow,
  publicKey: string,
): Pick<SystemMail, "subject" | "heading" | "paragraphs" | "note"> {
  const lines = checkpoint.note.split("\n").filter((line) => line !== "");
  const day = checkpoint.at.toISOString().slice(0, 10);
  const count = new Intl.NumberFormat(account.locale).format(checkpoint.treeSize);
  if (account.locale === "de")
    return {
      subject: `Prüfpunkt des Nachweisbuchs von ${account.name}, ${day}`,
      heading: "Prüfpunkt des Nachweisbuchs",
      paragraphs: [
        `Das Nachweisbuch von ${account.name} enthält ${count} Einträge zu Einwilligungen, Abmeldungen und Widersprüchen. Die folgenden Zeilen legen sie unterschrieben fest, ohne eine Person zu nennen.`,
        "Bitte bewahren Sie diese E-Mail auf. Mit ihr lässt sich jederzeit nachweisen, dass bis heute nichts nachträglich geändert wurde: unter „Datenschutz, Einwilligungsnachweise“ oder ohne Klarpost mit dem Programm verify-proof.mjs.",
        ...lines,
        "Öffentlicher Schlüssel:",
        publicKey,
      ],
      note: "Sie erhalten diese E-Mail als Datenschutzkontakt, höchstens einmal am Tag und nur, wenn etwas hinzugekommen ist.",
    };
  return {
    subject: `Checkpoint of the ledger of ${account.name}, ${day}`,
    heading: "Checkpoint of the ledger",
    paragraphs: [
      `The ledger of ${account.name} holds ${count} entries on consents, unsubscribes and objections. The lines below fix them under a signature, without naming a person.`,
      "Please keep this e-mail. With it anybody can prove at any time that nothing was changed afterwards up to today: under “Data protection, Proofs of consent”, or without Klarpost by the program verify-proof.mjs.",
      ...lines,
      "Public key:",
      publicKey,
    ],
    note: "You receive this e-mail as the privacy contact, at most once a day and only when something was added.",
  };
}
