/** The ground a colour is read on: the card of light and of dark pages. */
const CARD = { light: "#ffffff", dark: "#1b2128" };
/** WCAG 2.2, 1.4.3 asks 4.5; the public pages keep a small reserve. */
export const WANTED_CONTRAST = 4.6;

/** Contrast of two `#rrggbb` colours by WCAG 2.2, from 1 to 21; 1 for what is no colour. */
export function contrast(first: string, second: string): number {
  const a = luminance(first);
  const b = luminance(second);
  if (a === undefined || b === undefined) return 1;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/**
 * Roughly what public pages make of a colour that is too light or too dark: the same colour, mixed with black or
 * white until it can be read. The pages themselves do it more finely.
 */
export function readable(colour: string, scheme: "light" | "dark"): string {
  const target = scheme === "light" ? 0 : 255;
  for (let share = 0; share <= 1; share += 0.02) {
    const mixed = mix(colour, target, share);
    if (contrast(mixed, CARD[scheme]) >= WANTED_CONTRAST) return mixed;
  }
  return scheme === "light" ? "#000000" : "#ffffff";
}

function parts(colour: string): [number, number, number] | undefined {
  if (!isColour(colour)) return undefined;
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function mix(colour: string, target: number, share: number): string {
  const rgb = parts(colour) ?? [0, 0, 0];
  return `#${rgb
    .map((part) =>
      Math.round(part + (target - part) * share)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

function luminance(colour: string): number | undefined {
  const rgb = parts(colour);
  if (!rgb) return undefined;
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
