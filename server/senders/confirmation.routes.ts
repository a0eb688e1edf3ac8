import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { pageTheme } from "../accounts/index.ts";
import { ConfirmationTokenParams } from "../../contract/senders.ts";
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
import { confirmAddress, lookAtConfirmation, type Confirmation } from "./confirm-address.ts";
import type { SendersDeps } from "./deps.ts";

const PATH = "/adresse-bestaetigen/:token";
const LanguageQuery = Type.Object({ lang: Type.Optional(Type.String({ maxLength: 10 })) });

/** The page behind the mailed link: opening it changes nothing, because scanners open links too (CTR-12). */
export function confirmationRoutes(deps: SendersDeps): RouteSpec[] {
  const page = {
    path: PATH,
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
      summary: "Asks whether an address is read",
      async handle({ params, query, request, reply }) {
        const found = await lookAtConfirmation(deps, params.token);
        return answer(found, query.lang, request, reply, (context, confirmation) =>
          confirmation.done
            ? donePage(context, confirmation)
            : askPage(context, confirmation, params.token),
        );
      },
    }),
    route({
      ...page,
      permission: publicRoute,
      method: "POST",
      summary: "Confirms an address",
      async handle({ params, query, request, reply }) {
        const found = await confirmAddress(deps, params.token);
        return answer(found, query.lang, request, reply, donePage);
      },
    }),
  ];
}

/** Every token that does not verify gets the same page. */
function answer(
  found: Confirmation | undefined,
  lang: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  show: (context: PageContext, confirmation: Confirmation) => string,
): FastifyReply {
  const theme = found ? pageTheme(found.account, found.account.locale) : neutralTheme();
  const locale = chooseLocale(theme.locales, lang, request.headers["accept-language"]);
  const context = { theme, locale, timeZone: found?.account.timezone ?? "Europe/Berlin" };
  return reply
    .status(found ? 200 : 404)
    .headers(pageHeaders(theme))
    .send(found ? show(context, found) : linkInvalidPage(context));
}

const texts = {
  de: {
    title: "Adresse bestätigen",
    heading: "Liest hier jemand mit?",
    ask: {
      reply_to: "soll Antworten auf Newsletter erhalten.",
      test: "soll Testmails erhalten.",
      privacy_contact: "soll als Kontakt für Fragen zum Datenschutz genannt werden.",
    },
    button: "Ja, diese Adresse bestätigen",
    ignore: "Wenn das nicht stimmt, schließen Sie diese Seite einfach.",
    doneTitle: "Adresse bestätigt",
    doneHeading: "Vielen Dank, die Adresse ist bestätigt",
    done: "Sie können diese Seite schließen.",
  },
  en: {
    title: "Confirm address",
    heading: "Does somebody read this address?",
    ask: {
      reply_to: "is to receive answers to newsletters.",
      test: "is to receive test mails.",
      privacy_contact: "is to be named as the contact for questions about data protection.",
    },
    button: "Yes, confirm this address",
    ignore: "If this is not right, just close this page.",
    doneTitle: "Address confirmed",
    doneHeading: "Thank you, the address is confirmed",
    done: "You can close this page.",
  },
} as const;

function askPage(context: PageContext, { address }: Confirmation, token: string): string {
  const words = texts[context.locale];
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: "question",
    lead: html`<strong>${address.email}</strong> ${words.ask[address.kind]}`,
    content: html`${postForm(
        context.locale,
        { action: `/adresse-bestaetigen/${token}` },
        html`<p class="m4"><button class="btn" type="submit">${words.button}</button></p>`,
      )}
      <p class="muted m3">${words.ignore}</p>`,
  });
}

function donePage(context: PageContext, { address }: Confirmation): string {
  const words = texts[context.locale];
  return letterPage(context, {
    title: words.doneTitle,
    heading: words.doneHeading,
    stamp: "check",
    tone: "ok",
    answer: true,
    lead: html`<strong>${address.email}</strong>`,
    content: html`<p class="muted m3">${words.done}</p>`,
  });
}
