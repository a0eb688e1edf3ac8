import type { AccountView } from "../../../../../contract/accounts.ts";
import type { WordingVersionView, WordingView } from "../../../../../contract/consent.ts";
import type { MailingSummary } from "../../../../../contract/mailings.ts";
import type { PermissionReport } from "../../../../../contract/permission-report.ts";
import type { MailingReport } from "../../../../../contract/reports.ts";
import type { FormView } from "../../../../../contract/signup.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";

/** The approved wording of the analysis that is in use, with the version that is shown now. */
export interface UsedWording {
  wording: WordingView;
  version: WordingVersionView;
}

/** What the account has done so far. Undefined: not known yet, or not for this operator. */
export interface GuideFacts {
  account: AccountView | undefined;
  wordings: { used: UsedWording | null } | undefined;
  forms: { asking: FormView[]; all: number } | undefined;
  permission: PermissionReport | undefined;
  last: { mailing: MailingSummary | null; report: MailingReport | undefined } | undefined;
}

/** Reads the state of all six steps from what the workplace shows elsewhere. */
export function useGuide(): GuideFacts {
  const can = useCan();
  const account = useApiQuery<AccountView>(can("account.read") ? "/account" : undefined).data;
  const wordings = useApiQuery<{ items: WordingView[] }>(
    can("wordings.read") ? "/wordings" : undefined,
  ).data;
  const forms = useApiQuery<{ items: FormView[] }>(can("forms.read") ? "/forms" : undefined).data;
  const permission = useApiQuery<PermissionReport>(
    can("reports.read") ? "/reports/permission" : undefined,
  ).data;
  const sent = useApiQuery<{ items: MailingSummary[] }>(
    can("mailings.read") ? "/mailings" : undefined,
    { state: "sent", limit: 1 },
  ).data;
  const mailing = sent?.items[0] ?? null;
  const report = useApiQuery<MailingReport>(
    mailing && can("reports.read") ? `/mailings/${mailing.id}/report` : undefined,
  ).data;
  return {
    account,
    wordings: wordings && { used: usedWording(wordings.items) },
    forms: forms && askingForms(forms.items),
    permission,
    last: sent && { mailing, report },
  };
}

/** The profiling wording most people agreed to, in its newest approved version. */
export function usedWording(wordings: readonly WordingView[]): UsedWording | null {
  let best: UsedWording | null = null;
  for (const wording of wordings) {
    if (wording.purpose !== "profiling") continue;
    const version = wording.versions.find((one) => one.approvedAt && !one.retiredAt);
    if (version && (!best || version.consents > best.version.consents)) best = { wording, version };
  }
  return best;
}

function askingForms(forms: readonly FormView[]): { asking: FormView[]; all: number } {
  const open = forms.filter((form) => !form.archivedAt);
  return { asking: open.filter((form) => form.askTracking), all: open.length };
}
