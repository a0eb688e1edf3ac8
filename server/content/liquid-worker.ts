import { parentPort } from "node:worker_threads";
import type { Liquid, Template } from "liquidjs";
import { buildLiquid, liquidScope } from "./liquid-runtime.ts";
import type { RenderJob, RenderOutcome } from "./liquid-engine.ts";

/** Runs in a worker thread with an empty environment and a small heap; the pool ends it when it is late. */
const CACHE_SIZE = 16;
const cache = new Map<string, { liquid: Liquid; template: Template[] }>();

parentPort?.on("message", ({ id, job }: { id: number; job: RenderJob }) => {
  parentPort?.postMessage({ id, outcomes: job.recipients.map((values) => renderOne(job, values)) });
});
parentPort?.postMessage({ ready: true });

function renderOne(job: RenderJob, values: RenderJob["recipients"][number]): RenderOutcome {
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
