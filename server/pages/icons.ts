import { html, raw, type SafeHtml } from "./html.ts";

const shapes = {
  letter: '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="m3.6 7 8.4 6.3L20.4 7"/>',
  check: '<path d="m5 12.5 4.6 4.5L19 7.5"/>',
  back: '<path d="M8.5 6 4.5 10l4 4"/><path d="M4.8 10H14a5 5 0 0 1 0 10h-3"/>',
  info: '<circle cx="12" cy="12" r="8.8"/><path d="M12 11.2v5M12 7.7v.1"/>',
  chart: '<path d="M4 20h16"/><path d="M7 16.5v-5M12 16.5V6M17 16.5V9"/>',
  shield:
    '<path d="M12 3.2 19 6v5.4c0 4.4-2.9 7.7-7 9.4-4.1-1.7-7-5-7-9.4V6z"/><path d="m9 12 2.2 2.2L15.2 10"/>',
  feed: '<path d="M5 11.5a7.5 7.5 0 0 1 7.5 7.5M5 5a14 14 0 0 1 14 14"/><circle cx="6" cy="18" r="1"/>',
  warning: '<path d="M12 4 21 19.5H3z"/><path d="M12 10v4.5M12 17v.1"/>',
} as const;

const stamps = {
  letter: '<rect x="19" y="23" width="26" height="18.5" rx="2.5"/><path d="m20 25.5 12 9 12-9"/>',
  check: '<path d="m21.5 33 7.3 7.2L43 25"/>',
  chart: '<path d="M23 41.5v-7M32 41.5v-18M41 41.5V30"/>',
  question: '<path d="M26 27.5c0-8 12-7.5 12-.5 0 5-6 4.5-6 9.5M32 42v.2"/>',
  clock: '<path d="M32 21.5V32l7 5"/>',
  key: '<circle cx="26.5" cy="32" r="5.5"/><path d="M32 32h13M41 32v5"/>',
} as const;

export type Icon = keyof typeof shapes;
export type Stamp = keyof typeof stamps;

/** A small line drawing beside a text. It says nothing the text does not say, so it is hidden from readers. */
export function icon(name: Icon): SafeHtml {
  return html`<svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${raw(shapes[name])}
  </svg>`;
}

const waves = [22, 32, 42]
  .map((y) => `<path d="M${y === 32 ? 70 : 68} ${y}c7-5 13 5 20 0s13 5 20 0 13 5 20 0 11 3 17 1"/>`)
  .join("");

/** The postmark at the head of a letter page. */
export function postmark(name: Stamp, tone: "accent" | "ok" | "quiet" = "accent"): SafeHtml {
  return html`<svg
    class="mark${tone === "accent" ? "" : ` ${tone}`}"
    viewBox="0 0 150 64"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    aria-hidden="true"
  >
    <circle cx="32" cy="32" r="30.5" />
    <circle cx="32" cy="32" r="24.5" stroke-dasharray="1.5 4.6" />
    <g stroke-width="2.6" stroke-linejoin="round">${raw(stamps[name])}</g>
    <g opacity=".5">${raw(waves)}</g>
  </svg>`;
}

/** The sign of an account without a logo: its initial letter on its colour. */
export function monogram(accountName: string): SafeHtml {
  const initial = /\p{L}|\p{N}/u.exec(accountName)?.[0]?.toLocaleUpperCase("de") ?? "·";
  return html`<svg viewBox="0 0 36 36" aria-hidden="true">
    <rect width="36" height="36" rx="9" fill="currentColor" />
    <text
      x="18"
      y="25.5"
      text-anchor="middle"
      font-family="Klarpost Serif,Georgia,serif"
      font-size="22"
      fill="var(--card)"
    >
      ${initial}
    </text>
  </svg>`;
}
