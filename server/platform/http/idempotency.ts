import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Database } from "../database.ts";
import { AppError } from "../errors.ts";
import { claimKey, finishKey, releaseKey } from "./idempotency.store.ts";
import type { Actor, RouteSpec } from "./route.ts";

/**
 * Runs the work of a POST once per Idempotency-Key and replays the first answer for 24 hours. The same key
 * with another request is refused; one that is still running answers 409. Each caller has keys of their own: an answer
 * may show what another one does not see.
 */
export async function answerOnce(
  db: Database,
  { accountId, actor }: { accountId: number; actor: Pick<Actor, "operatorId" | "apiKeyId"> },
  given: string,
  spec: RouteSpec,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<unknown>,
): Promise<unknown> {
  if (given.length === 0 || given.length > 200)
    throw new AppError(
      "idempotency_key_length",
      400,
      "An Idempotency-Key has 1 to 200 characters.",
    );
  const key = `${actor.operatorId === undefined ? `key ${actor.apiKeyId}` : `person ${actor.operatorId}`} ${given}`;
  const requestHash = createHash("sha256")
    .update(`${request.method} ${request.url}\n`)
    .update(bodyOf(request))
    .digest();
  const known = await db.account(accountId, (tx) =>
    claimKey(tx, accountId, key, `${spec.method} ${spec.path}`, requestHash),
  );
  if (known) return replay(known, requestHash, spec, reply);
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    // A failed request changed nothing, so the same key may try again.
    await db.account(accountId, (tx) => releaseKey(tx, key)).catch(() => undefined);
    throw error;
  }
  // The work is done: from here on the key must not become free, even if its answer cannot be kept.
  const body = Buffer.from(JSON.stringify(spec.secretAnswer ? null : (result ?? null)));
  await db
    .account(accountId, (tx) => finishKey(tx, key, reply.statusCode, body))
    .catch((error: unknown) =>
      request.log.error({ err: error, requestId: request.id }, "an answer could not be kept"),
    );
  return result;
}

/** What makes two requests the same. A file is streamed to its route, so here its size and type stand for it. */
function bodyOf(request: FastifyRequest): string {
  if (request.body !== undefined && request.body !== null) return JSON.stringify(request.body);
  return `${request.headers["content-type"] ?? ""} ${request.headers["content-length"] ?? ""}`;
}

function replay(
  known: { status: number | null; response: Buffer | null; requestHash: Buffer },
  requestHash: Buffer,
  spec: RouteSpec,
  reply: FastifyReply,
): unknown {
  if (!known.requestHash.equals(requestHash)) {
    throw new AppError(
      "idempotency_key_reused",
      422,
      "This Idempotency-Key was used with another request.",
      { hint: "Use a new key for a new request." },
    );
  }
  if (known.status === null || known.response === null) {
    throw new AppError(
      "request_in_progress",
      409,
      "The first request with this Idempotency-Key is still running.",
      {
        hint: "Wait and ask again with the same key. If it stays like this for minutes, look whether it was done, and use a new key.",
      },
    );
  }
  if (spec.secretAnswer) {
    throw new AppError("secret_shown_once", 409, "This was done; its secret was shown once.", {
      hint: "If the answer was lost, revoke what was made and make it anew with a new key.",
    });
  }
  reply.status(known.status).header("idempotent-replay", "true");
  const parsed: unknown = JSON.parse(known.response.toString("utf8"));
  return parsed === null ? undefined : parsed;
}
