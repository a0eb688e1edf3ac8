import addFormats from "ajv-formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Asked } from "./walk.ts";

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  security?: unknown[];
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: object }> }>;
}
export interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  components: { securitySchemes: Record<string, object>; schemas?: Record<string, object> };
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, Operation>>;
}

const METHODS = ["get", "post", "put", "patch", "delete"];

/** All operations of a description as [method, path, operation]. */
export function operations(document: OpenApi): [string, string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): [string, string, Operation][] => {
      const operation = item[method];
      return operation ? [[method.toUpperCase(), path, operation]] : [];
    }),
  );
}

/** What is wrong with a description by OpenAPI 3.1: ids, parameters, schemas, references. Empty when nothing is. */
export function problemsOfDocument(document: OpenApi): string[] {
  const problems: string[] = [];
  if (!/^3\.1\.\d+$/.test(document.openapi)) problems.push(`openapi is ${document.openapi}`);
  for (const key of ["title", "version"] as const)
    if (!document.info[key]) problems.push(`info.${key} is missing`);
  const ids = new Set<string>();
  const check = compiler(document);
  for (const [method, path, operation] of operations(document)) {
    const at = `${method} ${path}`;
    if (!operation.operationId || ids.has(operation.operationId))
      problems.push(`${at}: operationId ${operation.operationId} is missing or used twice`);
    ids.add(operation.operationId);
    if (!operation.summary) problems.push(`${at}: no summary`);
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
    const declared = (operation.parameters ?? []).filter((one) => one.in === "path");
    if (
      inPath.toSorted().join() !==
      declared
        .map((one) => one.name)
        .toSorted()
        .join()
    )
      problems.push(`${at}: path parameters ${declared.map((one) => one.name).join()}`);
    if (declared.some((one) => one.required !== true)) problems.push(`${at}: not required`);
    if (Object.keys(operation.responses).length === 0) problems.push(`${at}: no response`);
    const schemas = [
      ...(operation.parameters ?? []).map((one) => one.schema),
      ...Object.values(operation.requestBody?.content ?? {}).map((one) => one.schema),
      ...Object.values(operation.responses).flatMap((one) =>
        Object.values(one.content ?? {}).map((content) => content.schema),
      ),
    ];
    for (const schema of schemas) {
      try {
        if (schema) check(schema);
      } catch (error) {
        problems.push(`${at}: ${String(error)}`);
      }
    }
  }
  return problems;
}

/** What of these answers is not as the description says. */
export function problemsOfAnswers(document: OpenApi, asked: readonly Asked[]): string[] {
  const check = compiler(document);
  const compiled = new Map<object, ValidateFunction>();
  return asked.flatMap(({ method, path, status, contentType, body }) => {
    const at = `${method} ${path} ${status}`;
    if (status >= 400) return problemsOfProblem(at, status, contentType, body);
    const operation = findOperation(document, method, path);
    if (!operation) return [`${at}: not described`];
    const response = operation.responses[status];
    if (!response) return [`${at}: only ${Object.keys(operation.responses).join()} is described`];
    const schema = response.content?.["application/json"]?.schema;
    if (!schema) return [];
    const validate = compiled.get(schema) ?? check(schema);
    compiled.set(schema, validate);
    return validate(body)
      ? []
      : (validate.errors ?? []).map((error) => `${at}: ${error.instancePath} ${error.message}`);
  });
}

/** RFC 9457, and what this product promises beside it: a code, and what to do. */
function problemsOfProblem(
  at: string,
  status: number,
  contentType: string,
  body: Record<string, unknown> | undefined,
): string[] {
  const problems: string[] = [];
  if (!contentType.startsWith("application/problem+json"))
    problems.push(`${at}: is ${contentType}`);
  if (body?.["status"] !== status) problems.push(`${at}: says status ${String(body?.["status"])}`);
  for (const name of ["type", "title", "code", "detail"])
    if (typeof body?.[name] !== "string" || body[name] === "")
      problems.push(`${at}: without ${name}`);
  return problems;
}

export function findOperation(
  document: OpenApi,
  method: string,
  path: string,
): Operation | undefined {
  const segments = `/api/v1${path.split("?")[0]}`.split("/");
  const fits = (pattern: string) => {
    const parts = pattern.split("/");
    return (
      parts.length === segments.length &&
      parts.every((part, at) => part.startsWith("{") || part === segments[at])
    );
  };
  const found = Object.keys(document.paths)
    .filter(fits)
    .toSorted((a, b) => a.split("{").length - b.split("{").length);
  return found.map((one) => document.paths[one]![method.toLowerCase()]).find((one) => one);
}

function compiler(document: OpenApi): (schema: object) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (target: unknown) => void)(ajv);
  ajv.addSchema({ $id: "https://klarpost.invalid/openapi", ...document });
  return (schema) =>
    ajv.compile(
      JSON.parse(
        JSON.stringify(schema).replaceAll('"#/', '"https://klarpost.invalid/openapi#/'),
      ) as object,
    );
}
