export {
  addressHash,
  cleanFields,
  displayName,
  fold,
  givenFields,
  sortKey,
  FIELD_LIMITS,
  type Contact,
  type ContactFields,
  type Origin,
  type Pot,
  type Salutation,
} from "./contact.ts";
export { changedFields, findOrCreateContact } from "./find-or-create-contact.ts";
export { contactsPersonalData } from "./personal-data.ts";
export { contactRoutes, presentContact, type ContactRouteDeps } from "./contacts.routes.ts";
export {
  deleteUntouchedContacts,
  findFirstByAddresses,
  insertContacts,
  lockAddresses,
  restoreContacts,
  updateContacts,
  touchContacts,
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
  FIELD_PROBLEMS,
  fieldTypes,
  readFieldValue,
  type ContactField,
  type FieldProblem,
  type FieldReading,
  type FieldType,
} from "./field.ts";
export { allFields } from "./fields.store.ts";
export { tagColours, type Tag, type TagColour } from "./tag.ts";
export { allTags, tagContacts } from "./tags.store.ts";
