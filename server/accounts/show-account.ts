import type { AccountView, SetupStep } from "../../contract/accounts.ts";
import type { Account } from "./account.ts";
import { assessmentState, assessorOf } from "./counting-assessment.ts";
import { imprintLines } from "./imprint-lines.ts";
import { logoPath } from "./page-theme.ts";
import { countingOptions } from "./counting-options.ts";
import { responsibilityText, setupProgress } from "./set-up.ts";

/** The account as the settings and the set-up show it. `further` are steps of other slices. */
export function showAccount(account: Account, further: SetupStep[], now: Date): AccountView {
  const { dpoStatement, ...privacy } = account.privacy;
  const { record, ...processing } = account.processing;
  const { logoFileId: _logo, ...theme } = account.theme;
  const steps = [...setupProgress(account), ...further];
  const choice = account.countingChoice;
  const assessment = account.countingAssessment;
  return {
    id: account.publicId,
    name: account.name,
    mode: account.mode,
    locale: account.locale,
    timezone: account.timezone,
    kMin: account.kMin,
    legalForm: account.legalForm,
    imprint: account.imprint,
    imprintLines: { de: imprintLines(account, "de"), en: imprintLines(account, "en") },
    privacy,
    dpoStatement: dpoStatement ? { by: dpoStatement.by, at: dpoStatement.at } : null,
    processing,
    processingRecord: record ? { by: record.by, at: record.at } : null,
    theme,
    logoUrl: logoPath(account) ?? null,
    responsibility: {
      ...responsibilityText,
      accepted: account.responsibility
        ? { by: account.responsibility.by, at: account.responsibility.at }
        : null,
    },
    counting: {
      level: account.countingLevel,
      choice: choice ? { by: choice.by, at: choice.at, reason: choice.reason } : null,
      options: countingOptions(account, now),
      assessor: assessorOf(account),
      assessment: assessment && {
        by: assessment.by,
        at: assessment.at,
        role: assessment.role,
        arguments: assessment.arguments,
        reviewOn: assessment.reviewOn,
      },
      assessmentState: assessmentState(account, now),
    },
    setup: { complete: steps.every((step) => step.done), steps },
    createdAt: account.createdAt.toISOString(),
  };
}
