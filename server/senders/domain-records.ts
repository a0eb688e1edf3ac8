import type { DomainRecord } from "../../contract/senders.ts";
import type { LookUp } from "../platform/index.ts";
import { dkimRecord } from "./dkim-keys.ts";
import type { DkimRow } from "./dkim-keys.store.ts";

type Words = { de: string; en: string };
type Finding = Pick<DomainRecord, "status" | "message" | "found">;

const finding = (
  status: Finding["status"],
  de: string,
  en: string,
  found: string | null = null,
): Finding => ({ status, message: { de, en } satisfies Words, found });

/** Lookups an SPF check may cause (RFC 7208, 4.6.4). */
const MAX_SPF_LOOKUPS = 10;
/** Names asked for a DMARC record at most (RFC 9989, tree walk). */
const MAX_DMARC_STEPS = 8;

/** The strings of a TXT record are one text (RFC 7208, 3.3; RFC 6376, 3.6.2.2). */
const textsOf = async (lookUp: LookUp, name: string): Promise<string[]> =>
  (await lookUp.txt(name)).map((strings) => strings.join(""));

/** The records a domain needs, with what was found of them; without a resolver all are "not checked". */
export async function examineDomain(
  domain: string,
  keys: readonly Pick<DkimRow, "signingDomain" | "selector" | "algorithm" | "publicKey">[],
  lookUp: LookUp | undefined,
): Promise<DomainRecord[]> {
  const spf = await look(lookUp, (ask) => examineSpf(domain, ask));
  const dmarc = await look(lookUp, (ask) => examineDmarc(domain, ask));
  const records: DomainRecord[] = [
    { kind: "spf", type: "TXT", name: domain, value: "v=spf1 mx ~all", ...spf },
  ];
  for (const key of keys) {
    const wanted = dkimRecord(key);
    const found = await look(lookUp, (ask) => examineDkim(wanted.name, key.publicKey, ask));
    records.push({ kind: "dkim", type: "TXT", ...wanted, ...found });
  }
  records.push({
    kind: "dmarc",
    type: "TXT",
    name: `_dmarc.${domain}`,
    value: `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`,
    ...dmarc,
  });
  return records;
}

async function look(
  lookUp: LookUp | undefined,
  examine: (lookUp: LookUp) => Promise<Finding>,
): Promise<Finding> {
  try {
    if (lookUp) return await examine(lookUp);
  } catch {
    // Said below: whoever cannot look does not say that something is missing.
  }
  return finding(
    "not_checked",
    "Der DNS-Eintrag ließ sich von hier aus nicht abfragen.",
    "The DNS record could not be asked for from here.",
  );
}

/** SPF: one record, at most ten lookups, not open to the whole world (SND-01, RFC 7208). */
export async function examineSpf(domain: string, lookUp: LookUp): Promise<Finding> {
  const records = await spfOf(domain, lookUp);
  const [record] = records;
  if (record === undefined)
    return finding(
      "failed",
      "Es gibt keinen SPF-Eintrag. Tragen Sie den Server ein, der für Sie versendet, zum Beispiel mit „include:“ Ihres Anbieters.",
      "There is no SPF record. Name the server that sends for you, for example with your provider's “include:”.",
    );
  if (records.length > 1)
    return finding(
      "failed",
      "Es gibt mehrere SPF-Einträge; damit gilt keiner. Fassen Sie sie zu einem zusammen.",
      "There are several SPF records, so none counts. Merge them into one.",
      records.join(" | "),
    );
  if (/(^|\s)\+?all(\s|$)/i.test(record))
    return finding(
      "failed",
      "Der SPF-Eintrag erlaubt allen Servern der Welt, für Sie zu senden („+all“). Enden Sie mit „~all“ oder „-all“.",
      "The SPF record lets every server in the world send for you (“+all”). End with “~all” or “-all”.",
      record,
    );
  const lookups = await countLookups(record, lookUp, new Set([domain]));
  if (lookups === undefined)
    return finding(
      "failed",
      "Der SPF-Eintrag verweist auf eine Domain ohne gültigen SPF-Eintrag oder im Kreis.",
      "The SPF record refers to a domain without a valid SPF record, or in a circle.",
      record,
    );
  if (lookups > MAX_SPF_LOOKUPS)
    return finding(
      "failed",
      `Der SPF-Eintrag braucht ${lookups} Abfragen; erlaubt sind 10. Entfernen Sie Verweise, die Sie nicht mehr brauchen.`,
      `The SPF record needs ${lookups} lookups; 10 are allowed. Remove references that you no longer need.`,
      record,
    );
  return finding("passed", "Der SPF-Eintrag ist gültig.", "The SPF record is valid.", record);
}

const spfOf = async (domain: string, lookUp: LookUp): Promise<string[]> =>
  (await textsOf(lookUp, domain)).filter((text) => /^v=spf1(\s|$)/i.test(text));

/** Lookups of a record and of everything it includes; undefined when an include leads nowhere. */
async function countLookups(
  record: string,
  lookUp: LookUp,
  seen: Set<string>,
): Promise<number | undefined> {
  let count = 0;
  for (const term of record.split(/\s+/).slice(1)) {
    if (/^[+?~-]?(a|mx|ptr)([:/].*)?$|^[+?~-]?exists:/i.test(term)) count += 1;
    const target = /^(?:[+?~-]?include:|redirect=)(.+)$/i.exec(term)?.[1]?.toLowerCase();
    if (target === undefined) continue;
    count += 1;
    if (count > MAX_SPF_LOOKUPS || target.includes("%")) continue;
    if (seen.has(target)) return undefined;
    const [included, second] = await spfOf(target, lookUp);
    if (included === undefined || second !== undefined) return undefined;
    const inner = await countLookups(included, lookUp, new Set([...seen, target]));
    if (inner === undefined) return undefined;
    count += inner;
  }
  return count;
}

/** DKIM: our own key stands there, unchanged (SND-01, RFC 6376). */
export async function examineDkim(
  name: string,
  publicKey: string,
  lookUp: LookUp,
): Promise<Finding> {
  const records = (await textsOf(lookUp, name)).filter((text) => /(^|;)\s*p\s*=/i.test(text));
  const [record] = records;
  if (record === undefined)
    return finding(
      "failed",
      "Der DKIM-Eintrag fehlt noch. Übernehmen Sie Name und Wert genau so in Ihren DNS.",
      "The DKIM record is still missing. Copy name and value into your DNS exactly like this.",
    );
  const found = /(?:^|;)\s*p\s*=([^;]*)/i.exec(record)?.[1]?.replace(/\s/g, "");
  if (records.length > 1 || found !== publicKey)
    return finding(
      "failed",
      "Unter diesem Namen steht ein anderer DKIM-Schlüssel. Ersetzen Sie ihn durch den angezeigten.",
      "Another DKIM key stands under this name. Replace it by the one shown.",
      record,
    );
  return finding(
    "passed",
    "Der DKIM-Schlüssel ist veröffentlicht.",
    "The DKIM key is published.",
    record,
  );
}

/** DMARC: a policy at the domain or above it, with an address for reports (SND-01, RFC 9989). */
export async function examineDmarc(domain: string, lookUp: LookUp): Promise<Finding> {
  const record = await dmarcOf(domain, lookUp);
  if (record === undefined)
    return finding(
      "failed",
      "Es gibt keinen DMARC-Eintrag. Beginnen Sie mit „p=none“ und einer Adresse für Berichte.",
      "There is no DMARC record. Begin with “p=none” and an address for reports.",
    );
  if (!/;\s*p\s*=\s*(none|quarantine|reject)\s*(;|$)/i.test(record))
    return finding(
      "failed",
      "Der DMARC-Eintrag nennt keine gültige Regel („p=none“, „p=quarantine“ oder „p=reject“).",
      "The DMARC record names no valid policy (“p=none”, “p=quarantine” or “p=reject”).",
      record,
    );
  if (!/;\s*rua\s*=\s*mailto:[^;@\s]+@[^;\s]+/i.test(record))
    return finding(
      "failed",
      "Der DMARC-Eintrag nennt keine Adresse für Berichte („rua=mailto:…“).",
      "The DMARC record names no address for reports (“rua=mailto:…”).",
      record,
    );
  return finding("passed", "Der DMARC-Eintrag ist gültig.", "The DMARC record is valid.", record);
}

/** Walks up from the domain to the first name with exactly one DMARC record. Eight questions at most. */
async function dmarcOf(domain: string, lookUp: LookUp): Promise<string | undefined> {
  const labels = domain.split(".");
  const names = labels.map((_, at) => labels.slice(at).join("."));
  const asked =
    names.length <= MAX_DMARC_STEPS ? names : [domain, ...names.slice(1 - MAX_DMARC_STEPS)];
  for (const name of asked) {
    const records = (await textsOf(lookUp, `_dmarc.${name}`)).filter((text) =>
      /^v\s*=\s*DMARC1\s*(;|$)/.test(text),
    );
    if (records.length === 1) return records[0];
  }
  return undefined;
}
