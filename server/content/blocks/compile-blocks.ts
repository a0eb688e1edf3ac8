import type { Block, BlockDocument, BlockOf, BrandKit, Section } from "../../../contract/blocks.ts";
import type { Locale } from "../../platform/index.ts";
import { advisor, countdown, event, product, video } from "./block-cards.ts";
import {
  button,
  divider,
  header,
  hint,
  image,
  imprint,
  legal,
  ownHtml,
  social,
  spacer,
  text,
  webViewLine,
  type Place,
} from "./block-parts.ts";
import { translateMjml } from "./compile-mjml.ts";
import { lookOf, stylesOf, type Look } from "./look.ts";
import { escapeText, textOf } from "./opaque.ts";
import { WORDS } from "./words.ts";

const WIDTH = 600;
const SIDE = 48;
const GUTTER = 12;
const PADDING = { none: 0, small: 16, normal: 32, large: 48 } as const;
const BETWEEN = 18;
/** Belong closely to what stands above. */
const CLOSE: Readonly<Partial<Record<Block["type"], number>>> = {
  spacer: 0,
  button: 22,
  divider: 26,
};

export interface BlockOptions {
  /** Empty blocks show what is to be filled in. Never for a mail that is sent. */
  editing?: boolean;
}

/**
 * Makes the HTML of a mail from its blocks, in the look of the account. Pure and deterministic; a few milliseconds.
 * The outermost element of each block carries the class `kb-<block id>`, of each section `ks-<section id>`.
 * @throws Error if the document does not compile, which its schema makes impossible
 */
export function compileBlocks(
  document: BlockDocument,
  kit: BrandKit,
  locale: Locale,
  options: BlockOptions = {},
): string {
  const kept = keeper(JSON.stringify([document, kit]));
  const result = translateMjml(mjmlOf(document, kit, locale, options, kept.keep), locale);
  if (!result.ok)
    throw new Error(`Blocks do not compile: ${result.problems[0]?.message.en ?? "unknown"}`);
  return kept.show(result.html);
}

/** Holds HTML for the time of compiling; a mark that nobody typed stands for it. */
function keeper(source: string): {
  keep: (html: string) => string;
  show: (html: string) => string;
} {
  let nonce = 0;
  while (source.includes(`kc${nonce}x`)) nonce++;
  const held: string[] = [];
  const marks = new RegExp(`kc${nonce}x(\\d+)z`, "g");
  return {
    keep: (html) => `kc${nonce}x${held.push(html) - 1}z`,
    show: (html) => html.replace(marks, (_, index: string) => held[Number(index)] ?? ""),
  };
}

/** The MJML of a block document: what an author goes on with who changes to code. */
export function blocksToMjml(document: BlockDocument, kit: BrandKit, locale: Locale): string {
  return mjmlOf(document, kit, locale, {}, (html) => html);
}

function mjmlOf(
  document: BlockDocument,
  kit: BrandKit,
  locale: Locale,
  options: BlockOptions,
  inner: Place["inner"],
): string {
  const look = lookOf(kit);
  const letter = document.settings.frame !== "plain";
  const context: Context = {
    kit,
    look,
    locale,
    letter,
    editing: options.editing === true,
    inner,
  };
  const paper = letter ? look.paper : look.sheet;
  const hasWebView = document.sections.some((section) =>
    section.columns.some((column) =>
      column.blocks.some((block) => block.type === "header" && block.showWebView),
    ),
  );
  const sections = document.sections.map((section, index) => sectionMjml(section, index, context));
  return `<mjml lang="${locale}">
<mj-head>
<mj-title>${escapeText(kit.accountName)}</mj-title>
<mj-breakpoint width="620px" />
<mj-attributes><mj-section padding="0" /><mj-column padding="0" /><mj-text padding="0" /></mj-attributes>
<mj-style>${stylesOf(look)}</mj-style>
<mj-raw><meta name="color-scheme" content="light dark" /><meta name="supported-color-schemes" content="light dark" /><meta name="format-detection" content="telephone=no,date=no,address=no,email=no" /></mj-raw>
</mj-head>
<mj-body css-class="${letter ? "kp-paper" : "kp-sheet"}" background-color="${paper}" width="${WIDTH}px">
${hasWebView ? webViewLine(look, locale) : `<mj-section padding="${letter ? 32 : 0}px 0 0"><mj-column></mj-column></mj-section>`}
${topEdge(document, context)}${sections.join("\n")}
${bottomEdge(context)}
</mj-body>
</mjml>
`;
}

interface Context {
  kit: BrandKit;
  look: Look;
  locale: Locale;
  letter: boolean;
  editing: boolean;
  inner: Place["inner"];
}

function topEdge(document: BlockDocument, { look, letter }: Context): string {
  if (document.settings.edge === false) {
    return letter
      ? `<mj-section css-class="kp-sheet" background-color="${look.sheet}" border="1px solid ${look.line}" border-bottom="0" border-radius="12px 12px 0 0"><mj-column><mj-spacer height="8px" /></mj-column></mj-section>\n`
      : "";
  }
  return `<mj-section css-class="kp-acc" background-color="${look.accent}"${letter ? ` border-radius="12px 12px 0 0"` : ""}><mj-column><mj-spacer height="4px" /></mj-column></mj-section>\n`;
}

function bottomEdge({ look, letter }: Context): string {
  const bottom = `<mj-column><mj-spacer height="40px" /></mj-column></mj-section>`;
  if (!letter) return `<mj-section css-class="kp-sheet" background-color="${look.sheet}">${bottom}`;
  return `<mj-section css-class="kp-sheet" background-color="${look.sheet}" border="1px solid ${look.line}" border-top="0" border-radius="0 0 12px 12px">${bottom}
<mj-section><mj-column><mj-spacer height="32px" /></mj-column></mj-section>`;
}

function sectionMjml(section: Section, index: number, context: Context): string {
  const { look } = context;
  const background = section.background ?? "none";
  const ground =
    background === "accent" ? look.accent : background === "soft" ? look.soft : look.sheet;
  const kind = background === "accent" ? "kp-acc" : background === "soft" ? "kp-soft" : "kp-sheet";
  const border = context.letter
    ? ` border-left="1px solid ${look.line}" border-right="1px solid ${look.line}"`
    : "";
  const frame = `background-color="${ground}"${border}`;
  const filled = background !== "none";
  const above = PADDING[section.padding ?? "normal"];
  const below = filled ? above : 0;
  const rule = section.ruled
    ? `<mj-section css-class="kp-sheet" background-color="${look.sheet}"${border} padding="32px 0 0"><mj-column><mj-divider css-class="kp-side kp-line" padding="0 ${SIDE}px" border-width="1px" border-color="${look.line}" /></mj-column></mj-section>\n`
    : "";
  const gap =
    filled && index > 0
      ? `<mj-section css-class="kp-sheet" background-color="${look.sheet}"${border}><mj-column><mj-spacer height="32px" /></mj-column></mj-section>\n`
      : "";
  const columns = columnsMjml(section, context);
  const inner =
    section.sideBySide && section.columns.length > 1 ? `<mj-group>${columns}</mj-group>` : columns;
  const mjml = `${gap}${rule}<mj-section css-class="ks-${section.id} ${kind}" ${frame} padding="${above}px 0 ${below}px">${inner}</mj-section>`;
  return conditional(section, mjml, (words) => {
    const room = {
      ...context,
      inverse: background === "accent",
      soft: background === "soft",
      left: SIDE,
      right: SIDE,
    };
    const width = WIDTH - (context.letter ? 2 : 0) - 2 * SIDE;
    const note = text(plainBlock(section.id, words), { ...room, width, above: 0 });
    return `${gap}${rule}<mj-section css-class="${kind}" ${frame} padding="${above}px 0 ${below}px"><mj-column>${note}</mj-column></mj-section>`;
  });
}

function columnsMjml(section: Section, context: Context): string {
  const count = section.columns.length;
  const border = context.letter ? 2 : 0;
  return section.columns
    .map((column, index) => {
      const share = column.width ?? shareOf(section);
      const left = index === 0 ? SIDE : GUTTER;
      const right = index === count - 1 ? SIDE : GUTTER;
      const width = Math.floor(((WIDTH - border) * share) / 100) - left - right;
      const place = {
        ...context,
        inverse: section.background === "accent",
        soft: section.background === "soft",
        left,
        right,
        width,
      };
      let above = 0;
      const blocks = column.blocks.map((block) => {
        const distance = above === 0 ? 0 : (CLOSE[block.type] ?? BETWEEN);
        const room = { ...place, above: distance };
        const mjml = conditional(block, blockMjml(block, room), (words) =>
          text(plainBlock(block.id, words), room),
        );
        if (mjml !== "") above = 1;
        return mjml;
      });
      const empty =
        context.editing && blocks.every((each) => each === "")
          ? hint(emptyColumn(column.id), { ...place, above: 0 }, WORDS[context.locale].emptyColumn)
          : "";
      const stacked = index > 0 && !section.sideBySide ? ` css-class="kp-below"` : "";
      return `<mj-column width="${share}%"${stacked}>${blocks.join("")}${empty}</mj-column>`;
    })
    .join("");
}

/** Not a block of the document: its class names the column, so that a click on it finds it. */
function emptyColumn(id: string): Block {
  return { id: `empty-${id}`, type: "spacer", height: 4 };
}

/** Columns without a width share what the others leave. */
function shareOf(section: Section): number {
  const given = section.columns.flatMap((column) => column.width ?? []);
  const left = 100 - given.reduce((sum, width) => sum + width, 0);
  return Math.max(10, left / Math.max(1, section.columns.length - given.length));
}

/**
 * Conditions are tokens to the compiler and stand outside of all tables, or between two rows of one. `plain` writes what
 * everybody else sees.
 */
function conditional(
  { condition, otherwise }: Pick<Section, "condition" | "otherwise">,
  mjml: string,
  plain: (words: string) => string,
): string {
  const asked = condition?.trim();
  if (!asked) return mjml;
  const other = otherwise?.trim() ? `<mj-raw>{% else %}</mj-raw>${plain(otherwise.trim())}` : "";
  if (mjml === "" && other === "") return "";
  return `<mj-raw>{% if ${asked} %}</mj-raw>${mjml}${other}<mj-raw>{% endif %}</mj-raw>`;
}

/** Typed lines as a block of text, under the id of what they stand in for: empty lines part paragraphs. */
function plainBlock(id: string, words: string): BlockOf<"text"> {
  const html = words
    .split(/\n\s*\n/)
    .map((lines) => `<p>${textOf(lines.trim())}</p>`)
    .join("");
  return { id, type: "text", html, align: "left", size: "normal" };
}

function blockMjml(block: Block, place: Place): string {
  switch (block.type) {
    case "header":
      return header(block, place);
    case "text":
      return text(block, place);
    case "image":
      return image(block, place);
    case "button":
      return button(block, place, block);
    case "product":
      return product(block, place);
    case "event":
      return event(block, place);
    case "social":
      return social(block, place);
    case "advisor":
      return advisor(block, place);
    case "imprint":
      return imprint(block, place);
    case "legal":
      return legal(block, place);
    case "divider":
      return divider(block, place);
    case "spacer":
      return spacer(block);
    case "video":
      return video(block, place);
    case "countdown":
      return countdown(block, place);
    case "html":
      return ownHtml(block, place);
  }
}
