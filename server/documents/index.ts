export { documentChecks } from "./checks.ts";
export { confirmDocument } from "./confirm-document.ts";
export { documentHtml } from "./document-html.ts";
export { documentPdf } from "./document-pdf.ts";
export { documentText } from "./document-text.ts";
export { documentRoutes, frameOf, type DocumentRouteDeps } from "./documents.routes.ts";
export { readDocument, readDocuments, type DocumentsDeps } from "./read-documents.ts";
export { recordAssessment } from "./record-assessment.ts";
export { documentTodos } from "./todos.ts";
