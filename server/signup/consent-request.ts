import type { BuiltMail } from "../content/index.ts";
import type { Locale } from "../platform/index.ts";
import type { ShownDeclaration, ShownList } from "./form.ts";

/** A sign-up that waits for its confirmation, and what is left of it afterwards. */
export interface ConsentRequest {
  id: number;
  publicId: string;
  state: "pending" | "confirmed" | "declined" | "expired";
  formId: number;
  formVersionId: number;
  contactId: number | null;
  /** The contact came with this request; it goes if nobody confirms. */
  contactCreated: boolean;
  /** Null, like `declaration` and `mail`, once the request is over (DOI-10). */
  email: string | null;
  emailNormalised: string | null;
  fields: SignupFields;
  listIds: number[];
  wantsProfiling: boolean;
  declaration: Declaration | null;
  locale: Locale;
  ipSealed: Buffer | null;
  deliveryId: number | null;
  mail: BuiltMail | null;
  mailSha256: Buffer | null;
  acceptance: Acceptance | null;
  landingFirstAt: Date | null;
  scannerHits: number;
  createdAt: Date;
  expiresAt: Date;
  finishedAt: Date | null;
}

export interface SignupFields {
  salutation?: "frau" | "herr" | "divers";
  firstName?: string;
  lastName?: string;
}

/** What somebody declared, as it was shown (CON-05). Frozen when the form is sent. */
export interface Declaration {
  form: { id: string; version: number; sha256: string };
  page: string;
  lists: ShownList[];
  tracking: ShownDeclaration | null;
  privacyNotice: { url: string; version: string };
  /** ISO 8601 UTC with milliseconds. */
  requestedAt: string;
}

/** The receiving server's word on the opt-in mail (DOI-08). */
export interface Acceptance {
  at: string;
  reply: string;
  messageId: string;
}
