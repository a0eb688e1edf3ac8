import type {
  DeliverabilityTodo,
  ProviderView,
  SignalView,
} from "../../contract/deliverability.ts";
import type { RefusalMeaning } from "../../contract/refusal-meanings.ts";
import { ADVICE, whereToLook } from "./deliverability-advice.ts";

/** Complaints per accepted mail: from here somebody has to act, and here advertising stops (SND-07; Gmail, Yahoo). */
export const COMPLAINT_LINES = { warn: 0.001, stop: 0.003 };
/** Share of addresses that do not exist: what certified senders keep below (CSA). */
const HARD_WARN = 0.01;
const DEFERRED_WARN = 0.3;
/** Fewer refusals of one meaning are chance. */
const FEW = 3;
const SEED_TEST_DAYS = 30;

export interface TodoFacts {
  total: Pick<ProviderView, "accepted" | "complaints" | "complaintRate" | "hardRate">;
  providers: readonly ProviderView[];
  signals: readonly (SignalView & { providerIds: readonly string[] })[];
  reports: readonly { kind: "dmarc" | "tls"; domain: string; messages: number; failures: number }[];
  /** Days since the last test at own addresses; null: there was none. */
  seedTestAge: number | null;
}

const ORDER = { now: 0, soon: 1, watch: 2 } as const;

/** What somebody should do next, the most urgent first. Pure. */
export function todosOf(facts: TodoFacts): DeliverabilityTodo[] {
  const todos = [
    ...complaintTodos(facts),
    ...signalTodos(facts),
    ...hardTodos(facts),
    ...reportTodos(facts),
    ...deferredTodos(facts),
    ...seedTodos(facts),
  ];
  return todos.toSorted((a, b) => ORDER[a.urgency] - ORDER[b.urgency]);
}

function complaintTodos({ total, providers }: TodoFacts): DeliverabilityTodo[] {
  const over = providers.filter((each) => (each.complaintRate ?? 0) >= COMPLAINT_LINES.warn);
  if ((total.complaintRate ?? 0) < COMPLAINT_LINES.warn && over.length === 0) return [];
  const worst = Math.max(total.complaintRate ?? 0, ...over.map((each) => each.complaintRate ?? 0));
  const names = over.map((each) => each.name).join(", ");
  const stop = worst >= COMPLAINT_LINES.stop;
  return [
    {
      code: "complaints",
      urgency: stop ? "now" : "soon",
      title: stop
        ? {
            de: "Zu viele Spam-Beschwerdeen: Werbung anhalten",
            en: "Too many spam reports: stop advertising",
          }
        : { de: "Spam-Beschwerdeen nehmen zu", en: "Spam reports are rising" },
      text: {
        de: `${names === "" ? "Insgesamt" : names}: ${percent(worst, "de")} der angenommenen Mails wurden als Spam gemeldet; ab 0,1 % sinkt das Ansehen, ab 0,3 % weisen Gmail und Yahoo ab. Schreiben Sie nur, wem Sie angekündigt haben, was Sie senden, und so oft, wie angekündigt; der Abmeldelink gehört gut sichtbar nach oben.`,
        en: `${names === "" ? "Altogether" : names}: ${percent(worst, "en")} of the accepted mails were reported as spam; from 0.1 % on reputation falls, from 0.3 % on Gmail and Yahoo refuse. Write only what people signed up for and as often as announced, with the unsubscribe link where it is seen.`,
      },
      link: null,
    },
  ];
}

function signalTodos({ signals }: TodoFacts): DeliverabilityTodo[] {
  return signals.flatMap((signal) => {
    const advice = ADVICE[signal.meaning as RefusalMeaning];
    if (!advice || signal.count < FEW) return [];
    const link = advice.link ?? whereToLook(signal.sample, signal.providerIds[0]);
    const who = signal.providers.slice(0, 3).join(", ");
    const from = signal.senderDomains.join(", ");
    const said = (text: string, locale: "de" | "en") =>
      `${text} (${who}${from === "" ? "" : locale === "de" ? `; von ${from}` : `; from ${from}`})`;
    return [
      {
        code: signal.meaning,
        urgency: advice.urgency,
        title: advice.title,
        text: { de: said(advice.text.de, "de"), en: said(advice.text.en, "en") },
        link: link ?? null,
      },
    ];
  });
}

function hardTodos({ total, providers }: TodoFacts): DeliverabilityTodo[] {
  if ((total.hardRate ?? 0) < HARD_WARN) return [];
  const worst = providers
    .filter((each) => (each.hardRate ?? 0) >= HARD_WARN)
    .toSorted((a, b) => (b.hardRate ?? 0) - (a.hardRate ?? 0))[0];
  return [
    {
      code: "hard",
      urgency: (total.hardRate ?? 0) >= 2 * HARD_WARN ? "now" : "soon",
      title: { de: "Zu viele Adressen gibt es nicht", en: "Too many addresses do not exist" },
      text: {
        de: `${percent(total.hardRate ?? 0, "de")} der Adressen gibt es nicht mehr${worst ? `, am meisten bei ${worst.name}` : ""}; üblich ist unter 1 %. Prüfen Sie, woher die Adressen kamen: oft ein alter Import oder ein Formular ohne Bestätigung.`,
        en: `${percent(total.hardRate ?? 0, "en")} of the addresses do not exist${worst ? `, most at ${worst.name}` : ""}; below 1 % is usual. See where the addresses came from: often an old import, or a form without confirmation.`,
      },
      link: { href: "/contacts", label: { de: "Zu den Kontakten", en: "To the contacts" } },
    },
  ];
}

function reportTodos({ reports }: TodoFacts): DeliverabilityTodo[] {
  return reports
    .filter((each) => each.messages >= 20 && each.failures / each.messages >= 0.02)
    .map((each) => {
      const share = each.failures / each.messages;
      const dmarc = each.kind === "dmarc";
      return {
        code: `report_${each.kind}`,
        urgency: "soon" as const,
        title: dmarc
          ? {
              de: `DMARC-Berichte nennen Fehler bei ${each.domain}`,
              en: `DMARC reports name failures of ${each.domain}`,
            }
          : {
              de: `TLS-Berichte nennen Fehler bei ${each.domain}`,
              en: `TLS reports name failures of ${each.domain}`,
            },
        text: dmarc
          ? {
              de: `${percent(share, "de")} der gemeldeten Mails unter dieser Domain waren nicht nachgewiesen. Entweder versendet ein weiterer Dienst für Sie, der in SPF und DKIM fehlt, oder jemand fälscht Ihre Domain.`,
              en: `${percent(share, "en")} of the reported mails under this domain were not authenticated. Either another service sends for you and is missing in SPF and DKIM, or somebody forges your domain.`,
            }
          : {
              de: `${percent(share, "de")} der gemeldeten Verbindungen kamen nicht verschlüsselt zustande. Prüfen Sie Zertifikat und MTA-STS Ihrer Empfangsserver.`,
              en: `${percent(share, "en")} of the reported connections failed to be encrypted. Check certificate and MTA-STS of your receiving servers.`,
            },
        link: {
          href: `/einstellungen/versanddomains/${each.domain}`,
          label: { de: "Zur Versanddomain", en: "To the sending domain" },
        },
      };
    });
}

function deferredTodos({ providers }: TodoFacts): DeliverabilityTodo[] {
  const slow = providers.filter((each) => (each.deferredRate ?? 0) >= DEFERRED_WARN);
  if (slow.length === 0) return [];
  const names = slow
    .map((each) => each.name)
    .slice(0, 4)
    .join(", ");
  return [
    {
      code: "deferred",
      urgency: "watch",
      title: { de: "Viele Mails brauchen mehrere Anläufe", en: "Many mails need several attempts" },
      text: {
        de: `${names}: Mehr als ${percent(DEFERRED_WARN, "de")} der Versuche wurden vertagt. Bei einer neuen Absenderdomain ist das normal; sonst hilft langsamerer, gleichmäßiger Versand.`,
        en: `${names}: more than ${percent(DEFERRED_WARN, "en")} of the attempts were put off. That is normal for a new sending domain; otherwise send more slowly and steadily.`,
      },
      link: null,
    },
  ];
}

function seedTodos({ seedTestAge, total }: TodoFacts): DeliverabilityTodo[] {
  if (total.accepted === 0 || (seedTestAge !== null && seedTestAge <= SEED_TEST_DAYS)) return [];
  return [
    {
      code: "seed_test",
      urgency: "watch",
      title: { de: "Nachsehen, wo die Mails landen", en: "See where the mails land" },
      text: {
        de: "„Angenommen“ heißt nicht „im Posteingang“. Senden Sie das nächste Mailing vorher an eigene Adressen bei den großen Anbietern und notieren Sie, wo es ankommt.",
        en: "“Accepted” does not mean “in the inbox”. Send the next mailing to addresses of your own at the large providers first, and note where it arrives.",
      },
      link: {
        href: "/zustellbarkeit/kontrolladressen",
        label: { de: "Zu den Kontrolladressen", en: "To the test addresses" },
      },
    },
  ];
}

function percent(share: number, locale: "de" | "en"): string {
  const digits = share < 0.01 ? 2 : share < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(
    share,
  );
}
