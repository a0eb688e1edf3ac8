/** `"Musterbank" <brief@musterbank.example>` in its parts; the name is empty where there is none. */
export function parseMailbox(text: string): { name: string; address: string } {
  const match = /^\s*"?(.*?)"?\s*<([^<>]*)>\s*$/.exec(text);
  if (!match) return { name: "", address: text.trim() };
  return { name: (match[1] ?? "").replaceAll('\\"', '"').trim(), address: (match[2] ?? "").trim() };
}

/** The name, or the address where there is no name. */
export function shortMailbox(text: string): string {
  const { name, address } = parseMailbox(text);
  return name || address;
}
