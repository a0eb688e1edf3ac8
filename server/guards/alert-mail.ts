import { getAccount, membersWho } from "../accounts/index.ts";
import { AppError, type Locale, type Tx } from "../platform/index.ts";
import type { Alert } from "./alert.ts";
import { alertSentence, alertTitle } from "./alert-words.ts";
import { markTold, untoldAlerts } from "./alerts.store.ts";
import type { GuardDeps } from "./deps.ts";

const HOUR_MS = 3_600_000;

/** Whom an alert concerns: the data protection officer, and whoever manages data protection or the account. */
export async function toldOfAlerts(
  tx: Tx,
  accountId: number,
): Promise<{ name: string; email: string; locale: Locale }[]> {
  const account = await getAccount(tx);
  const { dpo } = account.privacy;
  const members = [
    ...(await membersWho(tx, accountId, "privacy.manage")),
    ...(await membersWho(tx, accountId, "account.manage")),
  ];
  const officer =
    dpo?.appointed === true && dpo.email !== ""
      ? [{ name: dpo.name ?? dpo.email, email: dpo.email, locale: account.locale }]
      : [];
  const all = [...members, ...officer];
  return all.filter(
    (one, at) =>
      all.findIndex((other) => other.email.toLowerCase() === one.email.toLowerCase()) === at,
  );
}

/**
 * Mails what nobody was told of yet, at most once an hour of each kind: what came meanwhile stands together in the next
 * mail. Gives how many alerts were told.
 */
export async function mailAlerts(
  tx: Tx,
  deps: Pick<GuardDeps, "clock" | "log" | "publicUrl" | "sendSystemMail">,
  accountId: number,
): Promise<number> {
  const now = deps.clock.now();
  const untold = await untoldAlerts(tx, new Date(now.getTime() - HOUR_MS));
  if (untold.length === 0) return 0;
  const account = await getAccount(tx);
  for (const { email, locale } of await toldOfAlerts(tx, accountId)) {
    const words = mailWords(untold, locale, account.timezone);
    try {
      await deps.sendSystemMail(tx, {
        accountId,
        kind: "security_note",
        to: email,
        locale,
        subject: `${account.name}: ${words.subject}`,
        heading: words.heading,
        paragraphs: words.paragraphs,
        button: { label: words.button, url: `${deps.publicUrl}/datenschutz/auffaelligkeiten` },
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      deps.log.warn({ err: error }, "an alert could not be mailed");
    }
  }
  await markTold(
    tx,
    untold.map(({ id }) => id),
    now,
  );
  return untold.length;
}

const SHOWN = 10;

function mailWords(alerts: readonly Alert[], locale: Locale, timeZone: string) {
  const de = locale === "de";
  const when = new Intl.DateTimeFormat(de ? "de-DE" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  });
  const kinds = [...new Set(alerts.map(({ kind }) => kind))];
  const subject =
    kinds.length === 1
      ? alertTitle(kinds[0]!, locale)
      : de
        ? "Mehrere Auffälligkeiten"
        : "Several unusual events";
  const lines = alerts
    .slice(0, SHOWN)
    .map((one) => `${when.format(one.at)}: ${alertSentence(one, locale)}`);
  const more = alerts.length - lines.length;
  return {
    subject,
    heading: subject,
    paragraphs: [
      ...lines,
      ...(more > 0 ? [de ? `Und ${more} weitere.` : `And ${more} more.`] : []),
      de
        ? "Bitte sehen Sie nach, ob das in Ordnung war. Wenn nicht, halten Sie es als Vorfall fest: Dann läuft die Frist von 72 Stunden nach Art. 33 DSGVO."
        : "Please check whether this was in order. If not, record it as an incident: then the 72 hours of Article 33 GDPR run.",
    ],
    button: de ? "Auffälligkeiten ansehen" : "Look at unusual events",
  };
}
