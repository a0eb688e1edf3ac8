const MOST = 500;
/** Longer texts may be a piece of a large one, which would be kept with them. */
const LONGEST = 12;

/** The same reading, made once for each text: columns such as the salutation hold few different ones. */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > LONGEST) return read(text);
    if (known.has(text)) return known.get(text)!;
    const found = read(text);
    if (known.size < MOST) known.set(text, found);
    return found;
  };
}
