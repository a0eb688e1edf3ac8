/** The colours of paper, card and writing that every account shares; only the accent is its own. */
export const palette = {
  light: { paper: "#FBFAF7", card: "#FFFFFF", onAccent: "#FFFFFF" },
  dark: { paper: "#14181D", card: "#1B2128", onAccent: "#0E1A1C" },
} as const;

/** The accent of an account that has not chosen one, and of a page that knows no account. */
export const defaultColour = "#0B6E6E";

// WCAG 2.2 SC 1.4.3 asks 4.5 : 1; the reserve covers rounding and text that is smoothed by the screen.
const wantedContrast = 4.6;
const darkLightness = 0.72;

type Rgb = readonly [number, number, number];

/**
 * An accent for light and one for dark pages, as close to the account's colour as contrast allows:
 * as text on paper, card and tinted notes, and under the writing of a filled button (WCAG 2.2 AA).
 * What is not `#rgb` or `#rrggbb` is answered with the default colour: a page never fails for a colour.
 */
export function readableColours(colour: string): { light: string; dark: string } {
  const { lightness, chroma, hue } = toOklch(parse(colour) ?? parse(defaultColour)!);
  const light = firstReadable("light", lightness, -0.01, chroma, hue);
  const dark = firstReadable("dark", Math.max(lightness, darkLightness), 0.01, chroma, hue);
  return {
    light: parse(colour) && isReadable("light", parse(colour)!) ? normal(colour) : light,
    dark,
  };
}

/** Contrast of two colours by WCAG 2.2, from 1 to 21. Unreadable input counts as 1. */
export function contrast(first: string, second: string): number {
  const [a, b] = [parse(first), parse(second)];
  return a && b ? contrastOf(a, b) : 1;
}

function firstReadable(
  mode: "light" | "dark",
  start: number,
  step: number,
  chroma: number,
  hue: number,
): string {
  for (let lightness = start; lightness >= 0 && lightness <= 1; lightness += step) {
    const candidate = fromOklch(lightness, chroma, hue);
    if (isReadable(mode, candidate)) return hex(candidate);
  }
  return mode === "light" ? "#000000" : "#FFFFFF";
}

function isReadable(mode: "light" | "dark", accent: Rgb): boolean {
  const { paper, card, onAccent } = palette[mode];
  const cardRgb = parse(card)!;
  // A note's ground: six parts of accent in a hundred of card, as the style sheet mixes it.
  const tint = accent.map(
    (part, index) => part * 0.06 + (cardRgb[index] ?? 0) * 0.94,
  ) as unknown as Rgb;
  return [parse(paper)!, cardRgb, tint, parse(onAccent)!].every(
    (ground) => contrastOf(accent, ground) >= wantedContrast,
  );
}

function contrastOf(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => toLinear(part / 255)) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function parse(colour: string): Rgb | undefined {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (digits === undefined) return undefined;
  const full = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  const value = Number.parseInt(full, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function normal(colour: string): string {
  return hex(parse(colour)!);
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`.toUpperCase();
}

function toLinear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function fromLinear(part: number): number {
  return part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;
}

// OKLCH keeps the hue while lightness changes, which HSL does not (https://bottosson.github.io/posts/oklab/).
function toOklch(rgb: Rgb): { lightness: number; chroma: number; hue: number } {
  const [r, g, b] = rgb.map((part) => toLinear(part / 255)) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const greenRed = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const blueYellow = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(greenRed, blueYellow),
    hue: Math.atan2(blueYellow, greenRed),
  };
}

/** Back to sRGB; chroma gives way until the colour exists on a screen. */
function fromOklch(lightness: number, chroma: number, hue: number): Rgb {
  for (let rest = chroma; rest > 0; rest -= 0.005) {
    const linear = linearOf(lightness, rest, hue);
    if (linear.every((part) => part >= -0.0005 && part <= 1.0005)) return toBytes(linear);
  }
  return toBytes(linearOf(lightness, 0, hue));
}

function linearOf(lightness: number, chroma: number, hue: number): Rgb {
  const greenRed = chroma * Math.cos(hue);
  const blueYellow = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * greenRed + 0.2158037573 * blueYellow) ** 3;
  const m = (lightness - 0.1055613458 * greenRed - 0.0638541728 * blueYellow) ** 3;
  const s = (lightness - 0.0894841775 * greenRed - 1.291485548 * blueYellow) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function toBytes(linear: Rgb): Rgb {
  return linear.map((part) =>
    Math.round(fromLinear(Math.min(1, Math.max(0, part))) * 255),
  ) as unknown as Rgb;
}
