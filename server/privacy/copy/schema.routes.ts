import { publicRoute, route, type RouteSpec } from "../../platform/index.ts";
import { PORTABLE_SCHEMA_PATH, portableSchema } from "./portable.ts";

/** The published schema of the portable file (DSR-08). */
export function copyRoutes(): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: PORTABLE_SCHEMA_PATH,
      permission: publicRoute,
      tag: "Data requests",
      summary: "JSON schema of the data a person takes along (Art. 20 GDPR).",
      status: 200,
      handle: async ({ reply }) =>
        reply
          .type("application/schema+json")
          .header("cache-control", "public, max-age=86400")
          .send(JSON.stringify(portableSchema)),
    }),
  ];
}
