import { Ajv, type Options as AjvOptions, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { FastifyInstance } from "fastify";

/** Characters of JSON up to which every broken field is named; of a larger body the first one is. */
const NAME_ALL_BELOW = 64 * 1024;

/**
 * Bodies are taken as they are; only parameters and query strings, which arrive as text, are converted. All broken
 * fields are named, but not of a large body: a megabyte of wrong items would make half a million errors.
 */
export function useValidation(app: FastifyInstance): void {
  const first = make({ coerceTypes: false, allErrors: false });
  const all = make({ coerceTypes: false, allErrors: true });
  const lenient = make({ coerceTypes: "array", allErrors: true });
  app.setValidatorCompiler(({ schema, httpPart }) => {
    if (httpPart !== "body") return lenient.compile(schema as object);
    const quick = first.compile(schema as object);
    let thorough: ValidateFunction | undefined;
    const validate = (body: unknown): { error: ValidateFunction["errors"] } | boolean => {
      if (quick(body)) return true;
      if (isLarge(body)) return { error: quick.errors };
      thorough ??= all.compile(schema as object);
      thorough(body);
      return { error: thorough.errors };
    };
    return validate as never;
  });
}

function isLarge(body: unknown): boolean {
  try {
    return JSON.stringify(body).length > NAME_ALL_BELOW;
  } catch {
    // Nested deeper than the stack.
    return true;
  }
}

function make(more: AjvOptions): Ajv {
  const ajv = new Ajv({ strict: false, removeAdditional: false, useDefaults: true, ...more });
  (addFormats as unknown as (target: Ajv) => void)(ajv);
  return ajv;
}
