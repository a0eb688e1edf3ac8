import { Type } from "typebox";
import type { LinkSubject } from "../lists/index.ts";
import { answerInvalidLink, answerPage, type PageContext } from "../pages/index.ts";
import { publicRoute, route, type Call, type RouteSpec, type Tx } from "../platform/index.ts";
import { classifyAgent, isMachine } from "../tracking/index.ts";
import type { PreferenceDeps } from "./deps.ts";
import { openContext } from "./page-context.ts";
import { objectionPage, receiptPage } from "./pages/index.ts";
import { BUTTON_ONLY_MS } from "./parameters.ts";
import { isOneClick } from "./read-body.ts";
import { objectToAdvertising } from "./unsubscribe.ts";

const tag = "Preferences";
const params = Type.Object({ token: Type.String({ maxLength: 200 }) });

/** Objecting to advertising by the link or the header of a mail to one person (Art. 21(2) GDPR, LEG-12, LEG-14). */
export function objectionRoutes(deps: PreferenceDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/o/:token",
      permission: publicRoute,
      tag,
      summary: "Asks whether to object to advertising. Changes nothing.",
      page: true,
      params,
      handle: (call) =>
        visit(deps, call, call.params.token, async (_tx, subject, context) => {
          const autoSubmit = mayPressItself(deps, call, subject);
          const page = objectionPage(context, { action: `/o/${call.params.token}`, autoSubmit });
          return answerPage(call.reply, context.theme, page, { script: autoSubmit });
        }),
    }),
    route({
      method: "POST",
      path: "/o/:token",
      permission: publicRoute,
      tag,
      summary: "Objects to advertising: by the page's button, or with one click (RFC 8058).",
      page: true,
      params,
      handle: async (call) => {
        const oneClick = await isOneClick(call.request);
        return visit(deps, call, call.params.token, async (tx, subject, context) => {
          const origin = oneClick ? ("header" as const) : ("link" as const);
          const contactId = subject.contactId === 0 ? null : subject.contactId;
          const done = await objectToAdvertising(tx, deps, { ...subject, contactId }, { origin });
          if (oneClick) {
            call.reply.type("text/plain; charset=utf-8").header("cache-control", "no-store");
            return "ok\n";
          }
          const page = receiptPage(context, {
            kind: "objected",
            at: deps.clock.now(),
            number: done.receipt ?? undefined,
          });
          return answerPage(call.reply, context.theme, page);
        });
      },
    }),
  ];
}

/** Opens the token and works in the account it names; the one 404 page for everything else (UNS-18). */
async function visit(
  deps: PreferenceDeps,
  call: Call,
  token: string,
  work: (tx: Tx, subject: LinkSubject, context: PageContext) => Promise<string>,
): Promise<string> {
  const subject = deps.links.open("objection", token);
  if (!subject || subject.accountId === 0) return answerInvalidLink(call.request, call.reply);
  const page = await deps.db.account(subject.accountId, async (tx) => {
    const opened = await openContext(tx, subject.accountId, call);
    return opened && work(tx, subject, opened.context);
  });
  return page ?? answerInvalidLink(call.request, call.reply);
}

/** UNS-04: shortly after hand-over and from scanner networks, only the button objects. */
function mayPressItself(deps: PreferenceDeps, { request }: Call, subject: LinkSubject): boolean {
  const header = (name: string) => String(request.headers[name] ?? "");
  const agent = classifyAgent({
    method: request.method,
    userAgent: header("user-agent"),
    address: request.ip,
    purpose: header("sec-purpose") || header("purpose") || header("x-moz"),
  });
  const age = deps.clock.now().getTime() - subject.issuedAt.getTime();
  return !isMachine(agent) && age >= BUTTON_ONLY_MS;
}
