import type { LookUp } from "../../server/platform/index.ts";

/** Records of a name: by type, or `"TIMEOUT"` for a question that nobody answers. */
export type ZoneEntry = Record<string, unknown> | "TIMEOUT";
export type Zone = Record<string, ZoneEntry[]>;

const fault = (code: string): Error => Object.assign(new Error(code), { code });
const bare = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** A DNS that says what a zone of test vectors says. MX are `[priority, host]`, TXT texts or their pieces. */
export function zoneLookUp(
  zone: Zone,
  options: { fails?: (name: string) => boolean } = {},
): LookUp & { asked: string[] } {
  const names = new Map(Object.entries(zone).map(([name, entries]) => [bare(name), entries]));
  const asked: string[] = [];
  const resolve = async (given: string, type: string, depth = 0): Promise<unknown[]> => {
    const name = bare(given);
    asked.push(`${type} ${name}`);
    if (options.fails?.(name)) throw fault("ESERVFAIL");
    if (name.split(".").some((label) => label.length > 63)) throw fault("EBADNAME");
    const entries = names.get(name);
    if (entries === undefined) {
      const below = [...names.keys()].some((one) => one.endsWith(`.${name}`));
      throw fault(below ? "ENODATA" : "ENOTFOUND");
    }
    const found: unknown[] = [];
    for (const entry of entries) {
      if (entry === "TIMEOUT") {
        if (found.length === 0) throw fault("ETIMEOUT");
      } else if (type in entry) found.push(entry[type]);
      else if ("CNAME" in entry && type !== "CNAME" && depth < 8)
        return resolve(String(entry["CNAME"]), type, depth + 1);
    }
    if (found.length === 0) throw fault("ENODATA");
    if (type === "TXT")
      return found.map((text) =>
        Array.isArray(text) ? text : (String(text).match(/[^]{1,255}/g) ?? [""]),
      );
    if (type === "MX")
      return found.map((mx) => {
        const [priority, exchange] = mx as [number, string];
        return { priority, exchange };
      });
    return found;
  };
  const orNothing = async <T>(answer: Promise<unknown[]>): Promise<T[]> => {
    try {
      return (await answer) as T[];
    } catch (error) {
      if (["ENOTFOUND", "ENODATA"].includes((error as { code?: string }).code ?? "")) return [];
      throw error;
    }
  };
  return {
    asked,
    resolve: (name, type) => resolve(name, type),
    txt: (name) => orNothing(resolve(name, "TXT")),
    mx: async (name) =>
      (await orNothing<{ priority: number; exchange: string }>(resolve(name, "MX")))
        .toSorted((a, b) => a.priority - b.priority)
        .map((record) => record.exchange),
    ptr: (address) => orNothing(resolve(reverseName(address), "PTR")),
    a: async (name) => [
      ...(await orNothing<string>(resolve(name, "A"))),
      ...(await orNothing<string>(resolve(name, "AAAA"))),
    ],
  };
}

/** The name below which the DNS keeps an address's host names; IPv4 only, because no vector needs more. */
export const reverseName = (address: string): string =>
  `${address.split(".").toReversed().join(".")}.in-addr.arpa`;
