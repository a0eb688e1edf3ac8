import {
  AppError,
  conflict,
  newPublicId,
  notFound,
  type Clock,
  type Locale,
  type Tx,
} from "../platform/index.ts";
import { checkWording } from "./check-wording.ts";
import { defaultWordings } from "./default-wordings.ts";
import type { ConsentPurpose } from "./ledger.ts";
import {
  normaliseWording,
  wordingSha256,
  type WordingChange,
  type WordingVersion,
} from "./wording.ts";
import {
  approveVersion,
  findCurrentVersion,
  findVersion,
  insertVersion,
  insertWording,
  listVersions,
  listWordings,
  lockWording,
  nextVersion,
  type Wording,
} from "./wording.store.ts";

interface Deps {
  clock: Clock;
  /** Where people reach pages, without a slash at the end. */
  pagesUrl?: string;
}

/** Texts and scope of a new version. A profiling wording names its techniques, uses and channels (CON-20). */
export interface VersionDraft {
  texts: Partial<Record<Locale, string>>;
  material?: boolean | undefined;
  techniques?: string[] | undefined;
  uses?: string[] | undefined;
  channels?: string[] | undefined;
  /** Per language, as the texts are; shown where the text has {{anhang}} (CON-07). */
  annexes?: Partial<Record<Locale, { title: string; text: string }>> | undefined;
  /** What is new against the version before; anything makes the version a material change (CON-19). */
  changes?: WordingChange[] | undefined;
}

/** Gives an account the product's own wording of each purpose it has none of, not approved (CON-09). */
export async function installDefaultWordings(tx: Tx, deps: Deps, accountId: number): Promise<void> {
  const known = new Set((await listWordings(tx)).map((wording) => wording.purpose));
  for (const { purpose, name, isVariant, ...draft } of defaultWordings) {
    if (isVariant || known.has(purpose)) continue;
    const at = deps.clock.now();
    const wording = await insertWording(tx, accountId, { purpose, name, at });
    await addVersion(tx, deps, accountId, wording, draft, null);
  }
}

/** A wording of its own for a purpose, with its first version. */
export async function createWording(
  tx: Tx,
  deps: Deps,
  accountId: number,
  input: VersionDraft & { purpose: ConsentPurpose; name: string; by: number | null },
): Promise<Wording> {
  const { purpose, name, by, ...draft } = input;
  const wording = await insertWording(tx, accountId, { purpose, name, at: deps.clock.now() });
  await addVersion(tx, deps, accountId, wording, draft, by);
  return wording;
}

/** Adds the next version of a wording; earlier ones stay as they are (CON-04). Gives the new number. */
export async function createWordingVersion(
  tx: Tx,
  deps: Deps,
  accountId: number,
  wordingPublicId: string,
  draft: VersionDraft,
  by: number | null,
): Promise<number> {
  const wording = await lockWording(tx, wordingPublicId);
  if (!wording) throw notFound("wording");
  return addVersion(tx, deps, accountId, wording, draft, by);
}

async function addVersion(
  tx: Tx,
  { clock, pagesUrl = "" }: Deps,
  accountId: number,
  wording: Wording,
  draft: VersionDraft,
  by: number | null,
): Promise<number> {
  const texts = (["de", "en"] as const)
    .map((locale) => ({ locale, text: normaliseWording(draft.texts[locale] ?? "") }))
    .filter(({ text }) => text !== "");
  if (texts.length === 0)
    throw new AppError("wording_empty", 422, "A wording needs a text in at least one language.", {
      hint: "Give `texts.de`, `texts.en` or both.",
    });
  const version = await nextVersion(tx, wording.id);
  const changes = draft.changes ?? [];
  const material = draft.material === true || changes.length > 0;
  if (version > 1) await refuseSilentGrowth(tx, wording, draft, material);
  for (const { locale, text } of texts) {
    const publicId = newPublicId("wrv");
    const annex = draft.annexes?.[locale];
    const annexText = normaliseWording(annex?.text ?? "");
    await insertVersion(tx, accountId, {
      publicId,
      annexTitle: annexText === "" ? "" : (annex?.title.trim() ?? ""),
      annexText,
      annexUrl: annexText === "" ? "" : `${pagesUrl}/anhang/${publicId}`,
      changes,
      wordingId: wording.id,
      version,
      locale,
      text,
      sha256: wordingSha256(text),
      material,
      techniques: draft.techniques ?? [],
      uses: draft.uses ?? [],
      channels: draft.channels ?? ["newsletter"],
      createdBy: by,
      at: clock.now(),
    });
  }
  return version;
}

/**
 * CON-19, CON-20: a scope that grew is a material change, whatever its author says. Who agreed to the smaller one has
 * not agreed to the larger. Throws 422 `wording_grew`.
 */
async function refuseSilentGrowth(
  tx: Tx,
  wording: Wording,
  draft: VersionDraft,
  material: boolean,
): Promise<void> {
  if (material || wording.purpose !== "profiling") return;
  const [before] = (await listVersions(tx)).filter((one) => one.wordingId === wording.id);
  const grown = (["techniques", "uses", "channels"] as const).flatMap((field) =>
    (draft[field] ?? []).filter((value) => before?.[field].includes(value) === false),
  );
  if (grown.length === 0) return;
  throw new AppError(
    "wording_grew",
    422,
    `This version covers more than the one before (${grown.join(", ")}), so the change is material.`,
    {
      hint: "Say what is new in `changes`; people who agreed to the earlier version are asked again.",
    },
  );
}

/**
 * Approves a version: from now on it may be shown. Throws 404, 409 `wording_approved` or `wording_retired`,
 * and 409 `wording_incomplete` with the findings when a mandatory part is missing (CON-03, CON-07).
 */
export async function approveWordingVersion(
  tx: Tx,
  { clock }: Deps,
  publicId: string,
  by: number | null,
): Promise<WordingVersion> {
  const version = await findVersion(tx, publicId);
  if (!version) throw notFound("wording version");
  if (version.retiredAt) throw conflict("wording_retired", "This version is retired.");
  const findings = checkWording(version.text, version.purpose, version.locale, version);
  if (version.purpose === "profiling" && !scopeNamed(version))
    findings.push({
      code: "scope",
      rule: "CON-20",
      message: {
        de: "Es ist nicht festgelegt, welche Messungen, Zwecke und E-Mails der Wortlaut umfasst.",
        en: "It is not set which measurements, uses and mails the wording covers.",
      },
    });
  if (findings.length > 0)
    throw conflict("wording_incomplete", "The wording lacks mandatory parts.", {
      hint: "Make a new version with the missing parts. Approved texts are what people read, so nothing is added to them later.",
      extra: { findings },
    });
  if (!(await approveVersion(tx, version.id, by, clock.now())))
    throw conflict("wording_approved", "This version is approved already.");
  return (await findVersion(tx, publicId))!;
}

function scopeNamed(version: WordingVersion): boolean {
  return [version.techniques, version.uses, version.channels].every((list) => list.length > 0);
}

/** The wording to show for a purpose: the newest approved version, or undefined when there is none in this language. */
export async function currentWording(
  tx: Tx,
  purpose: ConsentPurpose,
  locale: Locale,
  wordingId?: number,
): Promise<WordingVersion | undefined> {
  return findCurrentVersion(tx, purpose, locale, wordingId ?? null);
}
