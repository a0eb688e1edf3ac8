import type { MultipartFile } from "@fastify/multipart";
import { Type } from "typebox";
import { LogoSchema } from "../../contract/accounts.ts";
import {
  getFile,
  invalid,
  notFound,
  publicRoute,
  readFile,
  route,
  storeFile,
  type RouteSpec,
} from "../platform/index.ts";
import { findAccountByPublicId, lockAccount, updateAccount } from "./accounts.store.ts";
import { audit } from "./audit.ts";
import type { AccountsDeps } from "./deps.ts";
import { logoPath } from "./page-theme.ts";

const MAX_BYTES = 512 * 1024;
const tag = "Account";

/** The picture type by its first bytes. No SVG: it can carry scripts, and mail programs do not show it. */
export function pictureType(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"))) return "image/png";
  if (bytes.subarray(0, 3).equals(Buffer.from("ffd8ff", "hex"))) return "image/jpeg";
  if (/^GIF8[79]a/.test(bytes.subarray(0, 6).toString("latin1"))) return "image/gif";
  if (/^RIFF.{4}WEBP/s.test(bytes.subarray(0, 12).toString("latin1"))) return "image/webp";
  return undefined;
}

/** The account's logo: uploading and removing it, and showing it on public pages and in mails. */
export function logoRoutes(deps: AccountsDeps): RouteSpec[] {
  const { db, clock } = deps;
  const setLogo = (
    accountId: number,
    fileId: string | undefined,
    actor: Parameters<typeof audit>[2],
  ) =>
    db.account(accountId, async (tx) => {
      const account = await lockAccount(tx);
      const { logoFileId: _before, ...theme } = account.theme;
      const after = {
        ...account,
        theme: fileId === undefined ? theme : { ...theme, logoFileId: fileId },
      };
      await updateAccount(tx, after, clock.now());
      await audit(tx, accountId, actor, fileId === undefined ? "logo.removed" : "logo.changed", {
        objectType: "account",
        objectId: account.publicId,
      });
      return { logoUrl: logoPath(after) ?? null };
    });
  return [
    route({
      method: "POST",
      path: "/api/v1/account/logo",
      permission: "account.manage",
      summary: "Upload the logo (PNG, JPEG, GIF or WebP, up to 512 kB)",
      tag,
      response: LogoSchema,
      async handle({ accountId, actor, request }) {
        const part: MultipartFile | undefined = request.isMultipart()
          ? await request.file({ limits: { fileSize: MAX_BYTES } })
          : undefined;
        const bytes = await part?.toBuffer();
        const type = bytes && pictureType(bytes);
        if (!bytes || !type)
          throw invalid("picture_not_accepted", "This is no PNG, JPEG, GIF or WebP picture.", {
            hint: "Send the picture as multipart/form-data, up to 512 kB.",
          });
        const file = await storeFile(
          db,
          accountId,
          (async function* () {
            yield bytes;
          })(),
          { name: "logo", mediaType: type, maxBytes: MAX_BYTES },
        );
        return setLogo(accountId, file.publicId, actor);
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/account/logo",
      permission: "account.manage",
      summary: "Remove the logo",
      tag,
      response: LogoSchema,
      handle: ({ accountId, actor }) => setLogo(accountId, undefined, actor),
    }),
    route({
      method: "GET",
      path: "/logo/:account/:file",
      permission: publicRoute,
      summary: "The logo of an account",
      tag,
      hidden: true,
      params: Type.Object({
        account: Type.String({ maxLength: 60 }),
        file: Type.String({ maxLength: 60 }),
      }),
      async handle({ params, reply }) {
        const account = await db.instance((tx) => findAccountByPublicId(tx, params.account));
        const file =
          account && account.theme.logoFileId === params.file
            ? await getFile(db, account.id, params.file)
            : undefined;
        if (!account || !file) throw notFound("picture");
        const parts: Buffer[] = [];
        for await (const part of readFile(db, account.id, file.id)) parts.push(part);
        // Mail programs on the web load it from another site.
        return reply
          .header("cache-control", "public, max-age=86400")
          .header("cross-origin-resource-policy", "cross-origin")
          .type(file.mediaType)
          .send(Buffer.concat(parts));
      },
    }),
  ];
}
