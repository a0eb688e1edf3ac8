import type { ExportSubject } from "../../contract/export-subjects.ts";
import type { SecondPersonKind } from "../../contract/guards.ts";
import type { Account } from "../accounts/index.ts";
import { AppError, type Locale, type Tx } from "../platform/index.ts";
import type { AskDeps } from "./deps.ts";
import type { SecondPersonRequest } from "./second-person.ts";

const WORDS: Record<
  Locale,
  {
    what: Record<SecondPersonKind, (people: string, of: ExportSubject) => string>;
    subject: string;
    heading: string;
    asks: (name: string, what: string) => string;
    reason: (reason: string) => string;
    until: string;
    button: string;
  }
> = {
  de: {
    what: {
      export: (people, of) =>
        `eine Datei mit ${people} ${{ contacts: "Kontakten", blocks: "Sperren", retained: "zurückgehaltenen Adressen", report_persons: "Personen eines Berichts", evidence: "Personen" }[of]} exportieren`,
      evidence: (people) => `die Einwilligungsnachweise von ${people} Personen exportieren`,
      release: (people) => `${people} zurückgehaltene Adressen freigeben`,
      guards: () => "erst ab einer höheren Zahl nach einer zweiten Person fragen lassen",
      lift: () => "eine Sperre aufheben",
    },
    subject: "Bitte um Freigabe",
    heading: "Eine zweite Person wird gebraucht",
    asks: (name, what) =>
      `${name} möchte ${what}. Das braucht die Zustimmung einer zweiten Person.`,
    reason: (reason) => `Begründung: „${reason}“`,
    until: "Entscheiden Sie innerhalb von drei Tagen. Danach verfällt die Anfrage.",
    button: "Ansehen und entscheiden",
  },
  en: {
    what: {
      export: (people, of) =>
        `export a file of ${people} ${{ contacts: "contacts", blocks: "blocks", retained: "retained addresses", report_persons: "people of a report", evidence: "people" }[of]}`,
      evidence: (people) => `export the proofs of consent of ${people} people`,
      release: (people) => `release ${people} retained addresses`,
      guards: () => "raise the number from which a second person is asked",
      lift: () => "lift a block",
    },
    subject: "A second person is needed",
    heading: "A second person is needed",
    asks: (name, what) =>
      `${name} would like to ${what}. That needs the consent of a second person.`,
    reason: (reason) => `Reason: “${reason}”`,
    until: "Please decide within three days. Then the request lapses.",
    button: "Look and decide",
  },
};

/** Tells everybody who may be the second person. An address that cannot be written to keeps nobody else from hearing of it. */
export async function mailSecondPersons(
  tx: Tx,
  deps: AskDeps,
  account: Account,
  request: SecondPersonRequest,
  to: readonly { email: string; locale: Locale }[],
): Promise<void> {
  for (const { email, locale } of to) {
    const words = WORDS[locale];
    const people = new Intl.NumberFormat(locale).format(request.people);
    try {
      await deps.sendSystemMail(tx, {
        accountId: account.id,
        kind: "security_note",
        to: email,
        locale,
        subject: `${account.name}: ${words.subject}`,
        heading: words.heading,
        paragraphs: [
          words.asks(
            request.requestedName,
            words.what[request.kind](people, request.act.what ?? "contacts"),
          ),
          words.reason(request.reason),
          words.until,
        ],
        button: { label: words.button, url: `${deps.publicUrl}/contacts/freigaben` },
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      deps.log.warn({ err: error }, "a second person could not be told");
    }
  }
}
