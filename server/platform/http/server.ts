import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import swagger from "@fastify/swagger";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import type { Database } from "../database.ts";
import { AppError } from "../errors.ts";
import { randomToken } from "../ids.ts";
import type { Logger } from "../log.ts";
import { answerOnce } from "./idempotency.ts";
import { problemOf } from "./problem.ts";
import { admit, type Admitted } from "./admit.ts";
import { noteSecurityEvent } from "../security-events.ts";
import { refusedCall, type NameOf } from "./refusals.ts";
import { plainAnswer, sendPlainAnswer, strictTransport } from "./transport.ts";
import { publicRoute, type Call, type Principal, type RouteSpec } from "./route.ts";
import { createUnreadableAnswer } from "./unreadable-request.ts";
import { useValidation } from "./validation.ts";

export interface HttpOptions {
  db: Database;
  log: Logger;
  routes: RouteSpec[];
  /** Recognises the caller by session cookie or API key; null when there is none. */
  authenticate(request: FastifyRequest): Promise<Principal | null>;
  /** Looks at raw requests first (the hit endpoints); true when it answered. */
  intercept?(request: IncomingMessage, response: ServerResponse): boolean;
  /** Answers a failed page with a page. */
  errorPage(
    request: FastifyRequest,
    status: number,
    code: string,
  ): { html: string; headers: Record<string, string> };
  /** Reverse proxies in front of us whose X-Forwarded-* we believe: 0, or their number. */
  trustedProxies: number;
  /** What the work of a call runs within, such as what its caller may not see. */
  surround?<T>(spec: RouteSpec, call: Admitted, work: () => Promise<T>): Promise<T>;
  /** Instead of the product's own decision who may call what. For tests of what holds without it; nothing else sets this. */
  admit?: typeof admit;
  /** Lets so many calls of one caller pass and throws for the others. */
  limitCalls?(call: Admitted, reply: FastifyReply): Promise<void>;
  /** How refused callers are named in the log of security events; without it nothing is noted. */
  nameOf?: NameOf;
  publicUrl: string;
  /** Further origins that lead here: recipients' pages, measuring, foreign content. */
  origins?: readonly string[];
  version: string;
  /** Called after every answer with the route's pattern (never the URL), status and seconds. */
  observe?(route: string, method: string, status: number, seconds: number): void;
}

const BODY_LIMIT = 1024 * 1024;

/** Builds the web server with all routes. Permissions, idempotency, errors and headers are handled here, once. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const headers = headersOf(options);
  const app = Fastify({
    loggerInstance: options.log as unknown as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy:
      options.trustedProxies === 0
        ? false
        : (_address: string, hop: number) => hop < options.trustedProxies,
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomToken(9),
    routerOptions: { maxParamLength: 400 },
    // Paths that cannot even be read: a link that was cut or altered on its way.
    frameworkErrors: (_error, request, reply) => {
      setDefaultHeaders(reply, headers);
      answerError(options, noSuchRoute(), request, reply);
    },
    serverFactory: (handler) => rawServer(options, handler),
    clientErrorHandler: createUnreadableAnswer(headers),
  });
  useValidation(app);
  await app.register(cookie);
  // Read as streams by the routes that take them, which also limit their size.
  app.addContentTypeParser(["text/csv", "message/rfc822"], (_request, _payload, done) =>
    done(null, undefined),
  );
  await app.register(formbody, { bodyLimit: 64 * 1024 });
  await app.register(multipart, {
    limits: { fileSize: 200 * 1024 * 1024, files: 1, fields: 50, parts: 60 },
  });
  await app.register(swagger, openApi(options));
  app.addHook("onSend", async (_request, reply) => setDefaultHeaders(reply, headers));
  app.addHook("onResponse", async (request, reply) => {
    options.observe?.(
      request.routeOptions.url ?? "unmatched",
      request.method,
      reply.statusCode,
      reply.elapsedTime / 1000,
    );
  });
  app.setErrorHandler((error, request, reply) => answerError(options, error, request, reply));
  app.setNotFoundHandler((request, reply) => answerError(options, noSuchRoute(), request, reply));
  for (const spec of options.routes) register(app, options, spec);
  app.get("/api/v1/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  return app;
}

const noSuchRoute = () => new AppError("no_such_route", 404, "There is nothing at this address.");

const DEFAULT_HEADERS: Record<string, string> = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  "permissions-policy":
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** Browsers forget what they learn of https over plain http, so it is told over https only (RFC 6797, 8.1). */
function headersOf({ publicUrl, origins = [] }: HttpOptions): Record<string, string> {
  if (!publicUrl.startsWith("https:")) return DEFAULT_HEADERS;
  const transport = strictTransport([publicUrl, ...origins]);
  return { ...DEFAULT_HEADERS, "strict-transport-security": transport };
}

function setDefaultHeaders(reply: FastifyReply, headers: Record<string, string>): void {
  // The older header knows "nobody" and "myself" only, so it stays away where a page may be in others' frames.
  const policy = String(reply.getHeader("content-security-policy") ?? "");
  const mayBeFramed = /frame-ancestors (?!'none')/.test(policy);
  for (const [name, value] of Object.entries(headers))
    if (!reply.hasHeader(name) && !(mayBeFramed && name === "x-frame-options"))
      reply.header(name, value);
}

function rawServer(
  options: HttpOptions,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const limits = {
    maxHeaderSize: 16 * 1024,
    headersTimeout: 20_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
  };
  const doors = {
    origins: [options.publicUrl, ...(options.origins ?? [])],
    trustedProxies: options.trustedProxies,
  };
  return createServer(limits, (request, response) => {
    const plain = plainAnswer(request, doors);
    if (plain) return sendPlainAnswer(response, plain, DEFAULT_HEADERS);
    if (options.intercept?.(request, response)) return;
    handler(request, response);
  });
}

function openApi(options: HttpOptions): object {
  return {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Klarpost API",
        version: options.version,
        description:
          "Lists page by cursor, failures are problem+json with a `code` and a `hint`, and every POST takes an `Idempotency-Key`. No call mails or measures anybody around the gate.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: options.publicUrl }],
      components: {
        securitySchemes: {
          apiKey: {
            type: "http",
            scheme: "bearer",
            description: "An API key of one account with scopes.",
          },
          session: {
            type: "apiKey",
            in: "cookie",
            name: "klarpost_session",
            description: "A signed-in operator; the header Klarpost-Account names the account.",
          },
        },
      },
      security: [{ apiKey: [] }, { session: [] }],
    },
    hideUntagged: false,
  };
}

function register(app: FastifyInstance, options: HttpOptions, spec: RouteSpec): void {
  const schema: Record<string, unknown> = {
    summary: spec.summary,
    tags: [spec.tag],
    hide: Boolean(spec.page || spec.hidden || !spec.path.startsWith("/api/")),
    operationId: `${spec.method.toLowerCase()}${spec.path.replace(/[^A-Za-z0-9]+(\w)/g, (_all, letter: string) => letter.toUpperCase())}`,
    description:
      spec.permission === publicRoute
        ? "No sign-in needed."
        : `Needs the permission \`${spec.permission}\`.${spec.byPerson ? " Only of a signed-in person, not of a key." : ""}`,
  };
  if (spec.params) schema["params"] = spec.params;
  if (spec.query) schema["querystring"] = spec.query;
  if (spec.body) schema["body"] = spec.body;
  if (spec.permission === publicRoute) schema["security"] = [];
  const status =
    spec.status ?? (spec.response || spec.page ? 200 : spec.path.startsWith("/api/") ? 204 : 200);
  if (spec.response) schema["response"] = { [status]: spec.response };
  app.route({
    method: spec.method,
    url: spec.path,
    schema,
    config: { page: spec.page ?? false } as never,
    ...(spec.bodyLimit ? { bodyLimit: spec.bodyLimit } : {}),
    // Before the body is read: whoever may not call this makes us read and check nothing.
    onRequest: async (request, reply) => {
      const call = await (options.admit ?? admit)(options, spec, request, (caller) =>
        callers.set(request, caller),
      );
      callers.set(request, call);
      admitted.set(request, call);
      await options.limitCalls?.(call, reply);
    },
    handler: (request, reply) => serve(options, spec, status, request, reply),
  });
}

/** Who was admitted to which request, from its first hook to its handler. */
const admitted = new WeakMap<FastifyRequest, Admitted>();
/** What is known of who called, also where they were not admitted. */
const callers = new WeakMap<FastifyRequest, Partial<Admitted>>();

async function serve(
  options: HttpOptions,
  spec: RouteSpec,
  status: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const call = {
    ...admitted.get(request)!,
    params: request.params,
    query: request.query,
    body: request.body,
    request,
    reply,
  };
  const handle = () => spec.handle(call as Call<never, never, never>);
  const work = () => options.surround?.(spec, call, handle) ?? handle();
  reply.status(status);
  const key = request.headers["idempotency-key"];
  const result =
    spec.method === "POST" && typeof key === "string" && call.accountId > 0
      ? await answerOnce(options.db, call, key, spec, request, reply, work)
      : await work();
  if (reply.sent) return reply;
  return result === undefined && status === 204 ? reply.send() : result;
}

function answerError(
  options: HttpOptions,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemOf(error, request.id);
  if (problem.status >= 500)
    options.log.error(
      { err: error, requestId: request.id, route: request.routeOptions.url },
      "request failed",
    );
  noteRefusal(options, request, problem);
  const { retryAfterSeconds } = problem;
  if (typeof retryAfterSeconds === "number") reply.header("retry-after", String(retryAfterSeconds));
  if (problem.status === 503) reply.header("retry-after", "5");
  const isPage =
    (request.routeOptions.config as { page?: boolean } | undefined)?.page === true ||
    wantsPage(request);
  if (isPage) {
    const page = options.errorPage(request, problem.status, problem.code);
    return reply
      .status(problem.status)
      .headers(page.headers)
      .type("text/html; charset=utf-8")
      .send(page.html);
  }
  // Written by hand, because the route's own response schema does not know this shape.
  return reply
    .status(problem.status)
    .type("application/problem+json")
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);
}

function noteRefusal(
  options: HttpOptions,
  request: FastifyRequest,
  problem: { status: number; code: string },
): void {
  if (!options.nameOf) return;
  const event = refusedCall(request, problem, callers.get(request), options.nameOf);
  if (event) noteSecurityEvent(event);
}

function wantsPage(request: FastifyRequest): boolean {
  return !request.url.startsWith("/api/") && (request.headers.accept ?? "").includes("text/html");
}
