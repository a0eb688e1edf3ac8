/** One field the server refused: where (JSON pointer or dotted path) and why. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** A problem document (RFC 9457) as the Klarpost API sends it. Further members depend on the code. */
export interface ProblemDocument {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  hint?: string;
  errors?: FieldProblem[];
  requestId?: string;
  [member: string]: unknown;
}

/**
 * A request that did not work. `status` is the HTTP status, or 0 when no answer came at all.
 * `code` is the stable name to decide by; `detail` and `hint` are English sentences of the server.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly hint: string | undefined;
  readonly errors: FieldProblem[];
  readonly problem: ProblemDocument;

  constructor(status: number, problem: ProblemDocument) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? codeFromType(problem.type) ?? fallbackCode(status);
    this.detail = problem.detail ?? problem.title ?? "";
    this.hint = problem.hint;
    this.errors = problem.errors ?? [];
    this.problem = problem;
  }

  /** The refused fields as Mantine form errors: { "name": "…", "sender.address": "…" }. */
  get fieldErrors(): Record<string, string> {
    const result: Record<string, string> = {};
    for (const { path, message } of this.errors)
      result[path.replace(/^\/(body\/)?/, "").replaceAll("/", ".")] = message;
    return result;
  }
}

/** True for an ApiError with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code;
}

/** True when the server could not be reached or is not ready (database away): trying again helps. */
export function isAway(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.status === 0 || error.status === 502 || error.status === 503 || error.status === 504)
  );
}

function codeFromType(type: string | undefined): string | undefined {
  if (!type || type === "about:blank") return undefined;
  return type.split(/[/#:]/).at(-1) || undefined;
}

function fallbackCode(status: number): string {
  if (status === 0) return "network";
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 413) return "too_large";
  if (status === 429) return "too_many_requests";
  return status >= 500 ? "server" : "request";
}
