import type { FastifyInstance, FastifyRequest } from "fastify";
import {
  createHttpServer,
  createLogger,
  type Database,
  type Principal,
  type RouteSpec,
} from "../../server/platform/index.ts";

/** What came back: the body parsed when it is JSON. */
export interface TestAnswer {
  status: number;
  // Tests look into many shapes; each names what it expects.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  text: string;
  headers: Record<string, string | string[] | number | undefined>;
  cookies: { name: string; value: string; [attribute: string]: unknown }[];
}

export interface TestRequest {
  body?: unknown;
  headers?: Record<string, string>;
  cookies?: Record<string, string>;
  /** Address the request seems to come from; default 127.0.0.1. */
  from?: string;
}

export interface TestHttp {
  app: FastifyInstance;
  /** Sends a request as the workplace would: JSON, with the header that foreign pages cannot send. */
  call(method: string, path: string, request?: TestRequest): Promise<TestAnswer>;
  close(): Promise<void>;
}

/** A caller who may do these things in one account. Without `permissions`: everything. */
export interface TestCaller {
  accountId: number;
  operatorId?: number;
  permissions?: readonly string[];
}

/**
 * The web server with these routes and nothing listening. `as` signs everybody in as one caller; with
 * `authenticate` the real thing decides; without both nobody is signed in.
 */
export async function testServer(options: {
  db: Database;
  routes: RouteSpec[];
  as?: TestCaller;
  authenticate?: (request: FastifyRequest) => Promise<Principal | null>;
  publicUrl?: string;
  trustedProxies?: number;
}): Promise<TestHttp> {
  const app = await createHttpServer({
    db: options.db,
    log: createLogger("silent"),
    routes: options.routes,
    authenticate:
      options.authenticate ??
      ((async () =>
        options.as && principalOf(options.as, options.routes)) as () => Promise<Principal | null>),
    errorPage: (_request, status, code) => ({
      html: `<!doctype html><title>${status}</title><p>${code}</p>`,
      headers: {},
    }),
    trustedProxies: options.trustedProxies ?? 0,
    publicUrl: options.publicUrl ?? "http://127.0.0.1:8025",
    version: "test",
  });
  await app.ready();
  return {
    app,
    async call(method, path, request = {}) {
      const answer = await app.inject({
        method: method as "GET",
        url: path,
        headers: { "x-klarpost": "1", accept: "application/json", ...request.headers },
        cookies: request.cookies ?? {},
        remoteAddress: request.from ?? "127.0.0.1",
        ...(request.body === undefined ? {} : { payload: request.body as object }),
      });
      const isJson = /\bjson\b/.test(String(answer.headers["content-type"] ?? ""));
      return {
        status: answer.statusCode,
        body: isJson ? answer.json() : answer.body,
        text: answer.body,
        headers: answer.headers,
        cookies: answer.cookies as TestAnswer["cookies"],
      };
    },
    close: () => app.close(),
  };
}

function principalOf(caller: TestCaller, routes: RouteSpec[]): Principal {
  const permissions = new Set(caller.permissions ?? routes.map((route) => route.permission));
  const operatorId = caller.operatorId ?? 1;
  return {
    kind: "operator",
    operatorId,
    name: "Test Operator",
    inAccount: async () => ({
      accountId: caller.accountId,
      actor: { kind: "operator", operatorId, name: "Test Operator", roles: ["owner"], permissions },
    }),
  };
}
