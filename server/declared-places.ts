import { readFileSync } from "node:fs";
import { BACKUP_PLACE, liesApart } from "./backups/index.ts";
import { isOwnNetwork, knownHost } from "./platform/index.ts";
import {
  placeProblems,
  standingOf,
  type Environment,
  type EnvironmentPlace,
} from "./oversight/index.ts";

/** Where the hosts of the environment stand, as the operator says. */
export interface DeclaredPlaces {
  /** Countries (ISO 3166-1) by host. */
  countries: Readonly<Record<string, string>>;
  transfers: Readonly<Record<string, NonNullable<EnvironmentPlace["transfer"]>>>;
}

const PLACES = /^([a-z0-9.:[\]-]+)=([A-Za-z]{2})$/;

/** Reads `PLACES` (`host=DE,other.example=FR`) and the file of `TRANSFER_RECORDS`; says what is wrong with them. */
export function readDeclaredPlaces(
  places: string | null,
  recordsFile: string | null,
  problems: string[],
): DeclaredPlaces {
  const countries: Record<string, string> = {};
  for (const each of (places ?? "").split(",").map((text) => text.trim())) {
    if (each === "") continue;
    const found = PLACES.exec(each.toLowerCase());
    if (found) countries[found[1]!] = found[2]!.toUpperCase();
    else
      problems.push(`PLACES: expected host=COUNTRY such as smtp.example.org=DE, found "${each}".`);
  }
  return { countries, transfers: readRecords(recordsFile, problems) };
}

function readRecords(file: string | null, problems: string[]): DeclaredPlaces["transfers"] {
  if (file === null) return {};
  const expected =
    'expected a JSON file {"host": {"basis": "adequacy, dpf or scc", "record": "…", "assessment": "…", "name": "…", "signedOn": "2026-01-31", "reviewOn": "2026-07-31"}}';
  try {
    const found = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, unknown>>;
    const day = /^\d{4}-\d{2}-\d{2}$/;
    return Object.fromEntries(
      Object.entries(found).map(([host, record]) => {
        const text = (name: string) => (typeof record[name] === "string" ? record[name] : "");
        const basis = text("basis");
        if (
          (basis !== "adequacy" && basis !== "dpf" && basis !== "scc") ||
          text("record").trim().length < 20 ||
          text("name").trim().length < 2 ||
          !day.test(text("signedOn")) ||
          !day.test(text("reviewOn"))
        )
          throw new Error(host);
        return [
          host.toLowerCase(),
          {
            basis,
            record: text("record"),
            assessment: text("assessment"),
            name: text("name"),
            signedOn: text("signedOn"),
            reviewOn: text("reviewOn"),
          },
        ];
      }),
    );
  } catch {
    problems.push(`TRANSFER_RECORDS: ${expected}, found ${file}.`);
    return {};
  }
}

/**
 * Refuses to start while the environment names a host that personal data would go to and nobody has said that it may:
 * outside the EEA a transfer record is needed (ORG-09, Art. 44 to 46 GDPR). This machine and private networks are own.
 *
 * @param today a day such as 2026-11-22
 */
export function environmentProblems(
  named: readonly { variable: string; host: string }[],
  { countries, transfers }: DeclaredPlaces,
  own: readonly string[],
  today: string,
): string[] {
  return named.flatMap(({ variable, host }) => {
    const name = host.toLowerCase();
    if (isOwnNetwork(name)) return [];
    const country = countries[name] ?? knownHost(name)?.country;
    const transfer = transfers[name] ?? null;
    const standing = standingOf(
      { host: name },
      country === undefined ? undefined : { country, transfer },
      own,
      today,
    );
    if (standing === "undeclared")
      return [
        `${variable}: nobody has said where ${name} stands. Personal data stay in the EU unless somebody settles otherwise: set PLACES=${name}=DE (its country).`,
      ];
    if (standing === "own" || standing === "eea") return [];
    const [problem] = placeProblems(name, { country: country!, transfer }, today);
    return problem || standing === "outside"
      ? [
          `${variable}: ${name} stands outside the EEA (${country}). ${problem?.message.en ?? "Its transfer record is due for review."} Write the record into the file TRANSFER_RECORDS, or use a host in the EEA.`,
        ]
      : [];
  });
}

/** What of the configuration says where data go. */
interface Installation {
  publicUrl: string;
  smtpUrl: string | null;
  databaseUrl: string | null;
  privateHosts: readonly string[];
  places: DeclaredPlaces;
  dataDir: string;
  backupDir: string;
}

/** Hosts of the environment that personal data go to. Spam filters are own by their nature, folders are on this machine. */
export function outsideHosts(
  config: Pick<Installation, "smtpUrl" | "databaseUrl">,
): { variable: "SMTP_URL" | "DATABASE_URL"; host: string }[] {
  const found = [
    ["SMTP_URL", config.smtpUrl],
    ["DATABASE_URL", config.databaseUrl],
  ] as const;
  return found.flatMap(([variable, address]) => {
    const host = address === null ? "" : (URL.parse(address)?.hostname ?? "");
    return host === "" ? [] : [{ variable, host }];
  });
}

const ROLES = { SMTP_URL: "relay", DATABASE_URL: "database" } as const;

/** What the environment of this installation names as places of data, for the pages and documents of its accounts. */
export function environmentOf(config: Installation): Environment {
  const place = (
    key: string,
    role: EnvironmentPlace["role"],
    host: string | null,
  ): EnvironmentPlace => ({
    key,
    role,
    host,
    country: host === null ? null : (config.places.countries[host] ?? null),
    transfer: host === null ? null : (config.places.transfers[host] ?? null),
  });
  const hosts = outsideHosts(config).map(({ variable, host }) => {
    const role = ROLES[variable];
    return place(`env:${role}`, role, host.toLowerCase());
  });
  return {
    places: [
      // The machine itself: whoever hosts it has everything.
      place("env:hosting", "hosting", new URL(config.publicUrl).hostname),
      ...(config.databaseUrl === null ? [place("env:database", "database", null)] : []),
      ...hosts,
      place("env:backup", "backup", liesApart(config) ? BACKUP_PLACE : null),
      place("env:logs", "logs", null),
    ],
    own: config.privateHosts,
  };
}
