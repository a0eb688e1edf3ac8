export { templateChecks } from "./checks.ts";
export { addTemplate, changeTemplate } from "./save-template.ts";
export { prepareTemplate, templateContent } from "./show-template.ts";
export type { TemplateContent, TemplateDeps } from "./template.ts";
export { templateRoutes } from "./templates.routes.ts";
export { templateImageUses } from "./templates.store.ts";
