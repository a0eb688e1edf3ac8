import { RelayHookParams, RelayHookReceipt } from "../../contract/relays.ts";
import { createPageFetcher, publicRoute, route, type RouteSpec } from "../platform/index.ts";
import type { RelaysDeps } from "./deps.ts";
import { createSnsVerifier } from "./reports/sns.ts";
import { takeReport } from "./take-report.ts";

const MOST_BYTES = 256 * 1024;

/** Where providers report bounces and complaints. The address itself is secret; further proof as each provider has it. */
export function hookRoutes({ db, clock, snsAgent, confirmTopic }: RelaysDeps): RouteSpec[] {
  const fetchPage = createPageFetcher();
  const deps = {
    db,
    clock,
    verifySns: createSnsVerifier(snsAgent),
    confirm: confirmTopic ?? (async (address: string) => void (await fetchPage(address))),
  };
  return [
    route({
      method: "POST",
      path: "/api/v1/hooks/relays/:token",
      permission: publicRoute,
      summary: "Take a provider's report of a bounce or complaint",
      tag: "Sending routes",
      params: RelayHookParams,
      response: RelayHookReceipt,
      bodyLimit: MOST_BYTES,
      handle: async ({ params, body, request }) => ({
        taken: await takeReport(deps, {
          token: params.token,
          authorization: request.headers.authorization,
          body,
        }),
      }),
    }),
  ];
}
