import { currentAccount } from "./account.ts";
import { isAttended } from "./attended.ts";
import { setConnection } from "./connection.ts";
import { ApiError, hasCode, type ProblemDocument } from "./error.ts";
import { askForProof } from "./proof-store.ts";

/** Values of a query string. Undefined, null and "" are left out; arrays repeat the name. */
export type Query = Record<
  string,
  string | number | boolean | null | undefined | (string | number)[]
>;

/** One page of a list: give `nextCursor` back as `cursor` for the following page; null at the end. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  /** Only where the server counts: number of all items. */
  total?: number;
}

export interface RequestOptions {
  query?: Query;
  signal?: AbortSignal;
  /** Repeats of the same act carry the same key and happen once. Made up for each POST unless given. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
}

const BASE = "/api/v1";
const RETRY_AFTER_MS = 800;

/**
 * The Klarpost API of this server. Paths begin after /api/v1 ("/lists"). Every call carries the account and
 * `X-Klarpost: 1`, a header foreign pages cannot send without leave (protection against forged requests,
 * together with the SameSite cookie). Errors are thrown as ApiError.
 */
export const api = {
  get: <T>(path: string, options?: RequestOptions): Promise<T> =>
    request<T>("GET", path, undefined, options),
  post: <T = void>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    request<T>("POST", path, body, {
      ...options,
      idempotencyKey: options?.idempotencyKey ?? randomKey(),
    }),
  put: <T = void>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    request<T>("PUT", path, body, options),
  patch: <T = void>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    request<T>("PATCH", path, body, options),
  delete: <T = void>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    request<T>("DELETE", path, body, options),
  upload,
  download,
  url,
};

/** Address of an API path for links, frames and images, which send no headers: the account goes into the query. */
export function url(path: string, query?: Query): string {
  return addressOf(path, { ...query, account: currentAccount() });
}

function addressOf(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === "") continue;
    if (Array.isArray(value)) for (const item of value) search.append(name, String(item));
    else search.append(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

/** A random key (128 bit) for Idempotency-Key. Works on plain http too, where crypto.randomUUID is missing. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

function headersFor(options: RequestOptions | undefined): Record<string, string> {
  const account = currentAccount();
  const headers: Record<string, string> = {
    Accept: "application/json",
    "Accept-Language": document.documentElement.lang || "de",
    "X-Klarpost": "1",
    ...(isAttended() ? {} : { "Klarpost-Unattended": "1" }),
    ...(account ? { "Klarpost-Account": account } : {}),
    // A draft that is saved after switching names the account it belongs to.
    ...options?.headers,
  };
  if (options?.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
  return headers;
}

async function request<T>(
  method: string,
  path: string,
  body: unknown,
  options?: RequestOptions,
): Promise<T> {
  const headers = headersFor(options);
  const init: RequestInit = {
    method,
    headers,
    credentials: "same-origin",
    signal: options?.signal ?? null,
  };
  if (body instanceof Blob) {
    init.body = body;
    headers["Content-Type"] ??= body.type || "application/octet-stream";
  } else if (body !== undefined) {
    init.body = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
  }
  const ask = async (): Promise<T> =>
    (await readBody(
      await send(addressOf(path, options?.query), init, options?.idempotencyKey !== undefined),
    )) as T;
  try {
    return await ask();
  } catch (error) {
    // The act waits while the person proves to be there, and is then done as if nothing had been.
    if (!hasCode(error, "fresh_proof_needed") || !(await askForProof())) throw error;
    return ask();
  }
}

/** Sends once more when nothing answered and the repeat is harmless: GET by nature, POST by its key. */
async function send(address: string, init: RequestInit, repeatable: boolean): Promise<Response> {
  const attempts = repeatable ? 2 : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(address, init);
      setConnection(response.status >= 502 && response.status <= 504 ? "away" : "ok");
      return response;
    } catch (error) {
      if (init.signal?.aborted) throw error;
      if (attempt < attempts) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
        continue;
      }
      setConnection("offline");
      throw new ApiError(0, { code: "network", detail: "The server did not answer." });
    }
  }
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const type = response.headers.get("content-type") ?? "";
  const isJson = /\bjson\b/.test(type);
  if (!response.ok) throw await errorOf(response, isJson);
  if (isJson) return response.json();
  return response.text();
}

async function errorOf(response: Response, isJson: boolean): Promise<ApiError> {
  let problem: ProblemDocument = {};
  if (isJson) problem = ((await response.json().catch(() => ({}))) ?? {}) as ProblemDocument;
  return new ApiError(response.status, problem);
}

/**
 * Sends a file as multipart/form-data with progress from 0 to 1. `fields` become further form fields, sent
 * before the file. Uses XMLHttpRequest because fetch tells nothing about the progress of an upload.
 */
function upload<T = void>(
  path: string,
  file: File,
  options: {
    field?: string;
    fields?: Record<string, string>;
    onProgress?: (share: number) => void;
    signal?: AbortSignal;
  } = {},
): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(options.fields ?? {})) form.append(name, value);
  form.append(options.field ?? "file", file, file.name);
  return new Promise<T>((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", addressOf(path));
    for (const [name, value] of Object.entries(headersFor({ idempotencyKey: randomKey() })))
      xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) =>
      event.lengthComputable && options.onProgress?.(event.loaded / event.total);
    xhr.onerror = () =>
      reject(new ApiError(0, { code: "network", detail: "The server did not answer." }));
    xhr.onabort = () => reject(new DOMException("Aborted", "AbortError"));
    xhr.onload = () => {
      let answer: unknown;
      try {
        answer = xhr.responseText ? JSON.parse(xhr.responseText) : undefined;
      } catch {
        answer = undefined;
      }
      if (xhr.status >= 200 && xhr.status < 300) resolve(answer as T);
      else reject(new ApiError(xhr.status, (answer ?? {}) as ProblemDocument));
    };
    options.signal?.addEventListener("abort", () => xhr.abort());
    xhr.send(form);
  });
}

/** Fetches a file with the account header and hands it to the browser as a download. */
async function download(
  path: string,
  options: RequestOptions & { filename?: string; method?: "GET" | "POST"; body?: unknown } = {},
): Promise<void> {
  const method = options.method ?? "GET";
  const headers = headersFor(
    method === "POST"
      ? { ...options, idempotencyKey: options.idempotencyKey ?? randomKey() }
      : options,
  );
  headers.Accept = "*/*";
  const init: RequestInit = {
    method,
    headers,
    credentials: "same-origin",
    signal: options.signal ?? null,
  };
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body);
    headers["Content-Type"] = "application/json";
  }
  const response = await send(addressOf(path, options.query), init, false);
  if (!response.ok)
    throw await errorOf(response, /\bjson\b/.test(response.headers.get("content-type") ?? ""));
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download =
    options.filename ?? filenameOf(response.headers.get("content-disposition")) ?? "download";
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function filenameOf(disposition: string | null): string | undefined {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return disposition?.match(/filename="?([^";]+)"?/i)?.[1];
}
