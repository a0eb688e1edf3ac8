import type {
  ContractState,
  PlaceRole,
  Standing,
  Transfer,
  TransferBasis,
} from "../../contract/oversight.ts";
import { isEea, isOwnNetwork, knownHost, type Locale } from "../platform/index.ts";

/** What an account declared about a host, or about a company without one. */
export interface Place {
  id: number;
  publicId: string;
  host: string | null;
  role: PlaceRole;
  company: string;
  country: string;
  purpose: string;
  contractState: ContractState;
  contractNote: string;
  contractOn: string | null;
  transfer: Transfer | null;
  declaredBy: string;
  updatedAt: Date;
}

/** Something the live configuration gives data to. */
export interface Connection {
  /** Names it for good: `relay:rel_…`, `env:database`. */
  key: string;
  role: PlaceRole;
  name: string;
  /** Null: this machine. */
  host: string | null;
  /** Page of the workplace where it is set; null: in the environment. */
  path: string | null;
  since: Date | null;
  /** It receives public addresses or a hash, nothing about persons: no record is needed. */
  isOpen: boolean;
}

/**
 * Countries whose protection the Commission found adequate (Art. 45 GDPR), last read 2026-11-22. The United States only for
 * certified companies, which is a basis of its own (`dpf`).
 */
const ADEQUATE: ReadonlySet<string> = new Set(
  "AD AR CA CH FO GB GG IL IM JE JP KR NZ UY".split(" "),
);

/** Longest time between two looks at a record, in days; certificates are looked up every six months. */
const REVIEW_DAYS: Readonly<Record<TransferBasis, number>> = { adequacy: 366, dpf: 184, scc: 366 };
const DAY_MS = 86_400_000;

/** The host as it is compared: lower case, without brackets and the final dot. */
export const hostName = (host: string): string =>
  host
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");

/** Where a host stands with what was declared about it; `today` is a day such as 2026-11-22. */
export function standingOf(
  { host, isOpen = false }: { host: string | null; isOpen?: boolean },
  place: Pick<Place, "country" | "transfer"> | undefined,
  own: readonly string[],
  today: string,
): Standing {
  if (host !== null && isOwn(host, own)) return "own";
  if (isOpen) return "open";
  const known = host === null ? undefined : knownHost(host);
  const country = place?.country ?? known?.country;
  if (country === undefined) return "undeclared";
  const isInside = isEea(country) && (known === undefined || isEea(known.country));
  if (isInside) return "eea";
  return place?.transfer && place.transfer.reviewOn >= today ? "transfer" : "outside";
}

export function isOwn(host: string, own: readonly string[]): boolean {
  const name = hostName(host);
  return isOwnNetwork(name) || own.some((each) => each.replace(/:\d+$/, "") === name);
}

/** Standings with which personal data may leave for a host. */
export const maySend = (standing: Standing): boolean =>
  standing !== "undeclared" && standing !== "outside";

/** What is wrong with a declaration, in both languages. */
export interface PlaceProblem {
  path: string;
  message: Record<Locale, string>;
}

/** What is wrong with a declaration; empty: it can be kept (Art. 44 to 46 GDPR). */
export function placeProblems(
  host: string | null,
  place: { country: string; transfer: Transfer | null },
  today: string,
): PlaceProblem[] {
  const found: PlaceProblem[] = [];
  const say = (path: string, de: string, en: string) =>
    void found.push({ path, message: { de, en } });
  const known = host === null ? undefined : knownHost(host);
  if (isEea(place.country)) {
    if (known && !isEea(known.country))
      say(
        "/country",
        `${known.provider ?? "Dem Namen nach dieser Server"} arbeitet außerhalb des EWR (${known.country}). Geben Sie dieses Land und die Übermittlung an.`,
        `${known.provider ?? "By its name this host"} works outside the EEA (${known.country}); declare that country and the transfer.`,
      );
    return found;
  }
  if (place.transfer === null)
    say(
      "/transfer",
      "Außerhalb des EWR braucht es einen Nachweis der Übermittlung: Angemessenheitsbeschluss, Zertifikat des Data Privacy Framework oder Standardvertragsklauseln mit Bewertung.",
      "Outside the EEA this needs a transfer record: adequacy decision, Data Privacy Framework certificate, or standard contractual clauses with an assessment.",
    );
  else transferProblems(place.country, place.transfer, today, say);
  return found;
}

function transferProblems(
  country: string,
  transfer: Transfer,
  today: string,
  say: (path: string, de: string, en: string) => void,
): void {
  if (transfer.basis === "adequacy" && !ADEQUATE.has(country))
    say(
      "/transfer/basis",
      `Für ${country} gibt es keinen Angemessenheitsbeschluss.`,
      `There is no adequacy decision for ${country}.`,
    );
  if (transfer.basis === "dpf" && country !== "US")
    say(
      "/transfer/basis",
      "Das Data Privacy Framework gilt für Unternehmen in den USA.",
      "The Data Privacy Framework is about companies in the United States.",
    );
  // Both may fall with the next judgment: a certificate stands on clauses, and clauses on an assessment.
  if (transfer.basis !== "adequacy" && transfer.assessment.trim().length < 20)
    if (transfer.basis === "dpf")
      say(
        "/transfer/assessment",
        "Nennen Sie die Standardvertragsklauseln, die gelten, falls das Zertifikat endet.",
        "Say which standard contractual clauses apply if the certificate ends.",
      );
    else
      say(
        "/transfer/assessment",
        "Standardvertragsklauseln brauchen eine Bewertung der Übermittlung (C-311/18).",
        "Standard contractual clauses need an assessment of the transfer (C-311/18).",
      );
  if (transfer.signedOn > today)
    say("/transfer/signedOn", "Dieses Datum liegt in der Zukunft.", "This day is still to come.");
  const latest = new Date(Date.parse(`${today}T00:00:00Z`) + REVIEW_DAYS[transfer.basis] * DAY_MS)
    .toISOString()
    .slice(0, 10);
  if (transfer.reviewOn <= today || transfer.reviewOn > latest)
    say(
      "/transfer/reviewOn",
      `Die Prüfung liegt zwischen morgen und dem ${latest}.`,
      `The review lies between tomorrow and ${latest}.`,
    );
}
