import type { FormTarget, Locale } from "../../pages/index.ts";
import type { PreferenceTexts } from "./texts.ts";

/** Names of the fields that the page's forms post. */
export const manageFields = {
  /** `on` or `off`, the value of a switch's button. */
  set: "set",
  salutation: "salutation",
  firstName: "firstName",
  lastName: "lastName",
  email: "email",
  locale: "locale",
  /** `json`, `csv`, `pdf` or `portable`, the value of a copy button. */
  format: "format",
} as const;

/** One newsletter with its switch. `wording` is what switching on would declare, word for word (DSR-17). */
export interface ManagedList {
  id: string;
  name: string;
  /** Topics and rhythm in one line. */
  description?: string | undefined;
  state: "subscribed" | "pending" | "none";
  since?: Date | undefined;
  wording: string;
  target: FormTarget;
}

/** The permission to analyse, as it is stored: the page shows the state, never a wish (DSR-12). */
export interface TrackingPanel {
  state: "unknown" | "granted" | "refused" | "withdrawn";
  /** Posts `set=on` or `set=off`. */
  target: FormTarget;
  /** The accepted wording with its version, time, and where it was given, as "über das Anmeldeformular". */
  accepted?: { wording: string; version: number; at: Date; source: string } | undefined;
  /** The wording that switching on declares; without it switching on needs a fresh link. */
  offeredWording?: string | undefined;
}

export interface StoredFact {
  label: string;
  value: string;
  /** Where it comes from and how long it stays (DSR-03). */
  origin: string;
}

export interface RecordedEvent {
  /** `invisible`: the link that no person sees (TRK-13). `goal`: reached on the account's website after a click. */
  kind: "open" | "click" | "invisible" | "goal";
  /** Person or machine and why: a number of `agentReasons`. */
  agent: number;
  /** Kept to the hour (TRK-17). */
  at: Date;
  mailing: string;
  /** Text or address of the link, or the name of the goal. */
  link?: string | undefined;
}

/** A case as the person it is about sees it. */
export interface OwnRequest {
  number: string;
  kind: keyof PreferenceTexts["manage"]["requestKinds"];
  state: keyof PreferenceTexts["manage"]["requestStates"];
  /** Days, such as 2026-11-22. */
  receivedOn: string;
  dueOn: string;
}

export type ManageNotice = keyof PreferenceTexts["manage"]["notices"];
export type ManageProblem = keyof PreferenceTexts["manage"]["problems"];

/**
 * The page "Verwalten". What a link may show is decided by the caller: every part that is missing here is
 * neither shown nor mentioned, and `fresh` offers the link that opens the rest (DSR-12, DSR-13).
 */
export interface ManageModel {
  address: string;
  /** End of this access. */
  until: Date;
  selfUrl: string;
  signupUrl?: string | undefined;
  notice?: ManageNotice | undefined;
  problems?: readonly ManageProblem[] | undefined;
  lists: readonly ManagedList[];
  /** Missing where nothing is subscribed. */
  leaveAll?: FormTarget | undefined;
  tracking: TrackingPanel;
  names?:
    | {
        target: FormTarget;
        salutation: string;
        firstName: string;
        lastName: string;
        /** Null: nobody said. */
        locale: Locale | null;
      }
    | undefined;
  newAddress?: { target: FormTarget; entered?: string | undefined } | undefined;
  fresh?: FormTarget | undefined;
  stored?: readonly StoredFact[] | undefined;
  /** The newest recorded events and how many there are in all. */
  events?: { newest: readonly RecordedEvent[]; total: number } | undefined;
  history?: readonly { at: Date; text: string; wording?: string | undefined }[] | undefined;
  /** `portable`: what the person takes along to another provider (Art. 20 GDPR). */
  copy?:
    | { target: FormTarget; formats: readonly ("pdf" | "json" | "csv" | "portable")[] }
    | undefined;
  /** Whether the data are locked (Art. 18 GDPR); posts `set=on` or `set=off`. */
  restriction?: { target: FormTarget; on: boolean } | undefined;
  /** Cases, the newest first; `prove` where one waits for the proof of identity. */
  requests?: { list: readonly OwnRequest[]; prove?: FormTarget | undefined } | undefined;
  object?: FormTarget | undefined;
  /** An objection holds: it is said instead of offered again. */
  objected?: boolean;
  /** Leads to the page that says what stays; nothing is erased by this button. */
  erase?: FormTarget | undefined;
}
