export { brandKitOf } from "./brand-kit.ts";
export { editingRoutes, type EditingDeps } from "./editing.routes.ts";
export {
  countOpenComments,
  findVersion,
  insertComment,
  listComments,
  listVersions,
  sectionImageUses,
  settleComment,
  type Comment,
  type Version,
  type VersionedContent,
} from "./editing.store.ts";
export { keepBefore, nameVersion, noteSave } from "./versions.ts";
