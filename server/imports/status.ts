import { remembered } from "./remembered.ts";

/** What another system says of a person. `unconfirmed`: signed up, but never confirmed, or never agreed at all. */
export type ForeignStatus =
  | "subscribed"
  | "unconfirmed"
  | "unknown"
  | "unsubscribed"
  | "bounced"
  | "complained";

const byWord = new Map<string, ForeignStatus>();
const learn = (status: ForeignStatus, words: string) => {
  for (const word of words.split(/\s+/)) byWord.set(word, status);
};
learn(
  "subscribed",
  `subscribed abonniert aktiv active enabled confirmed bestatigt angemeldet optin optedin granted erteilt gultig
   doubleoptin doi confirmedoptin singleoptin`,
);
learn(
  "unconfirmed",
  `unconfirmed pending pendingdoubleoptin pendingupgrade noconsent none unbestatigt nichtbestatigt wartend offen
   transactional nonsubscribed notsubscribed archived archiviert optinpending keineeinwilligung keinepermission
   nochnichtbestatigt inaktiv inactive new neu`,
);
learn(
  "unsubscribed",
  `unsubscribed abgemeldet unsub optout optedout disabled blocklisted blacklisted gesperrt deaktiviert deactivated
   revoked widerrufen donotcontact donotemail dnc blockiert abgelehnt declined entzogen`,
);
learn(
  "bounced",
  `bounced bounce hardbounce hardbounced cleaned invalid ungultig undeliverable unzustellbar defekt zuruckgehalten
   retained invalidemail`,
);
learn(
  "complained",
  "complained complaint complaints spam abuse spambeschwerde markedasspam beschwerde",
);

const NOTHING =
  /^(?:|0|no|nein|n|false|falsch|-|–|null|n\/a|none|0000-00-00(?: 00:00:00)?|1970-01-01.*)$/i;
const CONFIRMED = /^(?:1|yes|ja|y|j|true|wahr|confirmed|bestätigt|double ?opt-?in|active|aktiv)$/i;

/** Whether a column such as "unsubscribed at" says anything: a date, a yes, a word. */
export const says = (value: string): boolean => value !== "" && !NOTHING.test(value.trim());

const readWord = remembered((text): ForeignStatus | undefined => {
  if (text.trim() === "") return undefined;
  const word = text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/[^a-z]+/g, "");
  return byWord.get(word) ?? "unknown";
});

/**
 * The status of a row by its columns; the strictest counts, and a word nobody knows never makes a person mailable.
 * Undefined where the file says nothing.
 */
export function readStatus(values: Record<string, string>): ForeignStatus | undefined {
  const said = readWord(values["status"] ?? "");
  if (said === "complained") return said;
  if (said === "bounced" || says(values["status.bounced"] ?? "")) return "bounced";
  if (said === "unsubscribed" || says(values["status.unsubscribed"] ?? "")) return "unsubscribed";
  const confirmed = (values["status.confirmed"] ?? "").trim();
  if (confirmed !== "" && !CONFIRMED.test(confirmed)) return "unconfirmed";
  return said;
}
