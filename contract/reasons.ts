import { nothing, type ReasonText, type Text } from "./reason-text.ts";
import { reasonsOfCoreLists } from "./reasons-core.ts";
import { reasonsWithoutConsent } from "./reasons-without-consent.ts";

export type { ReasonText };

const newSignUp: Text = {
  de: "Eine neue Anmeldung über ein Formular, die die Person per E-Mail bestätigt.",
  en: "A new sign-up through a form, confirmed by the person by e-mail.",
};
/** Every exclusion reason of the gate (server/compliance/gate.ts). */
export const exclusionReasons = {
  account_suspended: {
    rule: "UNS-22",
    label: { de: "Mandant gesperrt", en: "Account suspended" },
    explanation: {
      de: "Der Mandant ist gesperrt und versendet nichts. Abmelden bleibt möglich.",
      en: "The account is suspended and sends nothing. Unsubscribing still works.",
    },
    unblocks: {
      de: "Der Betreiber der Installation hebt die Sperre auf.",
      en: "The administrator of the installation lifts the suspension.",
    },
  },
  sandbox_only: {
    rule: "CHK-A1",
    label: { de: "Testbetrieb", en: "Sandbox" },
    explanation: {
      de: "Der Mandant ist im Testbetrieb: Seine E-Mails verlassen das Haus nicht.",
      en: "The account is in sandbox mode: its mail does not leave the house.",
    },
    unblocks: {
      de: "Alle Pflichtprüfungen bestehen und den Echtbetrieb einschalten.",
      en: "Pass all blocking checks and switch the account to live.",
    },
  },
  facts_missing: {
    rule: "LEG-02",
    label: { de: "Angaben fehlen", en: "Facts missing" },
    explanation: {
      de: "Eine Angabe, die vor dem Versand geprüft werden muss, liegt nicht vor. Im Zweifel wird nicht versendet.",
      en: "A fact that must be checked before sending is not known. When in doubt, nothing is sent.",
    },
    unblocks: {
      de: "Die fehlende Angabe am Kontakt nachtragen oder die Art der Mail prüfen.",
      en: "Add what is missing to the contact, or check the kind of mail.",
    },
  },
  basis_missing: {
    rule: "LEG-01",
    label: { de: "Keine Rechtsgrundlage", en: "No legal basis" },
    explanation: {
      de: "Für diese Art von Mail ist keine Rechtsgrundlage festgelegt.",
      en: "No legal basis is declared for this kind of mail.",
    },
    unblocks: {
      de: "Eine Art von Mail mit genau einer Rechtsgrundlage wählen.",
      en: "Choose a kind of mail with exactly one legal basis.",
    },
  },
  erased: {
    rule: "DSR-06",
    label: { de: "Kontakt gelöscht", en: "Contact erased" },
    explanation: {
      de: "Den Kontakt gibt es nicht mehr.",
      en: "The contact no longer exists.",
    },
    unblocks: newSignUp,
  },
  address_changed: {
    rule: "DOI-14",
    label: { de: "Adresse geändert", en: "Address changed" },
    explanation: {
      de: "Die Person hat inzwischen eine andere Adresse bestätigt; an die alte geht nichts mehr.",
      en: "The person has confirmed another address since; nothing goes to the old one.",
    },
    unblocks: {
      de: "Das nächste Mailing geht an die neue Adresse.",
      en: "The next mailing goes to the new address.",
    },
  },
  blacklist: {
    rule: "UNS-24",
    label: { de: "Auf der Blacklist", en: "On the blacklist" },
    explanation: {
      de: "Ihr Haus hat diese Adresse oder ihre Domain gesperrt.",
      en: "Your organisation has blocked this address or its domain.",
    },
    unblocks: {
      de: "Den Eintrag unter „Abmeldungen und Sperren“ mit Begründung aufheben.",
      en: 'Lift the entry under "Unsubscribes and blocks", with a reason.',
    },
  },
  restricted: {
    rule: "DSR-07",
    label: { de: "Verarbeitung eingeschränkt", en: "Processing restricted" },
    explanation: {
      de: "Die Person hat verlangt, dass ihre Daten nur noch aufbewahrt werden (Art. 18 DSGVO).",
      en: "The person demanded that their data are only stored (Art. 18 GDPR).",
    },
    unblocks: {
      de: "Die Datenschutzbeauftragten heben die Einschränkung auf.",
      en: "The data protection officer lifts the restriction.",
    },
  },
  objection: {
    rule: "LEG-14",
    label: { de: "Werbung widersprochen", en: "Objected to advertising" },
    explanation: {
      de: "Die Person hat Werbung insgesamt widersprochen (Art. 21 DSGVO).",
      en: "The person objected to advertising altogether (Art. 21 GDPR).",
    },
    unblocks: nothing,
  },
  retained: {
    rule: "SND-09",
    label: { de: "Zurückgehaltene Adresse", en: "Undeliverable address" },
    explanation: {
      de: "E-Mails an diese Adresse waren endgültig unzustellbar.",
      en: "Mail to this address definitely could not be delivered.",
    },
    unblocks: {
      de: "Die Adresse prüfen und den Eintrag mit Begründung wieder freigeben.",
      en: "Check the address and release the entry, with a reason.",
    },
  },
  complaint: {
    rule: "UNS-20",
    label: { de: "Als Spam gemeldet", en: "Reported as spam" },
    explanation: {
      de: "Die Person hat eine unserer E-Mails bei ihrem Anbieter als Spam gemeldet.",
      en: "The person reported one of our mails as spam to their provider.",
    },
    unblocks: {
      de: "Den Fall prüfen und den Eintrag mit Begründung aufheben.",
      en: "Review the case and lift the entry, with a reason.",
    },
  },
  unsubscribed: {
    rule: "UNS-06",
    label: { de: "Abgemeldet", en: "Unsubscribed" },
    explanation: {
      de: "Diese Adresse wurde von der Liste abgemeldet.",
      en: "This address was unsubscribed from the list.",
    },
    unblocks: newSignUp,
  },
  newsletters_unsubscribed: {
    rule: "UNS-09",
    label: { de: "Von allen Newslettern abgemeldet", en: "Unsubscribed from all newsletters" },
    explanation: {
      de: "Diese Adresse wurde von allen Newslettern abgemeldet.",
      en: "This address was unsubscribed from all newsletters.",
    },
    unblocks: newSignUp,
  },
  reply_pending: {
    rule: "LEG-17",
    label: { de: "Antwort wird geprüft", en: "Reply being checked" },
    explanation: {
      de: "Die Person hat geantwortet und will vielleicht keine E-Mails mehr. Bis jemand entschieden hat, ruht der Newsletter.",
      en: "The person replied and may want no more mail. Until somebody has decided, the newsletter rests.",
    },
    unblocks: {
      de: "Die Antwort unter „Antworten“ lesen und entscheiden.",
      en: 'Read the reply under "Replies" and decide.',
    },
  },
  campaign_unsubscribed: {
    rule: "UNS-12",
    label: { de: "Von Kampagnen abgemeldet", en: "Unsubscribed from campaigns" },
    explanation: {
      de: "Die Person hat sich von den Kampagnen des Kernsystems abgemeldet.",
      en: "The person unsubscribed from the core system's campaigns.",
    },
    unblocks: {
      de: "Das Kernsystem bestätigt die Abmeldung und liefert danach eine neue Einwilligung.",
      en: "The core system acknowledges the unsubscribe and later delivers a new consent.",
    },
  },
  subscription_pending: {
    rule: "DOI-01",
    label: { de: "Anmeldung nicht bestätigt", en: "Sign-up not confirmed" },
    explanation: {
      de: "Die Bestätigung per E-Mail (Double-Opt-in) steht noch aus.",
      en: "The confirmation by e-mail (double opt-in) is still missing.",
    },
    unblocks: {
      de: "Die Person bestätigt ihre Anmeldung mit dem Link in ihrem Postfach.",
      en: "The person confirms with the link in their mailbox.",
    },
  },
  consent_missing: {
    rule: "CON-01",
    label: { de: "Keine Einwilligung", en: "No consent" },
    explanation: {
      de: "Für diesen Zweck hat die Person keine Einwilligung gegeben.",
      en: "The person has given no consent for this purpose.",
    },
    unblocks: newSignUp,
  },
  doi_missing: {
    rule: "CON-13",
    label: { de: "Adresse nie bestätigt", en: "Address never confirmed" },
    explanation: {
      de: "Es gibt eine Einwilligung, aber keinen Beleg, dass das Postfach der Person gehört.",
      en: "There is a consent, but no proof that the mailbox is the person's own.",
    },
    unblocks: newSignUp,
  },
  consent_unverified: {
    rule: "CON-23",
    label: { de: "Nachweis unvollständig", en: "Proof incomplete" },
    explanation: {
      de: "Zur Einwilligung fehlen Angaben, etwa Zeitpunkt, Quelle oder Wortlaut.",
      en: "The consent lacks facts such as its time, source or wording.",
    },
    unblocks: {
      de: "Den vollständigen Nachweis nachreichen oder eine neue Anmeldung der Person.",
      en: "Complete proof, or a new sign-up by the person.",
    },
  },
  consent_stale: {
    rule: "CON-18",
    label: { de: "Einwilligung nicht genutzt", en: "Consent unused" },
    explanation: {
      de: "Die Einwilligung wurde so lange nicht genutzt, dass man sich nicht mehr auf sie verlassen sollte.",
      en: "The consent has not been used for so long that one should no longer rely on it.",
    },
    unblocks: {
      de: "Eine neue Einwilligung auf zulässigem Weg, sonst löschen.",
      en: "A new consent by a lawful channel; otherwise delete.",
    },
  },
  scope_not_covered: {
    rule: "CON-19",
    label: { de: "Vom Wortlaut nicht gedeckt", en: "Not covered by the wording" },
    explanation: {
      de: "Die Person hat einem älteren Wortlaut zugestimmt, der diesen Inhalt nicht umfasst.",
      en: "The person agreed to an earlier wording that does not cover this content.",
    },
    unblocks: {
      de: "Die Person stimmt der neuen Fassung zu.",
      en: "The person agrees to the new version.",
    },
  },
  question_not_due: {
    rule: "CON-26",
    label: { de: "Frage nicht fällig", en: "Question not due" },
    explanation: {
      de: "Die Person hat schon geantwortet oder wurde schon zweimal gefragt. Wer ablehnt, wird frühestens nach zwölf Monaten wieder gefragt.",
      en: "The person has answered already, or was asked twice already. Who declines is asked again after twelve months at the earliest.",
    },
    unblocks: {
      de: "Nichts ist nötig: Erlauben kann die Person die Auswertung jederzeit unter „Verwalten“.",
      en: 'Nothing is needed: the person can allow the analysis under "Manage" at any time.',
    },
  },
  not_measurable: {
    rule: "TRK-14",
    label: { de: "Nicht mehr messbar", en: "No longer measurable" },
    explanation: {
      de: "Die Person wurde nach ihrem Verhalten ausgewählt und darf inzwischen nicht mehr ausgewertet werden, zum Beispiel nach einem Widerruf. Deshalb gehört sie nicht mehr dazu.",
      en: "The person was chosen by what they did and may no longer be analysed, for example after a withdrawal. So they no longer belong to it.",
    },
    unblocks: {
      de: "Nichts ist nötig: Mailings an ihre Listen bekommt die Person weiterhin.",
      en: "Nothing is needed: the person goes on getting mailings to their lists.",
    },
  },
  frequency_reached: {
    rule: "LEAD-14",
    label: { de: "Genug Post für jetzt", en: "Enough mail for now" },
    explanation: {
      de: "An diese Adresse gingen in der festgelegten Zeit schon so viele Werbemails, wie Ihr Haus erlaubt.",
      en: "As many advertising mails as your organisation allows went to this address in the set time already.",
    },
    unblocks: {
      de: "Nichts ist nötig: Sobald eine der letzten Mails lange genug her ist, gehört die Person wieder dazu. Die Grenze steht unter „Häufigkeit und Freigabe“.",
      en: 'Nothing is needed: once one of the last mails is long enough ago, the person belongs to it again. The limit is under "Frequency and approval".',
    },
  },
  duplicate_address: {
    rule: "SND-16",
    label: { de: "Adresse schon dabei", en: "Address already included" },
    explanation: {
      de: "An diese Adresse geht das Mailing bereits über einen anderen Kontakt.",
      en: "The mailing already goes to this address through another contact.",
    },
    unblocks: {
      de: "Nichts ist nötig: Jede Adresse bekommt ein Mailing einmal.",
      en: "Nothing is needed: each address gets a mailing once.",
    },
  },
  test_address_unconfirmed: {
    rule: "SND-17",
    label: { de: "Testadresse nicht bestätigt", en: "Test address not confirmed" },
    explanation: {
      de: "Testmails gehen nur an Adressen, die der Mandant angelegt und ihr Inhaber bestätigt hat.",
      en: "Test mails go only to addresses that the account registered and their owner confirmed.",
    },
    unblocks: {
      de: "Die Adresse unter „Testadressen“ anlegen und mit dem Link bestätigen.",
      en: 'Register the address under "Test addresses" and confirm it with the link.',
    },
  },
  ...reasonsOfCoreLists,
  ...reasonsWithoutConsent,
} as const satisfies Record<string, ReasonText>;

export type ExclusionReason = keyof typeof exclusionReasons;

/** True for a text that names a reason, for example a stored one. */
export function isExclusionReason(text: string): text is ExclusionReason {
  return Object.hasOwn(exclusionReasons, text);
}
