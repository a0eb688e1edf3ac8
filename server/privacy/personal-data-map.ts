import { accountsPersonalData } from "../accounts/index.ts";
import { bouncesPersonalData } from "../bounces/index.ts";
import { compliancePersonalData } from "../compliance/index.ts";
import { consentPersonalData } from "../consent/index.ts";
import { segmentsPersonalData } from "../segments/index.ts";
import { contactsPersonalData } from "../contacts/index.ts";
import { correspondencePersonalData } from "../correspondence/index.ts";
import { deliveryPersonalData } from "../delivery/index.ts";
import { evidencePersonalData } from "../evidence/index.ts";
import { exportsPersonalData } from "../exports/index.ts";
import { goalsPersonalData } from "../goals/index.ts";
import { intakePersonalData } from "../intake/index.ts";
import { importsPersonalData } from "../imports/index.ts";
import { inboundPersonalData } from "../inbound/index.ts";
import { journalPersonalData } from "../journal/index.ts";
import { listsPersonalData } from "../lists/index.ts";
import type { Clock, Keys, PersonalDataSource } from "../platform/index.ts";
import { preferencesPersonalData } from "../preferences/index.ts";
import { privacyPersonalData } from "./personal-data.ts";
import { purchasesPersonalData } from "../purchases/index.ts";
import { requestsPersonalData } from "../requests/index.ts";
import { recordsPersonalData } from "../records/index.ts";
import { sendersPersonalData } from "../senders/index.ts";
import { signupPersonalData } from "../signup/index.ts";
import { suppressionPersonalData } from "../suppression/index.ts";
import { trackingPersonalData } from "../tracking/index.ts";

/**
 * Everything the product stores about persons, slice by slice, in the order of erasure: what was measured and sent
 * first, the contact itself last, so that nothing points to somebody who is gone.
 */
export function personalDataMap(deps: { keys: Keys; clock: Clock }): readonly PersonalDataSource[] {
  return [
    journalPersonalData(deps),
    // While those to be told can still be found.
    requestsPersonalData(deps),
    // Before the measured mails that conversions hang on.
    goalsPersonalData,
    trackingPersonalData,
    correspondencePersonalData(deps),
    inboundPersonalData(deps),
    deliveryPersonalData,
    bouncesPersonalData,
    importsPersonalData,
    exportsPersonalData,
    intakePersonalData,
    preferencesPersonalData,
    signupPersonalData,
    listsPersonalData,
    purchasesPersonalData,
    recordsPersonalData,
    consentPersonalData(deps),
    suppressionPersonalData,
    sendersPersonalData,
    accountsPersonalData,
    privacyPersonalData,
    segmentsPersonalData,
    evidencePersonalData,
    contactsPersonalData,
    // After the contacts: what is kept for counting goes where they are gone.
    compliancePersonalData,
  ];
}
