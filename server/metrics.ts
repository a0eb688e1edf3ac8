import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import { publicRoute, route, AppError, type RouteSpec } from "./platform/index.ts";

export interface Metrics {
  registry: Registry;
  observe(route: string, method: string, status: number, seconds: number): void;
  /** Counts a security event by its kind and code. */
  noteSecurity(event: { event: string; code: string }): void;
}

/** Prometheus metrics. Labels are patterns of routes and classes of answers, never URLs or ids. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "klarpost_" });
  const seconds = new Histogram({
    name: "klarpost_http_request_seconds",
    help: "Time to answer.",
    labelNames: ["route", "method"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const answers = new Counter({
    name: "klarpost_http_requests_total",
    help: "Answers by status class.",
    labelNames: ["route", "method", "class"],
    registers: [registry],
  });
  const security = new Counter({
    name: "klarpost_security_events_total",
    help: "Failed sign-ins, refused and forged calls, rejected uploads, blocked destinations.",
    labelNames: ["event", "code"],
    registers: [registry],
  });
  return {
    registry,
    noteSecurity: ({ event, code }) => security.labels(event, code).inc(),
    observe(path, method, status, duration) {
      seconds.labels(path, method).observe(duration);
      answers.labels(path, method, `${Math.floor(status / 100)}xx`).inc();
    },
  };
}

/** `/metrics`, `/healthz` (the process lives) and `/readyz` (the database answers). Metrics are for this machine only. */
export function observabilityRoutes(
  metrics: Metrics,
  isReady: () => Promise<boolean>,
): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/metrics",
      permission: publicRoute,
      hidden: true,
      tag: "Operation",
      summary: "Prometheus metrics, from this machine only.",
      async handle({ request, reply }) {
        const remote = request.socket.remoteAddress ?? "";
        const isLocal =
          /^(127\.|::1$|::ffff:127\.)/.test(remote) &&
          request.headers["x-forwarded-for"] === undefined;
        if (!isLocal) throw new AppError("no_such_route", 404, "There is nothing at this address.");
        return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
      },
    }),
    route({
      method: "GET",
      path: "/healthz",
      permission: publicRoute,
      hidden: true,
      tag: "Operation",
      summary: "The process is alive.",
      handle: async ({ reply }) => reply.type("text/plain; charset=utf-8").send("ok\n"),
    }),
    route({
      method: "GET",
      path: "/readyz",
      permission: publicRoute,
      hidden: true,
      tag: "Operation",
      summary: "The database answers.",
      async handle({ reply }) {
        const ready = await isReady();
        return reply
          .status(ready ? 200 : 503)
          .type("text/plain; charset=utf-8")
          .send(ready ? "ready\n" : "the database cannot be reached\n");
      },
    }),
  ];
}
