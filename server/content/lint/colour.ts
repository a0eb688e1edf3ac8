/** Red, green, blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

const NAMES: Readonly<Record<string, string>> = {
  white: "#ffffff",
  black: "#000000",
  red: "#ff0000",
  green: "#008000",
  blue: "#0000ff",
  gray: "#808080",
  grey: "#808080",
  silver: "#c0c0c0",
  lightgray: "#d3d3d3",
  lightgrey: "#d3d3d3",
  darkgray: "#a9a9a9",
  darkgrey: "#a9a9a9",
  gainsboro: "#dcdcdc",
  whitesmoke: "#f5f5f5",
  ivory: "#fffff0",
  snow: "#fffafa",
  yellow: "#ffff00",
  orange: "#ffa500",
  navy: "#000080",
  maroon: "#800000",
  teal: "#008080",
  purple: "#800080",
  olive: "#808000",
  lime: "#00ff00",
  aqua: "#00ffff",
  fuchsia: "#ff00ff",
  pink: "#ffc0cb",
  beige: "#f5f5dc",
};

/** Reads a CSS colour as mails use them; undefined for anything that is no plain opaque colour, "transparent" included. */
export function parseColour(value: string): Rgb | undefined {
  const text = value.trim().toLowerCase();
  const hex = NAMES[text] ?? (/^[0-9a-f]{6}$/.test(text) ? `#${text}` : text);
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(hex);
  if (short)
    return [short[1]!, short[2]!, short[3]!].map((digit) =>
      Number.parseInt(digit + digit, 16),
    ) as unknown as Rgb;
  if (/^#[0-9a-f]{6}$/.test(hex)) {
    return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
  }
  const parts =
    /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+)(%?))?\s*\)$/.exec(text);
  if (!parts) return undefined;
  const alpha = parts[4] === undefined ? 1 : Number(parts[4]) / (parts[5] ? 100 : 1);
  if (alpha < 0.95) return undefined;
  return [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(left: Rgb, right: Rgb): number {
  const [darker, lighter] = [luminance(left), luminance(right)].toSorted((a, b) => a - b) as [
    number,
    number,
  ];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
