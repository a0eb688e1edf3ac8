import type { ContentPart } from "../../../../contract/content.ts";
import type { MailingSummary } from "../../../../contract/mailings.ts";

/** Pages of other folders that mailings lead to. */
export const places = {
  senders: "/einstellungen/absender",
  testAddresses: "/einstellungen/testadressen",
  counting: "/datenschutz/messung",
  checklist: "/datenschutz/checkliste",
  sandbox: "/testpostfach",
  lists: "/lists",
  similar: "/contacts/purchases/similar",
} as const;

export const CALENDAR = "/mailings/kalender";
export const CAMPAIGNS = "/mailings/kampagnen";
export const RECURRING = "/mailings/wiederkehrend";
export const RULES = "/einstellungen/haeufigkeit";

export function campaignPath(id: string): string {
  return `${CAMPAIGNS}/${id}`;
}

export function recurringPath(id: string): string {
  return `${RECURRING}/${id}`;
}

export function editorPath(id: string): string {
  return `/mailings/${id}`;
}
export function checkPath(id: string): string {
  return `/mailings/${id}/check`;
}
export function reportPath(id: string): string {
  return `/mailings/${id}/report`;
}

/** The editor, opened at a place of the content. */
export function spotPath(
  id: string,
  part: ContentPart | "lists",
  position?: { offset: number; length: number },
): string {
  const at = position ? `&at=${position.offset}&len=${position.length}` : "";
  return `${editorPath(id)}?part=${part}${at}`;
}

/** Where a mailing is looked at: its draft, its progress or, once sent, its report. */
export function hrefOf(mailing: Pick<MailingSummary, "id" | "state">): string {
  return mailing.state === "sent" ? reportPath(mailing.id) : editorPath(mailing.id);
}

/** Mailings beside each other. */
export function comparisonPath(ids: readonly string[]): string {
  return `/berichte/vergleich?m=${ids.join(",")}`;
}
