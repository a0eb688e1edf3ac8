import type { BuiltMail } from "../content/index.ts";
import type { Locale } from "../platform/index.ts";

/**
 * A link that somebody asked for and that went to the address itself: to "Verwalten" (DSR-13, DSR-17), or to
 * confirm a new address (DOI-14).
 */
export interface PreferenceLink {
  id: number;
  kind: "access" | "address_change";
  state: "open" | "done" | "expired";
  /** Null where several people share the address: then only what belongs to the address is shown (DSR-15). */
  contactId: number | null;
  email: string | null;
  emailNormalised: string | null;
  newEmail: string | null;
  newEmailNormalised: string | null;
  locale: Locale;
  formPublicId: string | null;
  mail: BuiltMail | null;
  mailSha256: Buffer | null;
  acceptance: { at: string; reply: string; messageId: string } | null;
  landingFirstAt: Date | null;
  createdAt: Date;
  expiresAt: Date;
  finishedAt: Date | null;
}
