import type { Locale } from "../platform/index.ts";

/** A mailing as its public pages see it: no recipient, no figure. */
export interface ViewedMailing {
  id: number;
  publicId: string;
  webViewKey: string;
  locale: Locale;
  listIds: number[];
  contentVersionId: number | null;
  /** Its first mails may have left: the address in them must work. */
  begun: boolean;
  startedAt: Date | null;
  withdrawnAt: Date | null;
  leftOut: boolean;
  /** What keeps it out of the archives of its lists; null: it is in them. */
  outside: OutsideReason | null;
  /** An archive it is in may be taken in by search engines. */
  indexed: boolean;
}

/** Why a mailing is in no archive, in the order in which the database asks. */
export type OutsideReason =
  | "customer_mail"
  | "question"
  | "follow_up"
  | "not_sent"
  | "withdrawn"
  | "left_out"
  | "list_not_public";

export type WebViewState = "waiting" | "open" | "withdrawn";

/** What a reader finds at a mailing's address. A view that was switched off stays so, whatever the sending does. */
export function webViewState(
  mailing: Pick<ViewedMailing, "withdrawnAt" | "begun" | "contentVersionId">,
): WebViewState {
  if (mailing.withdrawnAt !== null) return "withdrawn";
  return mailing.begun && mailing.contentVersionId !== null ? "open" : "waiting";
}

/**
 * Headers of a mail's HTML on our own host. It was written by somebody else, so the browser treats it as a stranger's:
 * a sandbox without scripts, forms and our origin; images load, nothing else does; no address leaves with a click.
 * Links open as usual, in a window without the sandbox where the author asked for a new one.
 */
export function webViewHeaders(indexed: boolean): Record<string, string> {
  const policy = [
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "default-src 'none'",
    "img-src https: data: 'self'",
    "style-src 'unsafe-inline'",
    "font-src 'self' data:",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    // A sandbox has an origin of its own; asking for isolation would only break links to new windows.
    "cross-origin-opener-policy": "unsafe-none",
    "x-dns-prefetch-control": "off",
    "permissions-policy":
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ...(indexed ? {} : { "x-robots-tag": "noindex" }),
  };
}
