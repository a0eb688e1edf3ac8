import type { Locale } from "./texts.ts";

/** European cities that German writes otherwise than the id of the zone does. No browser names them: Intl has names of zones, not of their cities. */
const CITIES: Readonly<Record<string, string>> = {
  "Asia/Nicosia": "Nikosia",
  "Atlantic/Azores": "Azoren",
  "Atlantic/Canary": "Kanarische Inseln",
  "Atlantic/Faroe": "Färöer",
  "Atlantic/Faeroe": "Färöer",
  "Atlantic/Reykjavik": "Reykjavík",
  "Europe/Athens": "Athen",
  "Europe/Belgrade": "Belgrad",
  "Europe/Brussels": "Brüssel",
  "Europe/Bucharest": "Bukarest",
  "Europe/Busingen": "Büsingen",
  "Europe/Chisinau": "Chișinău",
  "Europe/Copenhagen": "Kopenhagen",
  "Europe/Istanbul": "Istanbul",
  "Europe/Kiev": "Kiew",
  "Europe/Kyiv": "Kiew",
  "Europe/Lisbon": "Lissabon",
  "Europe/Luxembourg": "Luxemburg",
  "Europe/Moscow": "Moskau",
  "Europe/Prague": "Prag",
  "Europe/Rome": "Rom",
  "Europe/Tirane": "Tirana",
  "Europe/Uzhgorod": "Uschhorod",
  "Europe/Vatican": "Vatikanstadt",
  "Europe/Vienna": "Wien",
  "Europe/Vilnius": "Wilna",
  "Europe/Warsaw": "Warschau",
  "Europe/Zurich": "Zürich",
};
const REGIONS: Readonly<Record<string, string>> = {
  Africa: "Afrika",
  America: "Amerika",
  Antarctica: "Antarktis",
  Arctic: "Arktis",
  Asia: "Asien",
  Atlantic: "Atlantik",
  Australia: "Australien",
  Europe: "Europa",
  Indian: "Indischer Ozean",
  Pacific: "Pazifik",
};

/** The city of a zone: "Wien" for Europe/Vienna. Beyond Europe and in English the id speaks, its strokes as spaces. */
export function cityOf(zone: string, locale: Locale): string {
  const plain = zone.split("/").slice(1).toReversed().join(", ").replaceAll("_", " ");
  return (locale === "de" ? CITIES[zone] : undefined) ?? (plain === "" ? zone : plain);
}

/** The zone in a list: "Wien (Europa)" for Europe/Vienna, so that it is found by what people call the city. */
export function timeZoneName(zone: string, locale: Locale): string {
  const region = zone.split("/")[0]!;
  const city = cityOf(zone, locale);
  return city === zone ? zone : `${city} (${(locale === "de" && REGIONS[region]) || region})`;
}
