const MOST_HEAD = 64 * 1024;
const MOST_FIELDS = 100;
const MOST_VALUE = 1000;

/** The header fields of a message as they stand there, unfolded and cut off where somebody overdid it. Pure. */
export function headersOf(raw: Buffer): { name: string; value: string }[] {
  const text = raw.subarray(0, MOST_HEAD).toString("utf8").replace(/\r\n?/g, "\n");
  const end = text.search(/\n\n/);
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, " ");
  return head
    .split("\n")
    .flatMap((line) => {
      const found = /^([!-9;-~]{1,100})\s*:\s*(.*)$/.exec(line);
      return found ? [{ name: found[1]!, value: clean(found[2]!) }] : [];
    })
    .slice(0, MOST_FIELDS);
}

/** Without control characters, links and tokens of ours. */
function clean(value: string): string {
  return value
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ")
    .replace(/<?\bhttps?:\/\/[^\s<>",]+>?/gi, "[Link]")
    .replace(/\bu\+[a-z2-7]{50,62}@\S+/gi, "[Link]")
    .slice(0, MOST_VALUE);
}
