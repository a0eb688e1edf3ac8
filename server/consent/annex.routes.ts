import { Type } from "typebox";
import { getAccount, pageTheme } from "../accounts/index.ts";
import { answerInvalidLink, answerPage, html, letterPage, requestLocale } from "../pages/index.ts";
import { publicRoute, route, type RouteSpec } from "../platform/index.ts";
import type { ConsentDeps } from "./consent.routes.ts";
import { accountOfVersion, findVersion } from "./wording.store.ts";

const words = {
  de: {
    lead: (version: number) => `Anhang zu einer Einwilligung, Fassung ${version}.`,
    note: "Diese Liste gehört zu genau dieser Fassung und ändert sich nicht. Kommt jemand hinzu, gibt es eine neue Fassung, und wir fragen neu.",
  },
  en: {
    lead: (version: number) => `Annex to a consent, version ${version}.`,
    note: "This list belongs to exactly this version and does not change. If anybody is added there will be a new version, and we ask again.",
  },
} as const;

/**
 * The annex of a wording, for whoever is asked or has agreed (CON-07). Retired versions stay readable: people still
 * rely on them. Versions nobody approved are shown to nobody.
 */
export function annexRoutes({ db }: ConsentDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/anhang/:versionId",
      permission: publicRoute,
      tag: "Consent",
      summary: "The annex of a consent wording.",
      page: true,
      params: Type.Object({ versionId: Type.String({ maxLength: 60 }) }),
      async handle({ params: { versionId }, request, reply }) {
        const accountId = /^wrv_[0-9a-f]{32}$/.test(versionId)
          ? await db.instance((tx) => accountOfVersion(tx, versionId))
          : null;
        if (accountId === null) return answerInvalidLink(request, reply);
        const page = await db.account(accountId, async (tx) => {
          const version = await findVersion(tx, versionId);
          if (!version?.approvedAt || version.annexText === "") return undefined;
          const account = await getAccount(tx);
          const locale = requestLocale(request, [version.locale]);
          const theme = { ...pageTheme(account, locale), locales: [version.locale] };
          const content = letterPage(
            { theme, locale, timeZone: account.timezone },
            {
              title: version.annexTitle,
              heading: version.annexTitle,
              stamp: "letter",
              lead: words[locale].lead(version.version),
              content: html`<ul class="plain m3">
                  ${version.annexText
                    .split("\n")
                    .filter((line) => line.trim() !== "")
                    .map((line) => html`<li>${line.trim()}</li>`)}
                </ul>
                <p class="small muted m4">${words[locale].note}</p>`,
            },
          );
          return answerPage(reply, theme, content);
        });
        return page ?? answerInvalidLink(request, reply);
      },
    }),
  ];
}
