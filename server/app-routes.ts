import { join } from "node:path";
import { accountRoutes, getAccount, isAdministrator } from "./accounts/index.ts";
import { publicMailingRoutes } from "./archive/index.ts";
import { backupRoutes } from "./backups/index.ts";
import { answerExists, complianceRoutes } from "./compliance/index.ts";
import { bounceRoutes } from "./bounces/index.ts";
import { consentRoutes, installDefaultWordings } from "./consent/index.ts";
import { contactRoutes, countContacts } from "./contacts/index.ts";
import { feedRoutes } from "./content/index.ts";
import { audit } from "./accounts/index.ts";
import { correspondenceRoutes, transactionalImageUses } from "./correspondence/index.ts";
import { crmRoutes } from "./crm/index.ts";
import { controlRoutes, relayTestRoutes, paceRoutes } from "./delivery/index.ts";
import { documentRoutes, documentTodos } from "./documents/index.ts";
import { duplicateRoutes } from "./duplicates/index.ts";
import { editingRoutes, sectionImageUses } from "./editing/index.ts";
import { evidenceRoutes } from "./evidence/index.ts";
import { askSecondPerson, guardRoutes } from "./guards/index.ts";
import { goalRoutes } from "./goals/index.ts";
import { imageRoutes } from "./images/index.ts";
import { exportRoutes } from "./exports/index.ts";
import { importRoutes } from "./imports/index.ts";
import { intakeRoutes } from "./intake/index.ts";
import { inboundRoutes, replyRoutes } from "./inbound/index.ts";
import { listRoutes } from "./lists/index.ts";
import {
  followBrandKit,
  findMailing,
  mailingImageUses,
  mailingRoutes,
  namesOfMailings,
  segmentUsers,
} from "./mailings/index.ts";
import { mailboxRoutes } from "./mailboxes/index.ts";
import { observabilityRoutes, type createMetrics } from "./metrics.ts";
import {
  createOutsideFetch,
  workplaceRoutes,
  type Database,
  type RouteSpec,
} from "./platform/index.ts";
import { findIncident, findPlace, oversightRoutes } from "./oversight/index.ts";
import { preferenceRoutes } from "./preferences/index.ts";
import { retentionRoutes } from "./privacy/index.ts";
import { purchaseRoutes } from "./purchases/index.ts";
import { copyRoutes } from "./privacy/index.ts";
import { requestRoutes } from "./requests/index.ts";
import { relayRoutes } from "./relays/index.ts";
import { deliverabilityRoutes, exportPorts, reportRoutes, writeWorkbook } from "./reports/index.ts";
import { sandboxRoutes } from "./sandbox/index.ts";
import { securityTxtRoutes } from "./security-txt.ts";
import { segmentRoutes } from "./segments/index.ts";
import { senderRoutes, senderSetupSteps } from "./senders/index.ts";
import { signupRoutes } from "./signup/index.ts";
import { suppressionRoutes } from "./suppression/index.ts";
import { templateImageUses, templateRoutes } from "./templates/index.ts";
import type { Parts } from "./app-parts.ts";

/** First path segments that never belong to the workplace. */
const RESERVED =
  "api f b m n o u v z q t w anfrage archiv anhang frame metrics healthz readyz".split(" ");

/** Every route of the product with its permission. */
export function routesOf(parts: Parts, metrics: ReturnType<typeof createMetrics>): RouteSpec[] {
  const { config, db, base, urls, compliance, heloName, sendSystemMail, inbound, mailings } = parts;
  const { goals, signup, preferences, correspondence, mailboxes, senders, checkEngine } = parts;
  return [
    ...accountRoutes({
      ...base,
      publicUrl: config.publicUrl,
      sendSystemMail,
      systemMailLeaves: parts.mailLeaves,
      fetchOutside: createOutsideFetch({
        privateHosts: config.privateHosts,
        mayReach: (host) => parts.places.mayReach(host, null),
      }),
      furtherSetupSteps: senderSetupSteps,
      prepareAccount: (tx, accountId) => installDefaultWordings(tx, base, accountId),
      countContacts,
    }),
    ...mailboxRoutes(mailboxes),
    ...senderRoutes(senders),
    ...relayRoutes({
      ...base,
      publicUrl: config.publicUrl,
      privateHosts: config.privateHosts,
      requirePlace: parts.places.requirePlace,
      smtpUrl: config.smtpUrl,
    }),
    ...relayTestRoutes({
      ...base,
      lookUp: checkEngine.lookUp,
      heloName,
      privateHosts: config.privateHosts,
      mayReach: parts.places.mayReach,
    }),
    ...paceRoutes(base),
    ...contactRoutes({ ...base, audit }),
    ...duplicateRoutes(base),
    ...purchaseRoutes(base),
    ...suppressionRoutes({
      ...base,
      askSecondPerson: (tx, accountId, actor, asked) =>
        askSecondPerson(tx, parts.guards, accountId, actor, asked),
    }),
    ...bounceRoutes({ ...base, guards: parts.guards }),
    ...listRoutes(base),
    ...consentRoutes({
      ...base,
      ...urls,
      privateHosts: config.privateHosts,
      requirePlace: parts.places.requirePlace,
    }),
    ...complianceRoutes(checkEngine),
    ...signupRoutes(signup),
    ...preferenceRoutes(preferences),
    ...requestRoutes(parts.requests),
    ...copyRoutes(),
    ...oversightRoutes(parts.oversight),
    ...imageRoutes({
      ...base,
      pagesUrl: config.pagesUrl,
      uses: [mailingImageUses, templateImageUses, transactionalImageUses, sectionImageUses],
    }),
    ...templateRoutes({ ...base, pagesUrl: config.pagesUrl, contentOfMailing: findMailing }),
    ...importRoutes({ ...base, compliance }),
    ...exportRoutes({ ...base, guards: parts.guards, ...exportPorts(base) }),
    ...guardRoutes(parts.guards),
    ...evidenceRoutes({
      ...base,
      exists: {
        checks: answerExists,
        places: async (tx, id) => (await findPlace(tx, id)) !== undefined,
        incidents: async (tx, id) => (await findIncident(tx, id)) !== undefined,
      },
    }),
    ...crmRoutes({ ...base, writeWorkbook }),
    ...intakeRoutes(signup),
    ...correspondenceRoutes(correspondence),
    ...feedRoutes({ ...base, audit, guard: mailings.guard }),
    ...segmentRoutes({ ...base, compliance, users: segmentUsers }),
    ...mailingRoutes(mailings),
    ...editingRoutes({
      ...base,
      pagesUrl: config.pagesUrl,
      kitChanged: (tx) => followBrandKit(tx, config.pagesUrl),
    }),
    ...publicMailingRoutes({ ...base, engine: parts.engine, pagesUrl: config.pagesUrl }),
    ...backupRoutes(parts.backups),
    ...retentionRoutes(parts.privacy),
    ...documentRoutes(parts.documents),
    ...controlRoutes({ ...base, namesOfMailings }),
    ...inboundRoutes(inbound),
    ...replyRoutes(inbound),
    ...reportRoutes({
      ...base,
      compliance,
      ...urls,
      furtherTodos: [(tx) => documentTodos(tx, parts.documents)],
    }),
    ...deliverabilityRoutes({
      ...mailings,
      spamdUrl: config.spamdUrl,
      rspamdUrl: config.rspamdUrl,
    }),
    ...goalRoutes(goals),
    ...sandboxRoutes({
      db,
      dataDir: config.dataDir,
      accountPublicId: async (accountId) => (await db.account(accountId, getAccount)).publicId,
      isAdministrator: (operatorId) => isAdministrator(db, operatorId),
    }),
    ...observabilityRoutes(metrics, () => isReady(db)),
    ...securityTxtRoutes({
      clock: base.clock,
      publicUrl: config.publicUrl,
      contact: config.securityContact,
    }),
    ...workplaceRoutes(join(import.meta.dirname, "../admin/dist"), {
      reserved: RESERVED,
      publicUrl: config.publicUrl,
      sandboxUrl: config.sandboxUrl,
    }),
  ];
}

async function isReady(db: Database): Promise<boolean> {
  try {
    await db.instance(async () => undefined);
    return true;
  } catch {
    return false;
  }
}
