import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { compileMessage, MessageBuffer } from "../../server/content/index.ts";
import { createApiPool, type ApiPoolOptions } from "../../server/delivery/api/api-pool.ts";
import type { SmtpMessage, SmtpResult } from "../../server/delivery/smtp/message.ts";
import { createOutsideGuard, systemClock } from "../../server/platform/index.ts";
import type { RelayKind, SendingRelay } from "../../server/relays/index.ts";
import { startProvider, type ProviderAnswer, type ProviderRequest } from "./provider-server.ts";

export const KEY = "0123456789abcdef0123456789abcdef";
export const UNSUBSCRIBE = "https://post.musterbank.example/u/abcdefghijklmnopqrstuvwxyz0123456789";

/** A mail as the product makes it, with a signature in front. */
export function mail(no: number, to = `kundin${no}@beispiel.example`): SmtpMessage<number> {
  const compiled = compileMessage({
    from: { name: "Müsterbank, eG", address: "newsletter@musterbank.example" },
    replyTo: { address: "antwort@musterbank.example" },
    subject: ["Zinsen für Größe & mehr"],
    html: ["<p>Guten Tag, Grüße aus Köln – .</p>\n<p>.</p>"],
    text: ["Guten Tag\n\n.\nGrüße"],
    messageIdDomain: "musterbank.example",
    tokenLength: 10,
    listUnsubscribe: true,
    listId: { id: "brief.musterbank.example", name: "Brief" },
    feedbackId: "m1:a1:newsletter:kp123456",
    headers: [{ name: "X-CSA-Complaints", value: "csa@musterbank.example" }],
  });
  const rendered = compiled.render(
    {
      to: { name: "Erika Müster", address: "platz@beispiel.example" },
      messageId: KEY,
      date: new Date("2026-11-22T08:00:00Z"),
      fields: {},
      tokens: [],
      unsubscribe: { url: UNSUBSCRIBE },
    },
    new MessageBuffer(),
  );
  return {
    delivery: no,
    from: "b+1@bounces.musterbank.example",
    to,
    content: rendered.complete(
      "DKIM-Signature: v=1; a=rsa-sha256; d=musterbank.example;\r\n b=abc\r\n",
    ),
  };
}

const secrets: Partial<Record<RelayKind, { key: string; secret: string }>> = {
  ses: { key: "AKIAMUSTER", secret: "geheim/+x" },
  mailjet: { key: "öffentlich", secret: "geheim" },
};

export function relayTo(url: string, kind: RelayKind): SendingRelay {
  return {
    id: 1,
    publicId: "rel_1",
    kind,
    name: kind,
    host: null,
    port: null,
    baseUrl: url,
    region: kind === "ses" ? "eu-central-1" : kind === "scaleway" ? "fr-par" : null,
    channel: kind === "scaleway" ? "projekt-1" : kind === "postmark" ? "broadcast" : null,
    tls: "required",
    credentials: { kind: "api", ...(secrets[kind] ?? { key: "", secret: "marke-1" }) },
    proxyUrl: null,
    heloName: null,
    streams: ["marketing"],
    priority: 1,
    weight: 1,
    connections: 2,
    perSecond: null,
    version: 1,
  };
}

/** Sends through a pool until everything has ended; gives the results in the order of the mails. */
export async function sendAll(
  url: string,
  kind: RelayKind,
  mails: SmtpMessage<number>[],
  options: Partial<ApiPoolOptions<number>> & {
    beforeDot?: (no: number) => boolean | Promise<boolean>;
  } = {},
) {
  const results = new Map<number, SmtpResult[]>();
  const failures: string[] = [];
  const marked: number[] = [];
  const queue = [...mails];
  const pool = createApiPool<number>({
    connections: 1,
    relay: relayTo(url, kind),
    guard: createOutsideGuard({ privateHosts: ["127.0.0.1"] }),
    clock: systemClock,
    retryPause: { first: 5, longest: 5 },
    onFailure: (detail) => void failures.push(detail),
    source: {
      next: async () => queue.shift() ?? null,
      beforeDot(no) {
        marked.push(no);
        return options.beforeDot?.(no) ?? true;
      },
      done(message, result) {
        results.set(message.delivery, [...(results.get(message.delivery) ?? []), result]);
      },
    },
    ...options,
  });
  await pool.finished;
  for (const [no, ends] of results) assert.equal(ends.length, 1, `mail ${no} ended once`);
  return { results: mails.map((one) => results.get(one.delivery)?.[0]), failures, marked };
}

export async function provider(
  t: TestContext,
  answer: (r: ProviderRequest, no: number) => ProviderAnswer,
) {
  const server = await startProvider(answer);
  t.after(() => server.close());
  return server;
}

export const ok: Partial<Record<RelayKind, ProviderAnswer>> = {
  ses: { status: 200, body: { MessageId: "p-1" } },
  postmark: { status: 200, body: { ErrorCode: 0, Message: "OK", MessageID: "p-1" } },
  mailjet: {
    status: 200,
    body: { Messages: [{ Status: "success", To: [{ Email: "x", MessageID: "p-1" }] }] },
  },
  brevo: { status: 201, body: { messageId: "p-1" } },
  scaleway: { status: 200, body: { emails: [{ id: "p-1" }] } },
};
export const kinds = Object.keys(ok) as RelayKind[];
export const accepted = {
  kind: "reply",
  stage: "final",
  code: 250,
  enhanced: "2.0.0",
  text: "p-1",
};
