import { AppError, publicRoute, route, type Clock, type RouteSpec } from "./platform/index.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A file that nobody renews is not believed: less than a year is recommended (RFC 9116, 2.5.5). */
const VALID_DAYS = 180;

/**
 * Where somebody who found a weakness reaches those who run this installation (RFC 9116). Without SECURITY_CONTACT there
 * is no such file, because an address that nobody reads is worse than none.
 */
export function securityTxtRoutes(deps: {
  clock: Clock;
  publicUrl: string;
  contact: string | null;
}): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/.well-known/security.txt",
      permission: publicRoute,
      hidden: true,
      tag: "Operation",
      summary: "Whom to tell of a weakness.",
      async handle({ reply }) {
        if (deps.contact === null)
          throw new AppError("no_such_route", 404, "There is nothing at this address.");
        return reply
          .type("text/plain; charset=utf-8")
          .send(securityTxt(deps.contact, deps.publicUrl, deps.clock.now()));
      },
    }),
  ];
}

function securityTxt(contact: string, publicUrl: string, now: Date): string {
  const day = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS + VALID_DAYS * DAY_MS);
  return [
    `Contact: ${contact}`,
    `Expires: ${day.toISOString()}`,
    "Preferred-Languages: de, en",
    `Canonical: ${publicUrl}/.well-known/security.txt`,
    "",
  ].join("\n");
}
