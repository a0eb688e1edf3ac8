/** The block whose HTML holds a place; undefined before the first block and between sections. */
export function blockAt(html: string, offset: number): string | undefined {
  let found: string | undefined;
  for (const match of html.matchAll(/class="[^"]*?\b(kb|ks)-([a-z0-9]+)(?=[ "])/g)) {
    if (match.index > offset) break;
    found = match[1] === "kb" ? match[2] : undefined;
  }
  return found;
}
