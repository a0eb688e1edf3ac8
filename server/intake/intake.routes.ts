import { IdParams } from "../../contract/common.ts";
import {
  INTAKE_LIMITS,
  IntakeAttachmentSchema,
  IntakeFormQuery,
  IntakeFormSchema,
  NewIntakeConsent,
  NewIntakeDeclaration,
  RecordedConsentSchema,
  RecordedDeclarationSchema,
  SignedRuleInput,
  SignedRuleSchema,
} from "../../contract/intake.ts";
import { AppError, route, type RouteSpec } from "../platform/index.ts";
import { openAttachment, uploadAttachment } from "./attachments.ts";
import type { IntakeDeps } from "./deps.ts";
import { recordConsent } from "./record-consent.ts";
import { recordDeclaration } from "./record-declaration.ts";
import { showIntakeForm } from "./show-form.ts";
import { changeSignedRule } from "./signed-rule.ts";

const tag = "Intake";
const permission = "intake.record";

/** Writing down what people said elsewhere than on a page of ours (CON-12, LEG-16). */
export function intakeRoutes(deps: IntakeDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/intake/form",
      permission,
      tag,
      summary: "Newsletters and approved wordings, to record a consent with.",
      query: IntakeFormQuery,
      response: IntakeFormSchema,
      handle: ({ accountId, query }) =>
        db.account(accountId, (tx) => showIntakeForm(tx, query.locale)),
    }),
    route({
      method: "POST",
      path: "/api/v1/intake/consents",
      permission,
      tag,
      summary:
        "Record a consent that came by letter, phone, SMS or in person; the address is asked by mail.",
      body: NewIntakeConsent,
      response: RecordedConsentSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, (tx) => recordConsent(tx, deps, accountId, actor, body)),
    }),
    route({
      method: "POST",
      path: "/api/v1/intake/declarations",
      permission,
      tag,
      summary: "Record a withdrawal or an objection; it counts at once, known address or not.",
      body: NewIntakeDeclaration,
      response: RecordedDeclarationSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, (tx) => recordDeclaration(tx, deps, accountId, actor, body)),
    }),
    ...attachmentRoutes(deps),
    route({
      method: "PUT",
      path: "/api/v1/intake/signed-rule",
      permission: "account.manage",
      tag,
      summary:
        "Let signed declarations that name the address count without an opt-in mail, with the reason; or not (CON-13).",
      body: SignedRuleInput,
      response: SignedRuleSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, (tx) => changeSignedRule(tx, deps, accountId, actor, body)),
    }),
  ];
}

function attachmentRoutes(deps: IntakeDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/intake/attachments",
      permission,
      tag,
      summary:
        "Upload a scan (multipart/form-data; PDF, JPEG or PNG up to 10 MB). Without a record it is deleted after a day.",
      response: IntakeAttachmentSchema,
      status: 201,
      async handle({ accountId, actor, request }) {
        const part = request.isMultipart()
          ? await request.file({ limits: { fileSize: INTAKE_LIMITS.bytes + 1 } })
          : undefined;
        if (!part)
          throw new AppError("file_missing", 400, "There is no file in this request.", {
            hint: "Send the scan as multipart/form-data.",
          });
        const parts: Buffer[] = [];
        for await (const bytes of part.file) parts.push(bytes as Buffer);
        return uploadAttachment(deps, accountId, actor, Buffer.concat(parts));
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/intake/attachments/:id",
      permission: "consents.read",
      tag,
      summary: "Download a scan that proves a consent, a withdrawal or an objection.",
      params: IdParams,
      status: 200,
      async handle({ accountId, actor, params, reply }) {
        const { mediaType, bytes, name } = await openAttachment(deps, accountId, actor, params.id);
        return reply
          .header("content-disposition", `attachment; filename="${name}"`)
          .header("cache-control", "private, no-store")
          .type(mediaType)
          .send(bytes);
      },
    }),
  ];
}
