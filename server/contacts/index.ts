export {
  addressHash,
  cleanFields,
  displayName,
  fold,
  givenFields,
  orphanDeletion,
  ORPHAN_DAYS,
  originNames,
  sortKey,
  FIELD_LIMITS,
  type Contact,
  type ContactFields,
  type Origin,
  type Pot,
  type Salutation,
  type Stage,
} from "./contact.ts";
export { changedFields, findOrCreateContact } from "./find-or-create-contact.ts";
export { hideFromCaller } from "./hide-from-caller.ts";
export {
  alarmUninformed,
  countUninformed,
  endNoticeDuty,
  joinNoticeDue,
  listUninformed,
  lockUninformed,
  noticeDay,
  partNoticeDue,
  setNoticeDue,
  type JoinedNoticeDue,
  type Uninformed,
} from "./information-duty.store.ts";
export { setRestricted } from "./restriction.store.ts";
export { contactsPersonalData } from "./personal-data.ts";
export { contactRoutes, presentContact, type ContactRouteDeps } from "./contacts.routes.ts";
export {
  contactColumns,
  deleteUntouchedContacts,
  findFirstByAddresses,
  insertContacts,
  lockAddresses,
  lockAllAddresses,
  sameOrigin,
  sharedOrigin,
  takeContactIds,
  restoreContacts,
  updateContacts,
  touchContacts,
  type ContactColumns,
  type ContactToAdd,
} from "./bulk.store.ts";
export {
  changeAddress,
  deleteContact,
  findAddressByHash,
  findByAddress,
  findContact,
  findContactById,
  findContactsById,
  lockAddress,
  searchContacts,
  updateContact,
} from "./contacts.store.ts";
export {
  readFieldValue,
  type ContactField,
  type FieldProblem,
  type FieldReading,
  type FieldType,
} from "./field.ts";
export { allFields, markFieldsUsed } from "./fields.store.ts";

export { showFieldValue } from "./show-field-value.ts";
export { addField } from "./manage-fields.ts";
export { changeContacts } from "./change-many.ts";
export { allAdvisers, countContacts, findAdviser, type Adviser } from "./care.store.ts";
export { presentNote } from "./care.routes.ts";
export { insertNote, notesOf, type Note } from "./notes.store.ts";
export {
  deleteCoreContacts,
  insertCoreContacts,
  updateCoreContact,
  type NewCoreContact,
} from "./core.store.ts";
export { contactJobs, forgetOldValues } from "./contacts.jobs.ts";
export { type Tag, type TagColour } from "./tag.ts";
export { allTags, findTag, insertTag, tagNames, tagsOf } from "./tags.store.ts";
