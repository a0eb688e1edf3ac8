import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { ConfirmationTokenParams } from "../../contract/senders.ts";
import { pageTheme } from "../accounts/index.ts";
import {
  chooseLocale,
  html,
  letterPage,
  linkInvalidPage,
  neutralTheme,
  pageHeaders,
  postForm,
  type PageContext,
} from "../pages/index.ts";
import { publicRoute, route, type RouteSpec } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { confirmTestLook, findTestLook, type LookedAt } from "./test-look.ts";

const LanguageQuery = Type.Object({ lang: Type.Optional(Type.String({ maxLength: 10 })) });

/** The page behind the link of a test mail: opening it changes nothing, because scanners open links too (CTR-12). */
export function testLookRoutes(deps: MailingDeps): RouteSpec[] {
  const page = {
    path: "/testmail/:token",
    permission: publicRoute,
    tag: "Pages",
    page: true,
    params: ConfirmationTokenParams,
    query: LanguageQuery,
  };
  return [
    route({
      ...page,
      permission: publicRoute,
      method: "GET",
      summary: "Asks whether a test mail looks right",
      handle: async ({ params, query, request, reply }) =>
        answer(await findTestLook(deps, params.token), query.lang, request, reply, params.token),
    }),
    route({
      ...page,
      permission: publicRoute,
      method: "POST",
      summary: "Notes that a test mail was looked at",
      handle: async ({ params, query, request, reply }) =>
        answer(await confirmTestLook(deps, params.token), query.lang, request, reply, params.token),
    }),
  ];
}

/** Every token that does not verify gets the same page. */
function answer(
  found: LookedAt | undefined,
  lang: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
): FastifyReply {
  const theme = found ? pageTheme(found.account, found.account.locale) : neutralTheme();
  const locale = chooseLocale(theme.locales, lang, request.headers["accept-language"]);
  const context = { theme, locale, timeZone: found?.account.timezone ?? "Europe/Berlin" };
  return reply
    .status(found ? 200 : 404)
    .headers(pageHeaders(theme))
    .send(found ? show(context, found, token) : linkInvalidPage(context));
}

const texts = {
  de: {
    title: "Testmail ansehen",
    heading: "Sieht die Testmail richtig aus?",
    lead: (name: string) => `Testmail zu „${name}“`,
    help: "Sehen Sie sich Absender, Betreff, Bilder, Links, Impressum und Abmeldelink an, am besten auch auf dem Telefon.",
    button: "Ja, angesehen und in Ordnung",
    ignore: "Wenn etwas nicht stimmt, schließen Sie diese Seite, und ändern Sie den Entwurf.",
    doneTitle: "Testmail angesehen",
    doneHeading: "Vielen Dank, das ist vermerkt",
    done: "Sie können diese Seite schließen.",
  },
  en: {
    title: "Look at the test mail",
    heading: "Does the test mail look right?",
    lead: (name: string) => `Test mail of “${name}”`,
    help: "Look at sender, subject, pictures, links, imprint and unsubscribe link, on a phone too if you can.",
    button: "Yes, I looked at it and it is fine",
    ignore: "If something is not right, close this page and change the draft.",
    doneTitle: "Test mail looked at",
    doneHeading: "Thank you, that is noted",
    done: "You can close this page.",
  },
} as const;

function show(context: PageContext, { look }: LookedAt, token: string): string {
  const words = texts[context.locale];
  if (look.lookedAt !== null)
    return letterPage(context, {
      title: words.doneTitle,
      heading: words.doneHeading,
      stamp: "check",
      tone: "ok",
      answer: true,
      lead: html`<strong>${words.lead(look.mailingName)}</strong>`,
      content: html`<p class="muted m3">${words.done}</p>`,
    });
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: "question",
    lead: html`<strong>${words.lead(look.mailingName)}</strong>`,
    content: html`<p class="m3">${words.help}</p>
      ${postForm(
        context.locale,
        { action: `/testmail/${token}` },
        html`<p class="m4"><button class="btn" type="submit">${words.button}</button></p>`,
      )}
      <p class="muted m3">${words.ignore}</p>`,
  });
}
