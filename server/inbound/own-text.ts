/** Lines that begin what somebody else wrote. */
const QUOTE_STARTS = [
  /^-{2,}\s*(?:original(?:nachricht| message| e-?mail)|ursprüngliche (?:nachricht|e-?mail|mail)|weitergeleitete nachricht|forwarded message|original-nachricht|antwort|reply)/iu,
  /^_{5,}\s*$/,
  /^-{10,}\s*$/,
  /^(?:begin forwarded message|anfang der weitergeleiteten (?:e-?mail|nachricht))\s*:/i,
];
/** "Am 20.11.2026 um 10:03 schrieb …:" and its sisters, also broken over lines. */
const INTRODUCTION =
  /^(?:(?:am|on|le|il|el)\b.{4,300}\b(?:schrieb|wrote|a écrit|ha scritto|escribió)\b.{0,200}:|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.{0,200}<[^<>\s]+@[^<>\s]+>\s*:)\s*$/iu;
/** "Musterbank schrieb am Freitag:", in one line. */
const SHORT_INTRODUCTION = /^.{1,200}\b(?:schrieb|wrote)\b.{0,120}:$/iu;
const HEADER_LINE =
  /^[*\s]*(?:von|from|gesendet|sent|datum|date|an|to|betreff|subject|cc|antwort an|reply-to)\s*:[*\s]*\S/iu;
/** What a device or a program adds on its own. */
const ADDED =
  /^(?:von meinem .{2,40} gesendet|gesendet (?:von|mit|über|aus) .{2,80}|sent (?:from|with|via) .{2,80}|get outlook for .{2,40}|outlook für .{2,40}|diese (?:e-?mail|nachricht) wurde (?:von|mit) .{2,80}|virenfrei.*)\.?$/iu;
const MOST = 8000;

/**
 * What the author of a reply wrote: without quoted text, the introduction of quotes, signatures and what programs
 * add. Addresses of web pages become "[Link]", since ours hold tokens, which are never stored (tracking).
 */
export function ownText(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const own: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!.trim();
    if (/^--\s*$/.test(line) || QUOTE_STARTS.some((start) => start.test(line))) break;
    if (startsQuote(lines, at)) break;
    if (/^[>|]/.test(line) || ADDED.test(line)) continue;
    own.push(line);
  }
  return own
    .join("\n")
    .replace(/<?\b(?:https?:\/\/|www\.)[^\s<>"]+>?/gi, "[Link]")
    .replace(/\bu\+[a-z2-7]{50,62}@\S+/gi, "[Link]")
    .replace(/\n{3,}/g, "\n\n")
    .trim()
    .slice(0, MOST);
}

function startsQuote(lines: readonly string[], at: number): boolean {
  if (SHORT_INTRODUCTION.test(lines[at]!.trim())) return true;
  for (const count of [1, 2, 3]) {
    const joined = lines
      .slice(at, at + count)
      .join(" ")
      .trim();
    if (joined.length <= 500 && INTRODUCTION.test(joined)) return true;
  }
  // A block of at least three header lines, as Outlook quotes.
  const block = lines.slice(at, at + 6).filter((line) => line.trim() !== "");
  return (
    HEADER_LINE.test(lines[at]!.trim()) &&
    block.slice(0, 4).filter((line) => HEADER_LINE.test(line.trim())).length >= 3
  );
}
