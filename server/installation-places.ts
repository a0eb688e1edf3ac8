import { outsideHosts, type Config } from "./config.ts";
import type { Environment, EnvironmentPlace } from "./oversight/index.ts";

const ROLES = { SMTP_URL: "relay", DATABASE_URL: "database" } as const;

/** What the environment of this installation names as places of data, for the pages and documents of its accounts. */
export function environmentOf(config: Config): Environment {
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
    const role = ROLES[variable as keyof typeof ROLES];
    return place(`env:${role}`, role, host.toLowerCase());
  });
  return {
    places: [
      // The machine itself: whoever hosts it has everything.
      place("env:hosting", "hosting", new URL(config.publicUrl).hostname),
      ...(config.databaseUrl === null ? [place("env:database", "database", null)] : []),
      ...hosts,
      place("env:backup", "backup", null),
      place("env:logs", "logs", null),
    ],
    own: config.privateHosts,
  };
}
