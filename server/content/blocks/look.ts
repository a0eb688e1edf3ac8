import type { BrandKit } from "../../../contract/blocks.ts";
import { readableColours } from "../../platform/index.ts";

const STACKS: Readonly<Record<BrandKit["text"], string>> = {
  sans: "-apple-system,'Segoe UI',Roboto,Arial,sans-serif",
  humanist: "'Trebuchet MS','Lucida Grande',Verdana,sans-serif",
  serif: "Georgia,'Times New Roman',serif",
  book: "'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif",
  mono: "'Courier New',Courier,monospace",
};
const RADIUS: Readonly<Record<BrandKit["buttons"], string>> = {
  rounded: "10px",
  pill: "26px",
  square: "0",
};

/** Everything a block needs to know of how an account's mails look. */
export interface Look {
  ink: string;
  muted: string;
  line: string;
  paper: string;
  sheet: string;
  accent: string;
  accentDark: string;
  /** A light ground in the accent's hue, on which ink and accent are readable. */
  soft: string;
  softDark: string;
  headings: string;
  text: string;
  radius: string;
}

/** The look of a brand kit: accents with enough contrast on white and on dark ground. */
export function lookOf(kit: BrandKit): Look {
  const colours = readableColours(kit.colour);
  return {
    ink: "#1B2430",
    muted: "#5B6470",
    line: "#E6E3DC",
    paper: "#FBFAF7",
    sheet: "#FFFFFF",
    accent: colours.light,
    accentDark: colours.dark,
    soft: mix(colours.light, "#FFFFFF", 0.06),
    softDark: mix(colours.dark, "#1B2128", 0.1),
    headings: STACKS[kit.headings],
    text: STACKS[kit.text],
    radius: RADIUS[kit.buttons],
  };
}

/** `part` of one colour in the other, both as #rrggbb. */
function mix(colour: string, ground: string, part: number): string {
  const channel = (hex: string, index: number) =>
    Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16);
  const mixed = [0, 1, 2].map((index) =>
    Math.round(channel(colour, index) * part + channel(ground, index) * (1 - part)),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`.toUpperCase();
}

/** The kit of an account that has not chosen anything. */
export const PLAIN_KIT: BrandKit = {
  accountName: "",
  colour: "#0B6E6E",
  logo: null,
  headings: "serif",
  text: "sans",
  buttons: "rounded",
  footer: "",
  social: [],
};

/** Phones, dark mode, and Outlook's dark mode, which marks what it changed with attributes. */
export function stylesOf(look: Look): string {
  const dark = [
    [".kp-paper", "background:#14181D!important"],
    [
      ".kp-sheet,.kp-sheet>table,.kp-foot",
      "background:#1B2128!important;border-color:#303841!important",
    ],
    [".kp-sheet td", "border-color:#303841!important"],
    [".kp-soft>table>tbody>tr>td,.kp-acc>table>tbody>tr>td", "border-color:#303841!important"],
    [".kp-soft,.kp-soft>table", `background:${look.softDark}!important`],
    [".kp-acc,.kp-acc>table", `background:${look.accentDark}!important`],
    [".kp-ask", "background:#202A2E!important;border-color:#2F4A4A!important"],
    [".kp-tile", `background:${look.softDark}!important`],
    [".kp-soft .kp-tile", "background:#1B2128!important"],
    [".kp-ink,.kp-ink>div", "color:#E8E6E1!important"],
    [".kp-mut,.kp-mut>div", "color:#A3ABB4!important"],
    [".kp-line,.kp-line p", "border-color:#303841!important"],
    [".kp-link,.kp-ink>div>a,.kp-ink p a,.kp-ink li a", `color:${look.accentDark}!important`],
    [".kp-rule p", `border-color:${look.accentDark}!important`],
    [".kp-btn td", `background:${look.accentDark}!important`],
    [
      ".kp-btn a",
      `background:${look.accentDark}!important;border-color:${look.accentDark}!important;color:#0E1A1C!important`,
    ],
    [".kp-out td", `background:transparent!important;border-color:${look.accentDark}!important`],
    [".kp-out a", `background:transparent!important;color:${look.accentDark}!important`],
    [".kp-bar", `background:${look.accentDark}!important`],
    [".kp-bar a", "color:#0E1A1C!important"],
    [".kp-acc .kp-onacc,.kp-acc .kp-onacc>div", "color:#0E1A1C!important"],
    [".kp-acc .kp-onacc a", "color:#0E1A1C!important"],
    [".kp-acc .kp-btn td", "background:#0E1A1C!important"],
    [
      ".kp-acc .kp-btn a",
      `background:#0E1A1C!important;border-color:#0E1A1C!important;color:${look.accentDark}!important`,
    ],
  ] as const;
  const outlook = dark.flatMap(([selectors, declarations]) => {
    const sets = declarations.split(";");
    const grounds = sets.filter((each) => each.startsWith("background")).join(";");
    const inks = sets.filter((each) => each.startsWith("color")).join(";");
    const rule = (attribute: string, part: string) =>
      part === ""
        ? []
        : [
            `${selectors
              .split(",")
              .map((each) => `[${attribute}] ${each}`)
              .join(",")}{${part}}`,
          ];
    return [...rule("data-ogsb", grounds), ...rule("data-ogsc", inks)];
  });
  return `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:620px){
.kp-side{padding-left:24px!important;padding-right:24px!important}
.kp-h1{font-size:28px!important;line-height:35px!important}
.kp-btn table,.kp-out table{width:100%!important}
.kp-btn a,.kp-out a{display:block!important;padding-left:12px!important;padding-right:12px!important}
.kp-stack{display:block!important;width:100%!important;padding-left:0!important;padding-top:16px!important}
.kp-stack0{display:block!important;width:100%!important}
.kp-below{padding-top:24px!important}
}
@media (prefers-color-scheme:dark){
body{background:#14181D!important}
${dark.map(([selectors, declarations]) => `${selectors}{${declarations}}`).join("\n")}
}
${outlook.join("\n")}`;
}
