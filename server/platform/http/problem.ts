import { isBadValue, isDatabaseAway, isDatabaseBusy } from "../database.ts";
import { AppError, type FieldError } from "../errors.ts";

/** problem+json (RFC 9457) with a stable `code` and a `hint` that says what to do. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  hint?: string;
  errors?: FieldError[];
  requestId: string;
  [extra: string]: unknown;
}

/** Broken fields that one answer names. */
const MOST_ERRORS = 100;

/** Turns whatever was thrown into an answer. Unknown failures tell the caller nothing but the request's id. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof AppError) {
    return {
      ...error.extra,
      type: "about:blank",
      title: error.code,
      status: error.status,
      detail: error.message,
      code: error.code,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.errors === undefined ? {} : { errors: error.errors }),
      requestId,
    };
  }
  if (isDatabaseAway(error)) {
    return plain(
      503,
      "database_away",
      "The database cannot be reached at the moment.",
      "Nothing was lost. Try again in a few seconds.",
      requestId,
    );
  }
  if (isDatabaseBusy(error)) {
    return plain(
      503,
      "database_busy",
      "The database was too busy for this request.",
      "Nothing was changed. Try again in a few seconds.",
      requestId,
    );
  }
  if (isBadValue(error)) {
    return plain(
      400,
      "value_not_accepted",
      "A value of the request cannot be stored or compared.",
      "Look for control characters, impossible dates and numbers that are too large.",
      requestId,
    );
  }
  if (isBrokenUpload(error)) {
    return plain(
      400,
      "upload_broken",
      "The uploaded form ended early or is not well-formed.",
      "Send multipart/form-data (RFC 7578) with its boundary, in full.",
      requestId,
    );
  }
  const known = error as {
    statusCode?: number;
    code?: string;
    validation?: { instancePath?: string; message?: string; params?: Record<string, unknown> }[];
    validationContext?: string;
  };
  if (known?.validation) {
    return {
      ...plain(
        400,
        "validation_failed",
        "The request does not have the expected form.",
        "Correct the named fields.",
        requestId,
      ),
      errors: known.validation
        .slice(0, MOST_ERRORS)
        .map((entry) => fieldError(entry, known.validationContext)),
    };
  }
  const status = known?.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    return plain(
      status,
      clientCode(known?.code, status),
      error instanceof Error ? error.message : "The request was refused.",
      "Correct the request.",
      requestId,
    );
  }
  return plain(
    500,
    "internal_error",
    "Something went wrong on our side.",
    "The log holds the details under the request's id.",
    requestId,
  );
}

/** What the multipart reader throws has no code, only words. */
function isBrokenUpload(error: unknown): boolean {
  return error instanceof Error && /\bmultipart\b/i.test(error.message) && !("code" in error);
}

function plain(
  status: number,
  code: string,
  detail: string,
  hint: string,
  requestId: string,
): Problem {
  return { type: "about:blank", title: code, status, detail, code, hint, requestId };
}

function clientCode(code: string | undefined, status: number): string {
  if (status === 413) return "body_too_large";
  if (status === 415) return "media_type_not_accepted";
  return (code ?? "bad_request").replace(/^FST_(ERR_)?/, "").toLowerCase();
}

function fieldError(
  entry: { instancePath?: string; message?: string; params?: Record<string, unknown> },
  context: string | undefined,
): FieldError {
  const missing = entry.params?.["missingProperty"];
  const extra = entry.params?.["additionalProperty"];
  const path = `${context ?? ""}${entry.instancePath ?? ""}${typeof missing === "string" ? `/${missing}` : ""}${typeof extra === "string" ? `/${extra}` : ""}`;
  return { path, message: entry.message ?? "is not valid" };
}
