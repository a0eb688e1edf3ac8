import { IdParams } from "../../contract/common.ts";
import {
  EVIDENCE_BYTES,
  EvidenceFileSchema,
  EvidenceList,
  evidenceSubjects,
  type EvidenceFileView,
  type EvidenceSubject,
} from "../../contract/evidence.ts";
import type { Permission } from "../accounts/index.ts";
import { AppError, notFound, route, type RouteSpec } from "../platform/index.ts";
import type { EvidenceFile } from "./evidence.ts";
import { evidenceOf } from "./evidence.store.ts";
import { addEvidence, openEvidence, removeEvidence, type EvidenceDeps } from "./keep-evidence.ts";

const tag = "Evidence";
const WRITE: Permission = "privacy.manage";
/** Contracts and certificates are read with the documents; what belongs to an incident by who handles incidents. */
const READ: Readonly<Record<EvidenceSubject, Permission>> = {
  checks: "documents.read",
  places: "documents.read",
  incidents: "privacy.manage",
};
const WORDS: Readonly<Record<EvidenceSubject, string>> = {
  checks: "an answer of the checklist",
  places: "a place of data and its transfer record",
  incidents: "an incident",
};

/** Papers behind answers, transfers and incidents. */
export function evidenceRoutes(deps: EvidenceDeps): RouteSpec[] {
  return evidenceSubjects.flatMap((subject) => [
    ...listRoutes(deps, subject),
    ...fileRoutes(deps, subject),
  ]);
}

function listRoutes(deps: EvidenceDeps, subject: EvidenceSubject): RouteSpec[] {
  const path = `/api/v1/evidence/${subject}/:id`;
  return [
    route({
      method: "GET",
      path,
      permission: READ[subject],
      tag,
      summary: `The papers behind ${WORDS[subject]}.`,
      params: IdParams,
      response: EvidenceList,
      handle: ({ accountId, params }) =>
        deps.db.account(accountId, async (tx) => {
          if (!(await deps.exists[subject](tx, params.id))) throw notFound(subject.slice(0, -1));
          return { items: (await evidenceOf(tx, subject, [params.id])).map(present) };
        }),
    }),
    route({
      method: "POST",
      path,
      permission: WRITE,
      tag,
      summary: `Put a paper behind ${WORDS[subject]} (multipart/form-data; PDF, PNG, JPEG or plain text up to 10 MB).`,
      params: IdParams,
      response: EvidenceFileSchema,
      status: 201,
      async handle({ accountId, actor, params, request }) {
        const part = request.isMultipart()
          ? await request.file({ limits: { fileSize: EVIDENCE_BYTES + 1 } })
          : undefined;
        if (!part)
          throw new AppError("file_missing", 400, "There is no file in this request.", {
            hint: "Send the paper as multipart/form-data.",
          });
        const parts: Buffer[] = [];
        for await (const bytes of part.file) parts.push(bytes as Buffer);
        const given = { name: part.filename ?? "", bytes: Buffer.concat(parts) };
        const of = { subject, subjectId: params.id };
        return present(await addEvidence(deps, accountId, actor, of, given));
      },
    }),
  ];
}

function fileRoutes(deps: EvidenceDeps, subject: EvidenceSubject): RouteSpec[] {
  const path = `/api/v1/evidence/${subject}-files/:id`;
  return [
    route({
      method: "GET",
      path,
      permission: READ[subject],
      tag,
      summary: `Download a paper behind ${WORDS[subject]}.`,
      params: IdParams,
      status: 200,
      async handle({ accountId, actor, params, reply }) {
        const of = { subject, publicId: params.id };
        const { file, bytes } = await openEvidence(deps, accountId, actor, of);
        // Whatever it says it is, nothing shows or runs it here: it is a file to keep.
        return reply
          .header(
            "content-disposition",
            `attachment; filename="${params.id}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
          )
          .header("cache-control", "private, no-store")
          .header("x-content-type-options", "nosniff")
          .header("content-security-policy", "default-src 'none'; sandbox")
          .type("application/octet-stream")
          .send(bytes);
      },
    }),
    route({
      method: "DELETE",
      path,
      permission: WRITE,
      tag,
      summary: `Take away a paper behind ${WORDS[subject]}; its hash stays in the audit log.`,
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        removeEvidence(deps, accountId, actor, { subject, publicId: params.id }),
    }),
  ];
}

const present = (file: EvidenceFile): EvidenceFileView => ({
  id: file.publicId,
  name: file.name,
  mediaType: file.mediaType,
  sizeBytes: file.sizeBytes,
  sha256: file.sha256.toString("hex"),
  uploadedBy: file.uploadedBy,
  uploadedAt: file.uploadedAt.toISOString(),
});
