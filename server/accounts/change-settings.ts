import { addressesInformally } from "./page-theme.ts";
import type { AccountChange } from "../../contract/accounts.ts";
import { conflict, invalid, type Actor, type Keys, type Tx } from "../platform/index.ts";
import type { Account, RecordedAct } from "./account.ts";
import { lockAccount, updateAccount } from "./accounts.store.ts";
import { audit } from "./audit.ts";
import { countingOptions } from "./counting-options.ts";
import { responsibilityText } from "./set-up.ts";

/**
 * Replaces the given sections of the account's settings. Incomplete sections are kept, so that drafts save
 * themselves; what they lack stands in the set-up's problems. Declarations (no officer appointed, own operation,
 * responsibility, counting) are recorded with person and time. `operatorPublicId` names that person.
 */
export async function changeSettings(
  tx: Tx,
  accountId: number,
  actor: Actor,
  operatorPublicId: string | undefined,
  change: AccountChange,
  { keys, now }: { keys: Keys; now: Date },
): Promise<Account> {
  const before = await lockAccount(tx);
  const act: RecordedAct = {
    by: actor.name,
    ...(operatorPublicId === undefined ? {} : { operatorId: operatorPublicId }),
    at: now.toISOString(),
  };
  const after = applyChange(before, change, act);
  await updateAccount(tx, after, now);
  await audit(tx, accountId, actor, "account.changed", {
    objectType: "account",
    objectId: before.publicId,
    detail: {
      sections: Object.keys(change),
      ...(change.counting ? { counting: change.counting } : {}),
      ...(addressesInformally(before) === addressesInformally(after)
        ? {}
        : { informal: addressesInformally(after) }),
      ...(change.responsibility ? { responsibility: responsibilityText.version } : {}),
    },
    change: { keys, before, after },
  });
  return after;
}

/** The settings after a change. Pure. Throws for what may not be stored at all. */
export function applyChange(before: Account, change: AccountChange, act: RecordedAct): Account {
  const after: Account = { ...before };
  if (change.name !== undefined) after.name = change.name.trim();
  if (change.legalForm !== undefined) after.legalForm = change.legalForm;
  if (change.imprint) after.imprint = change.imprint;
  if (change.locale) after.locale = change.locale;
  if (change.kMin !== undefined) after.kMin = change.kMin;
  if (change.timezone !== undefined) after.timezone = knownTimezone(change.timezone);
  if (change.theme) {
    const logo = before.theme.logoFileId;
    after.theme = { ...change.theme, ...(logo === undefined ? {} : { logoFileId: logo }) };
  }
  if (change.privacy) after.privacy = withStatement(before.privacy, change.privacy, act);
  if (change.processing) {
    const same = equal(before.processing.operation, change.processing.operation);
    const record = same ? before.processing.record : act;
    after.processing = {
      ...change.processing,
      ...(change.processing.operation && record ? { record } : {}),
    };
  }
  if (change.responsibility) after.responsibility = { ...act, version: responsibilityText.version };
  if (change.counting) {
    requireAvailable(before, change.counting.level, new Date(act.at));
    after.countingLevel = change.counting.level;
    after.countingChoice = { ...act, ...change.counting };
  }
  return after;
}

function withStatement(
  before: Account["privacy"],
  next: NonNullable<AccountChange["privacy"]>,
  act: RecordedAct,
): Account["privacy"] {
  if (next.dpo?.appointed !== false) return next;
  const statement = equal(before.dpo, next.dpo) ? (before.dpoStatement ?? act) : act;
  return { ...next, dpoStatement: statement };
}

/** The same declaration saved again keeps its first record. Objects from JSON compare by their sorted text. */
function equal(a: unknown, b: unknown): boolean {
  return sorted(a) === sorted(b);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function requireAvailable(account: Account, level: Account["countingLevel"], now: Date): void {
  const option = countingOptions(account, now).find((each) => each.level === level);
  if (option?.available) return;
  throw conflict("counting_level_not_available", option?.reason?.en ?? "No such level.", {
    hint: "Have the assessment recorded first, or choose shared, clicks_only or none.",
  });
}

function knownTimezone(name: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone && name;
  } catch {
    throw invalid("timezone_unknown", `There is no time zone ${name}.`, {
      hint: "Use an IANA name such as Europe/Berlin.",
      errors: [{ path: "/timezone", message: "Unknown time zone." }],
    });
  }
}
