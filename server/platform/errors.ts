/** One broken field of a request: where, and what was expected and found. */
export interface FieldError {
  path: string;
  message: string;
}

/**
 * A failure with a name that a caller can act on. The http layer answers it as problem+json (RFC 9457);
 * `hint` says what to do next. Decisions (who may be mailed, what is counted) are values, never AppErrors.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly hint: string | undefined;
  readonly errors: FieldError[] | undefined;
  /** Further members of the problem document, for example the failing checks. */
  readonly extra: Record<string, unknown> | undefined;

  constructor(
    code: string,
    status: number,
    message: string,
    options: {
      hint?: string;
      errors?: FieldError[];
      extra?: Record<string, unknown>;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = status;
    this.hint = options.hint;
    this.errors = options.errors;
    this.extra = options.extra;
  }
}

/** 404 with the same words for a foreign and a missing thing, so that nothing can be probed (trust in tenancy). */
export function notFound(what: string): AppError {
  return new AppError("not_found", 404, `No such ${what}.`, {
    hint: "Check the id. It must belong to the account of this session or API key.",
  });
}

/** 400 for input that is well-formed but cannot be accepted. */
export function invalid(
  code: string,
  message: string,
  options: { hint?: string; errors?: FieldError[] } = {},
): AppError {
  return new AppError(code, 400, message, options);
}

/** 409: the thing is in a state in which this cannot be done. */
export function conflict(
  code: string,
  message: string,
  options: { hint?: string; extra?: Record<string, unknown> } = {},
): AppError {
  return new AppError(code, 409, message, options);
}
