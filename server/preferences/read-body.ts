import type { FastifyRequest } from "fastify";

const FIELD = "List-Unsubscribe";
const VALUE = "One-Click";

/**
 * Whether a request is the one-click unsubscribe of RFC 8058, in either of its two content types. A body that cannot
 * be read is none; the press of the button it then counts as unsubscribes all the same (UNS-02).
 */
export async function isOneClick(request: FastifyRequest): Promise<boolean> {
  if (request.isMultipart()) {
    let found = false;
    try {
      for await (const part of request.parts())
        if (part.type === "field") found ||= part.fieldname === FIELD && part.value === VALUE;
        else part.file.resume();
    } catch {
      return found;
    }
    return found;
  }
  const body = request.body as Record<string, unknown> | null | undefined;
  const value = typeof body === "object" && body !== null ? body[FIELD] : undefined;
  return value === VALUE || (Array.isArray(value) && value.includes(VALUE));
}
