import type { LookUp } from "../platform/index.ts";
import { evaluateSpf, resolverOf } from "./authentication.ts";
import { finding, textsOf, type Finding } from "./findings.ts";
import type { SpfNeed } from "./sending-ways.ts";

/** Look-ups an SPF check may cause, and those of them that may find nothing (RFC 7208, 4.6.4). */
const MAX_LOOKUPS = 10;
const MAX_VOIDS = 2;
/** Nobody sends from here (RFC 1112, 4), so the record is read to its end, and whoever lets this pass lets all pass. */
const NOBODY = "240.0.0.1";
/** Enough to count what a record needs that is far over the limit. */
const COUNT_TO = 60;

/** The SPF record for these ways out; an existing one keeps what it says. */
export function spfValue(needs: readonly SpfNeed[], existing: string | null): string {
  const terms = needs.length === 0 ? ["mx"] : needs.map((need) => need.term);
  if (existing === null) return `v=spf1 ${terms.join(" ")} ~all`;
  const kept = existing.trim().split(/\s+/).slice(1);
  const has = (need: string): boolean => kept.some((term) => term.toLowerCase() === need);
  const accepted = (need: SpfNeed): boolean =>
    has(need.term) || need.includes.some((name) => has(`include:${name}`));
  const missing = needs.filter((need) => !accepted(need)).map((need) => need.term);
  const rest = kept.filter((term) => !/^[+?~-]?all$|^redirect=/i.test(term));
  const end = kept.find((term) => /^[~-]all$|^redirect=/i.test(term)) ?? "~all";
  return ["v=spf1", ...new Set([...missing, ...rest]), end].join(" ");
}

/** SPF records of a domain: they begin with the version and nothing else (RFC 7208, 4.5). */
export const spfRecordsOf = async (lookUp: LookUp, domain: string): Promise<string[]> =>
  (await textsOf(lookUp, domain)).filter((text) => /^v=spf1(\s|$)/i.test(text));

/**
 * SPF of a domain: one record, evaluated as a receiver does, closed to strangers, and open to the ways mail leaves by
 * (SND-01, RFC 7208).
 */
export async function examineSpf(
  domain: string,
  lookUp: LookUp,
  needs: readonly SpfNeed[] = [],
): Promise<Finding> {
  const records = await spfRecordsOf(lookUp, domain);
  const [record] = records;
  if (record === undefined)
    return finding(
      "failed",
      "Es gibt keinen SPF-Eintrag. Legen Sie den angezeigten an; er nennt die Server, die für Sie versenden.",
      "There is no SPF record. Create the one shown; it names the servers that send for you.",
    );
  if (records.length > 1)
    return finding(
      "failed",
      "Es gibt mehrere SPF-Einträge; damit gilt keiner. Fassen Sie sie zu einem zusammen, und löschen Sie die übrigen.",
      "There are several SPF records, so none counts. Merge them into one and delete the others.",
      records.join(" | "),
    );
  const { watched, asked } = watch(lookUp);
  const sender = `postmaster@${domain}`;
  const nobody = { ip: NOBODY, sender, helo: domain };
  const { result } = await evaluateSpf(watched, nobody);
  if (result === "temperror") throw new Error("The DNS could not be asked.");
  if (result === "permerror") return whyInvalid(record, lookUp, nobody);
  if (result === "pass")
    return finding(
      "failed",
      "Der SPF-Eintrag erlaubt allen Servern der Welt, für Sie zu senden („+all“). Enden Sie mit „~all“ oder „-all“.",
      "The SPF record lets every server in the world send for you (“+all”). End with “~all” or “-all”.",
      record,
    );
  const lacking = await firstLacking(needs, asked, lookUp, sender);
  if (lacking)
    return finding(
      "failed",
      `Der SPF-Eintrag ist gültig, nennt aber Ihren Versandweg nicht. Ergänzen Sie „${lacking.term}“, wie rechts gezeigt.`,
      `The SPF record is valid but does not name your way out. Add “${lacking.term}” as shown.`,
      record,
    );
  if (result === "neutral" || result === "none")
    return finding(
      "passed",
      "Der SPF-Eintrag ist gültig, sagt aber nichts über fremde Server. Besser endet er mit „~all“.",
      "The SPF record is valid but says nothing about strangers' servers. Better end it with “~all”.",
      record,
    );
  return finding("passed", "Der SPF-Eintrag ist gültig.", "The SPF record is valid.", record);
}

/** A look-up that remembers which texts were asked for. */
function watch(lookUp: LookUp): { watched: LookUp; asked: Set<string> } {
  const asked = new Set<string>();
  const resolve = resolverOf(lookUp);
  return {
    asked,
    watched: {
      ...lookUp,
      resolve(name, type) {
        if (type === "TXT") asked.add(name.toLowerCase().replace(/\.$/, ""));
        return resolve(name, type);
      },
    },
  };
}

async function firstLacking(
  needs: readonly SpfNeed[],
  asked: ReadonlySet<string>,
  lookUp: LookUp,
  sender: string,
): Promise<SpfNeed | undefined> {
  for (const need of needs) {
    if (need.includes.length > 0) {
      if (!need.includes.some((name) => asked.has(name))) return need;
    } else if (need.host !== null)
      for (const ip of await lookUp.a(need.host))
        if ((await evaluateSpf(lookUp, { ip, sender, helo: need.host })).result !== "pass")
          return need;
  }
  return undefined;
}

async function whyInvalid(
  record: string,
  lookUp: LookUp,
  mail: { ip: string; sender: string; helo: string },
): Promise<Finding> {
  const counted = await evaluateSpf(lookUp, { ...mail, lookups: COUNT_TO });
  if (counted.result !== "permerror" && counted.lookups > MAX_LOOKUPS)
    return finding(
      "failed",
      `Der SPF-Eintrag braucht ${counted.lookups} Abfragen; erlaubt sind 10. Entfernen Sie Verweise, die Sie nicht mehr brauchen.`,
      `The SPF record needs ${counted.lookups} lookups; 10 are allowed. Remove references that you no longer need.`,
      record,
    );
  if (counted.result !== "permerror" && counted.voids > MAX_VOIDS)
    return finding(
      "failed",
      `${counted.voids} Namen im SPF-Eintrag führen ins Leere; erlaubt sind 2. Entfernen Sie, was es nicht mehr gibt.`,
      `${counted.voids} names in the SPF record lead nowhere; 2 are allowed. Remove what no longer exists.`,
      record,
    );
  return finding(
    "failed",
    "Der SPF-Eintrag ist fehlerhaft: Er enthält einen Schreibfehler, verweist auf eine Domain ohne gültigen SPF-Eintrag oder im Kreis. Empfänger werten ihn nicht.",
    "The SPF record is broken: it has a typing error, or refers to a domain without a valid SPF record or in a circle. Receivers ignore it.",
    record,
  );
}
