import { findOrCreateContact } from "../contacts/index.ts";
import { insertList, upsertPending } from "../lists/index.ts";
import { hashToken, randomToken, type Tx } from "../platform/index.ts";
import { insertRequest } from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";
import { insertForm, insertFormVersion } from "./forms.store.ts";
import { mailSha256 } from "./opt-in-mail.ts";
import { DAY_MS } from "./parameters.ts";

/** A reserved address that no mail can reach (RFC 2606); everything with it is taken back. */
export const NOBODY = "pruefung@klarpost.invalid";

/** Makes a sign-up that waits for its confirmation, for a check that takes it back; gives the token of its links. */
export async function plantRequest(tx: Tx, deps: SignupDeps, accountId: number): Promise<string> {
  const now = deps.clock.now();
  const list = await insertList(tx, accountId, { name: "Prüfung" }, now);
  const form = await insertForm(tx, accountId, "Prüfung", now);
  const settings = {
    lists: [list.publicId],
    fields: { salutation: false, firstName: false, lastName: false },
    askTracking: false,
    locales: ["de" as const],
    title: {},
    intro: {},
    exchange: null,
    embeddedOn: [],
  };
  const version = await insertFormVersion(tx, accountId, {
    formId: form.id,
    definition: { settings, shown: {} },
    sha256: hashToken("check"),
    createdBy: null,
    now,
  });
  const { contact } = await findOrCreateContact(tx, deps, accountId, {
    email: NOBODY,
    emailNormalised: NOBODY,
    fields: {},
    source: "check",
    at: now,
  });
  const source = "check";
  await upsertPending(tx, accountId, {
    listId: list.id,
    emailNormalised: NOBODY,
    contactId: contact.id,
    source,
    at: now,
  });
  const token = randomToken(24);
  const mail = { subject: "", html: "", text: "" };
  await insertRequest(tx, accountId, {
    tokenHash: hashToken(token),
    formId: form.id,
    formVersionId: version.id,
    contactId: contact.id,
    contactCreated: true,
    email: NOBODY,
    emailNormalised: NOBODY,
    fields: {},
    listIds: [list.id],
    wantsProfiling: false,
    declaration: {
      form: { id: form.publicId, version: 1, sha256: "" },
      page: deps.pagesUrl,
      lists: [],
      tracking: null,
      privacyNotice: { url: "", version: "" },
      requestedAt: now.toISOString(),
    },
    locale: "de",
    ipSealed: null,
    mail,
    mailSha256: mailSha256(mail),
    createdAt: now,
    expiresAt: new Date(now.getTime() + DAY_MS),
  });
  return token;
}
