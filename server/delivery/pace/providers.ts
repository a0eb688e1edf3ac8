import { knownProviders } from "../../platform/index.ts";

const known = new Set(knownProviders().map((provider) => provider.id));

/** Whether this is a provider of many mailboxes rather than a domain that stands for itself. */
export function isKnownProvider(provider: string): boolean {
  return known.has(provider);
}
