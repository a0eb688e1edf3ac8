import { eeaCountries, type Account } from "../accounts/index.ts";
import type { Tx } from "../platform/index.ts";
import { placeOf } from "../relays/index.ts";
import type { MailboxFact, WayOutFact } from "./facts.store.ts";
import type { Words } from "./document.ts";

/** Somebody outside the house, or a place of it, that touches the data. */
export interface Party {
  name: string;
  /** In words: "Rechenzentrum", "Versandweg". */
  role: Words;
  /** Where the data are with it; null where nobody has said. */
  place: Words | null;
  /** Outside the European Economic Area. */
  isOutside: boolean;
  purpose: Words;
  contract: Words;
}

const w = (de: string, en: string): Words => ({ de, en });
const same = (text: string): Words => ({ de: text, en: text });

/** A country in words ("Deutschland"). Unknown codes stay. */
const countryName = (code: string, locale: "de" | "en"): string =>
  new Intl.DisplayNames([locale], { type: "region", fallback: "code" }).of(code) ?? code;

/** Place of a country (ISO 3166-1). */
function inCountry(code: string | null | undefined): Pick<Party, "place" | "isOutside"> {
  if (code === null || code === undefined || !/^[A-Z]{2}$/.test(code))
    return { place: null, isOutside: false };
  return {
    place: w(countryName(code, "de"), countryName(code, "en")),
    isOutside: !eeaCountries.includes(code),
  };
}

const nothingSaid = w("nicht angegeben", "not given");

/** Everybody who touches the data: from the settings, the ways out and mailboxes in use, and the house's own inventory. */
export async function readParties(
  _tx: Tx,
  facts: {
    account: Account;
    ways: readonly WayOutFact[];
    mailboxes: readonly MailboxFact[];
    relayHost: string | null;
  },
): Promise<Party[]> {
  const { operation, place } = facts.account.processing;
  const found: Party[] = [];
  if (operation?.kind === "processor")
    found.push({
      name: operation.provider,
      role: w("Auftragsverarbeiter", "Processor"),
      ...inCountry(place?.country),
      purpose: w("Betrieb dieser Installation", "Operation of this installation"),
      contract:
        operation.contractDate === ""
          ? nothingSaid
          : w(
              `Art. 28 DSGVO, Fassung ${operation.version} vom ${operation.contractDate}`,
              `Art. 28 GDPR, version ${operation.version} of ${operation.contractDate}`,
            ),
    });
  if (place && place.dataCentre.trim() !== "")
    found.push({
      name: place.dataCentre,
      role: w("Rechenzentrum", "Data centre"),
      ...inCountry(place.country),
      purpose: w("Speicherung von Datenbank und Dateien", "Storage of database and files"),
      contract:
        operation?.kind === "own"
          ? w("eigener Betrieb", "own operation")
          : w("im Vertrag des Auftragsverarbeiters", "in the processor's contract"),
    });
  for (const each of operation?.subprocessors ?? [])
    found.push({
      name: each.name,
      role:
        operation?.kind === "own"
          ? w("Auftragsverarbeiter", "Processor")
          : w("Unterauftragnehmer", "Sub-processor"),
      ...inCountry(each.country),
      purpose: same(each.purpose),
      contract: w("laut Einstellungen", "as in the settings"),
    });
  found.push(...waysAsParties(facts));
  const boxes = [...new Set(facts.mailboxes.map(({ host }) => host))];
  for (const host of boxes)
    found.push({
      name: host,
      role: w("Postfach", "Mailbox"),
      place: null,
      isOutside: false,
      purpose: w(
        "Rückläufer und Antworten werden dort abgeholt",
        "Bounces and replies are fetched there",
      ),
      contract: nothingSaid,
    });
  return withoutTwins(found);
}

function waysAsParties(facts: { ways: readonly WayOutFact[]; relayHost: string | null }): Party[] {
  const role = w("Versandweg", "Sending route");
  const found = facts.ways
    .filter(({ kind }) => kind !== "mx")
    .map((way): Party => {
      const place = placeOf(way);
      return {
        name: place.provider ?? way.host ?? way.name,
        role,
        place: place.where,
        isOutside: place.outsideEu,
        purpose: w(
          `Versand der E-Mails über „${way.name}“${way.region === null ? "" : `, Region ${way.region}`}`,
          `Sending mail over “${way.name}”${way.region === null ? "" : `, region ${way.region}`}`,
        ),
        contract: place.kind === "own" ? w("eigener Betrieb", "own operation") : nothingSaid,
      };
    });
  if (facts.relayHost === null) return found;
  const place = placeOf({ kind: "smtp", host: facts.relayHost, region: null, outsideEu: false });
  return [
    ...found,
    {
      name: place.provider ?? facts.relayHost,
      role,
      place: place.where,
      isOutside: place.outsideEu,
      purpose: w("Versand der E-Mails", "Sending mail"),
      contract: place.kind === "own" ? w("eigener Betrieb", "own operation") : nothingSaid,
    },
  ];
}

/** One row for each name and role; the one that says the place wins. */
function withoutTwins(parties: Party[]): Party[] {
  const kept = new Map<string, Party>();
  for (const party of parties) {
    const key = `${party.name.trim().toLowerCase()} ${party.role.en}`;
    const old = kept.get(key);
    if (old === undefined || (old.place === null && party.place !== null)) kept.set(key, party);
  }
  return [...kept.values()];
}
