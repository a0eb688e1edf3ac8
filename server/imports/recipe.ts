import { importProblems } from "../../contract/import-texts.ts";
import type { KitId, Triage } from "../../contract/imports.ts";
import { getAccount, listMembers } from "../accounts/index.ts";
import { findVersion, importedWording, profilingVersions } from "../consent/index.ts";
import { allFields, fold, type ContactField } from "../contacts/index.ts";
import { findListsByPublicId, type List } from "../lists/index.ts";
import { AppError, conflict, type Locale, type Tx } from "../platform/index.ts";
import { problemsOf, type Import, type ImportDeps } from "./import.ts";
import { kitOf, type Mapping } from "./mapping.ts";

/** Everything a line is read and judged by, looked up once. */
export interface Recipe {
  accountId: number;
  mapping: Mapping;
  timeZone: string;
  locale: Locale;
  kit: KitId | undefined;
  triage: Triage | undefined;
  /** The account's own fields by key. */
  fields: ReadonlyMap<string, ContactField>;
  /** Names of tags for every contact of the file. */
  tags: string[];
  /** People of the account by folded name and address; undefined where two have the same. */
  members: ReadonlyMap<string, number | undefined>;
  overwrite: boolean;
  /** Origin of the data (DSR-03). */
  origin: string;
  lists: List[];
  consent:
    | { evidence: "none" }
    | {
        evidence: "double_opt_in" | "signed_declaration";
        source: string | undefined;
        reason: string | undefined;
        /** 0 in a check with a pasted text, which only the run stores. */
        wordingVersionId: number;
        lastMailedAt: Date | null;
      };
  profiling: {
    source: string | undefined;
    wordingVersionId: number | undefined;
    versions: Map<string, number>;
  };
  file: { name: string; sha256: string; import: string };
}

/**
 * Looks up what the options name. With `store`, a pasted wording becomes a wording version. Throws 409
 * `import_incomplete` with what is missing, 422 for lists and wordings that do not exist or do not fit.
 */
export async function prepareRecipe(
  tx: Tx,
  deps: Pick<ImportDeps, "clock">,
  accountId: number,
  found: Import,
  options: { store: boolean; lenient?: boolean },
): Promise<Recipe> {
  const account = await getAccount(tx);
  const fields = new Map((await allFields(tx)).map((field) => [field.key, field]));
  const problems = problemsOf(found.mapping, found.options, {
    mode: account.mode,
    hasProcessorContract: account.processing.operation !== undefined,
    fields,
  });
  if (problems.length > 0 && !options.lenient)
    throw conflict("import_incomplete", "Something is missing before this file can be imported.", {
      hint: problems.map((problem) => importProblems[problem].label.en).join(" "),
      extra: { problems },
    });
  const versions = await profilingVersions(tx);
  const { profiling } = found.options;
  const chosen = profiling?.wordingVersionId;
  if (chosen !== undefined && !versions.has(chosen))
    throw new AppError("wording_wrong", 422, "This is no approved wording of the analysis.", {
      hint: "Choose an approved version of a wording with the purpose `profiling` (TRK-04).",
    });
  return {
    accountId,
    mapping: found.mapping,
    timeZone: account.timezone,
    locale: account.locale,
    kit: kitOf(found.format.columns)?.id,
    triage: found.options.triage,
    fields,
    tags: found.options.tags ?? [],
    members: found.mapping.includes("responsible") ? await membersOf(tx, accountId) : new Map(),
    overwrite: found.options.existing === "overwrite",
    origin: found.options.origin?.text ?? "",
    lists: await findLists(tx, found.options.listIds ?? []),
    consent: await prepareConsent(tx, deps, accountId, found, options),
    profiling: {
      source: profiling?.source,
      wordingVersionId: chosen === undefined ? undefined : versions.get(chosen),
      versions,
    },
    file: { name: found.name, sha256: found.format.sha256, import: found.publicId },
  };
}

async function membersOf(tx: Tx, accountId: number): Promise<Map<string, number | undefined>> {
  const byName = new Map<string, number | undefined>();
  for (const { id, name, email } of await listMembers(tx, accountId))
    for (const text of new Set([fold(name), fold(email)]))
      byName.set(text, byName.has(text) ? undefined : id);
  return byName;
}

/** The lists of the options. Throws 422 `list_wrong`. */
export async function findLists(tx: Tx, publicIds: string[]): Promise<List[]> {
  const lists = await findListsByPublicId(tx, publicIds);
  for (const publicId of publicIds) {
    const list = lists.find((each) => each.publicId === publicId);
    if (!list || list.archivedAt)
      throw new AppError("list_wrong", 422, `There is no list ${publicId} in use.`, {
        hint: "Choose lists of this account that are not archived.",
      });
  }
  return lists;
}

async function prepareConsent(
  tx: Tx,
  deps: Pick<ImportDeps, "clock">,
  accountId: number,
  found: Import,
  options: { store: boolean; lenient?: boolean },
): Promise<Recipe["consent"]> {
  const { consent } = found.options;
  if (!consent || consent.evidence === "none") return { evidence: "none" };
  const { wording } = consent;
  let wordingVersionId = 0;
  if (wording?.versionId !== undefined) {
    const version = await findVersion(tx, wording.versionId);
    if (!version || version.purpose !== "newsletter")
      throw new AppError("wording_wrong", 422, "This is no newsletter wording of the account.", {
        hint: "Choose a version of a newsletter wording, or paste the text.",
      });
    wordingVersionId = version.id;
  } else if (wording?.text !== undefined && options.store)
    wordingVersionId = await importedWording(tx, deps, accountId, {
      purpose: "newsletter",
      text: wording.text,
      locale: wording.locale ?? "de",
      name: `Import: ${found.name}`.slice(0, 120),
      by: found.actor?.operatorId ?? null,
    });
  return {
    evidence: consent.evidence,
    source: consent.source,
    reason: consent.evidence === "signed_declaration" ? consent.reason : undefined,
    wordingVersionId,
    lastMailedAt: consent.lastMailedOn ? new Date(`${consent.lastMailedOn}T12:00:00Z`) : null,
  };
}
