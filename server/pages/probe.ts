import {
  createHttpServer,
  type Database,
  type Logger,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { beginProbe, endProbe } from "./probe.store.ts";

export interface ProbeAnswer {
  status: number;
  text: string;
  headers: Record<string, unknown>;
}

export interface Probe {
  ask(
    method: "GET" | "HEAD" | "POST",
    path: string,
    body?: { type: string; text: string },
  ): Promise<ProbeAnswer>;
}

/**
 * Asks an account's own pages from within the process, as a mail program or a browser would, and takes everything back
 * that this changed: the routes work on the given transaction, up to a savepoint. For the checklist (CHK).
 */
export async function withProbe<T>(
  tx: Tx,
  options: { db: Database; log: Logger; routes(db: Database): RouteSpec[] },
  work: (probe: Probe) => Promise<T>,
): Promise<T> {
  await beginProbe(tx);
  try {
    const db: Database = {
      ...options.db,
      account: (_accountId, inside) => inside(tx),
      instance: (inside) => inside(tx),
    };
    const app = await createHttpServer({
      db,
      log: options.log,
      routes: options.routes(db),
      authenticate: async () => null,
      errorPage: (_request, status) => ({ html: String(status), headers: {} }),
      trustedProxies: 0,
      publicUrl: "http://127.0.0.1",
      version: "probe",
    });
    try {
      return await work({
        async ask(method, path, body) {
          const answer = await app.inject({
            method,
            url: path,
            headers: {
              accept: "text/html",
              "user-agent":
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
              ...(body === undefined ? {} : { "content-type": body.type }),
            },
            ...(body === undefined ? {} : { payload: body.text }),
          });
          return { status: answer.statusCode, text: answer.body, headers: answer.headers };
        },
      });
    } finally {
      await app.close();
    }
  } finally {
    await endProbe(tx);
  }
}
