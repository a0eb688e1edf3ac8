import {
  getAccount,
  listMembers,
  permissionsOf,
  type SendSystemMail,
} from "../../accounts/index.ts";
import { AppError, type Clock, type Database, type Locale, type Tx } from "../../platform/index.ts";
import { findAlarm, type AlarmCode, type SendingAlarm } from "./alarms.store.ts";
import { mailingOfAlarm } from "./present-control.ts";

export interface AlarmMailDeps {
  db: Database;
  clock: Clock;
  publicUrl: string;
  sendSystemMail: SendSystemMail;
  namesOfMailings(tx: Tx, ids: number[]): Promise<Map<number, { publicId: string; name: string }>>;
}

const WORDS: Record<AlarmCode, Record<Locale, { subject: string; text: string }>> = {
  hard_bounces: {
    de: {
      subject: "Mailing angehalten: zu viele unzustellbare Adressen",
      text: "Klarpost hat das Mailing angehalten, weil zu viele Adressen endgültig unzustellbar waren. Prüfen Sie, woher die Adressen stammen, bevor Sie fortsetzen.",
    },
    en: {
      subject: "Mailing paused: too many undeliverable addresses",
      text: "Klarpost paused the mailing because too many addresses were definitely undeliverable. Check where the addresses come from before you go on.",
    },
  },
  complaints: {
    de: {
      subject: "Warnung: Empfänger melden Ihre Mails als Spam",
      text: "Der Anteil der Beschwerden hat 0,1 % erreicht. Ab 0,3 % hält Klarpost den werblichen Versand dieser Domain an.",
    },
    en: {
      subject: "Warning: recipients report your mails as spam",
      text: "Complaints have reached 0.1 %. From 0.3 % Klarpost stops advertising from this domain.",
    },
  },
  complaints_high: {
    de: {
      subject: "Werblicher Versand angehalten: zu viele Beschwerden",
      text: "Der Anteil der Beschwerden hat 0,3 % erreicht. Klarpost hat den werblichen Versand dieser Domain angehalten. Bestätigungs- und Vorgangsmails laufen weiter.",
    },
    en: {
      subject: "Advertising stopped: too many complaints",
      text: "Complaints have reached 0.3 %. Klarpost stopped advertising from this domain. Confirmation and transactional mails go on.",
    },
  },
  missed: {
    de: {
      subject: "Ein Mailing hat seine Zeit verpasst",
      text: "Entweder lief Klarpost zur Sendezeit nicht, oder es waren inzwischen so viele Empfänger, dass eine zweite Person freigeben muss. Von selbst geht dann nichts hinaus. Entscheiden Sie: jetzt senden, neu planen oder abbrechen.",
    },
    en: {
      subject: "A mailing missed its time",
      text: "Either Klarpost was not running at the time, or there were so many recipients by then that a second person has to approve. Nothing goes out by itself then. Decide: send now, schedule anew or cancel.",
    },
  },
  occurrence: {
    de: {
      subject: "Eine Ausgabe eines wiederkehrenden Mailings ging nicht hinaus",
      text: "Etwas stand der Ausgabe im Weg, oder ihre Zeit verstrich während einer Unterbrechung. Klarpost versendet dann nichts Halbes. Entscheiden Sie, wie es mit ihr weitergeht; die nächste Ausgabe bleibt geplant.",
    },
    en: {
      subject: "An issue of a recurring mailing did not go out",
      text: "Something stood in its way, or its time passed during an outage. Klarpost sends nothing half-made then. Decide what becomes of it; the next issue stays planned.",
    },
  },
  winner: {
    de: {
      subject: "Ein Variantentest wartet auf Ihre Entscheidung",
      text: "Die Wartezeit ist um, aber der Unterschied reicht für eine sichere Entscheidung nicht, oder dem Versand an den Rest steht etwas im Weg. Wählen Sie, welche Variante der Rest bekommt.",
    },
    en: {
      subject: "A test of variants waits for your decision",
      text: "The waiting time is over, but the difference does not suffice for a sure decision, or something stands in the way of sending to the rest. Choose which variant the rest gets.",
    },
  },
  stalled: {
    de: {
      subject: "Der Versand steht",
      text: "Seit fünf Minuten hat keine fällige Mail das Haus verlassen. Meist antwortet der Versandserver nicht.",
    },
    en: {
      subject: "Sending stands still",
      text: "No mail that is due has left for five minutes. Mostly the relay does not answer.",
    },
  },
};

/** Writes to everybody of the account who may send, when an alarm is raised. */
export function mailAlarm(
  deps: AlarmMailDeps,
): (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void> {
  return async ({ accountId, payload }) => {
    await deps.db.account(accountId, async (tx) => {
      const alarm = await findAlarm(tx, accountId, String(payload["alarmId"]));
      if (!alarm || alarm.endedAt !== null) return;
      const account = await getAccount(tx);
      const mailingId = mailingOfAlarm(alarm);
      const mailing =
        mailingId === null
          ? undefined
          : (await deps.namesOfMailings(tx, [mailingId])).get(mailingId);
      const { subject, text } = WORDS[alarm.code][account.locale];
      const de = account.locale === "de";
      const about = mailing
        ? `Mailing: ${mailing.name}`
        : typeof alarm.figures["domain"] === "string"
          ? `Domain: ${alarm.figures["domain"]}`
          : null;
      for (const member of await listMembers(tx, accountId)) {
        if (!permissionsOf(member.roles, member.ownRoles).has("mailings.send")) continue;
        try {
          await deps.sendSystemMail(tx, {
            accountId,
            kind: "security_note",
            to: member.email,
            locale: account.locale,
            subject: `${account.name}: ${subject}`,
            heading: subject,
            paragraphs: [text, ...(about === null ? [] : [about])],
            button: {
              label: de ? "Ansehen" : "Have a look",
              url: `${deps.publicUrl}${pathOf(alarm, mailing)}`,
            },
          });
        } catch (error) {
          // A colleague whose address is blocked must not keep the others from hearing of it.
          if (!(error instanceof AppError)) throw error;
        }
      }
    });
  };
}

function pathOf(alarm: SendingAlarm, mailing: { publicId: string } | undefined): string {
  const { path } = alarm.figures;
  if (typeof path === "string") return path;
  return mailing ? `/mailings/${mailing.publicId}` : "/versand";
}
