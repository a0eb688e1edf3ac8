import type { PlaceSuggestion } from "../../contract/oversight.ts";
import type { Account } from "../accounts/index.ts";
import { isEea, knownHost } from "../platform/index.ts";

/** Endings that two letters stand before in the name somebody registered ("co.uk"). */
const SECOND = new Set(["co", "com", "org", "net", "ac", "gv", "or"]);

/** The part of a host's name that somebody registered: `smtp.relay.example.co.uk` → `example.co.uk`. Pure. */
function registeredName(host: string): string | null {
  if (/^[0-9.]+$/.test(host) || host.includes(":")) return null;
  const labels = host.split(".").filter((label) => label !== "");
  if (labels.length < 2) return null;
  const parts = SECOND.has(labels.at(-2)!) && labels.length > 2 ? 3 : 2;
  return labels.slice(-parts).join(".");
}

const domainOf = (text: string | undefined): string | null => {
  if (!text) return null;
  const host = text.includes("@")
    ? text.slice(text.lastIndexOf("@") + 1)
    : URL.parse(text)?.hostname;
  return host ? registeredName(host.toLowerCase()) : null;
};

/** Says the same of a company and of a domain: lower case, letters and digits. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/**
 * What a host nobody declared most likely is, for a person to confirm with one click: a company the account's settings name,
 * the house itself, or the owner of the domain with the country of its ending. Never a country outside the EEA, which takes a
 * transfer record; null where nothing can be said. Pure.
 */
export function suggestPlace(
  host: string,
  account: Pick<Account, "name" | "imprint" | "privacy" | "processing">,
): PlaceSuggestion | null {
  const domain = registeredName(host);
  if (domain === null || knownHost(host)) return null;
  const word = plain(domain.split(".")[0]!);
  const { imprint, privacy } = account;
  const { operation, place } = account.processing;
  const ofHouse = [imprint.imprintUrl, privacy.noticeUrl, privacy.contactEmail].map(domainOf);
  const named = [
    ...(operation?.kind === "processor"
      ? [{ name: operation.provider, country: place?.country ?? null }]
      : []),
    ...(operation?.subprocessors ?? []),
  ].find(({ name }) => word.length > 2 && plain(name).includes(word));
  const found = ofHouse.includes(domain)
    ? {
        company: imprint.legalName ?? account.name,
        country: place?.country ?? null,
        because: "house" as const,
      }
    : named
      ? { company: named.name, country: named.country, because: "settings" as const }
      : { company: domain, country: null, because: "ending" as const };
  const country = found.country ?? countryOfEnding(domain);
  return { ...found, country: country !== null && isEea(country) ? country : null };
}

/** Whose ending it is, of countries only: `strato.de` → DE. A name may say Germany and stand elsewhere; a person looks. */
function countryOfEnding(domain: string): string | null {
  const ending = domain.split(".").at(-1)!.toUpperCase();
  return ending.length === 2 && ending !== "EU" ? ending : null;
}
