import { createHash } from "node:crypto";
import { Type } from "typebox";
import { publicRoute, route, type RouteSpec } from "./route.ts";

/**
 * The only script that runs beside foreign HTML. It writes what the page around the frame sends it, says how large that
 * became and where its links lie, and keeps them from leading anywhere.
 */
const script = `(() => {
  "use strict";
  let said = "";
  let observer;
  const measure = () => {
    const root = document.documentElement;
    const body = document.body;
    if (!root || !body) return;
    const links = [...document.querySelectorAll("a[href],area[href]")].map((link) => {
      const { left, top, width, height } = link.getBoundingClientRect();
      return { href: link.getAttribute("href"), x: left, y: top, width, height };
    });
    // The root includes the margins of the body; a mail with height:100% overflows its body instead.
    const message = { frame: "measured", height: Math.max(root.offsetHeight, body.scrollHeight), links };
    const text = JSON.stringify(message);
    if (text !== said) parent.postMessage(message, "*");
    said = text;
  };
  const still = (event) => event.preventDefault();
  const show = (event) => {
    if (event.source !== parent || typeof event.data?.html !== "string") return;
    said = "";
    observer?.disconnect();
    document.open();
    document.write(event.data.html);
    document.close();
    // Opening the document has taken all listeners away.
    listen();
    measure();
    observer = new ResizeObserver(measure);
    if (document.body) observer.observe(document.body);
  };
  const listen = () => {
    addEventListener("message", show);
    addEventListener("load", measure);
    for (const name of ["click", "auxclick", "submit"]) addEventListener(name, still, true);
  };
  listen();
  parent.postMessage({ frame: "ready" }, "*");
})();`;

const page = `<!doctype html><html lang="zxx"><head><meta charset="utf-8"><title>–</title><script>${script}</script></head><body></body></html>`;
const scriptHash = `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

/**
 * The empty page in which the workplace shows HTML that others wrote. Every answer of it is a sandbox with an origin of
 * its own, whatever host it comes from. `publicUrl` is the workplace's, which alone may hold the frame; a host of its
 * own for the frame (SANDBOX_URL) leads to the same server.
 */
export function foreignFrameRoutes(publicUrl: string): RouteSpec[] {
  const policy = (images: boolean): string =>
    [
      "sandbox allow-scripts",
      "default-src 'none'",
      `script-src ${scriptHash}`,
      "style-src 'unsafe-inline'",
      ...(images ? ["img-src 'self' data:"] : []),
      "font-src 'self' data:",
      "form-action 'none'",
      "base-uri 'none'",
      `frame-ancestors 'self' ${new URL(publicUrl).origin}`,
    ].join("; ");
  return [
    route({
      method: "GET",
      path: "/frame",
      permission: publicRoute,
      hidden: true,
      tag: "Workplace",
      summary: "The empty page for mails that are shown in the workplace.",
      query: Type.Object({ images: Type.Optional(Type.Literal("0")) }),
      handle: async ({ query, reply }) =>
        reply
          .header("content-security-policy", policy(query.images !== "0"))
          .header("cache-control", "public, max-age=300")
          .type("text/html; charset=utf-8")
          .send(page),
    }),
  ];
}
