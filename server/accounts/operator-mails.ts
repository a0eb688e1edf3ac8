import type { OperatorMail } from "./operator-mail.ts";

type Both = { de: OperatorMail; en: OperatorMail };

const careOf = {
  de: "Waren Sie das nicht? Ändern Sie Ihr Passwort, beenden Sie unter „Meine Angaben“ alle anderen Sitzungen und sprechen Sie mit der Person, die Klarpost bei Ihnen betreibt.",
  en: "Was this not you? Change your password, end all other sessions under “My details”, and talk to the person who runs Klarpost in your organisation.",
};

/** A note that something about one's own sign-in changed. */
function note(de: [heading: string, text: string], en: [heading: string, text: string]): Both {
  return {
    de: { subject: `Klarpost: ${de[0]}`, heading: de[0], paragraphs: [de[1]], note: careOf.de },
    en: { subject: `Klarpost: ${en[0]}`, heading: en[0], paragraphs: [en[1]], note: careOf.en },
  };
}

/** Moments as people read them; the house's own time is not known here, so it is named. */
const moment = (at: Date, locale: "de" | "en"): string =>
  new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "Europe/Berlin",
  }).format(at);

export const newDeviceMail = (at: Date, browser: string | null): Both =>
  note(
    [
      "Anmeldung mit einem neuen Gerät",
      `Am ${moment(at, "de")} Uhr (Berlin) wurde Ihr Zugang mit einem Browser benutzt, den wir noch nicht kennen: ${browser ?? "unbekannter Browser"}.`,
    ],
    [
      "Sign-in with a new device",
      `On ${moment(at, "en")} (Berlin) your login was used with a browser we do not know yet: ${browser ?? "unknown browser"}.`,
    ],
  );

export const factorAddedMail = (name: string): Both =>
  note(
    [
      "Neuer zweiter Faktor",
      `Für Ihre Anmeldung gilt jetzt auch „${name}“. Alle anderen Sitzungen wurden beendet.`,
    ],
    [
      "New second factor",
      `“${name}” now counts for your sign-in too. All other sessions have ended.`,
    ],
  );

export const factorRemovedMail = (name: string): Both =>
  note(
    ["Zweiter Faktor entfernt", `„${name}“ gilt nicht mehr für Ihre Anmeldung.`],
    ["Second factor removed", `“${name}” no longer counts for your sign-in.`],
  );

export const recoveryUsedMail = (left: number): Both =>
  note(
    [
      "Anmeldung mit einem Wiederherstellungscode",
      `Ein Wiederherstellungscode wurde verbraucht; es bleiben ${left}. Richten Sie Ihren zweiten Faktor neu ein, wenn er verloren ist.`,
    ],
    [
      "Sign-in with a recovery code",
      `A recovery code was used; ${left} are left. Set up your second factor anew if it is lost.`,
    ],
  );

export const recoveryRenewedMail = (): Both =>
  note(
    ["Neue Wiederherstellungscodes", "Die bisherigen Wiederherstellungscodes gelten nicht mehr."],
    ["New recovery codes", "The former recovery codes are no longer valid."],
  );

export const factorsResetMail = (by: string): Both =>
  note(
    [
      "Zweiter Faktor zurückgesetzt",
      `${by} hat Ihre zweiten Faktoren entfernt. Melden Sie sich mit Ihrem Passwort an und richten Sie einen neuen ein.`,
    ],
    [
      "Second factor reset",
      `${by} has removed your second factors. Sign in with your password and set up a new one.`,
    ],
  );

export const passwordChangedMail = (): Both =>
  note(
    ["Passwort geändert", "Ihr Passwort wurde geändert. Alle anderen Sitzungen wurden beendet."],
    ["Password changed", "Your password was changed. All other sessions have ended."],
  );

export const newPasswordMail = (url: string, hours: number): Both => ({
  de: {
    subject: "Klarpost: Neues Passwort setzen",
    heading: "Neues Passwort setzen",
    paragraphs: [
      `Mit diesem Link setzen Sie ein neues Passwort. Er gilt ${hours === 1 ? "eine Stunde" : `${hours} Stunden`} und nur einmal; danach enden alle Ihre Sitzungen.`,
    ],
    button: { label: "Neues Passwort setzen", url },
    note: "Haben Sie das nicht angefordert, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.",
  },
  en: {
    subject: "Klarpost: Set a new password",
    heading: "Set a new password",
    paragraphs: [
      `With this link you set a new password. It is valid for ${hours === 1 ? "one hour" : `${hours} hours`}, and once; then all your sessions end.`,
    ],
    button: { label: "Set a new password", url },
    note: "If you did not ask for it, you need not do anything: your password stays as it is.",
  },
});

export const keyEndingMail = (key: string, account: string, on: Date): Both => {
  const day = (locale: "de" | "en") =>
    new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
      dateStyle: "long",
      timeZone: "Europe/Berlin",
    }).format(on);
  return {
    de: {
      subject: `Klarpost: API-Schlüssel „${key}“ läuft ab`,
      heading: "Ein API-Schlüssel läuft ab",
      paragraphs: [
        `Der Schlüssel „${key}“ von „${account}“ gilt bis ${day("de")}. Danach kommt das Programm, das ihn benutzt, nicht mehr herein. Legen Sie rechtzeitig einen neuen an.`,
      ],
    },
    en: {
      subject: `Klarpost: API key “${key}” is about to expire`,
      heading: "An API key is about to expire",
      paragraphs: [
        `The key “${key}” of “${account}” is valid until ${day("en")}. After that the program that uses it no longer gets in. Make a new one in time.`,
      ],
    },
  };
};
