import type { FastifyRequest } from "fastify";
import { IdParams } from "../../contract/common.ts";
import {
  CropSchema,
  ImageChangeSchema,
  ImageDetailSchema,
  ImagePage,
  ImageQuotaSchema,
  ImageSchema,
  ImagesQuery,
  NewImageQuery,
  ReplaceImageQuery,
} from "../../contract/images.ts";
import {
  AppError,
  decodeCursor,
  notFound,
  route,
  toPage,
  type RouteSpec,
} from "../platform/index.ts";
import { addImage } from "./add-image.ts";
import { changeImage } from "./change-image.ts";
import type { ImageDeps } from "./deps.ts";
import { IMAGE_LIMITS } from "./image.ts";
import { filesOfImage, findImage, listImages, usedBytes } from "./images.store.ts";
import { presenter } from "./present-image.ts";
import { publicImageRoutes } from "./public-image.routes.ts";
import { removeImage, usesOf } from "./remove-image.ts";
import { cropImage, replaceImage } from "./replace-image.ts";

const tag = "Images";

/** The image library of an account, and its pictures at their public addresses. */
export function imageRoutes(deps: ImageDeps): RouteSpec[] {
  const shown = publicImageRoutes(deps);
  return [
    ...readRoutes(deps),
    uploadRoute(deps),
    ...changeRoutes(deps, shown.forget),
    ...shown.routes,
  ];
}

function readRoutes(deps: ImageDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/images",
      permission: "mailings.read",
      tag,
      summary: "The pictures of the library, the newest first.",
      query: ImagesQuery,
      response: ImagePage,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const before = decodeCursor(query.cursor, 1)?.[0];
          const found = await listImages(tx, {
            limit: limit + 1,
            before: before === undefined ? undefined : Number(before),
            search: query.q ?? "",
          });
          const present = await presenter(tx, deps);
          return toPage(found, limit, present, (one) => [one.id]);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/image-quota",
      permission: "mailings.read",
      tag,
      summary: "How much room the pictures take, and how much there is.",
      response: ImageQuotaSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({
          ...(await usedBytes(tx)),
          limitBytes: IMAGE_LIMITS.quotaBytes,
        })),
    }),
    route({
      method: "GET",
      path: "/api/v1/images/:id",
      permission: "mailings.read",
      tag,
      summary: "A picture, its rights, and where it stands.",
      params: IdParams,
      response: ImageDetailSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const image = await findImage(tx, params.id);
          if (!image) throw notFound("image");
          const keys = (await filesOfImage(tx, image.id)).map((file) => file.key);
          const present = await presenter(tx, deps);
          return { ...present(image), uses: await usesOf(tx, deps, keys) };
        }),
    }),
  ];
}

function uploadRoute(deps: ImageDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/images",
    permission: "mailings.write",
    tag,
    summary:
      "Upload a picture (multipart/form-data; JPEG, PNG, GIF or WebP, up to 10 MB and 40 megapixels). It is drawn anew without hidden data, at most 1,600 pixels wide. The rights to it are confirmed here (CNT-10).",
    query: NewImageQuery,
    response: ImageSchema,
    status: 201,
    async handle({ accountId, actor, request, query }) {
      const original = await readUpload(request);
      const image = await addImage(deps, { accountId, actor }, query, original);
      return deps.db.account(accountId, async (tx) => (await presenter(tx, deps))(image));
    },
  });
}

function changeRoutes(deps: ImageDeps, forget: (keys: readonly string[]) => void): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "PATCH",
      path: "/api/v1/images/:id",
      permission: "mailings.write",
      tag,
      summary: "Change name, alternative text or licence. A changed licence is confirmed again.",
      params: IdParams,
      body: ImageChangeSchema,
      response: ImageSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const by = { accountId, actor, at: clock.now() };
          const image = await changeImage(tx, by, params.id, body);
          return (await presenter(tx, deps))(image);
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/images/:id/file",
      permission: "mailings.write",
      tag,
      summary:
        "Put another file in a picture's place. Drafts and templates show the new one at a new address; what was sent keeps the earlier.",
      params: IdParams,
      query: ReplaceImageQuery,
      response: ImageSchema,
      async handle({ accountId, actor, params, query, request }) {
        const original = await readUpload(request);
        const by = { accountId, actor };
        const image = await replaceImage(deps, by, params.id, original, query.rightsConfirmed);
        return db.account(accountId, async (tx) => (await presenter(tx, deps))(image));
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/images/:id/crop",
      permission: "mailings.write",
      tag,
      summary: "Cut out a part, as another picture or in the place of the whole.",
      params: IdParams,
      body: CropSchema,
      response: ImageSchema,
      status: 201,
      async handle({ accountId, actor, params, body }) {
        const image = await cropImage(deps, { accountId, actor }, params.id, body);
        return db.account(accountId, async (tx) => (await presenter(tx, deps))(image));
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/images/:id",
      permission: "mailings.write",
      tag,
      summary: "Delete a picture. Refused while a sent or planned mailing shows it.",
      params: IdParams,
      async handle({ accountId, actor, params }) {
        const by = { accountId, actor };
        forget(await db.account(accountId, (tx) => removeImage(tx, deps, by, params.id)));
      },
    }),
  ];
}

async function readUpload(request: FastifyRequest): Promise<Buffer> {
  const part = request.isMultipart()
    ? await request.file({ limits: { fileSize: IMAGE_LIMITS.bytes } })
    : undefined;
  if (!part)
    throw new AppError("file_missing", 400, "There is no picture in this request.", {
      hint: "Send the file as multipart/form-data.",
    });
  return part.toBuffer();
}
