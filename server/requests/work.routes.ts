import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  ActInput,
  AnswerInput,
  ChangeRequestInput,
  CloseInput,
  DataRequestDetailSchema,
  ExtendInput,
  IdentifyInput,
  NewDataRequest,
  RecordedRequestSchema,
  RequestNoteInput,
  type DataRequestDetail,
  type NewDataRequestInput,
} from "../../contract/data-requests.ts";
import { audit } from "../accounts/index.ts";
import {
  AppError,
  conflict,
  invalid,
  notFound,
  parseEmailAddress,
  route,
  type Actor,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { actOnRequest } from "./act-on-request.ts";
import type { RequestsDeps } from "./deps.ts";
import { answer, changeKind, close, extend, identify, note, sendLink } from "./manage-request.ts";
import { openRequest, type Asking } from "./open-request.ts";
import { presentDetail, todayOf } from "./present-request.ts";
import { numberText, type DataRequest } from "./request.ts";
import { findRequest } from "./requests.store.ts";
import { addScan, openScan, SCAN_BYTES } from "./scans.ts";

const tag = "Data requests";
const permission = "privacy.manage";
const PATH = "/api/v1/data-requests";

/** What is done with a case, one route for each step. */
export function workRoutes(deps: RequestsDeps): RouteSpec[] {
  return [...changingRoutes(deps), ...scanRoutes(deps)];
}

type Acting = { accountId: number; actor: Actor };

function changingRoutes(deps: RequestsDeps): RouteSpec[] {
  const { db, clock } = deps;
  const act = (
    { accountId, actor }: Acting,
    work: (tx: Tx, acting: Acting) => Promise<DataRequest>,
  ): Promise<DataRequestDetail> =>
    db.account(accountId, async (tx) =>
      presentDetail(tx, clock, await work(tx, { accountId, actor })),
    );
  return [
    route({
      method: "POST",
      path: PATH,
      permission: "intake.record",
      tag,
      summary: "Write down a request that came by letter, phone, mail or in person.",
      body: NewDataRequest,
      response: RecordedRequestSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const asking = await askingOf(tx, deps, actor, body);
          const request = await openRequest(tx, deps, accountId, asking);
          await audit(tx, accountId, actor, "data_request.received", {
            objectType: "data_request",
            objectId: request.publicId,
            detail: { requested: request.kind, channel: request.channel },
          });
          return { id: request.publicId, number: numberText(request), dueOn: request.dueOn };
        }),
    }),
    route({
      method: "PATCH",
      path: `${PATH}/:id`,
      permission,
      tag,
      summary: "Change what a case is about.",
      params: IdParams,
      body: ChangeRequestInput,
      response: DataRequestDetailSchema,
      handle: (call) =>
        act(call, (tx, acting) => changeKind(tx, deps, acting, call.params.id, call.body.kind)),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/link`,
      permission,
      tag,
      summary: "Send the link by which the person proves their identity, to the stored address.",
      params: IdParams,
      response: DataRequestDetailSchema,
      handle: (call) => act(call, (tx, acting) => sendLink(tx, deps, acting, call.params.id)),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/identify`,
      permission,
      tag,
      summary: "Say how the identity was made sure of, without a copy of an identity card.",
      params: IdParams,
      body: IdentifyInput,
      response: DataRequestDetailSchema,
      handle: (call) =>
        act(call, (tx, acting) => identify(tx, deps, acting, call.params.id, call.body)),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/extend`,
      permission,
      tag,
      summary: "Extend the deadline once, by two months, and tell the person why.",
      params: IdParams,
      body: ExtendInput,
      response: DataRequestDetailSchema,
      handle: (call) =>
        act(call, (tx, acting) => extend(tx, deps, acting, call.params.id, call.body.reason)),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/notes`,
      permission,
      tag,
      summary: "Add a note to a case.",
      params: IdParams,
      body: RequestNoteInput,
      response: DataRequestDetailSchema,
      handle: (call) =>
        act(call, async (tx, acting) => {
          const request = await findRequest(tx, call.params.id);
          if (!request) throw notFound("request");
          if (request.anonymisedAt !== null)
            throw conflict("request_anonymised", "This case names nobody any more.");
          await note(tx, deps, acting, request, "note", { text: call.body.text });
          return request;
        }),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/act`,
      permission,
      tag,
      summary: "Erase the person of a case, lock their data, or lift the lock.",
      params: IdParams,
      body: ActInput,
      response: DataRequestDetailSchema,
      async handle({ accountId, actor, params, body }) {
        await actOnRequest(deps, { accountId, actor }, params.id, body.act);
        return db.account(accountId, async (tx) => {
          const request = await findRequest(tx, params.id);
          if (!request) throw notFound("request");
          return presentDetail(tx, clock, request);
        });
      },
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/answer`,
      permission,
      tag,
      summary: "Answer by mail, or write down that a letter went out.",
      params: IdParams,
      body: AnswerInput,
      response: DataRequestDetailSchema,
      handle: (call) =>
        act(call, (tx, acting) => answer(tx, deps, acting, call.params.id, call.body)),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/close`,
      permission,
      tag,
      summary: "Close a case that needs no answer.",
      params: IdParams,
      body: CloseInput,
      response: DataRequestDetailSchema,
      handle: (call) =>
        act(call, (tx, acting) => close(tx, deps, acting, call.params.id, call.body.note)),
    }),
  ];
}

async function askingOf(
  tx: Tx,
  { clock }: RequestsDeps,
  actor: Actor,
  body: NewDataRequestInput,
): Promise<Asking> {
  const { email, contactId, receivedOn, ...rest } = body;
  const parsed = email === undefined || email.trim() === "" ? undefined : parseEmailAddress(email);
  if (parsed && !parsed.ok)
    throw invalid("address_not_valid", `This is not an e-mail address: ${parsed.reason}.`, {
      hint: "Expected a form such as name@example.org.",
      errors: [{ path: "/email", message: "Not an e-mail address." }],
    });
  if (!parsed && contactId === undefined && (body.name ?? "").trim() === "")
    throw invalid("person_missing", "Who asks is missing.", {
      hint: "Give a name, an address or a contact.",
      errors: [{ path: "/name", message: "A name or an address." }],
    });
  if (receivedOn !== undefined && receivedOn > (await todayOf(tx, clock)))
    throw invalid("received_in_future", "It cannot have arrived later than today.", {
      errors: [{ path: "/receivedOn", message: "Today or earlier." }],
    });
  // Who only writes things down sees no contacts, and so cannot name one.
  if (contactId !== undefined && !actor.permissions.has(permission)) throw notFound("contact");
  return {
    ...rest,
    ...(parsed?.ok ? { email: parsed } : {}),
    ...(contactId === undefined ? {} : { contactId }),
    ...(receivedOn === undefined ? {} : { receivedOn }),
    actor: actor.name,
  };
}

function scanRoutes(deps: RequestsDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: `${PATH}/:id/scans`,
      permission: "intake.record",
      tag,
      summary: "Add the scan of a letter (multipart/form-data; PDF, JPEG or PNG up to 10 MB).",
      params: IdParams,
      response: Type.Object({ id: Type.String() }),
      status: 201,
      async handle({ accountId, actor, params, request }) {
        const part = request.isMultipart()
          ? await request.file({ limits: { fileSize: SCAN_BYTES + 1 } })
          : undefined;
        if (!part)
          throw new AppError("file_missing", 400, "There is no file in this request.", {
            hint: "Send the scan as multipart/form-data.",
          });
        const parts: Buffer[] = [];
        for await (const bytes of part.file) parts.push(bytes as Buffer);
        const scan = await addScan(deps, accountId, actor, params.id, Buffer.concat(parts));
        return { id: scan.publicId };
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/data-request-scans/:id",
      permission,
      tag,
      summary: "Download the scan of a letter.",
      params: IdParams,
      status: 200,
      async handle({ accountId, actor, params, reply }) {
        const { mediaType, bytes, name } = await openScan(deps, accountId, actor, params.id);
        return reply
          .header("content-disposition", `attachment; filename="${name}"`)
          .header("cache-control", "private, no-store")
          .type(mediaType)
          .send(bytes);
      },
    }),
  ];
}
