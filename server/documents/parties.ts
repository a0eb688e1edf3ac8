import { eeaCountries, type Account } from "../accounts/index.ts";
import type { ContractState, PlaceRole } from "../../contract/oversight.ts";
import { listPlaces, listTools, type ListedPlace } from "../oversight/index.ts";
import type { Tx } from "../platform/index.ts";
import type { Words } from "./document.ts";

/** Somebody outside the house, or a place of it, that touches the data. */
export interface Party {
  name: string;
  kind: "processor" | "data_centre" | "subprocessor" | "route" | "mailbox" | "tool" | "other";
  /** The kind in words. */
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
const nothingSaid = w("nicht angegeben", "not given");

const roles: Record<Party["kind"], Words> = {
  processor: w("Auftragsverarbeiter", "Processor"),
  data_centre: w("Rechenzentrum", "Data centre"),
  subprocessor: w("Unterauftragnehmer", "Sub-processor"),
  route: w("Versandweg", "Sending route"),
  mailbox: w("Postfach", "Mailbox"),
  tool: w("Werkzeug", "Tool"),
  other: w("Dienstleister", "Service provider"),
};

const contracts: Record<ContractState, Words> = {
  signed: w("Vertrag geschlossen", "contract signed"),
  requested: w("Vertrag angefragt", "contract requested"),
  missing: w("Vertrag fehlt", "contract missing"),
  not_needed: w("kein Vertrag nötig", "no contract needed"),
};

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

/** Everybody who touches the data: from the settings, the declared and configured places, and the inventory of tools. */
export async function readParties(tx: Tx, account: Account, today: string): Promise<Party[]> {
  const places = await listPlaces(tx, account.id, today);
  const tools = await listTools(tx, account.id, today);
  return withoutTwins([
    ...ofSettings(account),
    ...places.filter(({ standing }) => standing !== "open").flatMap(ofPlace),
    ...tools
      .filter(({ role, dataClasses }) => role === "outside" && !dataClasses.includes("none"))
      .map((tool): Party => ({
        name: tool.name,
        kind: "tool",
        role: roles.tool,
        ...inCountry(tool.country),
        purpose: same(tool.purpose),
        contract: contracts[tool.contract],
      })),
  ]);
}

function ofSettings({ processing: { operation, place } }: Account): Party[] {
  const found: Party[] = [];
  if (operation?.kind === "processor")
    found.push({
      name: operation.provider,
      kind: "processor",
      role: roles.processor,
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
      kind: "data_centre",
      role: roles.data_centre,
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
      kind: operation?.kind === "own" ? "processor" : "subprocessor",
      role: operation?.kind === "own" ? roles.processor : roles.subprocessor,
      ...inCountry(each.country),
      purpose: same(each.purpose),
      contract: w("laut Einstellungen", "as in the settings"),
    });
  return found;
}

const placeRoles: Record<PlaceRole, { kind: Party["kind"]; role: Words; purpose: Words }> = {
  hosting: {
    kind: "data_centre",
    role: w("Hosting", "Hosting"),
    purpose: w("Betrieb der Server", "Operation of the servers"),
  },
  database: {
    kind: "data_centre",
    role: w("Datenbank", "Database"),
    purpose: w("Speicherung der Datenbank", "Storage of the database"),
  },
  backup: {
    kind: "data_centre",
    role: w("Sicherungen", "Backups"),
    purpose: w("Aufbewahrung der Sicherungen", "Keeping the backups"),
  },
  logs: {
    kind: "data_centre",
    role: w("Protokolle", "Logs"),
    purpose: w("Aufbewahrung technischer Protokolle", "Keeping technical logs"),
  },
  storage: {
    kind: "data_centre",
    role: w("Dateien", "Files"),
    purpose: w("Speicherung von Dateien", "Storage of files"),
  },
  relay: {
    kind: "route",
    role: roles.route,
    purpose: w("Versand der E-Mails", "Sending mail"),
  },
  mailbox: {
    kind: "mailbox",
    role: roles.mailbox,
    purpose: w(
      "Rückläufer und Antworten werden dort abgeholt",
      "Bounces and replies are fetched there",
    ),
  },
  webhook: {
    kind: "tool",
    role: w("Meldungen an ein System", "Notifications to a system"),
    purpose: w("Empfang von Meldungen", "Receiving notifications"),
  },
  timestamp: {
    kind: "other",
    role: w("Zeitstempeldienst", "Time-stamp service"),
    purpose: w("Zeitstempel für Prüfsummen", "Time stamps for checksums"),
  },
  feed: {
    kind: "other",
    role: w("Inhalte", "Feed"),
    purpose: w("Abruf von Inhalten", "Reading content"),
  },
  sign_in: {
    kind: "tool",
    role: w("Anmeldedienst", "Sign-on"),
    purpose: w("Anmeldung der Benutzer", "Sign-in of operators"),
  },
  sub_processor: {
    kind: "subprocessor",
    role: roles.subprocessor,
    purpose: w("Verarbeitung im Auftrag", "Processing on behalf"),
  },
  other: { kind: "other", role: roles.other, purpose: w("nach Vereinbarung", "as agreed") },
};

const bases = {
  adequacy: w("Angemessenheitsbeschluss", "adequacy decision"),
  dpf: w("EU-US Data Privacy Framework", "EU-US Data Privacy Framework"),
  scc: w(
    "Standardvertragsklauseln mit Transferprüfung",
    "standard contractual clauses with transfer assessment",
  ),
} as const;

/** A place of the inventory. What never leaves this machine is no party; what the settings name stands there already. */
function ofPlace(place: ListedPlace): Party[] {
  const { standing, host, company, transfer } = place;
  const isHouse = standing === "own";
  if (place.key.startsWith("settings:") || (isHouse && place.role !== "relay")) return [];
  const about = placeRoles[place.role];
  const contract = contracts[place.contract];
  const basis = transfer === null ? null : bases[transfer.basis];
  return [
    {
      name: company !== "" ? company : (host ?? place.name),
      kind: about.kind,
      role: about.role,
      ...(isHouse
        ? { place: w("im eigenen Netz", "in the own network") }
        : { place: inCountry(place.country).place }),
      isOutside: standing === "outside" || standing === "transfer",
      purpose: place.purpose === "" ? about.purpose : same(place.purpose),
      contract: isHouse
        ? w("eigener Betrieb", "own operation")
        : basis === null
          ? contract
          : w(`${contract.de}, ${basis.de}`, `${contract.en}, ${basis.en}`),
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
