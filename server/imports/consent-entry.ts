import type { Evidence, NewLedgerEntry } from "../consent/index.ts";
import type { List } from "../lists/index.ts";
import type { StoredActor } from "./import.ts";
import type { ParsedLine } from "./read-line.ts";
import type { Recipe } from "./recipe.ts";

/** The ledger entry of a consent that a line proves, for one of the lists (CON-23). */
export function consentEntry(
  line: ParsedLine,
  list: List,
  recipe: Recipe,
  actor: StoredActor | null,
): NewLedgerEntry {
  const { consent } = line;
  if (!consent.complete || recipe.consent.evidence === "none")
    throw new Error("A consent without evidence has no entry.");
  const { evidence, reason, wordingVersionId } = recipe.consent;
  return {
    subject: { emailNormalised: line.emailNormalised },
    kind: "imported_with_evidence",
    purpose: "newsletter",
    listId: list.id,
    wordingVersionId,
    // Members in the order of the canonical text, which spares it the sorting; one that is undefined is left out there.
    payload: {
      actor: actor === null ? undefined : actorOf(actor),
      channel: "import",
      confirmedAt: consent.confirmed?.text,
      file: fileOf(line, recipe),
      grantedAt: consent.given.text,
      ip: consent.network,
      list: nameOf(list),
      method: evidence,
      origin: recipe.origin,
      reason,
      source: consent.source,
    },
  };
}

/** What a proof says of any consent that came with a line. */
export function evidenceOf(line: ParsedLine, recipe: Recipe, actor: StoredActor | null): Evidence {
  return {
    channel: "import",
    origin: recipe.origin,
    file: fileOf(line, recipe),
    ...(actor === null ? {} : { actor: actorOf(actor) }),
  };
}

function fileOf({ line }: ParsedLine, { file }: Recipe) {
  return { import: file.import, line, name: file.name, sha256: file.sha256 };
}

interface Named {
  readonly [member: string]: string;
}
/** The same for all lines of an import. */
const constants = new WeakMap<object, object>();

const nameOf = (list: List) => constant(list, () => ({ id: list.publicId, name: list.name }));
const actorOf = (actor: StoredActor) =>
  constant(actor, () => ({ kind: actor.kind, name: actor.name }));

function constant<T extends Named>(of: object, make: () => T): T {
  let known = constants.get(of) as T | undefined;
  if (known === undefined) constants.set(of, (known = Object.freeze(make())));
  return known;
}
