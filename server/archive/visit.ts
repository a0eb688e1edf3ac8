import type { FastifyReply, FastifyRequest } from "fastify";
import { getAccount, pageTheme, type Account } from "../accounts/index.ts";
import {
  answerPage,
  neutralTheme,
  pageNotFound,
  requestLocale,
  type PageContext,
} from "../pages/index.ts";
import type { Tx } from "../platform/index.ts";

/** Whose pages a reader is on, and in which language. */
export interface Visit {
  account: Account;
  context: PageContext;
}

export async function visitOf(tx: Tx, request: FastifyRequest): Promise<Visit> {
  const account = await getAccount(tx);
  const { locales } = pageTheme(account, account.locale);
  const locale = requestLocale(request, locales);
  return {
    account,
    context: { theme: pageTheme(account, locale), locale, timeZone: account.timezone },
  };
}

/** The answer to an address that was never given out. */
export function answerUnknown(request: FastifyRequest, reply: FastifyReply): string {
  const theme = neutralTheme();
  const locale = requestLocale(request, theme.locales);
  const page = pageNotFound({ theme, locale, timeZone: "Europe/Berlin" });
  return answerPage(reply, theme, page, { status: 404 });
}

/** Search engines are let in where somebody decided so, and never into a trial account. */
export function mayBeIndexed(account: Account, wanted: boolean): boolean {
  return wanted && account.mode === "live";
}
