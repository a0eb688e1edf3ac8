import { styleHash } from "./styles.ts";
import type { PageTheme } from "./theme.ts";

/**
 * Response headers of a public page. Nothing is loaded from anywhere else, no other inline style or script
 * is obeyed, no address leaves the page, nothing is kept in a cache. `embeddedIn` lists the origins that may
 * show a sign-up form in a frame; without it nobody may. `indexed` lets search engines in.
 */
export function pageHeaders(
  theme: PageTheme,
  options: { script?: boolean; embeddedIn?: readonly string[]; indexed?: boolean } = {},
): Record<string, string> {
  const frames = (options.embeddedIn ?? []).filter((origin) =>
    /^https?:\/\/[\w.*:[\]-]+$/.test(origin),
  );
  const policy = [
    "default-src 'none'",
    `style-src ${styleHash(theme)}`,
    "font-src 'self'",
    "img-src 'self' data:",
    ...(options.script === true ? ["script-src 'self'"] : []),
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frames.length === 0 ? "'none'" : frames.join(" ")}`,
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(frames.length === 0 ? { "x-frame-options": "DENY" } : {}),
    "permissions-policy":
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
    ...(options.indexed === true ? {} : { "x-robots-tag": "noindex" }),
  };
}
