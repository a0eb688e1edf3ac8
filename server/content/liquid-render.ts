import type { Liquid, Template } from "liquidjs";
import type { RenderJob, RenderOutcome } from "./liquid-engine.ts";
import { buildLiquid, liquidScope } from "./liquid-runtime.ts";

const CACHE_SIZE = 16;
const cache = new Map<string, { liquid: Liquid; template: Template[] }>();

/** Renders all templates of a job for one recipient. Only inside a worker that can be ended. */
export function renderOne(job: RenderJob, values: RenderJob["recipients"][number]): RenderOutcome {
  try {
    const scope = liquidScope(values, job.constants);
    return {
      ok: true,
      outputs: job.templates.map(({ source, html }) => {
        const { liquid, template } = compiled(job, source, html);
        return String(liquid.renderSync(template, scope));
      }),
    };
  } catch (error) {
    return {
      ok: false,
      reason: "template",
      detail: error instanceof Error ? error.message.slice(0, 300) : "unknown",
    };
  }
}

function compiled(job: RenderJob, source: string, html: boolean) {
  const key = JSON.stringify([html, job.constants]) + source;
  let entry = cache.get(key);
  if (!entry) {
    if (cache.size >= CACHE_SIZE) cache.clear();
    const liquid = buildLiquid(html, job.constants);
    entry = { liquid, template: liquid.parse(source) };
    cache.set(key, entry);
  }
  return entry;
}
