import { Type, type Static } from "typebox";
import { PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** What is kept for twelve months as a security event (RET-08). */
export const securityEventKinds = [
  "sign_in.failed",
  "call.refused",
  "call.limited",
  "request.forged",
  "upload.rejected",
  "outside.blocked",
] as const;

const Kind = oneOf(...securityEventKinds);

export const SecurityEventsQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    event: Type.Optional(Kind),
    /** Those of the account, or those that belong to no account; the latter for administrators only. */
    of: Type.Optional(oneOf("account", "installation")),
  }),
]);

const SecurityEventSchema = Type.Object({
  id: Type.String(),
  at: Timestamp,
  lastAt: Timestamp,
  /** Equal events of a few seconds are one. */
  times: Type.Integer(),
  event: Kind,
  code: Type.String(),
  method: nullable(Type.String()),
  /** Pattern of the route. */
  route: nullable(Type.String()),
  requestId: nullable(Type.String()),
  actor: nullable(Type.Object({ kind: oneOf("operator", "api_key"), name: Type.String() })),
  /** Keyed hash of the address somebody tried to sign in with. */
  who: nullable(Type.String()),
  /** Keyed hash of the network it came from. */
  network: nullable(Type.String()),
  /** True where there were too many, so that only their number was kept. */
  summed: Type.Boolean(),
});
export type SecurityEventView = Static<typeof SecurityEventSchema>;
export const SecurityEventsPage = pageOf(SecurityEventSchema);
