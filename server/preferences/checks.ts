import { createHash } from "node:crypto";
import { getAccount, pageTheme } from "../accounts/index.ts";
import { addressHash, findByAddress } from "../contacts/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import type { ProbeAnswer } from "../pages/index.ts";
import {
  voiceOf,
  type Check,
  type CheckContext,
  type CheckOutcome,
  type Tx,
} from "../platform/index.ts";
import { activeForAddress } from "../suppression/index.ts";
import { accessCheck } from "./access-check.ts";
import type { PreferenceDeps } from "./deps.ts";
import { preferenceTexts } from "./pages/texts.ts";
import { liveCheck } from "./live-check.ts";
import { NOBODY, plantAccess, withSubscriber } from "./plant-subscriber.ts";
import { countOpenChanges } from "./preference-links.store.ts";

const LOOKS = 10;

/** SHA-256 of the protected texts T-3 and T-4 as they were approved; another text needs a new approval (A11Y-07). */
const approved: Record<string, string> = {
  "sie.newsletter": "ecfc04b4d88b165d543dbfd29d02e890d477b54d0ef237f219b1b9832045c253",
  "sie.campaign": "0f17a1b6dcab3e871408b305fa12f41c6eeb8121f0283e2d7ea9ec45cc22710c",
  "du.newsletter": "b6cfcbe175832944103669bacb941f6d9be53763902de5a832b1e1cf3f06dd29",
  "du.campaign": "43705d98bb2858bb35ce616e827830b9ae7415140067c5da9c72d72c503108fd",
  "en.newsletter": "cd188f2713faff25acf3454297341ddbe9e8c1f55961d1f285afb73dd535830a",
  "en.campaign": "42b5997f3108bf4e4a143120be5636aeed83cf499b31767311586be7407bd470",
};

/** The entries of the checklist that concern leaving and "Verwalten". They use the pages themselves and leave nothing behind. */
export function preferenceChecks(deps: PreferenceDeps): Check[] {
  return [
    {
      id: "CHK-13",
      rules: ["UNS-02"],
      blocking: true,
      label: {
        de: "Ein-Klick-POST funktioniert ohne Cookies, ohne Redirect",
        en: "One-click POST works without cookies and redirects",
      },
      run: (context) => checkOneClick(deps, context),
    },
    {
      id: "CHK-14",
      rules: ["UNS-03"],
      blocking: true,
      label: {
        de: "GET auf Abmelde- und DOI-Link ändert nichts",
        en: "A GET of unsubscribe and opt-in links changes nothing",
      },
      run: (context) => checkLooking(deps, context),
    },
    {
      id: "CHK-23",
      rules: ["UNS-07", "UNS-08", "A11Y-07"],
      blocking: true,
      label: {
        de: "Abmelde- und Kampagnen-Bestätigungstext korrekt",
        en: "Texts after unsubscribing from newsletter and campaign are right",
      },
      run: (context) => checkTexts(deps, context),
    },
    {
      id: "CHK-33",
      rules: ["DSR-12", "DOI-14"],
      blocking: true,
      label: {
        de: "„Verwalten“ erreichbar, Profiling sichtbar, E-Mail-Änderung mit neuem DOI",
        en: "“Manage” reachable, analysis visible, change of address with a new opt-in",
      },
      run: (context) => checkManage(deps, context),
    },
    accessCheck(deps),
    ...(deps.askOwn === undefined ? [] : [liveCheck(deps.pagesUrl, deps.askOwn)]),
  ];
}

const stateOf = async (tx: Tx): Promise<string | undefined> =>
  (await subscriptionsOfAddress(tx, NOBODY))[0]?.state;

const bodies = [
  { type: "application/x-www-form-urlencoded", text: "List-Unsubscribe=One-Click" },
  {
    type: "multipart/form-data; boundary=k",
    text: '--k\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--k--\r\n',
  },
];

async function checkOneClick(deps: PreferenceDeps, context: CheckContext): Promise<CheckOutcome> {
  const failed: string[] = [];
  for (const body of bodies)
    await withSubscriber(deps, context, async ({ probe, tx, unsubscribe }) => {
      const answers: ProbeAnswer[] = [];
      for (let time = 0; time < 2; time++) answers.push(await probe.ask("POST", unsubscribe, body));
      const hash = addressHash(deps.keys, context.accountId, NOBODY);
      const entries = await activeForAddress(tx, NOBODY, hash);
      const isGood =
        answers.every(
          ({ status, headers }) =>
            status === 200 &&
            headers["location"] === undefined &&
            headers["set-cookie"] === undefined,
        ) &&
        (await stateOf(tx)) === "unsubscribed" &&
        entries.filter((one) => one.scope === "list_address").length === 1;
      if (!isGood) failed.push(body.type.split(";")[0]!);
    });
  return failed.length === 0
    ? {
        status: "passed",
        message: {
          de: "Der Ein-Klick-Aufruf meldet in beiden Formaten ab, ohne Cookie und Weiterleitung, und wiederholt sich folgenlos.",
          en: "The one-click request unsubscribes in both formats, without cookie and redirect, and may be repeated.",
        },
        evidence: { formats: bodies.length },
      }
    : {
        status: "failed",
        message: {
          de: `Der Ein-Klick-Aufruf meldet nicht ab: ${failed.join(", ")}.`,
          en: `The one-click request does not unsubscribe: ${failed.join(", ")}.`,
        },
        evidence: { failed },
      };
}

async function checkLooking(deps: PreferenceDeps, context: CheckContext): Promise<CheckOutcome> {
  const isInert = await withSubscriber(deps, context, async ({ probe, tx, unsubscribe }) => {
    let shown = true;
    for (let look = 0; look < LOOKS; look++)
      for (const method of ["GET", "HEAD"] as const)
        shown &&= (await probe.ask(method, unsubscribe)).status === 200;
    return shown && (await stateOf(tx)) === "confirmed";
  });
  return isInert
    ? {
        status: "passed",
        message: {
          de: `Nach ${LOOKS} Aufrufen des Abmeldelinks war alles wie zuvor.`,
          en: `After ${LOOKS} looks at the unsubscribe link everything was as before.`,
        },
        evidence: { looks: LOOKS * 2 },
      }
    : {
        status: "failed",
        message: {
          de: "Ein bloßer Aufruf des Abmeldelinks hat etwas geändert oder ist gescheitert.",
          en: "Merely opening the unsubscribe link changed something or failed.",
        },
      };
}

async function checkTexts(deps: PreferenceDeps, context: CheckContext): Promise<CheckOutcome> {
  const wrong = (["sie", "du", "en"] as const).flatMap((voice) =>
    (["newsletter", "campaign"] as const).filter(
      (name) =>
        createHash("sha256").update(preferenceTexts[voice].unsubscribed[name]).digest("hex") !==
        approved[`${voice}.${name}`],
    ),
  );
  const isShown = await withSubscriber(deps, context, async ({ probe, tx, unsubscribe }) => {
    const page = await probe.ask("POST", `${unsubscribe}?lang=de`, { ...bodies[0]!, text: "" });
    const theme = pageTheme(await getAccount(tx), "de");
    const voice = voiceOf(theme.locales.includes("de") ? "de" : "en", theme);
    return page.text.includes(preferenceTexts[voice].unsubscribed.newsletter);
  });
  return wrong.length === 0 && isShown
    ? {
        status: "passed",
        message: {
          de: "Nach dem Abmelden steht der freigegebene Text.",
          en: "The approved text is shown after unsubscribing.",
        },
      }
    : {
        status: "failed",
        message: {
          de: "Der Text nach dem Abmelden ist nicht der freigegebene.",
          en: "The text after unsubscribing is not the approved one.",
        },
        evidence: { wrong, isShown },
      };
}

async function checkManage(deps: PreferenceDeps, context: CheckContext): Promise<CheckOutcome> {
  const { accountId } = context;
  const found = await withSubscriber(deps, context, async ({ probe, tx, contact }) => {
    const token = await plantAccess(tx, deps, accountId, contact.id);
    const page = await probe.ask("GET", `/z/${token}`);
    const asked = await probe.ask("POST", `/z/${token}/address`, {
      type: "application/x-www-form-urlencoded",
      text: new URLSearchParams({ email: `neu.${NOBODY}` }).toString(),
    });
    const [still] = await findByAddress(tx, NOBODY);
    return {
      reachable: page.status === 200,
      tracking: page.text.includes('id="auswertung"'),
      newOptIn:
        asked.status === 200 &&
        still?.id === contact.id &&
        (await countOpenChanges(tx, NOBODY)) === 1,
    };
  });
  const isGood = found.reachable && found.tracking && found.newOptIn;
  return {
    status: isGood ? "passed" : "failed",
    message: isGood
      ? {
          de: "„Verwalten“ ist erreichbar, zeigt die Auswertung, und eine neue Adresse wird erst nach Bestätigung gültig.",
          en: "“Manage” is reachable and shows the analysis, and a new address counts only after its confirmation.",
        }
      : {
          de: "„Verwalten“ tut nicht, was es muss. Die Einzelheiten stehen im Befund.",
          en: "“Manage” does not do what it must. The evidence has the details.",
        },
    evidence: found,
  };
}
