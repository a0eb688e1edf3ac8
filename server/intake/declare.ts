import type { IntakeConsentInput } from "../../contract/intake.ts";
import type { Account } from "../accounts/index.ts";
import type { WordingVersion } from "../consent/index.ts";
import { listTexts, type List } from "../lists/index.ts";
import { AppError, conflict, invalid, type Actor, type Tx } from "../platform/index.ts";
import type { Declaration } from "../signup/index.ts";
import { proofOf, type Attachment } from "./intake.ts";
import { approvedWordings, declaredText } from "./show-form.ts";

/** What was declared, word for word in the version that was read, signed or answered (CON-05). */
export async function declare(
  tx: Tx,
  account: Account,
  lists: List[],
  by: {
    input: IntakeConsentInput;
    facts: Record<string, string>;
    attachments: Attachment[];
    actor: Actor;
    declaredAt: Date;
    now: Date;
  },
): Promise<Declaration> {
  const { input, now } = by;
  const locale = input.locale ?? account.locale;
  const newsletter = await wordingOf(tx, "newsletter", locale, input.wordingId);
  const tracking = input.tracking
    ? await wordingOf(tx, "profiling", locale, input.trackingWordingId)
    : undefined;
  if (!account.privacy.noticeUrl)
    throw new AppError("privacy_notice_missing", 422, "The account has no privacy notice yet.", {
      hint: "Give its address in the settings; every declaration names it (DSR-01).",
    });
  const shown = (version: WordingVersion, list: List | null) => ({
    wordingVersionId: version.id,
    wordingPublicId: version.publicId,
    text: textOf(account, version, list),
  });
  return {
    offline: {
      channel: input.channel,
      actor: { kind: by.actor.kind, name: by.actor.name },
      recordedAt: now.toISOString(),
      facts: by.facts,
      attachments: by.attachments.map(proofOf),
    },
    lists: lists.map((list) => {
      const { name, topics, frequency } = listTexts(list, locale);
      return {
        listId: list.id,
        publicId: list.publicId,
        name,
        topics,
        frequency,
        declaration:
          newsletter === undefined
            ? { wordingVersionId: 0, wordingPublicId: "", text: "" }
            : shown(newsletter, list),
      };
    }),
    tracking: tracking === undefined ? null : shown(tracking, null),
    privacyNotice: {
      url: account.privacy.noticeUrl,
      version: account.privacy.noticeVersion ?? "",
    },
    requestedAt: by.declaredAt.toISOString(),
  };
}

/** Throws 409 `wording_not_approved` for anything but an approved wording of this purpose and language (CON-09). */
async function wordingOf(
  tx: Tx,
  purpose: "newsletter" | "profiling",
  locale: "de" | "en",
  publicId: string | undefined,
): Promise<WordingVersion | undefined> {
  if (!publicId) return undefined;
  const found = (await approvedWordings(tx, purpose, locale)).find(
    (version) => version.publicId === publicId,
  );
  if (!found)
    throw conflict("wording_not_approved", "This is no approved wording in this language.", {
      hint: "Choose one from GET /api/v1/intake/form.",
    });
  return found;
}

function textOf(account: Account, version: WordingVersion, list: List | null): string {
  const text = declaredText(account, version, list);
  if (text === undefined)
    throw invalid("wording_value_missing", "The wording has placeholders without a value.", {
      hint: "Fill in the newsletter's topics and frequency, the account's contact and its privacy notice.",
    });
  return text;
}
