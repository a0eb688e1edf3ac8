import { inflateSync } from "node:zlib";

/**
 * The text of a PDF with embedded typefaces, in the order in which it is painted, one piece a line. Reads what our own
 * writer makes: each font with its table from glyphs to letters (ToUnicode).
 */
export function textOfPdf(pdf: Buffer): string {
  const raw = pdf.toString("latin1");
  const objects = new Map<number, { head: string; stream: string }>();
  for (const match of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const body = match[2]!;
    const at = body.indexOf("stream\n");
    const head = at < 0 ? body : body.slice(0, at);
    let stream = "";
    if (at >= 0) {
      const bytes = Buffer.from(body.slice(at + 7, body.lastIndexOf("\nendstream")), "latin1");
      stream = head.includes("/FlateDecode")
        ? inflateSync(bytes).toString("latin1")
        : bytes.toString("latin1");
    }
    objects.set(Number(match[1]), { head, stream });
  }
  const fonts = new Map<string, Map<string, string>>();
  for (const { head } of objects.values())
    for (const [, name, no] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(no))?.head ?? "")?.[1];
      if (table) fonts.set(name!, lettersOf(objects.get(Number(table))!.stream));
    }
  let text = "";
  let font: Map<string, string> | undefined;
  for (const { stream } of objects.values())
    for (const [whole, name, pieces] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name) font = fonts.get(name);
      else if (font && whole.endsWith("TJ")) {
        for (const [, hex] of pieces!.matchAll(/<([0-9a-f]+)>/g))
          for (const [glyph] of hex!.matchAll(/.{4}/g)) text += font.get(glyph) ?? "\uFFFD";
        text += "\n";
      }
    }
  return text;
}

function lettersOf(table: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [, from, , list] of table.matchAll(
    /<([0-9a-f]{4})> <([0-9a-f]{4})> \[((?:<[0-9a-f ]*>\s*)*)\]/g,
  ))
    [...list!.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, codes], at) => {
      const glyph = (Number.parseInt(from!, 16) + at).toString(16).padStart(4, "0");
      const units = codes!.replaceAll(" ", "").match(/.{4}/g) ?? [];
      letters.set(glyph, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
    });
  return letters;
}
