import { IdParams } from "../../contract/common.ts";
import { ImpactFileMade } from "../../contract/documents.ts";
import {
  AppError,
  route,
  type Clock,
  type Database,
  type Keys,
  type RouteSpec,
} from "../platform/index.ts";
import { addImpactFile, IMPACT_BYTES, openImpactFile, removeImpactFile } from "./impact-files.ts";

const tag = "Documents";

/** The finished impact assessment as a file (Art. 35 GDPR, CHK-29). */
export function impactRoutes(deps: { db: Database; clock: Clock; keys: Keys }): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/documents/impact/files",
      permission: "privacy.manage",
      tag,
      summary: "File an impact assessment (multipart/form-data; PDF up to 20 MB).",
      response: ImpactFileMade,
      status: 201,
      async handle({ accountId, actor, request }) {
        const part = request.isMultipart()
          ? await request.file({ limits: { fileSize: IMPACT_BYTES + 1 } })
          : undefined;
        if (!part)
          throw new AppError("file_missing", 400, "There is no file in this request.", {
            hint: "Send the assessment as multipart/form-data.",
          });
        const parts: Buffer[] = [];
        for await (const bytes of part.file) parts.push(bytes as Buffer);
        const given = { name: part.filename ?? "", bytes: Buffer.concat(parts) };
        return { id: await addImpactFile(deps, accountId, actor, given) };
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/impact-files/:id",
      permission: "assessments.read",
      tag,
      summary: "Download a filed impact assessment.",
      params: IdParams,
      status: 200,
      async handle({ accountId, actor, params, reply }) {
        const { name, bytes } = await openImpactFile(deps, accountId, actor, params.id);
        return reply
          .header(
            "content-disposition",
            `attachment; filename="${params.id}.pdf"; filename*=UTF-8''${encodeURIComponent(name)}`,
          )
          .header("cache-control", "private, no-store")
          .type("application/pdf")
          .send(bytes);
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/impact-files/:id",
      permission: "privacy.manage",
      tag,
      summary: "Remove a filed impact assessment.",
      params: IdParams,
      handle: ({ accountId, actor, params }) => removeImpactFile(deps, accountId, actor, params.id),
    }),
  ];
}
