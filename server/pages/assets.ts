import { readFileSync } from "node:fs";

/** A file that public pages load from their own host, kept in memory: it must answer with the database away. */
export interface PageAsset {
  path: string;
  contentType: string;
  body: Buffer;
}

/** Headers of these files: they may be kept for a week and change their meaning never. */
export const assetHeaders: Readonly<Record<string, string>> = {
  "cache-control": "public, max-age=604800",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
};

/** The two typefaces (10 kB each, letters of German and English; other letters come from the system). */
export function pageFonts(): PageAsset[] {
  return ["klarpost-serif.woff2", "klarpost-sans.woff2"].map((name) => ({
    path: `/assets/fonts/${name}`,
    contentType: "font/woff2",
    body: readFileSync(new URL(`./fonts/${name}`, import.meta.url)),
  }));
}
