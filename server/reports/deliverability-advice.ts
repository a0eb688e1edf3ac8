import type { DeliverabilityTodo } from "../../contract/deliverability.ts";
import type { RefusalMeaning } from "../../contract/refusal-meanings.ts";

type Words = { de: string; en: string };
type Link = NonNullable<DeliverabilityTodo["link"]>;

/** What to do about a kind of refusal that is about us. Meanings without an entry need nothing from us. */
export interface Advice {
  urgency: DeliverabilityTodo["urgency"];
  title: Words;
  text: Words;
  link?: Link;
}

const SENDERS: Link = {
  href: "/einstellungen/absender",
  label: { de: "Zu den Absendern", en: "To the senders" },
};
const DOMAINS: Link = {
  href: "/einstellungen/versanddomains",
  label: { de: "Zu den Versanddomains", en: "To the sending domains" },
};

export const ADVICE: Partial<Record<RefusalMeaning, Advice>> = {
  authentication: {
    urgency: "now",
    title: {
      de: "Absender nachweisen: SPF, DKIM und DMARC prüfen",
      en: "Authenticate the sender: check SPF, DKIM and DMARC",
    },
    text: {
      de: "Empfänger weisen Mails ab, weil sie die Absenderdomain nicht als Ihre erkennen (etwa 5.7.26 bei Gmail, 5.7.515 bei Microsoft). Prüfen Sie die Versanddomain und veröffentlichen Sie, was dort fehlt. Danach nimmt Gmail meist binnen Stunden wieder an.",
      en: "Receivers refuse mails because they cannot tell that the sending domain is yours (such as 5.7.26 at Gmail, 5.7.515 at Microsoft). Check the sending domain and publish what is missing there. Gmail mostly accepts again within hours.",
    },
    link: DOMAINS,
  },
  blocklisted: {
    urgency: "now",
    title: {
      de: "Server von der Sperrliste nehmen lassen",
      en: "Have the server taken off the block list",
    },
    text: {
      de: "Die IP-Adresse oder Domain des Versandservers steht auf einer Sperrliste. Beheben Sie erst die Ursache (meist Spamfallen im Bestand oder ein fremdes Programm auf demselben Server), und beantragen Sie dann die Löschung.",
      en: "The sending server's IP address or domain is on a block list. First mend the cause (mostly spam traps among the addresses, or another program on the same server), then ask for removal.",
    },
  },
  reverse_dns: {
    urgency: "now",
    title: {
      de: "PTR-Eintrag und HELO-Namen des Servers richten",
      en: "Put the server's PTR record and HELO name right",
    },
    text: {
      de: "Die IP-Adresse des Versandservers muss auf einen Namen zeigen, der wieder auf dieselbe Adresse zeigt, und mit diesem Namen muss sich der Server vorstellen. Den PTR-Eintrag setzt, wer Ihnen die IP-Adresse vermietet.",
      en: "The sending server's IP address must point to a name that points back to the same address, and the server must introduce itself by that name. Whoever rents you the address sets the PTR record.",
    },
  },
  relaying: {
    urgency: "now",
    title: { de: "Zugang zum Versandserver prüfen", en: "Check the access to the relay" },
    text: {
      de: "Der Versandserver leitet Mails an diese Domains nicht weiter. Prüfen Sie Anmeldung und Freigaben dieses Versandwegs.",
      en: "The relay does not pass on mail to these domains. Check its login and what it allows.",
    },
  },
  sender_refused: {
    urgency: "now",
    title: { de: "Absenderadresse wird abgelehnt", en: "The sender address is refused" },
    text: {
      de: "Prüfen Sie, ob es das Postfach der Absenderadresse gibt und ob die Domain einen MX-Eintrag hat. Hilft das nicht, fragen Sie den Anbieter mit der Antwort unten.",
      en: "See whether the sender address has a mailbox and its domain an MX record. If that does not help, ask the provider, with the reply below.",
    },
    link: SENDERS,
  },
  spam: {
    urgency: "soon",
    title: { de: "Inhalt wird für Spam gehalten", en: "The content is taken for spam" },
    text: {
      de: "Machen Sie beim nächsten Mailing die Spamprüfung und einen Versand an Kontrolladressen. Oft hilft es, nur noch an Menschen zu senden, die in den letzten Monaten zugestimmt haben, und Linkverkürzer zu meiden.",
      en: "Run the spam check on the next mailing and send it to test addresses. It often helps to mail only people who agreed within the last months, and to avoid link shorteners.",
    },
    link: { href: "/mailings", label: { de: "Zu den Mailings", en: "To the mailings" } },
  },
  virus: {
    urgency: "soon",
    title: { de: "Inhalt wird für schädlich gehalten", en: "The content is taken for harmful" },
    text: {
      de: "Prüfen Sie die verlinkten Seiten: Eine gehackte oder gesperrte Domain im Mailing genügt.",
      en: "Look at the pages you link to: one hacked or listed domain in the mailing is enough.",
    },
  },
  policy: {
    urgency: "soon",
    title: { de: "Regel des Empfängers steht dagegen", en: "A rule of the receiver is against it" },
    text: {
      de: "Die Antwort unten nennt meist eine Seite des Anbieters, auf der steht, was er verlangt.",
      en: "The reply below mostly names a page of the provider that says what is demanded.",
    },
  },
  protocol: {
    urgency: "soon",
    title: { de: "Technische Ablehnung klären", en: "Clear up a technical refusal" },
    text: {
      de: "Form oder Übertragung der Mail haben einem Server nicht gepasst. Häuft sich das bei einem Anbieter, wenden Sie sich mit der Antwort unten an den Betreiber dieser Installation.",
      en: "A server did not like the form of the mail or its transfer. If it happens more often at one provider, show the reply below to whoever runs this installation.",
    },
  },
  rate_limited: {
    urgency: "watch",
    title: { de: "Anbieter bittet um weniger Mails", en: "A provider asks for less mail" },
    text: {
      de: "Nichts zu tun: Der Versand tritt bei diesem Anbieter von selbst kürzer und versucht es wieder. Kommt das jeden Tag vor, verteilen Sie große Mailings über mehrere Stunden.",
      en: "Nothing to do: sending slows down at this provider by itself and tries again. If it happens every day, spread large mailings over several hours.",
    },
  },
};

/** Block lists and their pages for looking up and removal, by a word of the reply. */
const LISTS: readonly (readonly [RegExp, string, string])[] = [
  [
    /spamhaus|\b(?:zen|sbl|xbl|pbl|dbl|css)\b.*spamhaus/i,
    "Spamhaus",
    "https://check.spamhaus.org/",
  ],
  [/barracuda|b\.barracudacentral/i, "Barracuda", "https://www.barracudacentral.org/lookups"],
  [/spamcop/i, "SpamCop", "https://www.spamcop.net/bl.shtml"],
  [/uceprotect/i, "UCEPROTECT", "https://www.uceprotect.net/en/rblcheck.php"],
  [/abusix|mailspike/i, "Abusix", "https://app.abusix.com/lookup"],
  [/uribl/i, "URIBL", "https://admin.uribl.com/"],
  [/surbl/i, "SURBL", "https://surbl.org/surbl-analysis"],
  [/proofpoint|pphosted/i, "Proofpoint", "https://ipcheck.proofpoint.com/"],
  [/cloudmark/i, "Cloudmark", "https://csi.cloudmark.com/en/reset/"],
  [/invaluement/i, "invaluement", "https://www.invaluement.com/lookup/"],
];

/** Pages where providers tell and can be told about a sender's reputation. */
const PROVIDERS: Readonly<Record<string, string>> = {
  gmail: "https://postmaster.google.com/",
  microsoft: "https://sendersupport.olc.protection.outlook.com/pm/",
  yahoo_aol: "https://senders.yahooinc.com/",
  telekom: "https://postmaster.t-online.de/",
  webde_gmx: "https://postmaster.gmx.net/",
  apple: "https://support.apple.com/102322",
};

/** Where to look a refusal up: the list its words name, else the postmaster page of the provider most affected. */
export function whereToLook(sample: string | null, provider: string | undefined): Link | undefined {
  const list = LISTS.find(([words]) => sample !== null && words.test(sample));
  if (list)
    return {
      href: list[2],
      label: { de: `Bei ${list[1]} nachsehen`, en: `Look it up at ${list[1]}` },
    };
  const href = provider === undefined ? undefined : PROVIDERS[provider];
  return href === undefined
    ? undefined
    : {
        href,
        label: { de: "Postmaster-Seite des Anbieters", en: "The provider's postmaster page" },
      };
}
