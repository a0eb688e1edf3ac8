import { providerOf } from "./mail-providers.ts";

/** Characters before the @ that make no difference at a provider; at all others every one does. */
const MEANINGLESS: Readonly<Record<string, RegExp>> = {
  gmail: /\./g,
  proton: /[._-]/g,
};

/**
 * The mailbox that a normalised address most likely reaches, as an address again: without what follows a `+` (RFC 5233),
 * and without what its provider overlooks. For limits that somebody would get around by writing one mailbox in many
 * ways; never an address to mail to, and never one to know a person by.
 */
export function mailboxOf(normalised: string): string {
  const at = normalised.lastIndexOf("@");
  const local = normalised.slice(0, at);
  const domain = normalised.slice(at + 1);
  if (local.startsWith('"')) return normalised;
  const provider = providerOf(domain);
  const base = local.replace(/(?!^)\+.*$/s, "");
  const bare = base.replaceAll(MEANINGLESS[provider] ?? /(?!)/g, "");
  return `${bare === "" ? base : bare}@${provider === "gmail" ? "gmail.com" : domain}`;
}
