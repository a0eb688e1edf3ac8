import type { Localised } from "../../../contract/content.ts";
import type { FeedProblem } from "./fetch-feed.ts";

/** What went wrong with a feed and what to do. */
export const FEED_PROBLEMS: Record<FeedProblem, Localised> = {
  bad_address: {
    de: "Die Adresse ist ungültig. Erwartet wird eine vollständige Adresse mit https, ohne Benutzernamen und Passwort.",
    en: "The address is not valid. Expected is a complete address with https, without user name and password.",
  },
  refused: {
    de: "Diese Adresse liegt im eigenen Netz und darf nicht abgerufen werden. Der Betreiber kann sie mit PRIVATE_HOSTS freigeben.",
    en: "This address lies in the own network and must not be fetched. Whoever runs the installation can allow it with PRIVATE_HOSTS.",
  },
  unreachable: {
    de: "Der Server ist nicht erreichbar. Prüfen Sie die Adresse.",
    en: "The server cannot be reached. Check the address.",
  },
  late: {
    de: "Der Server hat nicht innerhalb von fünf Sekunden geantwortet.",
    en: "The server did not answer within five seconds.",
  },
  status: {
    de: "Unter dieser Adresse liegt kein Feed; der Server meldet einen Fehler.",
    en: "There is no feed at this address; the server reports an error.",
  },
  too_large: {
    de: "Der Feed ist größer als ein Megabyte. Bitten Sie den Anbieter um eine kürzere Fassung.",
    en: "The feed is larger than a megabyte. Ask its provider for a shorter one.",
  },
  not_xml: {
    de: "Die Antwort ist kein lesbares XML. Ist es vielleicht eine Webseite oder JSON?",
    en: "The answer is not readable XML. Is it a web page or JSON, perhaps?",
  },
  no_feed: {
    de: "Die Antwort ist weder RSS noch Atom.",
    en: "The answer is neither RSS nor Atom.",
  },
  entities: {
    de: "Der Feed erklärt eigene Entitäten (<!ENTITY>). Das wird aus Sicherheitsgründen nicht gelesen.",
    en: "The feed declares entities of its own (<!ENTITY>). That is not read, for security.",
  },
  not_json: {
    de: "Die Antwort ist kein lesbares JSON.",
    en: "The answer is not readable JSON.",
  },
  no_list: {
    de: "An der angegebenen Stelle steht keine Liste. Prüfen Sie die Zuordnung.",
    en: "There is no list at the given place. Check the mapping.",
  },
  no_items: {
    de: "Der Feed hat keine Einträge mit Titel oder Text. Bei JSON: Prüfen Sie die Zuordnung der Felder.",
    en: "The feed has no items with a title or a text. For JSON: check the mapping of the fields.",
  },
};
