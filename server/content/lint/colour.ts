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

/**
 * Reads a CSS colour as mails use them, to `#rrggbb`; undefined for anything that is no plain opaque colour,
 * "transparent" included.
 */
export function parseColour(value: string): string | undefined {
  const text = value.trim().toLowerCase();
  const hex = NAMES[text] ?? (/^[0-9a-f]{6}$/.test(text) ? `#${text}` : text);
  if (/^#[0-9a-f]{3}$/.test(hex))
    return `#${[...hex.slice(1)].map((digit) => digit + digit).join("")}`;
  if (/^#[0-9a-f]{6}$/.test(hex)) return hex;
  const parts =
    /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+)(%?))?\s*\)$/.exec(text);
  if (!parts) return undefined;
  const alpha = parts[4] === undefined ? 1 : Number(parts[4]) / (parts[5] ? 100 : 1);
  if (alpha < 0.95) return undefined;
  return `#${[1, 2, 3].map((at) => Math.min(255, Number(parts[at])).toString(16).padStart(2, "0")).join("")}`;
}
