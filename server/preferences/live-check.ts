import type { AskOwn, Check, CheckOutcome } from "../platform/index.ts";

/** As a mail program sends it (RFC 8058); the token is nobody's, so that nobody is unsubscribed. */
const ONE_CLICK = { type: "application/x-www-form-urlencoded", text: "List-Unsubscribe=One-Click" };
const NOBODYS = "pruefung";

/**
 * CHK-13: the address in the header is reached from outside and answered by Klarpost itself. A proxy that redirects, sets
 * cookies or lets no POST through would break the one-click unsubscribe of every mail.
 */
export function liveCheck(pagesUrl: string, askOwn: AskOwn): Check {
  return {
    id: "CHK-13",
    rules: ["UNS-02"],
    blocking: true,
    label: {
      de: "Ein-Klick-Adresse von außen erreichbar",
      en: "One-click address reached from outside",
    },
    run: () => look(`${pagesUrl}/u/${NOBODYS}`, askOwn),
  };
}

async function look(url: string, askOwn: AskOwn): Promise<CheckOutcome> {
  let answer;
  try {
    answer = await askOwn(url, { method: "POST", body: ONE_CLICK });
  } catch {
    return {
      status: "not_checked",
      message: {
        de: `Die eigene Adresse ${new URL(url).origin} antwortet von hier aus nicht. Läuft der Web-Prozess, und stimmt PAGES_URL?`,
        en: `The own address ${new URL(url).origin} does not answer from here. Does the web process run, and is PAGES_URL right?`,
      },
      evidence: { url },
    };
  }
  const { status, headers, text } = answer;
  const evidence = { url, status };
  if (status >= 300 && status < 400)
    return failed(
      `Die Adresse ${new URL(url).origin} leitet um (${status}). Mail-Programme folgen beim Ein-Klick-Abmelden keiner Umleitung; stellen Sie das im Proxy ab.`,
      `The address ${new URL(url).origin} redirects (${status}). Mail programs follow no redirect of the one-click unsubscribe; stop that in the proxy.`,
      evidence,
    );
  if (headers["set-cookie"] !== undefined)
    return failed(
      "Vor den öffentlichen Seiten setzt etwas Cookies. Stellen Sie das im Proxy ab.",
      "Something in front of the public pages sets cookies. Stop that in the proxy.",
      evidence,
    );
  // Nobody's token gets the page for links that lead nowhere; anything else is not ours.
  if (status !== 404 || !/<html\b[^>]*\slang="(?:de|en)"/i.test(text))
    return failed(
      `Unter ${new URL(url).origin} antwortet nicht Klarpost, oder etwas lässt den Aufruf nicht durch (${status}).`,
      `At ${new URL(url).origin} something else than Klarpost answers, or does not let the call through (${status}).`,
      evidence,
    );
  return {
    status: "passed",
    message: {
      de: "Die Ein-Klick-Adresse ist erreichbar und antwortet ohne Umleitung und Cookies.",
      en: "The one-click address is reached and answers without redirect and cookies.",
    },
    evidence,
  };
}

const failed = (de: string, en: string, evidence: Record<string, unknown>): CheckOutcome => ({
  status: "failed",
  message: { de, en },
  evidence,
});
