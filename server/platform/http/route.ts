import type { FastifyReply, FastifyRequest } from "fastify";
import type { Static, TSchema } from "typebox";

/** The word a route carries instead of a permission when anybody may call it. */
export const publicRoute = "public";
/** For routes on the operator's own session, which need a sign-in and no right within an account. */
export const signedIn = "signed_in";

/** Who calls, and what this caller may do in the account of the call. */
export interface Actor {
  kind: "operator" | "apiKey";
  operatorId?: number;
  apiKeyId?: number;
  name: string;
  roles: string[];
  permissions: ReadonlySet<string>;
  /** Sees only what hangs on the contacts this operator is responsible for. */
  assignedOnly?: boolean;
  /** Rights of the person that rest for now, with the reason and what brings them back. */
  withheld?: { permissions: ReadonlySet<string>; code: string; detail: string; hint: string };
}

/** A recognised caller, before an account is chosen. */
export interface Principal {
  kind: "operator" | "apiKey";
  operatorId?: number;
  name: string;
  /** Only of a signed-in person: whether a second factor was given, and whether the last proof is recent. */
  proof?: { withFactor: boolean; isFresh: boolean };
  /** The actor and account for the public id of an account (undefined: the only one of an API key). */
  inAccount(
    accountPublicId: string | undefined,
  ): Promise<{ accountId: number; actor: Actor } | null>;
}

type Parsed<T extends TSchema | undefined> = T extends TSchema ? Static<T> : undefined;

export interface Call<P = unknown, Q = unknown, B = unknown> {
  params: P;
  query: Q;
  body: B;
  /** Undefined on public routes only. */
  actor: Actor;
  principal: Principal;
  /** 0 on public and signed-in routes, which have no account of their own. */
  accountId: number;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface RouteSpec {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  permission: string;
  summary: string;
  tag: string;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  response?: TSchema;
  /** Status of success; default 200, or 204 without a response schema on API routes. */
  status?: number;
  /** Bytes; default 1 MiB. */
  bodyLimit?: number;
  /** The answer holds a secret that is shown once: it is not kept for repeats with the same Idempotency-Key. */
  secretAnswer?: boolean;
  /**
   * The act wants a proof of the last minutes that the person is there: of everybody, or of those who have a second
   * factor. API keys have their own limits.
   */
  proof?: "always" | "with_factor";
  /** A signed-in person decides this: a key is refused, whatever its scopes. */
  byPerson?: true;
  /** A page for people: errors are answered as pages, not as problem+json, and it is left out of the API description. */
  page?: boolean;
  /** Left out of the API description. */
  hidden?: boolean;
  // The call's exact types are checked where the route is made (see `route`); here they are erased.
  handle(call: Call<never, never, never>): Promise<unknown>;
}

/** Declares a route with its permission beside it. The schemas type `params`, `query` and `body` of the handler. */
export function route<
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(
  spec: Omit<RouteSpec, "handle" | "params" | "query" | "body"> & {
    params?: P;
    query?: Q;
    body?: B;
    handle(call: Call<Parsed<P>, Parsed<Q>, Parsed<B>>): Promise<unknown>;
  },
): RouteSpec {
  return spec as unknown as RouteSpec;
}
