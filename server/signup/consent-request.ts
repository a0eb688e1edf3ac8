import type { BuiltMail } from "../content/index.ts";
import type { Locale } from "../platform/index.ts";
import type { ShownDeclaration, ShownList } from "./form.ts";

/** A sign-up that waits for its confirmation, and what is left of it afterwards. */
export interface ConsentRequest {
  id: number;
  publicId: string;
  state: "pending" | "confirmed" | "declined" | "expired";
  /** Null where the declaration came by letter, phone, SMS or in person. */
  formId: number | null;
  formVersionId: number | null;
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
  /** Where it was declared on a page; missing, like `page`, where it came another way. */
  form?: { id: string; version: number; sha256: string };
  page?: string;
  offline?: OfflineDeclaration;
  lists: ShownList[];
  tracking: ShownDeclaration | null;
  privacyNotice: { url: string; version: string };
  /** Fields nobody typed, each with where its value came from. */
  hidden?: { name: string; value: string; origin: "form" | "address" }[];
  /** The answer to the question for the age, as it was asked (CON-22); nothing else about it is kept. */
  age?: { question: string; answer: string };
  /** What stood above the button where something is given in return (CON-10). */
  exchangeNotice?: string;
  /** When it was declared: ISO 8601 UTC with milliseconds. */
  requestedAt: string;
}

export type OfflineChannel = "letter" | "phone" | "in_person" | "sms";

/** What stands for the form where somebody declared by letter, phone, SMS or in person (CON-12). */
export interface OfflineDeclaration {
  channel: OfflineChannel;
  /** Who wrote it down here, and when. */
  actor: { kind: string; name: string };
  recordedAt: string;
  /** What the channel demands as evidence: agent, script, message, number … */
  facts: Record<string, string>;
  /** Scans, named by what they are and what they hash to. */
  attachments: { id: string; mediaType: string; sizeBytes: number; sha256: string }[];
}

/** How the product names the origin of what a declaration caused. */
export function sourceOf({ form, offline }: Declaration): string {
  return form === undefined ? `intake:${offline?.channel ?? "letter"}` : `form:${form.id}`;
}

/** The receiving server's word on the opt-in mail (DOI-08). */
export interface Acceptance {
  at: string;
  reply: string;
  messageId: string;
}
