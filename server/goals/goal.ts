import { GOAL_PARAMETER } from "../../contract/goals.ts";

/** Something that should happen on the account's website after a click: an order, an appointment, a registration. */
export interface Goal {
  id: number;
  publicId: string;
  name: string;
  valueCents: number | null;
  windowDays: number;
  testedAt: Date | null;
  createdAt: Date;
  archivedAt: Date | null;
}

/** Longest life of a token; a goal's own window may be shorter. */
export const TOKEN_DAYS = 30;
/** Life of a token that only tries the website. */
export const TEST_HOURS = 24;

/**
 * Whether a link leads to one of the account's own websites. Only over https, so that nobody on the way reads the
 * parameter, and only to a host that is listed, word for word; a foreign site never gets one.
 */
export function leadsToOwnSite(url: string, hosts: ReadonlySet<string>): boolean {
  const parsed = URL.parse(url);
  return (
    parsed?.protocol === "https:" &&
    parsed.username === "" &&
    parsed.port === "" &&
    hosts.has(parsed.hostname)
  );
}

/** The link with the parameter, everything else as its author wrote it; one that has the parameter already stays. */
export function withGoal(url: string, token: string): string {
  const hash = url.indexOf("#");
  const target = hash === -1 ? url : url.slice(0, hash);
  const fragment = hash === -1 ? "" : url.slice(hash);
  if (new RegExp(`[?&]${GOAL_PARAMETER}=`).test(target)) return url;
  const joint = !target.includes("?") ? "?" : /[?&]$/.test(target) ? "" : "&";
  return `${target}${joint}${GOAL_PARAMETER}=${token}${fragment}`;
}

/** The host of a website as typed ("https://www.Bank.de/…" too), or null where it is none that people own. */
export function hostOf(typed: string): string | null {
  const text = typed.trim();
  const host = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)?.hostname ?? "";
  const labels = host.split(".");
  const isName = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  const last = labels.at(-1) ?? "";
  return labels.length >= 2 && isName && /[a-z]/.test(last) && host.length <= 253 ? host : null;
}
