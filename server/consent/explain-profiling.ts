import { displayName, findByAddress, type Contact } from "../contacts/index.ts";
import type { Tx } from "../platform/index.ts";
import type { ProfilingPermission } from "./profiling.ts";
import { scopeNames } from "./wording-scope.ts";
import { findVersionById } from "./wording.store.ts";

type Text = { de: string; en: string };

/** What the wording covers that somebody agreed to (CON-20): names for people, in the order of the catalogue. */
export interface ProfilingScope {
  wording: string;
  version: number;
  techniques: Text[];
  uses: Text[];
  channels: Text[];
}

/** For the account's own people: why somebody is not measured personally although their address granted it. */
export interface ProfilingObstacle {
  kind: "neighbour" | "own" | "restricted" | "use";
  rule: string;
  /** Names others on the address; never for a text that goes to the person. */
  text: Text;
}

/**
 * What a permission to analyse covers and what stands in its way at this moment: a neighbour on the address who did not
 * agree (TRK-24), a restriction (Art. 18 GDPR), or a use the wording does not name (CON-20).
 *
 * @param use what it is asked for, as wordings name it
 */
export async function explainProfiling(
  tx: Tx,
  contact: Pick<Contact, "id" | "emailNormalised" | "pot">,
  permission: ProfilingPermission | undefined,
  use: string,
): Promise<{ scope: ProfilingScope | null; obstacle: ProfilingObstacle | null }> {
  if (contact.pot !== "newsletter" || permission?.state !== "granted")
    return { scope: null, obstacle: null };
  const version =
    permission.wordingVersionId === null
      ? undefined
      : await findVersionById(tx, permission.wordingVersionId);
  const people = (await findByAddress(tx, contact.emailNormalised)).filter(
    (one) => one.pot === "newsletter",
  );
  return {
    scope: version
      ? {
          wording: version.publicId,
          version: version.version,
          techniques: scopeNames(version.techniques),
          uses: scopeNames(version.uses),
          channels: scopeNames(version.channels),
        }
      : null,
    obstacle: obstacleOf(contact.id, people, permission, version?.uses.includes(use) === true),
  };
}

function obstacleOf(
  contactId: number,
  people: Contact[],
  { contactIds }: ProfilingPermission,
  coversUse: boolean,
): ProfilingObstacle | null {
  const silent = people.filter((one) => !contactIds.includes(one.id));
  const names = silent.filter((one) => one.id !== contactId).map(displayName);
  if (silent.some((one) => one.id === contactId))
    return {
      kind: "own",
      rule: "TRK-24",
      text: {
        de: "An dieser Adresse hat jemand anderes zugestimmt, diese Person selbst aber nicht. Deshalb wird dort niemand persönlich ausgewertet.",
        en: "Somebody else on this address agreed, but not this person. So nobody on it is analysed personally.",
      },
    };
  if (names.length > 0)
    return {
      kind: "neighbour",
      rule: "TRK-24",
      text: {
        de: `Die Adresse teilen sich mehrere. ${list(names, "und")} ${names.length === 1 ? "hat" : "haben"} nicht zugestimmt; deshalb wird dort niemand persönlich ausgewertet.`,
        en: `Several people share the address. ${list(names, "and")} did not agree, so nobody on it is analysed personally.`,
      },
    };
  const restricted = people.filter((one) => one.restrictedAt !== null);
  if (restricted.length > 0)
    return {
      kind: "restricted",
      rule: "DSR-07",
      text: restricted.some((one) => one.id === contactId)
        ? {
            de: "Die Daten der Person werden nur noch aufbewahrt (Art. 18 DSGVO). Bis das endet, wird nichts ausgewertet.",
            en: "The person's data are only stored (Art. 18 GDPR). Until that ends nothing is analysed.",
          }
        : {
            de: `Die Daten von ${list(restricted.map(displayName), "und")} an derselben Adresse werden nur noch aufbewahrt (Art. 18 DSGVO). Deshalb wird dort niemand persönlich ausgewertet.`,
            en: `The data of ${list(restricted.map(displayName), "and")} on the same address are only stored (Art. 18 GDPR). So nobody on it is analysed personally.`,
          },
    };
  return coversUse
    ? null
    : {
        kind: "use",
        rule: "CON-20",
        text: {
          de: "Der Wortlaut, dem die Person zugestimmt hat, nennt diese Verwendung nicht.",
          en: "The wording the person agreed to does not name this use.",
        },
      };
}

function list(names: string[], and: string): string {
  return names.length < 2
    ? (names[0] ?? "")
    : `${names.slice(0, -1).join(", ")} ${and} ${names.at(-1)}`;
}
