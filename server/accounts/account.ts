import type {
  CountingLevel,
  Imprint,
  PrivacyInput,
  ProcessingInput,
  SettingsProblem,
  ThemeInput,
} from "../../contract/accounts.ts";
import type { Locale } from "../platform/index.ts";
import type { CountingAssessment } from "./counting-assessment.ts";

export type { CountingLevel, Imprint, SettingsProblem };

/** Who declared something in the settings, and when (ISO 8601). */
export interface RecordedAct {
  by: string;
  operatorId?: string;
  at: string;
}

/** One controller (German: Mandant) with everything it has set. */
export interface Account {
  id: number;
  publicId: string;
  parentAccountId: number | null;
  /** Short name, as people know it. The registered name stands in the imprint. */
  name: string;
  legalForm: string | null;
  /** In sandbox, mail goes to the built-in mailbox and to confirmed test addresses only. */
  mode: "sandbox" | "live";
  locale: Locale;
  timezone: string;
  imprint: Imprint;
  privacy: PrivacyInput & { dpoStatement?: RecordedAct };
  processing: ProcessingInput & { record?: RecordedAct };
  theme: ThemeInput & { logoFileId?: string };
  responsibility: (RecordedAct & { version: string }) | null;
  /** How people without permission are counted (tracking.md); `none` until somebody chose. */
  countingLevel: CountingLevel;
  countingChoice: (RecordedAct & { level: CountingLevel; reason: string }) | null;
  countingAssessment: CountingAssessment | null;
  /** Smallest anonymous figure that is shown. */
  kMin: number;
  /** Where certified receivers send complaints: `X-CSA-Complaints` of every mail (SND-06). */
  complaintsAddress: string | null;
  createdAt: Date;
}

/** What is asked of the settings, without the ids and times: easy to build in tests. */
export type AccountSettings = Pick<
  Account,
  "name" | "legalForm" | "imprint" | "privacy" | "processing" | "responsibility" | "countingChoice"
>;
