import { useState } from "react";
import type { AccountView } from "../../../../contract/accounts.ts";
import type { Dashboard } from "../../../../contract/dashboard.ts";
import type { ListView } from "../../../../contract/lists.ts";
import type { FormView } from "../../../../contract/signup.ts";
import { useApiQuery, useCan, useSession } from "../../api/index.ts";
import type { Locale } from "../../ui/index.ts";

export type GuideStep = "setup" | "list" | "form" | "mailing" | "mailbox";

export interface GuideState {
  steps: { id: GuideStep; done: boolean; to: string }[];
  /** What is still open in the set-up. */
  setupOpen: Record<Locale, string>[];
  /** Takes note that somebody looked into the mailbox. */
  looked: () => void;
  hide: () => void;
}

type Remembered = "begun" | "looked" | "hidden" | null;

/**
 * The way of a new account to its first newsletter. Undefined once it is done, hidden, or the account never
 * needed it: it began before in another browser, or the operator only reads.
 */
export function useGuide(dashboard: Dashboard): GuideState | undefined {
  const can = useCan();
  const { account } = useSession();
  const key = `klarpost.guide.${account.id}`;
  const [remembered, setRemembered] = useState<Remembered>(() => read(key));
  const sent = dashboard.last !== null || (dashboard.underway?.length ?? 0) > 0;
  const forMe = account.mode === "sandbox" && can("mailings.write") && can("reports.read");
  const needed =
    forMe &&
    remembered !== "hidden" &&
    remembered !== "looked" &&
    (!sent || remembered === "begun");
  const view = useApiQuery<AccountView>(needed ? "/account" : undefined);
  const lists = useApiQuery<{ items: ListView[] }>(needed ? "/lists" : undefined);
  const forms = useApiQuery<{ items: FormView[] }>(needed ? "/forms" : undefined);
  if (!needed) return undefined;
  const remember = (next: Exclude<Remembered, null>): void => {
    write(key, next);
    setRemembered(next);
  };
  if (remembered === null) write(key, "begun");
  const openSteps = view.data?.setup.steps.filter((step) => !step.done) ?? [];
  const setupDone = view.data ? view.data.setup.complete : account.setupComplete;
  return {
    steps: [
      { id: "setup", done: setupDone, to: "/einrichtung" },
      {
        id: "list",
        done: lists.data?.items.some((list) => !list.archivedAt) ?? false,
        to: "/lists",
      },
      { id: "form", done: (forms.data?.items.length ?? 0) > 0, to: "/lists/forms/new" },
      { id: "mailing", done: sent, to: "/mailings?new=1" },
      { id: "mailbox", done: false, to: "/testpostfach" },
    ],
    setupOpen: openSteps.map((step) => step.label),
    looked: () => remember("looked"),
    hide: () => remember("hidden"),
  };
}

function read(key: string): Remembered {
  try {
    const stored = localStorage.getItem(key);
    return stored === "begun" || stored === "looked" || stored === "hidden" ? stored : null;
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the guide ends with the first mailing.
  }
}
