import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Parser } from "htmlparser2";
import { compileBlocks } from "../blocks/compile-blocks.ts";
import { PLAIN_KIT } from "../blocks/look.ts";
import { withPicture } from "./design.ts";
import { STARTERS } from "./starters.ts";

const data = join(
  import.meta.dirname,
  "../../../../shared/data/email-html/caniemail/caniemail-features.json",
);
const skip = existsSync(data) ? false : "the data of Can I email is not here";

interface Feature {
  slug: string;
  stats: Record<string, Record<string, Record<string, string>>>;
}

/** The programs of the three families in use; Outlook's discontinued phone app and Windows Mail are left out. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  gmail: ["desktop-webmail", "ios", "android"],
  outlook: ["windows", "macos", "outlook-com", "ios", "android"],
  "apple-mail": ["macos", "ios"],
};

/** What some of them do not know, and what a reader sees there instead. Nothing else unknown may be used. */
const FALLBACKS: Readonly<Record<string, string>> = {
  "css-at-media": "columns are inline blocks of a fixed width that fit a phone without it, too",
  "css-at-media-prefers-color-scheme": "the light mail, which the program may darken itself",
  "css-border-radius": "square corners",
  "css-color-scheme": "the program chooses its colours itself",
  "css-selector-attribute": "stands only in rules that are meant for Outlook's dark mode",
  "css-selector-child": "stands only in rules for the dark mode",
  "css-overflow": "corners of pictures stay square",
  "css-outline": "no line was wanted around pictures",
  "css-word-spacing": "ordinary distances between words",
  "css-border-spacing": "the attribute cellspacing stands beside it",
  "css-cursor": "the ordinary arrow over a button's edge",
  "html-body": "colours stand on the outermost table, too",
  "html-target": "the program opens links where it does so anyway",
};

test(
  "A11Y-01 CNT-14: designs use nothing that Gmail, Outlook or Apple Mail do not know, but for what has a fallback",
  { skip },
  () => {
    const features = new Map(
      (JSON.parse(readFileSync(data, "utf8")) as Feature[]).map((one) => [one.slug, one]),
    );
    const wrong: string[] = [];
    const needed = new Set<string>();
    for (const one of STARTERS) {
      const html = compileBlocks(
        withPicture(one, "https://post.example.com/m/a.png"),
        PLAIN_KIT,
        one.locale,
      );
      for (const slug of usedFeatures(html)) {
        const feature = features.get(slug);
        const unknown = feature ? unsupported(feature) : [];
        if (unknown.length > 0) needed.add(slug);
        if (unknown.length > 0 && !FALLBACKS[slug])
          wrong.push(`${one.id}: ${slug} in ${unknown.join(", ")}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(
      Object.keys(FALLBACKS).filter((slug) => !needed.has(slug)),
      [],
      "needed no more",
    );
  },
);

/** Programs whose latest tested version does not know it at all. */
function unsupported({ stats }: Feature): string[] {
  return Object.entries(PROGRAMS).flatMap(([client, platforms]) =>
    platforms
      .filter((platform) => {
        const versions = stats[client]?.[platform];
        return versions && Object.values(versions).at(-1)!.startsWith("n");
      })
      .map((platform) => `${client} ${platform}`),
  );
}

/** Names of the features of Can I email that an HTML uses: properties, selectors, at-rules, elements, attributes. */
function usedFeatures(html: string): Set<string> {
  const used = new Set<string>();
  let inStyle = false;
  const declarations = (css: string) => {
    for (const [, property, value] of css.matchAll(/(?:^|[;{])\s*([a-z-]+)\s*:\s*([^;{}]+)/g)) {
      used.add(`css-${property!.replace(/^(padding|margin|border)-.*/, "$1")}`);
      used.add(`css-${property!}`);
      if (/!important/.test(value!)) used.add("css-important");
      for (const [, unit] of value!.matchAll(/\d(px|em|rem|vw|vh|ch|pt)\b/g))
        used.add(`css-unit-${unit}`);
      for (const [, name] of value!.matchAll(
        /\b(calc|clamp|min|max|linear-gradient|rgba|rgb|var)\(/g,
      ))
        used.add(
          name === "calc" ? "css-unit-calc" : name === "var" ? "css-variables" : `css-${name}`,
        );
      if (property === "display" && /flex|grid|none/.test(value!))
        used.add(`css-display-${value!.trim()}`);
    }
  };
  const sheet = (css: string) => {
    for (const [, rule] of css.matchAll(/@([a-z-]+)/g)) used.add(`css-at-${rule}`);
    if (/prefers-color-scheme/.test(css)) used.add("css-at-media-prefers-color-scheme");
    for (const [, selector] of css.matchAll(/(?:^|[}{])\s*([^@{}]+)\{/g)) {
      if (/\[/.test(selector!)) used.add("css-selector-attribute");
      if (/>/.test(selector!)) used.add("css-selector-child");
      if (/~/.test(selector!)) used.add("css-selector-general-sibling");
      if (/\+/.test(selector!)) used.add("css-selector-adjacent-sibling");
      for (const [, name] of selector!.matchAll(/:([a-z-]+)/g))
        used.add(`css-pseudo-class-${name}`);
    }
    declarations(css);
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      inStyle = name === "style";
      used.add(
        `html-${/^h[1-6]$/.test(name) ? "h1-h6" : /^(ul|ol|li)$/.test(name) ? "lists" : /^(article|section|main|header|footer)$/.test(name) ? "semantics" : name}`,
      );
      for (const attribute of Object.keys(attributes)) used.add(`html-${attribute}`);
      if (attributes["style"]) declarations(attributes["style"]);
    },
    ontext(text) {
      if (inStyle) sheet(text);
    },
    onclosetag() {
      inStyle = false;
    },
  });
  // Conditional comments are Outlook's own.
  parser.end(html.replace(/<!--[\s\S]*?-->/g, ""));
  return used;
}
